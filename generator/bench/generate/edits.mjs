// How much of an output changes when a document changes in one place: changed lines of 20 single edits, the manifest included.
// Usage: node bench/generate/edits.mjs [--target js] [document], exits with 1 if the median is above 60 lines or one edit above 500
import { readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { diffLines } from "diff";
import { parse } from "yaml";
import { generate } from "../../dist/index.js";
import { corpus, workFolder } from "./documents.mjs";
import { median, table } from "./measure.mjs";

const { values, positionals } = parseArgs({ options: { target: { type: "string", default: "ts" } }, allowPositionals: true });
const [wanted = "github"] = positionals;
const bounds = { median: 60, most: 500 };

const folder = workFolder();
const found = corpus(folder).find(({ name }) => name === wanted);
if (found === undefined) throw new Error(`The corpus has no document named "${wanted}".`);
const text = readFileSync(found.path, "utf8");
const open = () => (extname(found.path) === ".json" ? JSON.parse(text) : parse(text, { merge: true, maxAliasCount: -1 }));
const edited = join(folder, "edited.json");

/** Subjects in an order that does not depend on the names: the seventh, the thirteenth … */
const nth = (list, index) => list[(index * 7919) % list.length];
const objects = (document) =>
  Object.entries(document.components.schemas).filter(([, schema]) =>
    Object.values(schema.properties ?? {}).some((property) => property.type === "string"),
  );
const textIn = (schema) => Object.keys(schema.properties).find((name) => schema.properties[name].type === "string");
const enums = (document) =>
  Object.values(document.components.schemas).flatMap((schema) =>
    Object.values(schema.properties ?? {}).filter((property) => property.enum?.length > 1),
  );
const operations = (document) =>
  Object.values(document.paths).flatMap((item) =>
    ["get", "post", "put", "patch", "delete"].flatMap((method) => (item[method]?.operationId ? [item[method]] : [])),
  );
/** The schema that most others refer to. */
const hub = (document) => {
  const uses = new Map();
  for (const [, name] of text.matchAll(/"?\$ref"?: ?["']#\/components\/schemas\/([^"'/]+)["']/g)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const named = objects(document).toSorted(([a], [b]) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0));
  return named[0][1];
};
const rename = (object, name, next) => {
  const entries = Object.entries(object.properties).map(([key, value]) => [key === name ? next : key, value]);
  object.properties = Object.fromEntries(entries);
  object.required = object.required?.map((key) => (key === name ? next : key));
};
const remove = (object, name) => {
  delete object.properties[name];
  const required = object.required?.filter((key) => key !== name);
  if (required?.length > 0) object.required = required;
  else delete object.required;
};
const schemaAt = (document, index) => nth(objects(document), index)[1];

/** @type {Readonly<Record<string, (document: any) => void>>} */
const edits = {
  "add an optional property": (document) => void (schemaAt(document, 1).properties.added_later = { type: "string" }),
  "add a required property": (document) => {
    const schema = schemaAt(document, 2);
    schema.properties.added_later = { type: "integer" };
    schema.required = [...(schema.required ?? []), "added_later"];
  },
  "add a property to the schema with the most references": (document) => void (hub(document).properties.added_later = { type: "string" }),
  "describe a property of that schema": (document) => void (hub(document).properties[textIn(hub(document))].description = "Changed words."),
  "rename a property": (document) => rename(schemaAt(document, 3), textIn(schemaAt(document, 3)), "renamed_later"),
  "rename another property": (document) => rename(schemaAt(document, 4), textIn(schemaAt(document, 4)), "renamed_later"),
  "remove a property": (document) => remove(schemaAt(document, 5), textIn(schemaAt(document, 5))),
  "change a type": (document) => void (schemaAt(document, 6).properties[textIn(schemaAt(document, 6))] = { type: "integer" }),
  "make a property nullable": (document) => void (schemaAt(document, 7).properties[textIn(schemaAt(document, 7))].nullable = true),
  "limit the length of a text": (document) => void (schemaAt(document, 8).properties[textIn(schemaAt(document, 8))].maxLength = 4711),
  "change the description of a property": (document) =>
    void (schemaAt(document, 9).properties[textIn(schemaAt(document, 9))].description = "Changed words."),
  "change the description of a schema": (document) => void (schemaAt(document, 10).description = "Changed words."),
  "make a property required": (document) => {
    const schema = schemaAt(document, 11);
    schema.required = [...new Set([...(schema.required ?? []), Object.keys(schema.properties).at(-1)])];
  },
  "add a value to an enum": (document) => void nth(enums(document), 1).enum.push("added_later"),
  "remove a value from an enum": (document) => void nth(enums(document), 2).enum.pop(),
  "add a schema": (document) => void (document.components.schemas["added-later"] = { type: "object", properties: { name: { type: "string" } } }),
  "change the words of an operation": (document) => void (nth(operations(document), 1).summary = "Changed words"),
  "add a parameter": (document) => {
    const operation = nth(operations(document), 2);
    operation.parameters = [...(operation.parameters ?? []), { name: "added_later", in: "query", schema: { type: "string" } }];
  },
  "add a response": (document) => void (nth(operations(document), 3).responses["418"] = { description: "A teapot." }),
  "add an operation": (document) =>
    void (document.paths["/added/later"] = { get: { operationId: "added/later", responses: { 204: { description: "Nothing." } } } }),
};

const before = await outputOf(open());
const rows = [["edit", "files", "lines"]];
const counts = [];
for (const [name, edit] of Object.entries(edits)) {
  const document = open();
  edit(document);
  const after = await outputOf(document);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
  // A changed file has another hash in the manifest, and so has the document.
  const manifest = changed.reduce((sum, path) => sum + Number(before.has(path)) + Number(after.has(path)), 2);
  const lines = changed.map((path) => [path, changedLines(before.get(path) ?? "", after.get(path) ?? "")]).toSorted(([, a], [, b]) => b - a);
  counts.push(lines.reduce((sum, [, count]) => sum + count, manifest));
  rows.push([name, changed.length, counts.at(-1)]);
  console.error(
    `${rows.at(-1).join("  ")}  ${lines
      .slice(0, 4)
      .map(([path, count]) => `${path} ${count}`)
      .join(", ")}`,
  );
}
const most = Math.max(...counts);
console.log(`\n${wanted}, target ${values.target}\n${table(rows)}\nmedian ${median(counts)} lines, most ${most}`);
process.exitCode = median(counts) <= bounds.median && most <= bounds.most ? 0 : 1;

async function outputOf(document) {
  writeFileSync(edited, JSON.stringify(document, null, 2));
  const { files, diagnostics } = await generate(edited, { target: values.target });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return new Map(files.map((file) => [file.path, file.text]));
}

function changedLines(one, other) {
  return diffLines(one, other).reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);
}
