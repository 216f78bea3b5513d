import { expect, test } from "vitest";
import { compileModel } from "tallystick";
import type { Json } from "tallystick/model";
import { full } from "../../src/values/index.js";
import { openapi, planned } from "../documents.js";

const stored: Json = { type: "object", properties: { id: { type: "integer", readOnly: true }, name: { type: "string" } } };

test.each<[string, { readonly [name: string]: Json }]>([
  ["beside a reference", { User: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["id", "name"] } }],
  ["in another part of an allOf", { User: { allOf: [{ $ref: "#/components/schemas/Stored" }, { required: ["id", "name"] }] } }],
  [
    "further in, and behind another reference",
    {
      Again: { allOf: [{ $ref: "#/components/schemas/Stored" }, { properties: { age: { type: "number" } } }] },
      User: { type: "object", allOf: [{ allOf: [{ $ref: "#/components/schemas/Again" }] }, { allOf: [{ required: ["id", "name"] }] }] },
    },
  ],
  [
    "by a component that does nothing else",
    {
      Needed: { title: "What has to be there.", required: ["id", "name"] },
      Named: { $ref: "#/components/schemas/Needed" },
      User: { allOf: [{ $ref: "#/components/schemas/Stored" }, { $ref: "#/components/schemas/Named" }] },
    },
  ],
  [
    "where a part of an allOf says that it is readOnly",
    {
      Id: { type: "integer" },
      User: {
        type: "object",
        required: ["id", "name"],
        properties: { id: { allOf: [{ $ref: "#/components/schemas/Id" }, { readOnly: true }] }, name: { type: "string" } },
      },
    },
  ],
])("requires readOnly properties in responses only, if required %s", async (_, schemas) => {
  const { model } = await planned(openapi({ components: { schemas: { Stored: stored, ...schemas } } }));
  const validators = await compileModel(model);
  const user = "#/components/schemas/User";
  expect(validators.schema(user, "request")?.is({ name: "a" })).toBe(true);
  expect(validators.schema(user, "request")?.check({})).toMatchObject([{ keyword: "required", params: { missingProperty: "name" } }]);
  expect(validators.schema(user, "response")?.is({ id: 1, name: "a" })).toBe(true);
  expect(validators.schema(user, "response")?.check({ name: "a" })).toMatchObject([{ keyword: "required", params: { missingProperty: "id" } }]);
  const target = model.schemas.get(user) as NonNullable<ReturnType<typeof model.schemas.get>>;
  expect(full(target, model, { direction: "request" })).toEqual({ found: true, value: expect.not.objectContaining({ id: expect.anything() }) });
});

test("requires undeclared and additional properties in both directions", async () => {
  const schemas: Json = {
    Stored: stored,
    Other: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["other"] },
    Closed: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["id"], additionalProperties: { type: "integer" } },
  };
  const validators = await compileModel((await planned(openapi({ components: { schemas } }))).model);
  expect(validators.schema("#/components/schemas/Other", "request")?.is({ name: "a" })).toBe(false);
  expect(validators.schema("#/components/schemas/Closed", "request")?.is({})).toBe(false);
  expect(validators.schema("#/components/schemas/Closed", "response")?.is({ id: 1 })).toBe(true);
  expect(validators.schema("#/components/schemas/Closed", "response")?.is({ id: "a" })).toBe(false);
});

test.each([{ type: "string" }, false])("treats properties marked by another part as unevaluated: %j", async (unevaluatedProperties) => {
  const Part: Json = {
    allOf: [{ required: ["id"], unevaluatedProperties }, { properties: { id: { readOnly: true } } }],
  };
  const validators = await compileModel((await planned(openapi({ components: { schemas: { Part } } }))).model);
  const part = validators.schema("#/components/schemas/Part", "response");
  expect(part?.check({ id: 1 })).toMatchObject([{ schemaPath: expect.stringContaining("/unevaluatedProperties") }]);
});
