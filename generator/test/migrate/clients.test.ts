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
  const created = Object.fromEntries([...settled.files].map(([path, text]) => [path.slice(folder.length + 1), text.after]));
  return { after, created, left: leftIn(settled), notes: settled.changed.flatMap((unit) => unit.notes) };
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
      baseUrl: '',
      token: false,
      validate: 'off',
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

  const declared = `declare const options: ClientOptions;
declare const own: { baseUrl: string; headers?: Record<string, string | undefined>; name: string } | undefined;
declare const settings: { readonly api: Pick<ClientOptions, "fetch" | "credentials"> };
`;
  const given = {
    "a variable": [`options`, `{ baseUrl: options.baseUrl ?? "", headers: options.headers, fetch: options.fetch, init: options, token: false }`],
    "a variable of known options": [`own`, `{ baseUrl: own?.baseUrl ?? "", headers: own?.headers, token: false }`],
    "a property": [`settings.api`, `{ baseUrl: "", fetch: settings.api.fetch, init: settings.api, token: false }`],
    "a spread with headers of its own": [
      `{ ...options, headers: { ...options.headers, "X-App": "1", "X-None": undefined, "X-Count": 2 } }`,
      `{ baseUrl: options.baseUrl ?? "", fetch: options.fetch, init: options, headers: { ...options.headers, "X-App": "1", "X-None": undefined, "X-Count": 2 }, token: false }`,
    ],
    "a spread with options of fetch and a serializer": [
      `{ ...settings.api, baseUrl: "/", cache: "no-store", querySerializer: (query) => String(query) }`,
      `{ fetch: settings.api.fetch, baseUrl: "/", init: { ...settings.api, cache: "no-store", querySerializer: (query) => String(query) }, token: false }`,
    ],
  } as const;
  test("take options from variables and spreads", () => {
    const files = Object.entries(given).map(([, [before, expected]], index) => {
      const text = (options: string, create: string, raw: string): string => `${declared}export const api = ${create}(${options});
export const later = () => api${raw}.GET("/pets");
`;
      const imports = `import createClient, { type ClientOptions } from "openapi-fetch";\nimport type { paths } from "./schema";\n`;
      return [`src/client${index}.ts`, imports + text(before, "createClient<paths>", ""), text(expected, "createClient", ".raw")] as const;
    });
    const { after, left } = migrated(Object.fromEntries(files), { only: "raw" });
    for (const [path, , expected] of files) expect(after[path]).toContain(expected);
    expect(left).toEqual([]);
  });

  const unknown = {
    "any options": [`declare const options: any;`, `options`, "its options, options, can have any property"],
    "options by name": [`declare const options: Record<string, string>;`, `options`, "its options, options, can have any property"],
    "options of a call": [
      `declare function options(): ClientOptions;`,
      `options()`,
      "its options are computed by options(): write them into a constant first",
    ],
    "options with a middleware": [
      `declare const options: ClientOptions & { middleware: string };`,
      `options`,
      "its options, options, have middleware, which openapi-fetch reads in calls only",
    ],
    "options of two types": [
      `declare const options: { baseUrl: string; fetch: (request: Request) => Promise<Response> } | { baseUrl: string };`,
      `options`,
      "not all types of its options, options, have fetch",
    ],
    "a spread that is not the first": [
      `declare const options: ClientOptions;`,
      `{ baseUrl: "", ...options }`,
      "its options cannot be read: ...options is spread into it",
    ],
    "an option that nothing reads": [
      `const token = { text: "" };`,
      `{ ...token, text: "" } as ClientOptions`,
      "the generated client has no option text",
    ],
  } as const;
  test("stay with openapi-fetch if their options are not known", () => {
    const files = Object.entries(unknown).map(([, [declaration, options, reason]], index) => {
      const client = `import createClient, { type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema";
${declaration}
export type Options = ClientOptions;
export const api = createClient<paths>(${options});
export const load = async () => (await api.GET("/pets")).data;
`;
      return [`src/client${index}.ts`, client, reason] as const;
    });
    const { after, left } = migrated(Object.fromEntries(files));
    for (const [path, client] of files) expect(after[path]).toBe(client.replace("./schema", "./api/types.js"));
    expect(left.filter((row) => row.includes("createClient"))).toEqual(files.map(([path, , reason]) => `${path}:5 createClient: ${reason}`));
  });

  const calls = [
    `export const list = async () => { await api.GET("/pets"); };`,
    `export const some = async () => { await api.GET("/pets", { params: { query: { limit: 1 } } }); };`,
    `export const add = async () => { await api.POST("/pets", { body: { id: "", name: "" } }); };`,
    `export const one = async () => { await api.GET("/pets/{id}", { params: { path: { id: "" } } }); };`,
  ];
  test.each([
    [`querySerializer: () => "", bodySerializer: String`, [false, true, true, false]],
    [`pathSerializer: String`, [false, false, false, true]],
    [`requestInitExt: {}`, [true, true, true, true]],
  ])("with %s keep the calls that it concerns on raw", (option, stays) => {
    const { after, left } = migrated({
      "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";
export const api = createClient<paths>({ baseUrl: "", ${option} });
`,
      "src/calls.ts": `import { api } from "./client";\n${calls.join("\n")}\n`,
    });
    const lines = after["src/calls.ts"]?.split("\n").slice(1, -1);
    expect(lines?.map((line) => /api\.(?:raw\.)?[A-Z]+\(/.test(line))).toEqual(stays);
    expect(left.every((row) => /the client has \w+, which only calls of raw use$/.test(row))).toBe(true);
    expect(left).toHaveLength(stays.filter(Boolean).length);
    if (stays.includes(false))
      expect(after["src/client.ts"]).toContain(`createClient({ baseUrl: "", init: { ${option} }, token: false, validate: "off" });`);
  });

  test("are read in two steps as in one", () => {
    const { after, left } = migrated({
      "src/client.ts": `import { createClient } from "./api/client.js";
const api = createClient({ baseUrl: "", token: false, init: { querySerializer: () => "" } });
export const some = async () => { await api.raw.GET("/pets", { params: { query: { limit: 1 } } }); };
export const all = async () => { await api.raw.GET("/pets"); };
`,
    });
    expect(after["src/client.ts"]).toContain("await api.listPets().safe();");
    expect(left).toEqual(["src/client.ts:3 GET /pets: the client has querySerializer, which only calls of raw use"]);
  });

  test("name the options that changed calls may miss", () => {
    const settled = migrateFiles(
      target,
      {
        "src/schema.ts": schema,
        "src/client.ts": `import createClient, { type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema";
export const load = async (options: ClientOptions) => (await createClient<paths>(options).GET("/pets")).data;
`,
      },
      { from: "openapi-fetch" },
    );
    expect(settled.changed.map(({ subject }) => subject)).toEqual(["types of ./schema", "GET /pets"]);
    expect(settled.remarks.map(({ text }) => text)).toEqual([
      "The client's options may have querySerializer, bodySerializer, pathSerializer, requestInitExt, signal. Only calls of raw use them.",
      `validate: "off" keeps bodies unchecked, as before. Add --validate to check them against the document.`,
    ]);
  });

  test("are spread into other objects as raw clients", () => {
    const { after, left } = migrated({
      "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";
const api = createClient<paths>({ baseUrl: "" });
export const client = { ...api, name: "pets" };
export const load = async () => (await api.GET("/pets")).data;
export const all = async () => (await client.GET("/pets")).data;
`,
    });
    expect(after["src/client.ts"]).toContain(`export const client = { ...api.raw, name: "pets" };`);
    expect(after["src/client.ts"]).toContain(`(await client.GET("/pets")).data`);
    expect(left).toEqual(["src/client.ts:4 client: it is spread into another object, whose calls stay"]);
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

describe("middleware that a property of a class creates", () => {
  const classWith = (members: string) => `import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./schema";

export class Pets {
  private readonly api = createClient<paths>({ baseUrl: "" });
  constructor() {
    this.api.use(this.log());
  }
  ${members}
  async names() {
    return (await this.api.GET("/pets")).data;
  }
}
`;

  test.each([
    [`private log: () => Middleware = () => ({ onRequest: ({ request }) => request });`, true],
    [`log: () => Middleware = () => ({ onRequest: ({ request }) => request });`, false],
    [`private log: () => Middleware = () => ({ onRequest: () => undefined }); set(log: () => Middleware) { this.log = log; }`, false],
  ])("is read if nothing can replace it: %s", (members, isRead) => {
    const settled = migrateFiles(target, { "src/schema.ts": schema, "src/pets.ts": classWith(members) }, { from: "openapi-fetch" });
    expect(leftIn(settled)).toEqual(isRead ? [] : ["src/pets.ts:11 GET /pets: the middleware this.log() cannot be read"]);
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

describe("tests that replace the client", () => {
  const code = {
    "src/client.ts": `import createClient from "openapi-fetch";
import type { paths } from "./schema";
export const client = createClient<paths>({ baseUrl: "" });
export const useClient = () => client;
`,
    "src/mocks.d.ts": `declare const vi: any, jest: any, sinon: any, mock: any;\n`,
  };
  const list = `import { useClient } from "./client";\nexport const list = async () => (await useClient().GET("/pets")).data;\n`;
  const replaced: Readonly<Record<string, readonly [before: string, after: string]>> = {
    object: [`vi.mock("./client", () => ({ useClient: () => ({ GET: vi.fn() }) }));`, `({ GET: vi.fn(), get raw(): unknown { return this; } }) }));`],
    lines: [`export const fake = {\n  GET: jest.fn(),\n};`, `  GET: jest.fn(),\n  get raw(): unknown { return this; },\n};`],
    class: [`export class Fake {\n  GET = jest.fn();\n}`, `  GET = jest.fn();\n  get raw(): unknown { return this; }\n}`],
    spy: [`import { client } from "./client";\nvi.spyOn(client, "GET");`, `vi.spyOn(client.raw, "GET");`],
    stub: [`import { client } from "./client";\nsinon.stub(client, "GET");`, `sinon.stub(client.raw, "GET");`],
    module: [`mock.module("./client");`, `mock.module("./client");`],
  };
  const notReplaced: Readonly<Record<string, string>> = {
    handlers: `export const handlers = [{ method: "GET", path: "/pets" }];`,
    unused: `vi.mock("./unused", () => ({ list: vi.fn() }));\nexport const fake = { GET: vi.fn() };`,
    texts: `export const colours = { GET: "green" };`,
  };

  test("keep the calls that they run on raw, and no others", () => {
    const tests = [...Object.entries(replaced).map(([name, [before]]) => [name, before] as const), ...Object.entries(notReplaced)];
    const files = tests.flatMap(([name, text]) => [
      [`src/${name}.ts`, list],
      [`src/${name}.test.ts`, `import "./${name}";\n${text}\n`],
    ]);
    const { after, left } = migrated({ ...code, ...Object.fromEntries(files) });
    expect(left).toEqual(
      Object.keys(replaced)
        .toSorted()
        .map((name) => expect.stringMatching(`^src/${name}.ts:2 GET /pets: src/${name}.test.ts:\\d replaces the client$`)),
    );
    for (const [name, [, expected]] of Object.entries(replaced)) expect(after[`src/${name}.test.ts`]).toContain(expected);
    expect(after["src/object.ts"]).toContain(`useClient().raw.GET("/pets")`);
    expect(after["src/texts.ts"]).toContain("useClient().listPets().safe()");
  });

  test("include all tests if a file replaces the client for them", () => {
    const setup = `vi.mock("./client", () => ({ useClient: () => ({ GET: vi.fn() }) })); // vitest\n`;
    const { left } = migrated({ ...code, "src/list.ts": list, "src/list.test.ts": `import "./list";`, "src/setup.ts": setup });
    expect(left).toEqual(["src/list.ts:2 GET /pets: src/setup.ts:1 replaces the client"]);
  });

  test("do not keep calls with ignoresMocks", () => {
    const files = { ...code, "src/list.ts": list, "src/list.test.ts": `import "./list";\nexport const fake = { GET: vi.fn() };\n` };
    const { after, left } = migrated(files, { ignoresMocks: true });
    expect([left, after["src/list.test.ts"]]).toEqual([[], files["src/list.test.ts"]]);
    expect(migrated(files, { only: "raw" }).after["src/list.test.ts"]).toContain("get raw()");
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
    expect(after["src/all.ts"]).toBe(`export * from "./api/types.js";\n`);
    expect(left).toEqual([]);
  });

  test("of a document without paths are known by its schemas", async () => {
    const components = { schemas: { Pet: { type: "object" }, Owner: { type: "object" } } };
    const shapes = await targetOf({ openapi: "3.1.0", info: { title: "Shapes", version: "1" }, components });
    const typesOf = (names: readonly string[]): string =>
      `export type paths = Record<string, never>;\nexport interface components { schemas: { ${names.map((name) => `${name}: unknown;`).join(" ")} } }\n`;
    const use = (name: string): string => `import type { components } from "./${name}";\nexport type All = components["schemas"];\n`;
    const files = {
      "src/own.ts": typesOf(["Pet", "Owner"]),
      "src/a.ts": use("own"),
      "src/other.ts": typesOf(["Pet", "Car"]),
      "src/b.ts": use("other"),
    };
    const { changed, left } = migrateFiles(shapes, files, { from: "openapi-fetch", only: "types" });
    expect([changed.map(({ subject }) => subject), left]).toEqual([["types of ./own"], []]);
  });

  test("keep imports of all exports if the generated types lack one", () => {
    const all = `import type * as all from "./schema";\nexport type Pet = all.components["schemas"]["Pet"];\nexport type Name = all.Name;\n`;
    const files = { "src/schema.ts": `${schema}\nexport type Name = string;\n`, "src/all.ts": all };
    expect(leftIn(migrateFiles(target, files, { from: "openapi-fetch", only: "types" }))).toEqual([
      "src/all.ts:1 types of ./schema: all exports are imported at once, and the generated types have no Name",
    ]);
  });

  test("have enums in a module of their own", () => {
    const enums = `export enum Kind { Dog = "dog", "big-cat" = "big cat" }
export enum Level { Value0 = 0, Value1 = 1 }
export enum Unused { Value0 = 0 }
`;
    const { after, created, left, notes } = migrated(
      {
        "src/api-types/schema.ts": `${schema}${enums}`,
        "src/schema.ts": "export {};",
        "src/kinds.ts": `import { type paths, Kind, Level as Step } from "./api-types/schema.js";
export type Paths = paths;
export const kind = (text: string): Kind | undefined => (text === Kind.Dog ? Kind.Dog : undefined);
export const isDog = (kind: Kind): kind is Kind.Dog => kind === Kind.Dog;
export const steps = Object.values(Step);
const low = [Step.Value0];
export const isLow = (step: Step): boolean => low.includes(step);
let step = Step.Value0;
export const raise = (): Step => (step = Step.Value1);
export class Owner { kind = Kind.Dog; readonly first = Kind.Dog; either = [Kind.Dog, Step.Value0]; static set(owner: Owner, kind: Kind) { owner.kind = kind; } }
`,
        "src/all.ts": `export { Level } from './api-types/schema'
export type Only = import("./api-types/schema").Level;
`,
      },
      { only: "types" },
    );
    expect([left, notes]).toEqual([[], ["Step no longer has names by number"]]);
    expect(after["src/kinds.ts"]).toContain(`import { type paths } from "./api/types.js";
import { Kind, Level as Step } from "./api-types/schema-enums.js";
`);
    // A member of an enum is widened to the enum, and a constant is not.
    expect(after["src/kinds.ts"]).toContain("const low: Step[] = [Step.Value0];");
    expect(after["src/kinds.ts"]).toContain("let step: Step = Step.Value0;");
    expect(after["src/kinds.ts"]).toContain("kind: Kind = Kind.Dog; readonly first = Kind.Dog; either = [Kind.Dog, Step.Value0];");
    expect(after["src/all.ts"]).toBe(`export { Level } from './api-types/schema-enums'
export type Only = import("./api-types/schema-enums").Level;
`);
    expect(created["src/api-types/schema-enums.ts"]).toBe(`export const Kind = {
  Dog: "dog",
  "big-cat": "big cat",
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];
export declare namespace Kind {
  type Dog = "dog";
}

export const Level = {
  Value0: 0,
  Value1: 1,
} as const;
export type Level = (typeof Level)[keyof typeof Level];
`);
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
