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

/** The request for the only operation of a document. */
async function planned(path: string, method: string, operation: object): Promise<ReturnType<typeof planRequest>> {
  const paths = { [path]: { [method]: { ...operation, responses: { "204": { description: "d" } } } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths });
  const [only] = model.operations;
  if (only === undefined) throw new Error("no operation");
  return planRequest({ model, params: parseParams("", "params.yaml", model), answers: new Answers(model) }, only);
}

test("a list that has to be there is sent with an item, for one without items is not sent at all", async () => {
  const schema = { type: "array", items: { type: "string", enum: ["a", "b"] } };
  const parameters = [
    { name: "kinds", in: "query", required: true, schema },
    { name: "others", in: "query", schema },
  ];
  expect(await planned("/a", "get", { parameters })).toMatchObject({ path: "/a?kinds=a" });
});

test.each([
  ["*/*", "application/json", '"text"'],
  ["text/*", "text/plain", "text"],
  ["text/plain", "text/plain", "text"],
  ["application/json", "application/json", '"text"'],
])("a body of %s that is a text is sent as %s: %s", async (written, mediaType, body) => {
  const requestBody = { required: true, content: { [written]: { schema: { type: "string" } } } };
  expect(await planned("/a", "post", { requestBody })).toMatchObject({
    body,
    headers: expect.arrayContaining([["Content-Type", mediaType]]) as unknown,
  });
});

test.each([
  ["/login#apiKey", "/login"],
  ["/#Action=ListUsers", "/?Action=ListUsers"],
  ["/images?recursion=1", "/images?recursion=1"],
  ["/images?size={size}", "/images?size=a%20b"],
])("the path %s is asked for as %s", async (path, expected) => {
  const parameters = path.includes("{size}") ? [{ name: "size", in: "path", required: true, schema: { type: "string" }, example: "a b" }] : [];
  expect(await planned(path, "get", { parameters })).toMatchObject({ path: expected });
});
