import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { expect, test } from "vitest";
import { generate, openModel } from "tallystick";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { expectGolden } from "../validators/golden.js";
import { typeErrors } from "./compiler.js";
import { reasons } from "./differences.js";

// The largest take two thirds of the time, and say nothing new: `TALLYSTICK_DOCUMENTS=all` asks about them, too.
const large = ["cloudflare.json", "github.json", "kubernetes.json", "stripe.yaml"];
const documents = process.env["TALLYSTICK_DOCUMENTS"] === "all" ? corpus : corpus.filter((name) => !large.includes(name));
const rows: string[] = [];

test.skipIf(missingCorpus).each(documents)(
  `prints openapi-typescript's type or one that differs for a known reason: %s${corpusNote}`,
  async (name) => {
    const path = corpusFile(name);
    const text = await readFile(path, "utf8");
    const reading = openapiTS(pathToFileURL(path), { silent: true, defaultNonNullable: false, emptyObjectsUnknown: true });
    // openapi-typescript refuses Swagger 2.0.
    if (/^\s*"?swagger"?:/m.test(text)) return await expect(reading).rejects.toThrow(/Swagger|OpenAPI/);
    const theirs = await reading;
    const { files } = await generate(path, { only: ["types"] });
    const { model } = await openModel(path);
    if (model === undefined) throw new Error(`${name} has no model`);
    const printed = files.find((file) => file.path === "types.ts")?.text ?? "";
    const [mine, other] = [componentsOf(printed), componentsOf(astToString(theirs))];
    const candidates = [...mine.keys()].filter((key) => other.has(key) && plain(mine.get(key)) !== plain(other.get(key)));

    // Their text beside our components: what a schema refers to is the same, so that only its own differences show.
    const head = [
      'import type { components, operations, paths } from "./types.js";',
      "export type { operations, paths };",
      "export type WithRequired<T, K extends keyof T> = T & { [P in K]-?: T[P] };",
      "type Within<A, B> = [A] extends [B] ? true : false;",
      "type Relation<A, B> = Within<A, B> extends true ? (Within<B, A> extends true ? 'same' : 'theirs is wider') : Within<B, A> extends true ? 'ours is wider' : 'neither';",
    ];
    const lines = candidates.map(
      (key, index) =>
        `export const c${index}: Relation<components["schemas"][${JSON.stringify(key)}], ${(other.get(key) ?? "").replace(/\s+/g, " ")}> = "same";`,
    );
    const found = typeErrors({ "types.ts": printed, "roots.ts": [...head, ...lines].join("\n") }).map((error) => {
      const [, line = "0", message = ""] = /^roots\.ts:(\d+) (.*)$/s.exec(error) ?? [];
      return { key: candidates[Number(line) - head.length - 1] ?? error, relation: /'"([a-z ]+)"'\.$/.exec(message)?.[1] ?? message };
    });
    const bySchema = new Map([...model.schemas.values()].map((schema) => [schema.place.pointer, schema]));
    const counts = new Map(reasons.map((reason) => [reason.name, 0]));
    const unexplained: string[] = [];
    for (const { key, relation } of found) {
      const schema = bySchema.get(`#/components/schemas/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      const texts = { ours: plain(mine.get(key)), theirs: plain(other.get(key)), directional: mine.has(`${key}Writable`) };
      const reason = schema && reasons.find(({ explains }) => explains({ schema, model, relation, ...texts }));
      if (reason === undefined) unexplained.push(`${key}: ${relation}\n  ${texts.ours}\n  ${texts.theirs}`);
      else counts.set(reason.name, (counts.get(reason.name) ?? 0) + 1);
    }
    expect(unexplained).toEqual([]);
    rows.push(`| ${name} | ${other.size} | ${other.size - found.length} | ${[...counts.values()].map((each) => each || "").join(" | ")} |`);
  },
);

test.skipIf(missingCorpus || documents === corpus)(`counts the differences by reason${corpusNote}`, () => {
  const names = reasons.map(({ name }) => name);
  expect(rows.length).toBeGreaterThan(0);
  expectGolden(
    new URL("agreement.md", import.meta.url),
    [
      "# Our types beside those of openapi-typescript",
      "",
      'What `is` narrows to is `components["schemas"][…]`. For each schema of each document this is the very type that openapi-typescript 7.13.0 gives it by itself, but for these; the',
      "test that writes this table fails on any other. A schema that only refers to one that differs counts as the same.",
      "",
      `| document | schemas | the same | ${names.join(" | ")} |`,
      `| --- | --- | --- |${" --- |".repeat(names.length)}`,
      ...rows.toSorted((a, b) => (a < b ? -1 : 1)),
      "",
      ...reasons.map(({ name, why }) => `- **${name}**: ${why}`),
      "",
    ].join("\n"),
  );
});

/** The schemas that a module of types declares, each as text. */
function componentsOf(text: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile("types.ts", text, ts.ScriptTarget.ES2022, true);
  const printer = ts.createPrinter({ removeComments: true });
  const found = new Map<string, string>();
  for (const statement of source.statements) {
    if ((!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) || statement.name.text !== "components") continue;
    const groups = ts.isInterfaceDeclaration(statement) ? statement.members : ts.isTypeLiteralNode(statement.type) ? statement.type.members : [];
    for (const group of groups) {
      if (!ts.isPropertySignature(group) || group.name.getText(source) !== "schemas" || group.type === undefined || !ts.isTypeLiteralNode(group.type))
        continue;
      for (const member of group.type.members) {
        if (!ts.isPropertySignature(member) || member.type === undefined) continue;
        const key = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(source);
        found.set(key, printer.printNode(ts.EmitHint.Unspecified, member.type, source));
      }
    }
  }
  return found;
}

function plain(text = ""): string {
  return text.replace(/readonly /g, "").replace(/[\s;"()]/g, "");
}
