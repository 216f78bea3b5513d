import { expect, test } from "vitest";
import { probesFor } from "../../src/verify/requests/probes.js";
import { open } from "../observe/open.js";

async function probes(schema: unknown, description?: string): Promise<string[]> {
  const { model, compiled } = await open({
    openapi: "3.1.0",
    info: { title: "Bounds", version: "1" },
    paths: {
      "/things": {
        get: { parameters: [{ name: "p", in: "query", schema, ...(description && { description }) }], responses: { 200: { description: "ok" } } },
      },
    },
  });
  return model.operations.flatMap((operation) =>
    probesFor(model, compiled, operation).map(({ side, keyword, value }) => `${side} ${keyword} ${String(value)}`),
  );
}

test("tries both lengths of a string with a pattern", async () => {
  const tried = await probes({ type: "string", minLength: 2, maxLength: 4, pattern: "^[A-Z]+$" });
  expect(tried.filter((line) => /Length/.test(line))).toEqual([
    "inside minLength AA",
    "outside minLength A",
    "inside maxLength AAAA",
    "outside maxLength AAAAA",
  ]);
});

test("tries no valid length of a text with a described syntax", async () => {
  const schema = { type: "string", maxLength: 200 };
  expect(await probes(schema, 'Supported is `unit = "VALUE"`.')).toEqual([expect.stringContaining("outside maxLength")]);
  expect(await probes(schema, "The `unit`.")).toContain(`inside maxLength ${"a".repeat(200)}`);
});

test("tries no length that the pattern already excludes", async () => {
  expect(await probes({ type: "string", minLength: 1, pattern: "^[a-z]+$" })).not.toContain("outside minLength ");
});

test("tries no valid value that another keyword rejects", async () => {
  const tried = await probes({ type: "integer", minimum: 1, maximum: 100, multipleOf: 5 });
  expect(tried).toContain("outside minimum 0");
  expect(tried).toContain("inside maximum 100");
  expect(tried).not.toContain("inside minimum 1");
});

test.each<[string, unknown, string[]]>([
  ["a format", { type: "string", format: "uuid" }, ["format"]],
  ["a multiple", { type: "integer", multipleOf: 5 }, ["type", "type", "multipleOf"]],
  [
    "the items of a list",
    { type: "array", minItems: 2, uniqueItems: true, items: { type: "string", enum: ["a", "b", "c"] } },
    ["minItems", "uniqueItems", "enum"],
  ],
  ["the one value that there is", { type: "string", const: "on" }, ["const"]],
  ["nothing for an unknown format", { type: "string", format: "iban" }, []],
  ["no empty list, which is no parameter at all", { type: "array", minItems: 1, items: { type: "string" } }, []],
  ["no text where every text is right", { type: ["string", "integer"] }, []],
])("tries %s", async (_, schema, expected) => {
  const outside = (await probes(schema)).filter((line) => line.startsWith("outside"));
  expect(outside.map((line) => line.split(" ")[1])).toEqual(expected);
});

const filter = {
  type: "object",
  required: ["from"],
  additionalProperties: false,
  properties: { from: { type: "string", format: "date" }, size: { type: "integer", minimum: 1 }, note: { type: "string" } },
};

test.each([
  [{ style: "deepObject", explode: true }, ["an object with a property that is not documented"]],
  // Any other parameter is one there.
  [{ style: "form", explode: true }, []],
])("tries each property of an object in a query written with %j", async (style, whole) => {
  const { model, compiled } = await open({
    openapi: "3.1.0",
    info: { title: "Bounds", version: "1" },
    paths: { "/things": { get: { parameters: [{ name: "p", in: "query", schema: filter, ...style }], responses: { 200: { description: "ok" } } } } },
  });
  const tried = model.operations.flatMap((operation) => probesFor(model, compiled, operation));
  expect(tried.map(({ what }) => what)).toEqual([
    ...whole,
    "an object without a required property",
    'an object whose "from" is not in the documented format',
    'an object whose "size" is of another type',
    'an object whose "size" is below the documented minimum',
  ]);
});

test("tries no value that serialization makes valid", async () => {
  // `5` is the text "5" as well, and a list of one text is that text.
  expect(await probes({ type: "array", items: { type: "string", pattern: "^[0-9]+$" } })).toEqual([expect.stringMatching(/^outside pattern \D/)]);
  expect(await probes({ type: "string", enum: ["1", "2"] })).toEqual(["outside enum tallystick-unlisted", "inside enum 2"]);
});

test("tries invalid JSON values of a parameter with a media type", async () => {
  const schema = { type: "object", properties: { limit: { type: "integer", minimum: 1 } } };
  const parameters = [{ name: "filter", in: "query", content: { "application/json": { schema } } }];
  const { model, compiled } = await open({
    openapi: "3.1.0",
    info: { title: "Bounds", version: "1" },
    paths: { "/things": { get: { parameters, responses: { 200: { description: "ok" } } } } },
  });
  const tried = model.operations.flatMap((operation) => probesFor(model, compiled, operation));
  expect(tried.length).toBeGreaterThan(1);
  expect(tried.every(({ side, value }) => side === "outside" && !compiled.rules(tried[0]!.parameter.content!.schema!, "request").is(value))).toBe(
    true,
  );
});
