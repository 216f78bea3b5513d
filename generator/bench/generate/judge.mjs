// Asks Ajv, which has no line of ours in it, about every fixture of an output: example, minimal and full, and some that are made at run time.
// Usage: node judge.mjs DOCUMENT OUTPUT, prints { "judged": …, "invalid": [ … ], "unjudged": … }
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { parse } from "yaml";
import { openModel, plan } from "../../dist/internals.js";

const [path, out] = process.argv.slice(2);
const compiled = join(dirname(out), "judged");
for (const file of readdirSync(out, { recursive: true, encoding: "utf8" })) if (file.endsWith(".ts")) compile(join(out, file), join(compiled, file));
// The judge that the tests have, where packages resolve as they do for the tests.
const tests = fileURLToPath(new URL("../../test/values/", import.meta.url));
const source = pathToFileURL(fileURLToPath(new URL("../../dist/", import.meta.url))).href;
for (const name of ["document-judge.ts", "judge.ts"]) compile(join(tests, name), join(compiled, "judge", name), source);

const { documentJudge } = await load("judge/document-judge");
const fixtures = await load("fixtures/index");
const { model } = await openModel(path);
const { schemas, operations } = plan(model, {}, () => undefined);
const oneWay = new Set();
for (const schema of [...model.schemas.values(), ...operations.flatMap(({ bodies }) => bodies.map((body) => body.schema))]) collect(schema, oneWay);
const document = parse(readFileSync(path, "utf8"), { merge: true, maxAliasCount: -1, uniqueKeys: false });
const judge = judgeOf("document.json", () => false);
let lenientJudges;

const found = { judged: 0, invalid: [], unjudged: 0 };
for (const { name, place } of [
  ...schemas.map(({ constName, schema }) => ({ name: constName, place: schema.place })),
  ...operations.flatMap(({ bodies }) => bodies.map(({ constName, schema }) => ({ name: constName, place: schema.place }))),
]) {
  const fixture = fixtures[name];
  if (fixture === undefined) continue;
  // The judge has the root document alone: what stands in another file is not judged, rather than by whatever stands at the same place of this one.
  const errors = place.file === "" ? verdict(place.pointer) : undefined;
  const values = ["example", "minimal", "full"].map((kind) => [kind, fixture[kind]]);
  for (const [kind, value] of [...values, ...fixture.many(4, { seed: 7 }).map((made, index) => [`many ${index}`, made])]) {
    const wrong = errors?.(value);
    if (wrong === undefined) found.unjudged += 1;
    else found.judged += 1;
    const [first] = wrong ?? [];
    if (first !== undefined) found.invalid.push(`${name}.${kind} ${first.instancePath}: ${first.schemaPath} ${first.message}`);
  }
}
process.stdout.write(JSON.stringify(found));

/**
 * Undefined where Ajv itself cannot read the schema. A fixture of one direction leaves out what only the other has, though it be required
 * (OpenAPI 3.1 §4.8.24), which Ajv does not know: what it refuses is asked again without those names, which alone would let one value into two
 * branches of a `oneOf`. First only where the property stands beside its `required`: a name that is one-way elsewhere may be what tells two branches apart.
 */
function verdict(pointer) {
  try {
    const strict = judge(pointer);
    return (value) => {
      const wrong = strict(value);
      if (wrong.length === 0 || oneWay.size === 0) return wrong;
      lenientJudges ??= [
        judgeOf("beside.json", (name, properties) => isOneWay(properties?.[name])),
        judgeOf("anywhere.json", (name) => oneWay.has(name)),
      ];
      return lenientJudges.some((lenient) => lenient(pointer)(value).length === 0) ? [] : wrong;
    };
  } catch {
    return undefined;
  }
}

function judgeOf(file, notRequired) {
  writeFileSync(join(compiled, file), JSON.stringify(inWordsOfAjv(document, notRequired)));
  return documentJudge(join(compiled, file));
}

/** The document in words that Ajv knows: `x-nullable` is what Swagger 2.0 has for `nullable`. */
function inWordsOfAjv(value, notRequired) {
  if (Array.isArray(value)) return value.map((item) => inWordsOfAjv(item, notRequired));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === "required" && Array.isArray(item)) return [key, item.filter((each) => !notRequired(each, value.properties))];
      return [key === "x-nullable" ? "nullable" : key, inWordsOfAjv(item, notRequired)];
    }),
  );
}

/** Whether a property of the document is readOnly or writeOnly: itself, what it refers to, or a part of either. */
function isOneWay(property, depth = 0) {
  if (property?.readOnly === true || property?.writeOnly === true) return true;
  if (depth > 8) return false;
  const target =
    typeof property?.$ref === "string" &&
    property.$ref
      .slice(2)
      .split("/")
      .reduce((at, step) => at?.[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")], document);
  return [target, ...(property?.allOf ?? [])].some((each) => each && isOneWay(each, depth + 1));
}

/** Names of properties that are readOnly or writeOnly somewhere in the document. */
function collect(schema, names) {
  for (const [name, property] of schema.object?.properties ?? []) {
    const target = property.ref === undefined ? property : (model.schemas.get(property.ref) ?? property);
    if ([property, target].some(({ annotations }) => annotations?.readOnly === true || annotations?.writeOnly === true)) names.add(name);
    collect(property, names);
  }
  for (const part of [
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.array?.items ? [schema.array.items] : []),
  ])
    collect(part, names);
}

function compile(from, to, base) {
  const { outputText } = ts.transpileModule(readFileSync(from, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
  });
  const target = to.replace(/\.ts$/, ".js");
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, base === undefined ? outputText : outputText.replaceAll('"../../src/', `"${base}`));
}

function load(module) {
  return import(pathToFileURL(join(compiled, `${module}.js`)).href);
}
