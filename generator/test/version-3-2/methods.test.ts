import { expect, test } from "vitest";
import { made } from "../client/one-operation.js";

const done = { "204": { description: "Done." } };
const document = {
  openapi: "3.2.0",
  info: { title: "Methods", version: "1" },
  servers: [{ url: "https://methods.example" }],
  paths: {
    "/things": {
      query: {
        operationId: "search",
        requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
        responses: done,
      },
      additionalOperations: { COPY: { operationId: "copy", responses: done } },
    },
  },
};

test.each([
  { name: "search", method: "QUERY", attempts: 3 },
  { name: "copy", method: "COPY", attempts: 1 },
])("sends $method $attempts times while the server is unavailable", async ({ name, method, attempts }) => {
  const output = await made(document);
  const { createClient } = await output.load<{ createClient: (options: object) => Readonly<Record<string, (given?: object) => Promise<unknown>>> }>(
    "client",
  );
  const sent: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(`${request.method} ${await request.text()}`);
    return new Response(null, { status: 503, headers: { "retry-after": "0" } });
  };
  await expect(createClient({ fetch })[name]?.(name === "search" ? { body: { a: 1 } } : {})).rejects.toMatchObject({ status: 503 });
  expect(sent).toEqual(Array.from({ length: attempts }, () => `${method} ${name === "search" ? '{"a":1}' : ""}`));
});
