import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import type { ApiModel, Schema } from "../../src/model/index.js";
import { exampleOf, full, invalidVariants, minimal } from "../../src/values/index.js";
import { openapi, planned } from "../documents.js";
import { disagreements } from "./disagreements.js";
import { modelOf } from "./schemas.js";
import { trickySchemas } from "./tricky.js";

test.each(Object.entries(trickySchemas))("generated validators agree about %s", async (_, document) => {
  const { schema, schemas } = modelOf(document);
  const model = { schemas, operations: [], webhooks: [] } as unknown as ApiModel;
  expect(await disagreements(model, [schema], 400)).toEqual([]);
});

test("generated validators agree about discriminators of overlapping branches", async () => {
  const version = { version: { type: "string", enum: ["v1", "v2"] } };
  const schemas = {
    Request: {
      oneOf: [{ $ref: "#/components/schemas/First" }, { $ref: "#/components/schemas/Second" }],
      discriminator: { propertyName: "version", mapping: { v1: "#/components/schemas/First", v2: "#/components/schemas/Second" } },
    },
    First: { required: ["version", "id"], properties: { ...version, id: { type: "string" } } },
    Second: { required: ["version"], properties: version },
  };
  const { model } = await planned(openapi({ components: { schemas } }));
  const request = model.schemas.get("#/components/schemas/Request") as Schema;
  expect(invalidVariants(request, model, { direction: "response", follow: false }).variants.map(({ keyword }) => keyword)).toContain("oneOf");
  expect(await disagreements(model, [request], 40)).toEqual([]);
});

test("generated validators agree about a long example of a slow pattern", async () => {
  const name = { type: "string", maxLength: 80, pattern: String.raw`^\w+(\s?\w+)*$`, example: "This is my business hour." };
  const schemas = { Shop: { type: "object", required: ["name"], properties: { name } } };
  const { model } = await planned(openapi({ components: { schemas } }));
  const shop = model.schemas.get("#/components/schemas/Shop") as Schema;
  expect(exampleOf(shop, model)).toEqual({ found: true, value: { name: expect.not.stringContaining(".") as string } });
  expect(await disagreements(model, [shop], 40)).toEqual([]);
});

const to = (name: string): { readonly $ref: string } => ({ $ref: `#/components/schemas/${name}` });
const called = { name: { type: "string" } };
const chosen: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "branches that do not say that they are objects": {
    Either: { oneOf: [to("First"), to("Second")], discriminator: { propertyName: "kind" } },
    First: { title: "Anything." },
    Second: { type: "object", required: ["size"], properties: { size: { type: "integer" } } },
  },
  "a branch that refuses what another one takes": {
    Task: {
      oneOf: [to("Running"), to("Done")],
      discriminator: { propertyName: "status", mapping: { running: "#/components/schemas/Running", done: "#/components/schemas/Done" } },
    },
    Base: { type: "object", required: ["name"], properties: called },
    Running: {
      type: "object",
      required: ["since"],
      properties: { since: { type: "string" } },
      allOf: [{ oneOf: [to("Base"), { type: "object", dependentSchemas: { c: to("Done") } }] }],
    },
    Done: { type: "object", required: ["until"], properties: { until: { type: "string" } }, allOf: [to("Base")] },
  },
  "a list that two branches take": {
    Any: { oneOf: [to("List"), to("Error")], discriminator: { propertyName: "kind", mapping: { other: "#/components/schemas/Other" } } },
    List: { type: "array", items: { type: "string" } },
    Error: { required: ["code"], properties: { code: { type: "integer" } } },
    Other: { type: ["object", "string"], properties: called },
  },
  "branches that describe the same values": {
    Report: {
      oneOf: [to("First"), to("Second")],
      discriminator: { propertyName: "name", mapping: { a: "#/components/schemas/First", b: "#/components/schemas/Second" } },
    },
    Shared: { type: "object", required: ["name"], properties: { name: { type: "string", enum: ["a", "b"] } } },
    First: { allOf: [to("Shared"), { type: "object", properties: { result: { type: "string" } } }] },
    Second: { allOf: [to("Shared"), { type: "object", properties: { result: { type: "string" } } }] },
    Kept: { type: "object", required: ["report"], properties: { report: to("Report"), others: { type: "array", minItems: 2, items: to("Report") } } },
  },
  "an example without the property": {
    User: {
      oneOf: [to("Public"), to("Private")],
      discriminator: { propertyName: "view", mapping: { public: "#/components/schemas/Public", private: "#/components/schemas/Private" } },
      example: { login: "octocat" },
    },
    Public: { type: "object", required: ["login"], properties: { login: { type: "string" }, view: { type: "string" } }, additionalProperties: false },
    Private: { type: "object", required: ["login", "plan"], properties: { login: { type: "string" }, view: { type: "string" }, plan: {} } },
  },
};

test.each(Object.entries(chosen))("generated validators agree about discriminators with %s", async (_, schemas) => {
  const { model } = await planned(openapi({ components: { schemas } }));
  expect(await disagreements(model, [...model.schemas.values()], 60)).toEqual([]);
});

test("generates a value that only the discriminator selects", async () => {
  const { model } = await planned(openapi({ components: { schemas: chosen["branches that describe the same values"] } }));
  const [report, retained] = ["Report", "Kept"].map((name) => model.schemas.get(`#/components/schemas/${name}`) as Schema);
  expect(full(report as Schema, model)).toEqual({ found: true, value: { name: "a", result: "result" } });
  expect(minimal(report as Schema, model)).toEqual({ found: true, value: { name: "a" } });
  expect(full(retained as Schema, model)).toMatchObject({ found: true, value: { report: { name: "a", result: "result" } } });
});

test("breaks oneOf by two matching branches", async () => {
  const kind = { kind: { enum: ["v1", "v2"] } };
  const schemas = {
    Either: { oneOf: [{ $ref: "#/components/schemas/First" }, { $ref: "#/components/schemas/Second" }], discriminator: { propertyName: "kind" } },
    First: { type: "object", required: ["kind", "id"], properties: { ...kind, id: { type: "string" } } },
    Second: { type: "object", required: ["kind", "size"], properties: { ...kind, size: { type: "integer" } } },
  };
  const { model } = await planned(openapi({ components: { schemas } }));
  const either = model.schemas.get("#/components/schemas/Either") as Schema;
  const { variants } = invalidVariants(either, model, { direction: "response", follow: false });
  expect(variants.find(({ keyword }) => keyword === "oneOf")?.value).toEqual({ kind: "v1", id: "id", size: expect.any(Number) });
  const validator = (await compileModel(model)).subschema(either, "response");
  expect(variants.filter(({ value }) => validator.is(value))).toEqual([]);
});
