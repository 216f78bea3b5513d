import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { modelOf } from "../diff/documents.js";

const pet = {
  type: "object",
  required: ["id", "name"],
  xml: { name: "pet" },
  properties: {
    id: { type: "integer", xml: { attribute: true } },
    name: { type: "string" },
    tags: { type: "array", xml: { wrapped: true }, items: { type: "string", xml: { name: "tag" } } },
  },
  example: { id: 7, name: "Rex & Co", tags: ["a", "b"] },
};
const content = Object.fromEntries(["application/json", "application/xml"].map((type) => [type, { schema: { $ref: "#/components/schemas/Pet" } }]));
const responses = { "200": { description: "ok", content } };

let server: MockServer;
beforeAll(async () => {
  const paths = {
    "/pet": { get: { responses }, post: { requestBody: { required: true, content }, responses: { "204": { description: "done" } } } },
    "/odd": {
      get: {
        responses: {
          "200": {
            description: "ok",
            content: { "application/xml": { schema: { type: "object", required: ["a b"], properties: { "a b": { type: "string" } } } } },
          },
        },
      },
    },
  };
  server = await startMockServer(
    await modelOf({ openapi: "3.0.3", info: { title: "t", version: "1" }, paths, components: { schemas: { Pet: pet } } }),
    {
      port: 0,
    },
  );
});
afterAll(() => server.close());

const post = (body: string): Promise<Response> =>
  fetch(`${server.url}/pet`, { method: "POST", body, headers: { "content-type": "application/xml" } });

test("responds with the documented XML on request", async () => {
  const response = await fetch(`${server.url}/pet`, { headers: { accept: "application/xml" } });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/xml"]);
  expect(await response.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<pet id="7"><name>Rex &amp; Co</name><tags><tag>a</tag><tag>b</tag></tags></pet>',
  );
});

test("reports a value that XML cannot hold", async () => {
  const response = await fetch(`${server.url}/odd`);
  expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
    500,
    "#/paths/~1odd/get/responses/200/content/application~1xml: it has a name or character that XML does not allow.",
  ]);
});

test.each([
  ['<pet id="1"><name>Rex</name></pet>', 204, undefined],
  ["<pet><id>1</id><name>Rex</name></pet>", 422, ["required "]],
  ['<pet id="one"><name>Rex</name><tags><tag/><tag><x/></tag></tags></pet>', 422, ["type /id", "type /tags/1"]],
  ['<cat id="1"><name>Rex</name></cat>', 400, "The root element is <cat> instead of the documented <pet>."],
  ['<pet id="1">', 400, "Line 1, column 12: unclosed tag: pet."],
])("responds to %s with %d and the reason", async (body, status, expected) => {
  const response = await post(body);
  expect(response.status).toBe(status);
  const problem = (status === 204 ? {} : await response.json()) as { detail?: string; issues?: readonly { keyword: string; instancePath: string }[] };
  expect(problem.issues?.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`) ?? problem.detail).toEqual(expected);
});
