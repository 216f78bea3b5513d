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
  const [old, next] = [judgeOf(first), judgeOf(second)];
  /** A defect of Ajv's is no mistake of the comparison. */
  const isSo = async (value: unknown, wanted: readonly [boolean, boolean]): Promise<boolean> =>
    old(value) === wanted[0] &&
    next(value) === wanted[1] &&
    (!mayBeWrong(first, second) || ((await secondOpinion(first, value)) === wanted[0] && (await secondOpinion(second, value)) === wanted[1]));

  const mistakes: string[] = [];
  for (const { witness, side, code } of wire) {
    if (witness === undefined) continue;
    const wanted = side === "request" ? ([true, false] as const) : ([false, true] as const);
    const verdicts: readonly [boolean, boolean] = [old(witness.value), next(witness.value)];
    if (String(verdicts) === String(wanted) || !(await isSo(witness.value, verdicts))) continue;
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
  const values = [...random, ...made(a), ...made(b)].filter((value) => !hasName(value, free));
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

/** What the fixture generator makes of the schema: values that random ones seldom are. */
function made(model: ApiModel): readonly unknown[] {
  const schema = model.operations[0]?.requestBody?.content[0]?.schema;
  if (schema === undefined) return [];
  return [1, 2, 3, 4, 5, 6].flatMap((step) => {
    const value = seeded(schema, step, model, { direction: "request" });
    return value.found ? [value.value] : [];
  });
}
