import { expect, test } from "vitest";
import { openapi } from "../documents.js";
import { typeErrors } from "./generated.js";
import { made } from "./one-operation.js";

const pets = { type: "array", items: { $ref: "#/components/schemas/Pet" } };
const response = (schema: object): object => ({ 200: { description: "ok", content: { "application/json": { schema } } } });
const document = openapi({
  servers: [{ url: "https://pets.example" }],
  tags: [{ name: "pets", description: "Animals and their people." }],
  paths: {
    "/pets": {
      get: {
        operationId: "pets/list",
        tags: ["pets"],
        summary: "Lists the pets.",
        parameters: [
          { name: "limit", in: "query", schema: { type: "integer" } },
          { name: "offset", in: "query", schema: { type: "integer" } },
        ],
        responses: response(pets),
        "x-tallystick-pagination": { style: "offset", limit: "limit", offset: "offset" },
      },
    },
    "/raw": { get: { operationId: "raw", responses: response({ type: "string" }) } },
    "/ping": { get: { operationId: "ping", responses: response({ type: "string" }) } },
  },
  components: { schemas: { Pet: { type: "object", properties: { name: { type: "string" } } }, PetsClient: { type: "string" } } },
});

const fetch = async ({ url }: Request): Promise<Response> => {
  const path = new URL(url).pathname;
  return new Response(JSON.stringify(path === "/pets" ? [{ name: "Rex" }] : path), { headers: { "content-type": "application/json" } });
};
type Call = (parameters?: object) => Promise<unknown>;

test("groups operations by tag and keeps untagged ones on the client", async () => {
  const output = await made(document, { groupBy: "tags" });
  const { createClient } = await output.load<{
    createClient: (options: object) => { ping: Call; ["raw_"]: Call; pets: Readonly<Record<string, Call>> };
  }>("client");
  const client = createClient({ fetch });
  expect(await client.pets["list"]?.()).toEqual([{ name: "Rex" }]);
  expect(await client.ping()).toBe("/ping");
  expect(await client["raw_"]()).toBe("/raw");
  expect(Object.keys(client.pets)).toEqual(["list", "listPages"]);
});

test("gives grouped methods the same types", async () => {
  const output = await made(document, { groupBy: "tags" });
  const use = [
    'import { createClient, type PetsClient } from "./index.js";',
    "export const client = createClient();",
    "export const group: PetsClient = client.pets;",
    "const pets = await client.pets.list({ limit: 5 });",
    "export const name: string | undefined = pets[0]?.name;",
    "for await (const pet of client.pets.listPages().items()) console.log(pet.name);",
    "const { data, status } = await client.pets.list().withResponse();",
    "const exact: 200 = status;",
    "export const text: string = await client.ping();",
    'console.log(data, exact, await client["raw_"](), client.raw.GET);',
    "// @ts-expect-error -- the parameter has another type",
    'await client.pets.list({ limit: "5" });',
    "// @ts-expect-error -- it is in a group",
    "await client.petsList();",
  ].join("\n");
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
  expect(output.text("client.ts")).toContain("/** Animals and their people. */\nexport interface PetsClient {\n  /**\n   * Lists the pets.\n");
});

test("shows grouped calls in the README of a package", async () => {
  const output = await made(document, { groupBy: "tags", packageName: "@acme/pets" });
  const readme = output.text("README.md");
  expect(readme).toContain("### pets.list\n");
  expect(readme).toContain("const result = await client.pets.list();");
  expect(readme).toContain("client.pets.listPages().items()");
  expect(readme).toContain("### ping\n");
});
