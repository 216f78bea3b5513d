import { expect, test } from "vitest";
import type { Side } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { isNode, type Node } from "./document-node.js";
import { bodyJudge } from "./edits/body-judge.js";
import { modelOf, withSchema } from "./documents.js";
import type { Schema } from "./rows/documents.js";

type Shape = (part: Schema) => Schema;
const name = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
/** An object that needs an id, where one is needed at all. */
const withId = (words: Readonly<Record<string, boolean>>): Schema => ({
  type: "object",
  required: ["id"],
  properties: { id: { type: "string", ...words } },
});

/** Keywords in which it matters whether a property is asked for, beyond what it means for who sends the whole object. */
const shapes: Readonly<Record<string, Shape>> = {
  not: (part) => ({ type: "object", not: part }),
  if: (part) => ({ type: "object", if: part, then: { required: ["name"] } }),
  then: (part) => ({ type: "object", if: { required: ["a"] }, then: part }),
  oneOf: (part) => ({ oneOf: [part, name] }),
  contains: (part) => ({ type: "array", contains: part }),
  dependentSchemas: (part) => ({ type: "object", dependentSchemas: { a: part } }),
};
/** The flagged schema in place, referred to, and the flag behind the reference of a property. */
const ways: Readonly<Record<string, (shape: Shape, words: Readonly<Record<string, boolean>>) => Node>> = {
  "in place": (shape, words) => withSchema(shape(withId(words))) as Node,
  "referred to": (shape, words) => withSchema(shape({ $ref: "#/components/schemas/Part" }), { Part: withId(words) }) as Node,
  "behind a property": (shape, words) =>
    withSchema(shape({ type: "object", required: ["id"], properties: { id: { $ref: "#/components/schemas/Id" } } }), {
      Id: { type: "string", ...words },
    }) as Node,
};
const values = [{}, { id: "x" }, { name: "n" }, { id: "x", name: "n" }, { a: 1 }, { a: 1, id: "x" }, { a: 1, name: "n" }, [], [{}], [{ id: "x" }]];

const cases = Object.keys(shapes).flatMap((keyword) =>
  Object.keys(ways).flatMap((way) =>
    ["readOnly", "writeOnly"].flatMap((flag) => [
      { keyword, way, flag, becomes: "comes" },
      { keyword, way, flag, becomes: "goes" },
    ]),
  ),
);

test.each(cases)("reports $flag that $becomes inside $keyword, $way, for one side", async ({ keyword, way, flag, becomes }) => {
  const [shape, write] = [shapes[keyword] as Shape, ways[way] as (typeof ways)[string]];
  const documents = [write(shape, {}), write(shape, { [flag]: true })] as const;
  const [old, next] = becomes === "comes" ? documents : documents.toReversed();
  const models = [await modelOf(old as Node), await modelOf(next as Node)] as const;
  const wire = diff(...models, { judges: await compiledJudges(...models) }).changes.filter(({ surface }) => surface === "wire");
  for (const side of ["request", "response"] as const) {
    const [accepts, refuses] = (side === "request" ? [old, next] : [next, old]).map((document) =>
      bodyJudge(document as Node, schemaPointer[side], side),
    );
    const isBroken = (value: unknown): boolean => accepts?.(value) === true && refuses?.(value) === false;
    const reported = wire.filter((change) => change.side === side && change.level === "breaking");
    expect(reported.length > 0, `${side}: ${JSON.stringify(wire)}`).toBe(values.some(isBroken));
    expect(reported.filter(({ witness }) => witness === undefined || !isBroken(witness.value))).toEqual([]);
  }
});

const operation = "#/paths/~1things/post";
const schemaPointer: Readonly<Record<Side, string>> = {
  request: `${operation}/requestBody/content/application~1json/schema`,
  response: `${operation}/responses/200/content/application~1json/schema`,
};

test.each(["not", "if", "contains", "dependentSchemas"])("ignores readOnly of an optional property of %s", async (keyword) => {
  const shape = shapes[keyword] as Shape;
  const optional = (words: Readonly<Record<string, boolean>>): Schema => {
    const part = withId(words);
    return isNode(part) ? { ...part, required: ["name"] } : part;
  };
  const models = [await modelOf(withSchema(shape(optional({})))), await modelOf(withSchema(shape(optional({ readOnly: true }))))] as const;
  const levels = diff(...models, { judges: await compiledJudges(...models) }).changes.map(({ level }) => level);
  expect(levels.filter((level) => level === "breaking" || level === "warning")).toEqual([]);
});
