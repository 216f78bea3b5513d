import { load } from "js-yaml";
import { expect, test } from "vitest";
import type { Side } from "../../../src/diff/change.js";
import { diff } from "../../../src/diff/diff.js";
import { compiledJudges } from "../../../src/diff/examples/compiled-judges.js";
import { tokens, type ApiModel } from "../../../src/model/index.js";
import { corpusText, corpusUpTo } from "../../corpus.js";
import { corpusNote, missingCorpus } from "../../shared.js";
import { isNode, type Node } from "../document-node.js";
import { bodyJudge } from "./body-judge.js";
import { modelOf } from "../documents.js";
import { schemaEdits } from "./edits.js";
import { type SchemaEdit } from "./schema-edit.js";

/** Documents of up to 0.5 MB and a few edits of each; `TALLYSTICK_ALL=1` takes every one, `TALLYSTICK_EDITS` that many edits of each. */
const limit = process.env["TALLYSTICK_ALL"] === "1" ? Infinity : 500_000;
const count = Number(process.env["TALLYSTICK_EDITS"] ?? 6);
const documents = corpusUpTo(limit).filter((name) => name !== "docker.yaml");

test.skipIf(missingCorpus)(`finds documents to edit${corpusNote}`, () => {
  expect(documents.length).toBeGreaterThan(5);
});

test.skipIf(missingCorpus).each(documents)(
  `%s: reports a random edit for the affected operation and side only${corpusNote}`,
  { timeout: 3_600_000 },
  async (name) => {
    const text = corpusText(name);
    const original = load(text) as Node;
    const old = await modelOf(original);
    const isLegacy = !String(original["openapi"]).startsWith("3.1");
    const random = randomOf(name);
    const tally = new Map<string, { done: number; shown: number }>();
    const mistakes: string[] = [];
    for (let attempt = 0, done = 0; done < count && attempt < count * 20; attempt += 1) {
      const edited = structuredClone(original);
      const place = randomPlace(old, edited, random);
      const edit = schemaEdits[random(schemaEdits.length)] as SchemaEdit;
      if (place === undefined || !edit.apply(place.schema, isLegacy)) continue;
      done += 1;
      const next = await modelOf(edited);
      const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
      const breaks = changes.filter(
        (change) =>
          change.level === "breaking" && change.surface === "wire" && change.side === place.side && change.operations.includes(place.operation),
      );
      const where = `${edit.name}, ${place.operation} ${place.side}, ${place.path.join("/")}`;
      if (edit[place.side] === "breaking" && breaks.length === 0) mistakes.push(`missed: ${where}`);
      if (edit[place.side] === "not" && breaks.length > 0) mistakes.push(`false alarm: ${where}: ${breaks[0]?.message}`);
      const observed = tally.get(edit.name) ?? { done: 0, shown: 0 };
      observed.done += 1;
      const witness = breaks.find((change) => change.witness !== undefined)?.witness;
      if (witness !== undefined) {
        observed.shown += 1;
        const [before, after] = [original, edited].map((document) => bodyJudge(document, place.pointer, place.side)(witness.value));
        const wanted = place.side === "request" ? [true, false] : [false, true];
        // The first operation that reaches a shared schema is the one whose body is shown.
        if (breaks[0]?.operations[0] === place.operation && String([before, after]) !== String(wanted))
          mistakes.push(`witness: ${where}: ${JSON.stringify(witness).slice(0, 300)}`);
      }
      tally.set(edit.name, observed);
    }
    if (process.env["TALLYSTICK_EDITS"] !== undefined) process.stdout.write(`${name} ${JSON.stringify(Object.fromEntries(tally))}\n`);
    expect(mistakes).toEqual([]);
  },
);

interface EditedPlace {
  readonly operation: string;
  readonly side: Side;
  /** Of the body's schema. */
  readonly pointer: string;
  readonly path: readonly string[];
  readonly schema: Node;
}

/** A schema inside the body of some operation, reached through properties and items that every value may have. */
function randomPlace(model: ApiModel, document: Node, random: (below: number) => number): EditedPlace | undefined {
  const operation = model.operations[random(model.operations.length)];
  if (operation === undefined) return undefined;
  const side = random(2) === 0 ? "request" : "response";
  const content = side === "request" ? operation.requestBody?.content : operation.responses.find(({ status }) => status.startsWith("2"))?.content;
  const schema = content?.find(({ mediaType }) => mediaType.includes("json"))?.schema;
  if (schema === undefined || schema.place.file !== "") return undefined;
  const { pointer } = schema.place;
  const path: string[] = [];
  let current: unknown = valueAt(document, pointer);
  for (let depth = random(5) + 1; depth > 0; depth -= 1) {
    current = partOf(document, followed(document, current), random);
    if (!isNode(current)) return undefined;
    const steps = [
      ...(isNode(current["properties"]) ? Object.keys(current["properties"]).map((key) => ["properties", key]) : []),
      ...(isNode(current["items"]) ? [["items"]] : []),
    ];
    const step = steps[random(steps.length)];
    if (step === undefined || ["allOf", "anyOf", "oneOf"].some((keyword) => (current as Node)[keyword] !== undefined)) break;
    path.push(...step);
    for (const token of step) current = (current as Node)[token];
    // A property that this side does not have is nobody's on this side.
    const flags = followed(document, current);
    if (isNode(flags) && (flags["readOnly"] === true || flags["writeOnly"] === true)) return undefined;
  }
  const found = partOf(document, followed(document, current), random);
  return isNode(found) ? { operation: operation.key, side, pointer, path, schema: found } : undefined;
}

/** Of an `allOf`, a part that speaks of what no other part speaks of: an edit of it is an edit of the whole. */
function partOf(document: Node, schema: unknown, random: (below: number) => number): unknown {
  if (!isNode(schema) || !Array.isArray(schema["allOf"])) return schema;
  const { allOf, ...beside } = schema as Node & { readonly allOf: readonly unknown[] };
  const index = random(allOf.length);
  const names = namesIn(document, allOf[index]);
  const others = new Set([beside, ...allOf.toSpliced(index, 1)].flatMap((part) => namesIn(document, part)));
  if (names.length === 0 || names.some((name) => others.has(name)) || others.has("*")) return undefined;
  return partOf(document, followed(document, allOf[index]), random);
}

/** Properties that a schema speaks of, or asks for; `*` where that is more than a list. */
function namesIn(document: Node, schema: unknown): readonly string[] {
  const found = followed(document, schema);
  if (!isNode(found)) return [];
  const { properties = {}, required = [], allOf = [], additionalProperties, patternProperties, anyOf, oneOf } = found;
  const isMore = [patternProperties, anyOf, oneOf].some((said) => said !== undefined) || (additionalProperties ?? true) !== true;
  return [
    ...Object.keys(properties as Node),
    ...(required as string[]),
    ...(allOf as unknown[]).flatMap((part) => namesIn(document, part)),
    ...(isMore ? ["*"] : []),
  ];
}

function followed(document: Node, value: unknown): unknown {
  let current = value;
  for (let hops = 0; hops < 20 && isNode(current) && typeof current["$ref"] === "string" && current["$ref"].startsWith("#/"); hops += 1)
    current = valueAt(document, decodeURIComponent(current["$ref"]));
  return current;
}

function valueAt(document: Node, pointer: string): unknown {
  return tokens(pointer).reduce<unknown>(
    (value, token) => (typeof value === "object" && value !== null ? (value as Node)[token] : undefined),
    document,
  );
}

/** The same places in each run: a small generator (Park and Miller) whose seed is the name. */
function randomOf(name: string): (below: number) => number {
  let state = [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 2147483647, Number(process.env["TALLYSTICK_SEED"] ?? 7));
  return (below) => {
    state = (state * 48271) % 2147483647;
    return below === 0 ? 0 : state % below;
  };
}
