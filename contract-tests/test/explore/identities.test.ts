import { expect, test } from "vitest";
import { completeIdentities } from "../../src/verify/credentials.js";
import { open } from "../observe/open.js";

const securitySchemes = { key: { type: "apiKey", in: "header", name: "X-Api-Key" }, token: { type: "http", scheme: "bearer" } };
const main = { "X-Api-Key": "k", Authorization: "Bearer a", "X-Trace": "1" };

test.each([
  ["adds a key that is required next to a token", [{ key: [], token: [] }], { "X-Api-Key": "k", authorization: "Bearer b" }],
  ["adds nothing where the token is enough", [{ token: [] }, { key: [], token: [] }], { authorization: "Bearer b" }],
  ["adds no credential of another alternative", [{ key: [] }, { token: [] }], { authorization: "Bearer b" }],
])("%s", async (_, security, expected) => {
  const paths = { "/a": { get: { security, responses: { 200: { description: "ok" } } } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, components: { securitySchemes }, paths });
  expect(completeIdentities(model, main, { bob: { authorization: "Bearer b" } })).toEqual({ bob: expected });
});
