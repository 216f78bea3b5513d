import { expect, test } from "vitest";
import { specDefects } from "../../src/verify/spec-defects.js";
import { recordedResponse, brief, open, thingsApi } from "../observe/open.js";

async function defects(schema: unknown, media: Record<string, unknown> = {}): Promise<string[]> {
  const { model, compiled } = await open(thingsApi({}, {}, { content: { "application/json": { schema, ...media } } }));
  return specDefects(model, compiled, model.operations).map(
    (one) => `${one.schemaPath.replace(/^.*application~1json/, "")} ${one.keyword} ${one.message}`,
  );
}

test.each<[string, unknown, Record<string, unknown>, string[]]>([
  [
    "an example of a body that its schema refuses",
    { type: "object", required: ["id"] },
    { example: { name: "x" } },
    ['/example required The example does not match its own schema: must have the property "id".'],
  ],
  [
    "a named example, and not its neighbour",
    { type: "integer" },
    { examples: { good: { value: 1 }, bad: { value: "x" } } },
    ['/examples/bad/value type The example "bad" does not match its own schema: must be integer, received "x".'],
  ],
  [
    "an example of a property",
    { type: "object", properties: { at: { type: "string", format: "date", example: "soon" } } },
    {},
    ["/schema/properties/at"],
  ],
  ["a default", { type: "object", properties: { n: { type: "integer", maximum: 5, default: 9 } } }, {}, ["/schema/properties/n/default maximum"]],
  [
    "bounds that exclude each other",
    { type: "integer", minimum: 5, maximum: 4 },
    {},
    ["/schema/minimum minimum minimum 5 is above maximum 4: no value fits."],
  ],
  [
    "a required property that is refused",
    { type: "object", required: ["a"], properties: { b: {} }, additionalProperties: false },
    {},
    ['/schema/required required "a" is required, but additionalProperties: false rejects it.'],
  ],
  [
    "values that are all of another type",
    { type: "integer", enum: ["1", "2"] },
    {},
    ["/schema/enum enum None of the listed values is of type integer."],
  ],
  [
    "nothing where everything fits",
    { type: "object", properties: { n: { type: ["integer", "null"], default: null, example: 3 } } },
    { example: { n: 1, more: true } },
    [],
  ],
  ["nothing for an example that is written as text", { type: "object", properties: { n: { type: "integer" } } }, { example: '{"n":1}' }, []],
])("finds %s", async (_, schema, media, expected) => {
  const found = await defects(schema, media);
  expect(found.length).toBe(expected.length);
  expected.forEach((text, index) => expect(found[index]).toContain(text));
});

test("finds a schema without a finite value", async () => {
  const { model, compiled } = await open(
    thingsApi(
      { $ref: "#/components/schemas/Node" },
      { Node: { type: "object", required: ["next"], properties: { next: { $ref: "#/components/schemas/Node" } } } },
    ),
  );
  expect(specDefects(model, compiled, model.operations).map((one) => one.schemaPath)).toEqual(["#/components/schemas/Node"]);
});

test("checks a chain of 3,000 schemas within the stack", async () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, index) => [
      `S${index}`,
      index === 2_999 ? { type: "string", default: 7 } : { type: "object", properties: { next: { $ref: `#/components/schemas/S${index + 1}` } } },
    ]),
  );
  const document = thingsApi({ $ref: "#/components/schemas/S0" }, schemas);
  const { model, compiled } = await open(document);
  expect(specDefects(model, compiled, model.operations).map(({ schemaPath }) => schemaPath)).toEqual(["#/components/schemas/S2999/default"]);
  expect(await brief(document, recordedResponse({ next: { next: { next: 7 } } }))).toEqual(["schema-violation /next/next/next type"]);
});
