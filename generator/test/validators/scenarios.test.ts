import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, compileValidators } from "tallystick";
import type { Json } from "tallystick/model";
import { expectGolden } from "./golden.js";

const folder = new URL("scenarios/keywords/", import.meta.url);
const scenarios = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(scenarios)("emits the recorded code of %s with its verdicts", async (name) => {
  const file = new URL(name, folder);
  const text = readFileSync(file, "utf8");
  const schema = JSON.parse(fence(text, "json schema")) as Json;
  const { files } = await compileValidators(schema, { formats: "assert" });
  const code = files
    .filter((each) => each.path.startsWith("validators/"))
    .map((each) => functionsOf(each.text))
    .join("\n");
  expectGolden(
    file,
    text.replace(/```ts code\n[\s\S]*?```/, () => `\`\`\`ts code\n${code}\`\`\``),
  );

  const validate = await compile(schema, { formats: "assert" });
  for (const value of values(text, "json accepted")) expect({ value, ...validate(value) }).toMatchObject({ value, valid: true });
  const refused = values(text, "json refused");
  expect(refused.length).toBeGreaterThan(0);
  for (const value of refused) {
    const { valid, issues } = validate(value);
    expect({ value, valid }).toEqual({ value, valid: false });
    for (const issue of issues) expect(resolves(schema, issue.schemaPath), issue.schemaPath).toBe(true);
  }
});

/** A module without its imports and without what every module declares. */
function functionsOf(text: string): string {
  const start = text.search(/^\/\*\* (Tests a |Tests each value)/m);
  const end = text.search(/^(?:\/\*\* .*\n)?(?=export const \w+: Validator<)/m);
  return text.slice(start, end === -1 ? undefined : end).trimEnd() + "\n";
}

function fence(text: string, info: string): string {
  return new RegExp(`\`\`\`${info}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";
}

function values(text: string, info: string): unknown[] {
  return fence(text, info)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}

/** Whether a pointer leads somewhere in the schema. */
function resolves(schema: Json, pointer: string): boolean {
  let value: unknown = schema;
  for (const token of pointer
    .slice(2)
    .split("/")
    .filter((each) => each !== "")) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
