import { expect, it } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import { parseXml } from "../../src/http/xml/parse.js";
import type { XmlElement } from "../../src/http/xml/element.js";
import { xmlValue } from "../../src/http/xml/read.js";
import { cpuTime } from "../cpu-time.js";
import { openapi, planned } from "../documents.js";

it("refuses XML with 20,000 levels at once", () => {
  const text = "<a>".repeat(20_000);
  const before = cpuTime();
  expect(parseXml(text)).toMatchObject({ fault: "the elements are nested more than 500 levels deep" });
  expect(cpuTime() - before).toBeLessThan(1_000);
});

it("reads a million elements", () => {
  const before = cpuTime();
  expect((parseXml(`<r>${"<a/>".repeat(1_000_000)}</r>`) as XmlElement).children).toHaveLength(1_000_000);
  expect(cpuTime() - before).toBeLessThan(8_000);
});

const self = { $ref: "#/components/schemas/A" };
const object = { type: "object", properties: { a: self } };

it.each([
  ["oneOf", { oneOf: [object, { type: "array", items: self }, { type: "string" }] }],
  ["allOf", { allOf: [object, object] }],
])("reads 400 levels by the branches of %s once", async (_keyword, schema) => {
  const content = { "application/xml": { schema: self } };
  const operation = { operationId: "a", requestBody: { content }, responses: { 200: { description: "OK" } } };
  const { model } = await planned(openapi({ components: { schemas: { A: schema } }, paths: { "/a": { post: operation } } }));
  const compiled = await compileModel(model);
  const [root] = model.schemas.values();
  const element = parseXml("<a>".repeat(400) + "</a>".repeat(400));
  if (root === undefined || "fault" in element) throw new Error("no schema, or no XML");
  const before = cpuTime();
  xmlValue(element, root, { model, is: (part, value) => compiled.subschema(part, "request").is(value) });
  expect(cpuTime() - before).toBeLessThan(10_000);
});
