import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, typeErrors, type Generated } from "./generated.js";

const words = (subject: string): string => `${subject} is described at length. `.repeat(10).trim();
const parameter = (name: string, description: string, more: object = {}): object => ({
  name,
  in: "query",
  description,
  schema: { type: "string" },
  ...more,
});
const limit = { $ref: "#/components/parameters/limit" };
const operation = (operationId: string, ...parameters: readonly object[]): object => ({
  get: { operationId, parameters, responses: { "204": { description: "Done." } } },
});
const pretty = parameter("pretty", words("Pretty"));
const document = {
  openapi: "3.1.0",
  info: { title: "Parameters", version: "1" },
  paths: {
    "/a/1": operation("one", limit, pretty, parameter("own", words("Own"))),
    "/a/2": operation("two", limit, pretty, parameter("short", "Short.")),
    "/b/1": operation("three", limit, pretty, parameter("short", "Short.")),
    "/b/2": operation("four", limit),
    "/c/1": operation("five", parameter("pretty", words("Pretty"), { required: true }), parameter("short", "Short.")),
  },
  components: { parameters: { limit: parameter("limit", words("Limit")) } },
};

let output: Generated;
beforeAll(async () => void (output = await generated(document)));
afterAll(() => output.remove());

test("writes a description shared by three operations once", () => {
  const text = ["parameters", "operations/a", "operations/b", "operations/c"].map((path) => output.text(`${path}.ts`)).join("");
  expect(text.split(words("Limit"))).toHaveLength(2);
  expect(text.split(words("Own"))).toHaveLength(2);
  expect(text.split("Short.")).toHaveLength(4);
  // Once for those that may omit it, once for the operation that requires it.
  expect(text.split(words("Pretty"))).toHaveLength(3);
});

test("names the interface after the component or the parameter", () => {
  expect(output.text("parameters.ts")).toMatch(/export interface LimitParameter \{[^}]*readonly limit\?: string \| undefined;\n\}/);
  expect(output.text("operations/a.ts")).toMatch(/interface OneParameters extends LimitParameter, PrettyParameter_[0-9a-f]{8} \{/);
  expect(output.text("operations/b.ts")).toContain("export type FourParameters = LimitParameter;");
});

test("types calls by inherited and own parameters", async () => {
  const use = `
import { createClient } from "./index.js";
const client = createClient();
await client.one({ limit: "1", pretty: "2", own: "3" });
await client.four({ limit: undefined });
await client.five({ pretty: "2" });
// @ts-expect-error: pretty is required
await client.five({ short: "2" });
// @ts-expect-error: a text
await client.three({ limit: 1 });
// @ts-expect-error: no such parameter
await client.four({ pretty: "2" });
`;
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
});

test("writes no module without such parameters", async () => {
  const { "/a/1": one, "/b/2": four } = document.paths;
  const plain = await generated({ ...document, paths: { "/a/1": one, "/b/2": four } });
  expect(plain.text("parameters.ts")).toBe("");
  expect(plain.text("operations/a.ts")).toContain(words("Limit"));
  await plain.remove();
});
