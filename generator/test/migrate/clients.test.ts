import { beforeAll, describe, expect, test, vi } from "vitest";
import { Consumer } from "../../src/migrate/consumer.js";
import type { MigrationTarget } from "../../src/migrate/target.js";
import type { MigrateOptions } from "../../src/migrate/migrate.js";
import { pets } from "./pets.js";
import { folder, leftIn, migrateFiles, petTypes, targetOf } from "./project.js";

let target: MigrationTarget;
let schema: string;

beforeAll(async () => {
  target = await targetOf(pets);
  schema = await petTypes();
});

/** Migrates files next to the old types, and returns their texts with what stays. */
function migrated(files: Readonly<Record<string, string>>, options: Partial<MigrateOptions> = {}) {
  const settled = migrateFiles(target, { "src/schema.ts": schema, ...files }, { from: "openapi-fetch", ...options });
  expect(settled.errors).toEqual([]);
  const after = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, settled.files.get(`${folder}/${path}`)?.after ?? text]));
  return { after, left: leftIn(settled) };
}

describe("clients of openapi-fetch", () => {
  test("keep their middleware, options and annotations, and throw what a middleware throws", () => {
    const { after, left } = migrated({
      "src/service.ts": `import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'
import type { paths } from './schema'

const log: Middleware = { onRequest: ({ request }) => void console.log(request.url) }
const failing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw new Error(await response.clone().text())
  },
}

let client: ReturnType<typeof createFetchClient<paths>> | null = null

export async function service(): Promise<Client<paths>> {
  if (client === null) {
    client = createFetchClient<paths>({
      credentials: 'include',
      headers: { 'X-App': '1' },
    })
    client.use(log)
    client.use(failing)
  }
  return client
}

export class Pets {
  constructor(private readonly client: Client<paths>) {
    client.use({ onResponse: ({ response }) => response })
  }
  async names() {
    const found = await this.client.GET('/pets')
    if (!found.data) throw new Error('no data')
    return found.data.map(({ name }) => name)
  }
  async remove(id: string) {
    const { error } = await this.client.DELETE('/pets/{id}', { params: { path: { id } } })
    return error
  }
}
`,
      "src/app.ts": `import { Pets, service } from "./service";

export async function run(id: string) {
  const { data } = await (await service()).GET("/pets/{id}", { params: { path: { id } } });
  return [data?.name, (await (await service()).GET("/pets")).data ?? [], new Pets(await service())];
}
`,
    });
    expect(after["src/service.ts"]).toBe(`import { createClient as createFetchClient, type Client, type Middleware } from './api/client.js'

const log: Middleware = { onRequest: ({ request }) => void console.log(request.url) }
const failing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw new Error(await response.clone().text())
  },
}

let client: ReturnType<typeof createFetchClient> | null = null

export async function service(): Promise<Client> {
  if (client === null) {
    client = createFetchClient({
      init: { credentials: 'include' },
      headers: { 'X-App': '1' },
      baseUrl: "",
      token: false,
      middleware: [log, failing],
    })
  }
  return client
}

export class Pets {
  constructor(private readonly client: Client) {
    client.raw.use({ onResponse: ({ response }) => response })
  }
  async names() {
    const found = await this.client.listPets()
    if (!found) throw new Error('no data')
    return found.map(({ name }) => name)
  }
  async remove(id: string) {
    const { error } = await this.client.raw.DELETE('/pets/{id}', { params: { path: { id } } })
    return error
  }
}
`);
    expect(after["src/app.ts"]).toBe(`import { Pets, service } from "./service";

export async function run(id: string) {
  const data = await (await service()).getPet({ id });
  return [data?.name, (await (await service()).listPets()) ?? [], new Pets(await service())];
}
`);
    expect(left).toEqual(["src/service.ts:35 DELETE /pets/{id}: a middleware throws errors, so the generated client has no error or response here"]);
  });

  test("stay with openapi-fetch if they have a serializer, with new types", () => {
    const client = `import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Pet = components["schemas"]["Pet"];
export const api = createClient<paths>({ baseUrl: "", querySerializer: () => "" });
export const load = async () => (await api.GET("/pets")).data;
`;
    const { after, left } = migrated({ "src/client.ts": client });
    expect(after["src/client.ts"]).toBe(client.replace("./schema", "./api/types.js"));
    expect(left).toEqual([
      "src/client.ts:5 createClient: the generated client has no option querySerializer",
      "src/client.ts:6 GET /pets: its client stays with openapi-fetch: the generated client has no option querySerializer",
    ]);
  });

  test("keep raw calls if a middleware reads a body before throwing", () => {
    const { after, left } = migrated({
      "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";

const api = createClient<paths>({ baseUrl: "" });
api.use({
  async onResponse({ response }) {
    if (response.status > 399) throw new Error(await response.text());
  },
});
export const load = async () => (await api.GET("/pets")).data;
`,
    });
    // No call changes, so the client stays as it is.
    expect(after["src/client.ts"]).toContain(`createClient<paths>({ baseUrl: "" })`);
    expect(left).toEqual([
      "src/client.ts:10 GET /pets: a middleware throws after it read the body of the response: the generated client would retry and throw another class",
    ]);
  });
});

describe("raw calls of a generated client", () => {
  test("change like those of openapi-fetch, with the middleware of the client", () => {
    const { after, left } = migrated({
      "src/client.ts": `import { createClient, type Middleware } from "./api/client.js";

const failing: Middleware = {
  onResponse({ response }) {
    if (!response.ok) throw new Error(response.statusText);
  },
};
const client = createClient({ baseUrl: "", token: false, middleware: [failing] });
export const load = async () => (await client.raw.GET("/pets")).data;
export const later = () => client.raw.GET("/pets");
`,
    });
    expect(after["src/client.ts"]).toContain("export const load = async () => (await client.listPets());\n");
    expect(after["src/client.ts"]).toContain(`export const later = () => client.raw.GET("/pets");`);
    expect(left).toEqual(["src/client.ts:10 GET /pets: the result is returned"]);
  });
});

describe("types of openapi-typescript", () => {
  test("are imported from the generated types, and nothing else changes", () => {
    const { after, left } = migrated(
      {
        "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: "" });
export const load = async () => (await api.GET("/pets")).data;
`,
        "src/models.ts": `import { type components as all } from './schema'
export type { paths } from './schema'
export type Pet = all['schemas']['Pet']
export type List = import("./schema").operations["listPets"]
`,
        "src/all.ts": `export * from "./schema";\n`,
      },
      { only: "types" },
    );
    expect(after["src/client.ts"]).toContain(`import type { paths } from "./api/types.js";`);
    expect(after["src/client.ts"]).toContain(`(await api.GET("/pets")).data`);
    expect(after["src/models.ts"]).toBe(`import { type components as all } from './api/types.js'
export type { paths } from './api/types.js'
export type Pet = all['schemas']['Pet']
export type List = import("./api/types.js").operations["listPets"]
`);
    expect(left).toEqual(["src/all.ts:1 types of ./schema: all exports are imported at once, and those of the generated types can differ"]);
  });

  test("keeps calls on the raw client of the generated one", () => {
    const { after, left } = migrated(
      {
        "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: "" });
export const load = async () => (await api.GET("/pets")).data;
`,
        "src/hooks.ts": `import type { Client } from "openapi-fetch";
import type { paths } from "./schema";
import { api } from "./client";

export const get = (client: Client<paths>, id: string) => client.GET("/pets/{id}", { params: { path: { id } } });
export const first = get(api, "1");
`,
      },
      { only: "raw" },
    );
    expect(after["src/client.ts"]).toBe(`import { createClient } from "./api/client.js";

export const api = createClient({ baseUrl: "", token: false });
export const load = async () => (await api.raw.GET("/pets")).data;
`);
    expect(after["src/hooks.ts"]).toBe(`import type { Client } from "./api/client.js";
import { api } from "./client";

export const get = (client: Client, id: string) => client.raw.GET("/pets/{id}", { params: { path: { id } } });
export const first = get(api, "1");
`);
    expect(left).toEqual([]);
  });
});

describe("the compiler", () => {
  const files = {
    "src/app.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";
const client = createClient<paths>();
const { data } = await client.GET("/pets");
export const names = data?.map(({ name }) => name);
`,
  };

  test("checks changed files, then those that import them, and no others", () => {
    const errors = vi.spyOn(Consumer.prototype, "errors");
    const others = { "src/user.ts": `export * from "./app";\n`, "src/page.ts": `export const page = async () => import("./user");\n` };
    try {
      migrated({ ...files, ...others, "src/other.ts": `export const other = 1;\n` });
      const checked = errors.mock.calls.map(([paths]) => paths.map((path) => path.slice(folder.length + 1)));
      expect(checked).toEqual([["src/app.ts"], ["src/app.ts", "src/user.ts", "src/page.ts"]]);
    } finally {
      errors.mockRestore();
    }
  });

  test("checks all files if a changed one declares globals", () => {
    const errors = vi.spyOn(Consumer.prototype, "errors");
    try {
      migrated({
        "src/app.ts": `${files["src/app.ts"]}declare global {\n  var count: number;\n}\n`,
        "src/other.ts": `export const other = count;\n`,
      });
      expect(errors.mock.calls.at(-1)?.[0].map((path) => path.slice(folder.length + 1))).toContain("src/other.ts");
    } finally {
      errors.mockRestore();
    }
  });

  test.each([{}, { only: "types" as const }, { only: "raw" as const }])("is not run if the document lacks a called operation: %j", (only) => {
    const older = schema.replace(
      "export interface paths {",
      `export interface paths { "/old": { get: { responses: { 200: { content: { "application/json": 1 } } } } };`,
    );
    const app = `${files["src/app.ts"]}export const old = await client.GET("/old");\n`;
    const settled = migrateFiles(target, { "src/schema.ts": older, "src/app.ts": app }, { from: "openapi-fetch", ...only });
    expect([settled.changed, settled.errors, settled.files.size]).toEqual([[], undefined, 0]);
    const reasons = new Set(settled.left.map(({ reason }) => reason));
    expect(reasons).toEqual(new Set(["the document has no GET /old, which the code calls. Name the document of the old types with --spec"]));
  });

  test("accepts the errors that a project had", () => {
    const broken = { "src/app.ts": `${files["src/app.ts"]}export const one: string = 1;\n`, "src/user.ts": `export { Zebra } from "./app";\n` };
    const settled = migrateFiles(target, { "src/schema.ts": schema, ...broken }, { from: "openapi-fetch" });
    expect(settled.changed.map(({ kind }) => kind)).toEqual(["types", "call"]);
    expect(settled.errors?.map(({ code, path }) => `${path.slice(folder.length + 1)} ${code}`)).toEqual(["src/app.ts 2322", "src/user.ts 2305"]);
  });

  test("ends the migration if each check has another error", () => {
    let round = 0;
    const other = vi
      .spyOn(Consumer.prototype, "errors")
      .mockImplementation(() => [{ path: "/project/elsewhere.ts", position: round, line: 1, code: 1, message: `error ${String(round++)}` }]);
    try {
      const settled = migrateFiles(target, { "src/schema.ts": schema, ...files }, { from: "openapi-fetch" });
      expect([...settled.changed]).toEqual([]);
      expect(leftIn(settled).join("\n")).toContain("the change causes TS1");
      expect(round).toBeLessThanOrEqual(8);
    } finally {
      other.mockRestore();
    }
  });
});
