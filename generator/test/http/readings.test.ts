import { expect, test } from "vitest";
import type { ApiModel, Operation, Parameter } from "../../src/model/api.js";
import { parameterReadings } from "../../src/http/readings.js";
import { sentWith } from "../../src/http/sent.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";
import { cpuTime } from "../cpu-time.js";

async function operationOf(parameters: readonly object[]): Promise<{ readonly model: ApiModel; readonly operation: Operation }> {
  const model = await modelOf(openapi({ paths: { "/a": { get: { parameters, responses: { "200": { description: "ok" } } } } } }));
  const [operation] = model.operations;
  if (operation === undefined) throw new Error("no operation");
  return { model, operation };
}

test("collects the unknown names of a query in an object", async () => {
  const filter = { name: "filter", in: "query", schema: { type: "object", additionalProperties: { type: "string" } } };
  const { model, operation } = await operationOf([filter, { name: "limit", in: "query", schema: { type: "integer" } }]);
  const sent = sentWith("/a?limit=3&color=red", () => undefined, {});
  expect(operation.parameters.map((each: Parameter) => parameterReadings(each, operation, sent, model))).toEqual([[{ color: "red" }], [3, "3"]]);
});

test("reads parameters in linear time", async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ name: `q${index}`, in: "query", schema: { type: "string" } }));
  const { model, operation } = await operationOf(many);
  const sent = sentWith("/a?q7=x", () => undefined, {});
  const start = cpuTime();
  const read = operation.parameters.map((each) => parameterReadings(each, operation, sent, model));
  expect(read.flat()).toEqual(["x"]);
  expect(cpuTime() - start).toBeLessThan(1500);
});
