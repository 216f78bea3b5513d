import { expect, test } from "vitest";
import { Answers } from "../../src/verify/answers.js";
import { parseParams } from "../../src/verify/params.js";
import { planRequest, successTypes } from "../../src/verify/plan-requests.js";
import { open } from "../observe/open.js";

const as = (...types: readonly string[]): object => ({ description: "d", content: Object.fromEntries(types.map((type) => [type, {}])) });

test.each([
  ["default is an error where a success is described", { "200": as("application/json"), default: as("text/plain") }, ["application/json"]],
  ["default is all that there is", { default: as("text/plain", "application/json") }, ["application/json", "text/plain"]],
  ["errors alone are described besides", { "404": as("text/html"), default: as("text/plain") }, ["text/plain"]],
  ["a range is described", { "2XX": as("text/csv"), "404": as("text/html") }, ["text/csv"]],
])("successes are asked for in their own media types: %s", async (_, responses, expected) => {
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/a": { get: { responses } } } });
  expect(model.operations.map(successTypes)).toEqual([expected]);
});

test("a list that has to be there is sent with an item, for one without items is not sent at all", async () => {
  const schema = { type: "array", items: { type: "string", enum: ["a", "b"] } };
  const parameters = [
    { name: "kinds", in: "query", required: true, schema },
    { name: "others", in: "query", schema },
  ];
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/a": { get: { parameters, responses: { "204": { description: "d" } } } } },
  });
  const [operation] = model.operations;
  if (operation === undefined) throw new Error("no operation");
  const request = planRequest({ model, params: parseParams("", "params.yaml", model), answers: new Answers(model) }, operation);
  expect(request).toMatchObject({ path: "/a?kinds=a" });
});

test.each([
  ["*/*", "application/json", '"text"'],
  ["text/*", "text/plain", "text"],
  ["text/plain", "text/plain", "text"],
  ["application/json", "application/json", '"text"'],
])("a body of %s that is a text is sent as %s: %s", async (written, mediaType, body) => {
  const requestBody = { required: true, content: { [written]: { schema: { type: "string" } } } };
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/a": { post: { requestBody, responses: { "204": { description: "d" } } } } },
  });
  const [operation] = model.operations;
  if (operation === undefined) throw new Error("no operation");
  const request = planRequest({ model, params: parseParams("", "params.yaml", model), answers: new Answers(model) }, operation);
  expect(request).toMatchObject({ body, headers: expect.arrayContaining([["Content-Type", mediaType]]) as unknown });
});

test.each([
  ["/login#apiKey", "/login"],
  ["/#Action=ListUsers", "/?Action=ListUsers"],
  ["/images?recursion=1", "/images?recursion=1"],
  ["/images?size={size}", "/images?size=a%20b"],
])("the path %s is asked for as %s", async (path, expected) => {
  const parameters = path.includes("{size}") ? [{ name: "size", in: "path", required: true, schema: { type: "string" }, example: "a b" }] : [];
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { [path]: { get: { parameters, responses: { "204": { description: "d" } } } } },
  });
  const [operation] = model.operations;
  if (operation === undefined) throw new Error("no operation");
  const request = planRequest({ model, params: parseParams("", "params.yaml", model), answers: new Answers(model) }, operation);
  expect(request).toMatchObject({ path: expected });
});
