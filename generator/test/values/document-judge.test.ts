import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { documentJudge } from "./document-judge.js";

const folder = mkdtempSync(join(tmpdir(), "document-judge-"));
afterAll(() => rmSync(folder, { recursive: true }));

const body = { content: { "application/json": { schema: { type: "object", properties: { default: { type: "integer", default: "none" } } } } } };
const pair = { $ref: "#/components/schemas/Text", maxLength: 2 };

function judgeOf(openapi: string): ReturnType<typeof documentJudge> {
  const file = join(folder, `${openapi}.json`);
  const paths = { "/a": { get: { responses: { default: body } } } };
  const components = { schemas: { Text: { type: "string" }, Pair: pair }, responses: { example: body } };
  writeFileSync(file, JSON.stringify({ openapi, info: { title: "t", version: "1" }, paths, components }));
  return documentJudge(file);
}

test.each(["#/paths/~1a/get/responses/default", "#/components/responses/example"])("validates a body under %s", (response) => {
  const errors = judgeOf("3.1.0")(`${response}/content/application~1json/schema`);
  expect(errors({ default: 1 })).toEqual([]);
  expect(errors({ default: "one" })).toMatchObject([{ keyword: "type", instancePath: "/default" }]);
});

test.each([
  ["3.0.3", 0],
  ["3.1.0", 1],
  ["3.2.0", 1],
])("applies keywords next to $ref from 3.1: %s has %i errors", (openapi, count) => {
  expect(judgeOf(openapi)("#/components/schemas/Pair")("long")).toHaveLength(count);
});
