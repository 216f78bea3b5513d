import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { compile } from "tallystick";
import type { Json } from "tallystick/model";
import { expectGolden } from "./golden.js";

interface Failure {
  readonly title: string;
  readonly schema: Json;
  readonly value: Json;
}

/** What zod, valibot and arktype print, written by `bench/validators/unions.mjs`. */
interface Others {
  readonly versions: Readonly<Record<string, string>>;
  readonly found: readonly Readonly<Record<string, readonly string[]>>[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const failures = read("union-failures.json") as readonly Failure[];
const others = read("union-others.json") as Others;

test("reports only the selected branch of twelve unions", async () => {
  const sections: string[] = [];
  for (const [index, { title, schema, value }] of failures.entries()) {
    const { valid, issues } = (await compile(schema))(value);
    expect(valid, title).toBe(false);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.validate(schema as object, value);
    const lines = (found: readonly { readonly instancePath: string; readonly schemaPath: string; readonly message?: string }[]): string =>
      found.map((issue) => `${issue.instancePath || "(root)"} ${issue.message ?? ""}  [${issue.schemaPath}]`).join("\n");
    sections.push(
      `## ${title}\n\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n\n\`\`\`text\n${lines(issues)}\n\`\`\`\n\nAjv, all errors: ${ajv.errors?.length ?? 0}\n\n\`\`\`text\n${lines(ajv.errors ?? [])}\n\`\`\`\n${printed(others.found[index] ?? {})}`,
    );
    expect(issues.length, title).toBeLessThanOrEqual(ajv.errors?.length ?? 0);
  }
  const head =
    "# Twelve union failures, and what is said about them\n\nOurs first, then Ajv 8.20.0. The schemas stand in `union-failures.json`; `unions.test.ts` writes this file (`RECORD=true`).\n" +
    `${Object.entries(others.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(
        ", ",
      )}: each schema in its own words, a tag declared where the library can be told one (\`discriminatedUnion\`, \`variant\`), written by \`bench/validators/unions.mjs\`.\n`;
  expectGolden(new URL("unions.md", import.meta.url), `${head}\n${sections.join("\n")}`);
});

function printed(found: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(found)
    .map(([name, lines]) => `\n${name}:\n\n\`\`\`text\n${lines.length === 0 ? "(lets it through)" : lines.join("\n")}\n\`\`\`\n`)
    .join("");
}

test("never shows a possible secret", async () => {
  const schema: Json = { type: "object", properties: { password: { type: "integer" }, note: { type: "integer" } } };
  const { issues } = (await compile(schema))({ password: "hunter2", note: "eyJhbGciOiJIUzI1NiJ9.e30.abc" });
  expect(issues.map((issue) => issue.message)).toEqual([
    "must be integer, received a string of length 7",
    "must be integer, received a string of length 28",
  ]);
});
