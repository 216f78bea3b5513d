import { expect, test } from "vitest";
import { openapi, written } from "../documents.js";
import { compilable, compileErrors } from "./compile.js";

/** Values that may be null as well, each with more said of it; lists that are empty, and what is repeated with a null in it. */
const order = {
  type: "object",
  required: ["note", "tags"],
  properties: {
    note: { type: ["string", "null"], maxLength: 40, pattern: "^[a-z]" },
    count: { type: ["integer", "null"], minimum: 1, multipleOf: 2 },
    tags: { type: ["array", "null"], minItems: 1, items: { type: ["string", "null"], minLength: 2 }, default: null },
    extra: { type: ["object", "null"], required: ["a"], properties: { a: { type: ["number", "null"], exclusiveMaximum: 9 } } },
    either: { anyOf: [{ type: "string", maxLength: 3 }, { $ref: "#/components/schemas/Order" }, { type: "null" }] },
    parts: { type: "array", maxItems: 10, items: { type: "object", properties: { id: { type: "null" }, list: { type: "array", maxItems: 0 } } } },
    kinds: { enum: [[], null, {}], examples: [[]], default: [] },
  },
  examples: [{ note: null, tags: [], parts: [] }],
};

const document = openapi({
  paths: {
    "/orders": {
      post: {
        operationId: "order",
        requestBody: { required: true, content: { "application/json": { schema: order } } },
        responses: { "200": { description: "Done", content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } } },
      },
    },
  },
  components: { schemas: { Order: order } },
});

test("compiles without strictNullChecks, with and without noImplicitAny", async () => {
  const folder = await compilable(written(document));
  const loose = { strictNullChecks: false, exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false };
  expect(await compileErrors(folder, { settings: loose })).toEqual([]);
  expect(await compileErrors(folder, { settings: { ...loose, strict: false } })).toEqual([]);
}, 120_000);

test("types, client and validators compile with isolatedDeclarations", async () => {
  const folder = await compilable(written(document), { only: ["types", "client", "validators"] });
  expect(await compileErrors(folder, { settings: { isolatedDeclarations: true, declaration: true } })).toEqual([]);
}, 120_000);

test("compiles with Temporal and noUnusedLocals in a document without dates", async () => {
  const words = "A note about Temporal.Instant, in words.";
  const folder = await compilable(written(openapi({ ...document, info: { title: "Dateless", version: "1", description: words } })), {
    decoding: { dates: "Temporal" },
  });
  expect(await compileErrors(folder, { settings: { noUnusedLocals: true } })).toEqual([]);
}, 120_000);
