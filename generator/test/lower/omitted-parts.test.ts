import { expect, test } from "vitest";
import { lowered, openapi, swagger } from "./lowered.js";

const ok = { 200: { description: "" } };

test("omits a parameter with an unknown location", () => {
  const { model, said } = lowered(
    openapi("3.1.0", { paths: { "/a": { get: { parameters: [{ name: "b", in: "url", schema: {} }], responses: ok } } } }),
  );
  expect(model.operations[0]?.parameters).toEqual([]);
  expect(said).toEqual(["left-out #/paths/~1a/get/parameters/0/in"]);
});

test("omits a header parameter with an invalid name", () => {
  const parameters = ["header param", "", "a:b", "X-Ok", "x!#$%&'*+.^_`|~0"].map((name) => ({ name, in: "header", schema: { type: "string" } }));
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { parameters, responses: ok } } } }));
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["X-Ok", "x!#$%&'*+.^_`|~0"]);
  expect(said).toEqual([0, 1, 2].map((index) => `left-out #/paths/~1a/get/parameters/${index}/name`));
});

test.each([openapi("3.1.0", {}), swagger({})])("omits a response header with an invalid name", (document) => {
  const headers = { "\r\n": { type: "string", schema: {} }, "X-Ok": { type: "string", schema: {} } };
  const { model, said } = lowered({ ...document, paths: { "/a": { get: { responses: { 200: { description: "", headers } } } } } });
  expect(model.operations[0]?.responses[0]?.headers.map(({ name }) => name)).toEqual(["X-Ok"]);
  expect(said).toEqual(["left-out #/paths/~1a/get/responses/200/headers/\r\n"]);
});

test("reports a link without an operation", () => {
  const responses = { 200: { description: "", links: { next: { parameters: { a: "$request.path.id" } } } } };
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses } } } }));
  expect(model.operations[0]?.responses[0]?.links).toEqual([]);
  expect(said).toEqual(["missing-field #/paths/~1a/get/responses/200/links/next"]);
});

test("reports nothing for unused references to unread files", () => {
  const elsewhere = { $ref: "https://example.com/a.yaml#/L" };
  const { said } = lowered(openapi("3.1.0", { paths: {}, components: { links: { L: elsewhere } } }));
  expect(said).toEqual([]);
});
