import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { registerSchema, unregisterSchema, validate as hyperjump } from "@hyperjump/json-schema/draft-2020-12";
import type { Change, Side } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/witness/compiled-judges.js";
import type { Judges } from "../../src/diff/witness/witness.js";
import type { ApiModel } from "../../src/model/index.js";
import { seeded } from "../../src/values/index.js";
import { modelOf, withSchema } from "./documents.js";
import type { RandomDocument } from "./random-schemas.js";

/** What the comparison of two random documents got wrong, in Ajv's eyes: nothing, or a sentence for each mistake. */
export async function mistakesOf([first, second]: readonly [RandomDocument, RandomDocument], random: readonly unknown[]): Promise<readonly string[]> {
  const [a, b] = [await modelOf(documentOf(first)), await modelOf(documentOf(second))];
  const judges = await compiledJudges(a, b);
  const wire = diff(a, b, { judges }).changes.filter(({ surface }) => surface === "wire");
  const back = diff(b, a, { judges: swapped(judges) }).changes.filter(({ surface }) => surface === "wire");
  const [old, next] = [verdictsOf(first), verdictsOf(second)];
  /** A defect of Ajv's is no mistake of the comparison. */
  const isSo = async (value: unknown, wanted: readonly [Verdict, Verdict]): Promise<boolean> => {
    if (old(value) !== wanted[0] || next(value) !== wanted[1]) return false;
    if (!mayBeWrong(first, second)) return true;
    const others = [await secondOpinion(first, value), await secondOpinion(second, value)];
    return wanted.every((verdict, index) => verdict === undefined || verdict === others[index]);
  };

  const mistakes: string[] = [];
  for (const { witness, side, code } of wire) {
    if (witness === undefined) continue;
    const wanted = side === "request" ? ([true, false] as const) : ([false, true] as const);
    const verdicts = [old(witness.value), next(witness.value)] as const;
    if (verdicts.every((verdict, index) => verdict === undefined || verdict === wanted[index]) || !(await isSo(witness.value, verdicts))) continue;
    mistakes.push(`false witness of ${code} (${side}): ${JSON.stringify(witness)} is ${String(verdicts)}`);
  }
  // By policy, and by the standard reading of open objects, a property that comes or goes is no break although it constrains a name that was free.
  const free = new Set([...wire, ...back].flatMap(({ code, message }) => (namesProperty.test(code) ? [nameIn(message)] : [])));
  if (free.size === 0)
    for (const [side, other] of [
      ["request", "response"],
      ["response", "request"],
    ] as const)
      if (breaks(wire, side) !== breaks(back, other))
        mistakes.push(`there and back: ${side} breaks: ${breaks(wire, side)}, and on the way back not so the ${other}`);
  const values = [...random, ...[...made(a), ...made(b)].flatMap((value) => [value, ...neighbours(value)])].filter((value) => !hasName(value, free));
  for (const [side, wanted] of [
    ["request", [true, false]],
    ["response", [false, true]],
  ] as const) {
    if (breaks(wire, side)) continue;
    for (const value of values) {
      if (old(value) !== wanted[0] || next(value) !== wanted[1] || !(await isSo(value, wanted))) continue;
      mistakes.push(`missed (${side}): ${JSON.stringify(value)}`);
      break;
    }
  }
  return mistakes;
}

/** Requests and responses refer to one component, so that the same values are tried for both. */
function documentOf({ schema, components }: RandomDocument): object {
  return withSchema({ $ref: "#/components/schemas/Root" }, { ...components, Root: schema });
}

const namesProperty = /-property-(added|removed)$/;

function nameIn(message: string): string {
  return /"([^"]*)"/.exec(message)?.[1] ?? "";
}

function hasName(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== "object" || value === null || names.size === 0) return false;
  return Object.entries(value).some(([name, part]) => (!Array.isArray(value) && names.has(name)) || hasName(part, names));
}

/** A value may show what the table of changes holds for a warning: these, and a value that mixes branches of a `oneOf`, which is shown. */
const warnings = new Set([
  "pattern-removed",
  "unique-items-removed",
  "additional-properties-opened",
  "pattern-properties-opened",
  "discriminator-added",
  "discriminator-removed",
]);

function breaks(changes: readonly Change[], side: Side): boolean {
  return changes.some(
    ({ level, code, witness, side: own }) =>
      own === side && (level === "breaking" || (level === "warning" && (warnings.has(code) || (code === "values-changed" && witness !== undefined)))),
  );
}

function swapped({ models, judge }: Judges): Judges {
  return { models: { old: models.new, new: models.old }, judge: (version, schema, side) => judge(version === "old" ? "new" : "old", schema, side) };
}

type Verdict = boolean | undefined;

/**
 * What Ajv says of values, by JSON Schema alone, which knows nothing of a discriminator, and with the tag held against the branch that it names
 * (OpenAPI 3.1 §4.8.25). Where the two differ there is no verdict: whether a tag alone may refuse is not for the comparison to say.
 */
function verdictsOf(document: RandomDocument): (value: unknown) => Verdict {
  const [plain, tagged] = [judgeOf(document), judgeOf(tags(document) as RandomDocument)];
  return (value) => {
    const verdict = plain(value);
    return tagged(value) === verdict ? verdict : undefined;
  };
}

/** The document with each discriminator written as what it asks of the branches. */
function tags(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(tags);
  if (typeof part !== "object" || part === null) return part;
  const { discriminator, ...rest } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, tags(value)]));
  const { oneOf, ...beside } = rest as { oneOf?: readonly (boolean | { $ref?: string })[] };
  if (discriminator === undefined || oneOf === undefined) return rest;
  const { propertyName, mapping = {} } = discriminator as { propertyName: string; mapping?: Readonly<Record<string, string>> };
  const branches = oneOf.map((branch) => {
    if (typeof branch === "boolean" || branch.$ref === undefined) return branch;
    const name = branch.$ref.slice(branch.$ref.lastIndexOf("/") + 1);
    const words = [name, ...Object.keys(mapping).filter((word) => mapping[word] === branch.$ref || mapping[word] === name)];
    return { ...branch, type: "object", required: [propertyName], properties: { [propertyName]: { enum: [...new Set(words)] } } };
  });
  return { ...beside, oneOf: branches };
}

function judgeOf({ schema, components }: RandomDocument): ValidateFunction {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }));
  return ajv.compile({ $ref: "#/components/schemas/Root", components: { schemas: { ...components, Root: schema } } });
}

/** Ajv 8.20 takes an empty list for one that contains something where `prefixItems` stands beside it, and what `contains` found, or what stands beside `dependentSchemas`, for unknown. */
function mayBeWrong(...documents: readonly RandomDocument[]): boolean {
  return /"(contains|unevaluatedItems|unevaluatedProperties)"/.test(JSON.stringify(documents));
}

let uris = 0;

async function secondOpinion({ schema, components }: RandomDocument, value: unknown): Promise<boolean> {
  const uri = `https://tallystick.example/containment/${++uris}`;
  const $defs = JSON.parse(JSON.stringify({ ...components, Root: schema }).replaceAll("#/components/schemas/", "#/$defs/")) as object;
  registerSchema({ $schema: "https://json-schema.org/draft/2020-12/schema", $ref: "#/$defs/Root", $defs } as never, uri);
  try {
    return (await hyperjump(uri, JSON.parse(JSON.stringify(value)))).valid;
  } finally {
    unregisterSchema(uri);
  }
}

/** Values that differ in one place: something is left out, or is something else, or stands beside. What only one of two schemas takes is seldom far from what both do. */
function neighbours(value: unknown): readonly unknown[] {
  const others = [null, true, "", "x", "xyz", 0, 1, 2.5, [], [1], {}, { a: 1 }];
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const changed = items.slice(0, 3).flatMap((item, index) => neighbours(item).map((other) => items.with(index, other)));
    return [...items.map((_, index) => items.toSpliced(index, 1)), ...others.map((other) => [...items, other]), [...items, ...items], ...changed];
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const changed = entries.slice(0, 4).flatMap(([name, part], index) => neighbours(part).map((other) => entries.with(index, [name, other])));
    const more = ["a", "b", "c", "d", "kind", "long"].filter((name) => !Object.hasOwn(value, name));
    const added = more.flatMap((name) => [1, "x", {}].map((other) => [...entries, [name, other] as [string, unknown]]));
    return [...entries.map((_, index) => entries.toSpliced(index, 1)), ...added, ...changed].map((list) => Object.fromEntries(list));
  }
  if (typeof value === "number") return [...others, value + 1, value - 1, value + 0.5, -value];
  return typeof value === "string" ? [...others, `${value}x`, value.slice(1)] : others;
}

/** What the fixture generator makes of the schema: values that random ones seldom are. */
function made(model: ApiModel): readonly unknown[] {
  const schema = model.operations[0]?.requestBody?.content[0]?.schema;
  if (schema === undefined) return [];
  return [1, 2, 3, 4, 5, 6].flatMap((step) => {
    const value = seeded(schema, step, model, { direction: "request" });
    return value.found ? [value.value] : [];
  });
}
