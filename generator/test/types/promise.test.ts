import { rm, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { strictest, typeErrors } from "./compiler.js";

// The shape of types.ts is a promise to users: code that openapi-typescript 7 typed goes on to compile. docs/guides/migrating.md says so.

const ant = { $ref: "#/components/schemas/Ant" };
const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const document = {
  openapi: "3.1.0",
  info: { title: "Ants", version: "1" },
  servers: [{ url: "https://api.example.com" }],
  paths: {
    "/ants": {
      get: {
        operationId: "listAnts",
        parameters: [{ $ref: "#/components/parameters/limit" }, { name: "X-Trace", in: "header", schema: { type: "string" } }],
        responses: { "200": { description: "Ants.", ...json({ type: "array", items: ant }) }, default: { $ref: "#/components/responses/Problem" } },
      },
      post: {
        operationId: "addAnt",
        requestBody: { $ref: "#/components/requestBodies/Ant" },
        responses: { "201": { description: "Added.", ...json(ant) } },
      },
    },
    "/ants/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      delete: { operationId: "removeAnt", responses: { "204": { description: "Gone." }, "404": { $ref: "#/components/responses/Problem" } } },
    },
  },
  webhooks: {
    antMoved: { post: { operationId: "antMoved", requestBody: { required: true, ...json(ant) }, responses: { "200": { description: "Seen." } } } },
  },
  components: {
    schemas: { Ant: { type: "object", required: ["id"], properties: { id: { type: "integer" }, name: { type: "string" } } } },
    parameters: { limit: { name: "limit", in: "query", schema: { type: "integer" } } },
    requestBodies: { Ant: { required: true, ...json(ant) } },
    responses: { Problem: { description: "Not.", ...json({ type: "object", required: ["why"], properties: { why: { type: "string" } } }) } },
  },
};

const expectation = `import { expectTypeOf } from "expect-type";
interface Ant { id: number; name?: string }
interface Problem { why: string }
`;
const options = { ...strictest, lib: [...(strictest.lib ?? []), "lib.dom.asynciterable.d.ts"] };

let folder: string;
let types: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-promise-"));
  const path = join(folder, "ants.json");
  await writeFile(path, JSON.stringify(document));
  const { files } = await generate(path, { only: ["types"] });
  types = files.find((file) => file.path.endsWith("types.ts"))?.text ?? "";
});
afterAll(() => rm(folder, { recursive: true }));

const errorsOf = (user: string): string[] => typeErrors({ "types.ts": types, "user.ts": expectation + user }, options);

describe("types.ts", () => {
  test("has paths, webhooks, components and operations in the shape of openapi-typescript 7", () => {
    const user = `
import type { components, operations, paths, webhooks } from "./types.js";

expectTypeOf<keyof paths>().toEqualTypeOf<"/ants" | "/ants/{id}">();
expectTypeOf<keyof paths["/ants"]>().toEqualTypeOf<"parameters" | "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace">();
expectTypeOf<paths["/ants"]["get"]>().toEqualTypeOf<operations["listAnts"]>();
expectTypeOf<paths["/ants"]["put"]>().toEqualTypeOf<undefined>();
expectTypeOf<keyof operations>().toEqualTypeOf<"listAnts" | "addAnt" | "removeAnt" | "antMoved">();
expectTypeOf<keyof operations["listAnts"]>().toEqualTypeOf<"parameters" | "requestBody" | "responses">();
expectTypeOf<NonNullable<operations["listAnts"]["parameters"]["query"]>["limit"]>().toEqualTypeOf<number | undefined>();
expectTypeOf<NonNullable<operations["listAnts"]["parameters"]["header"]>["X-Trace"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<operations["listAnts"]["parameters"]["path"]>().toEqualTypeOf<undefined>();
expectTypeOf<operations["removeAnt"]["parameters"]["path"]>().toEqualTypeOf<{ id: number }>();
expectTypeOf<operations["listAnts"]["requestBody"]>().toEqualTypeOf<undefined>();
expectTypeOf<operations["addAnt"]["requestBody"]["content"]["application/json"]>().toEqualTypeOf<Ant>();
expectTypeOf<keyof operations["listAnts"]["responses"]>().toEqualTypeOf<200 | "default">();
expectTypeOf<operations["listAnts"]["responses"]["200"]["content"]["application/json"]>().toEqualTypeOf<Ant[]>();
expectTypeOf<operations["removeAnt"]["responses"]["204"]["content"]>().toEqualTypeOf<undefined>();
expectTypeOf<keyof operations["listAnts"]["responses"]["200"]>().toEqualTypeOf<"headers" | "content">();
expectTypeOf<webhooks["antMoved"]["post"]["requestBody"]["content"]["application/json"]>().toEqualTypeOf<Ant>();
expectTypeOf<components["schemas"]["Ant"]>().toEqualTypeOf<Ant>();
expectTypeOf<components["responses"]["Problem"]["content"]["application/json"]>().toEqualTypeOf<Problem>();
expectTypeOf<components["parameters"]["limit"]>().toEqualTypeOf<number>();
expectTypeOf<components["requestBodies"]["Ant"]["content"]["application/json"]>().toEqualTypeOf<Ant>();
`;
    expect(errorsOf(user)).toEqual([]);
    const wrong = user.replace('toEqualTypeOf<"/ants" | "/ants/{id}">', 'toEqualTypeOf<"/ants">');
    expect(errorsOf(wrong)).toHaveLength(1);
  });

  test("types openapi-fetch's own client", () => {
    const user = `
import createClient from "openapi-fetch";
import type { paths } from "./types.js";

const client = createClient<paths>({ baseUrl: "https://api.example.com" });
const listed = await client.GET("/ants", { params: { query: { limit: 5 }, header: { "X-Trace": "t" } } });
expectTypeOf(listed.data).toEqualTypeOf<Ant[] | undefined>();
expectTypeOf(listed.error).toEqualTypeOf<Problem | undefined>();
const added = await client.POST("/ants", { body: { id: 1 } });
expectTypeOf(added.data).toEqualTypeOf<Ant | undefined>();
const removed = await client.DELETE("/ants/{id}", { params: { path: { id: 1 } } });
expectTypeOf(removed.error).toEqualTypeOf<Problem | undefined>();
client.use({ onRequest: ({ schemaPath, request }) => (schemaPath === "/ants" ? request : undefined) });

// @ts-expect-error: a path that the document does not have
await client.GET("/bees");
// @ts-expect-error: a method that the path does not have
await client.PUT("/ants", { body: { id: 1 } });
// @ts-expect-error: a body without what is required
await client.POST("/ants", { body: { name: "a" } });
// @ts-expect-error: a path parameter that is missing
await client.DELETE("/ants/{id}", {});
// @ts-expect-error: a parameter of another type
await client.GET("/ants", { params: { query: { limit: "5" } } });
`;
    expect(errorsOf(user)).toEqual([]);
  });
});
