import { beforeAll, describe, expect, test } from "vitest";
import type { Settled } from "../../src/migrate/settle.js";
import type { MigrationTarget } from "../../src/migrate/target.js";
import { pets } from "./pets.js";
import { folder, leftIn, migrateFiles, petTypes, targetOf } from "./project.js";

const client = `import createClient from "openapi-fetch";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: "https://pets.example" });
`;

/** Calls that change: what a function did, and what it does. */
const changed: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "the data of a call": [
    `const { data } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  return data?.name;`,
    `const { data } = await api.getPet({ id }).safe();\n  return data?.name;`,
  ],
  "a call without parameters": [`return (await api.GET("/pets")).data;`, `return (await api.listPets().safe()).data;`],
  "a result that is not used": [`await api.DELETE("/pets/{id}", { params: { path: { id } } });`, `await api.deletePet({ id }).safe();`],
  "parameters of each kind": [
    `const { data } = await api.GET("/pets", { params: { query: { limit: 3 }, header: { "X-Trace": id }, cookie: { session: id } } });\n  return data;`,
    `const { data } = await api.listPets({ limit: 3, "X-Trace": id, session: id }).safe();\n  return data;`,
  ],
  "two parameters of one name": [
    `await api.GET("/pets/{id}", { params: { path: { id }, query: { id } } });`,
    `await api.getPet({ id, "query.id": id }).safe();`,
  ],
  "a body": [
    `const body = { id, name: "Rex" };\n  await api.POST("/pets", { body });`,
    `const body = { id, name: "Rex" };\n  await api.createPet({ body }).safe();`,
  ],
  "a spread with known properties": [
    `const page: { limit?: number } = {};\n  await api.GET("/pets", { params: { query: { ...page } } });`,
    `const page: { limit?: number } = {};\n  await api.listPets({ ...page }).safe();`,
  ],
  "a location of parameters in a variable": [
    `const query: { limit?: number } | undefined = signal.aborted ? { limit: 1 } : undefined;\n  await api.GET("/pets", { params: { query, header: query ? { "X-Trace": id } : {} } });`,
    `const query: { limit?: number } | undefined = signal.aborted ? { limit: 1 } : undefined;\n  await api.listPets({ ...query, ...query ? { "X-Trace": id } : {} }).safe();`,
  ],
  "options that are spread": [
    `const more: { signal?: AbortSignal } = { signal };\n  await api.GET("/pets", { params: { query: { limit: 1 } }, ...more });`,
    `const more: { signal?: AbortSignal } = { signal };\n  await api.listPets({ limit: 1 }, { ...more }).safe();`,
  ],
  "signal, headers and options of fetch": [
    `await api.GET("/pets", { headers: { "X-Extra": id }, signal, cache: "no-store", credentials: "include" });`,
    `await api.listPets({}, { headers: { "X-Extra": id }, signal, init: { cache: "no-store", credentials: "include" } }).safe();`,
  ],
  "the message of an error": [
    `const { data, error } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  if (error) throw new Error(error.message);\n  return data.name;`,
    `const { data, error, status } = await api.getPet({ id }).safe();\n  if (error) throw new Error(status === "unexpected" ? error.message : error.body.message);\n  return data.name;`,
  ],
  "another property of an error": [
    `const { error: failure } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  return failure?.code ?? "";`,
    `const { error: failure, status } = await api.getPet({ id }).safe();\n  return (status === "unexpected" ? undefined : failure?.body.code) ?? "";`,
  ],
  "an error with a description for each status": [
    `const { error } = await api.GET("/pets");\n  if (error) throw error;`,
    `const { error, status } = await api.listPets().safe();\n  if (error) throw status === "unexpected" ? error : error.body;`,
  ],
  "an error that was handled before": [
    `const { data, error } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  if (error) throw error;\n  if (!data) {\n    if (error) throw new Error("late", { cause: error });\n    throw new Error("none");\n  }\n  return data.name;`,
    `const { data, error, status } = await api.getPet({ id }).safe();\n  if (error) throw status === "unexpected" ? error : error.body;\n  if (!data) {\n    if (error) throw new Error("late", { cause: error });\n    throw new Error("none");\n  }\n  return data.name;`,
  ],
  "an error that is thrown": [
    `const { error } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  if (error !== undefined) throw error;`,
    `const { error, status } = await api.getPet({ id }).safe();\n  if (error !== undefined) throw status === "unexpected" ? error : error.body;`,
  ],
  "a name that is taken": [
    `const status = 1;\n  const { error } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  return error ? error.message : status;`,
    `const status = 1;\n  const { error, status: errorStatus } = await api.getPet({ id }).safe();\n  return error ? (errorStatus === "unexpected" ? error.message : error.body.message) : status;`,
  ],
  "a result in a variable": [
    `const result = await api.POST("/pets", { body: { id, name: "Rex" } });\n  if (result.error) return result.error.message;\n  if (!result.response.ok) return;\n  return result.data.name;`,
    `const result = await api.createPet({ body: { id, name: "Rex" } }).safe();\n  if (result.error) return result.status === "unexpected" ? result.error.message : result.error.body.message;\n  if (!result.ok) return;\n  return result.data.name;`,
  ],
  "ok and the status of a response": [
    `const { data, response } = await api.GET("/pets/{id}", { params: { path: { id } } });\n  if (response.status === 404) return "";\n  return response.ok ? data?.name : undefined;`,
    `const { data, status, ok } = await api.getPet({ id }).safe();\n  if (status === 404) return "";\n  return ok ? data?.name : undefined;`,
  ],
  "a list of calls": [
    `const [{ data: one }, all] = await Promise.all([api.GET("/pets/{id}", { params: { path: { id } } }), api.GET("/pets")]);\n  return [one, all.data];`,
    `const [{ data: one }, all] = await Promise.all([api.getPet({ id }).safe(), api.listPets().safe()]);\n  return [one, all.data];`,
  ],
  "a call in the arguments of another one": [
    `await api.POST("/pets", { body: { id, name: (await api.GET("/pets/{id}", { params: { path: { id } } })).data?.name ?? "" } });`,
    `await api.createPet({
    body: { id, name: (await api.getPet({ id }).safe()).data?.name ?? "" },
  }).safe();`,
  ],
  "comments and layout": [
    `const { data } = await api.GET("/pets", {
    params: {
      // The newest ones.
      query: {
        limit: 3, // a few
        // Only those:
        tags: [
          "dog",
        ],
      },
    },
  });
  return data;`,
    `const { data } = await api.listPets({
    // The newest ones.
    limit: 3, // a few
    // Only those:
    tags: [
      "dog",
    ],
  }).safe();
  return data;`,
  ],
};

/** Calls that stay on `raw`, with the reason. */
const left: Readonly<Record<string, readonly [before: string, reason: string]>> = {
  "a computed path": [`const path = "/pets" as const;\n  await api.GET(path);`, "the path is computed"],
  "an init in a variable": [
    `const init = { params: { query: { limit: 1 } } };\n  await api.GET("/pets", init);`,
    "its second argument is not an object literal",
  ],
  "an init with a spread of more than options": [
    `const more = { parseAs: "text" as const };\n  await api.GET("/pets", { ...more });`,
    "more, which is spread, has the property parseAs",
  ],
  "an init with a spread and an option of the same name": [
    `const more: { signal?: AbortSignal } = { signal };\n  await api.GET("/pets", { signal, ...more });`,
    "more, which is spread, has the property signal",
  ],
  "params in a variable": [`const params = { query: { limit: 1 } };\n  await api.GET("/pets", { params });`, "params is not an object literal"],
  "a query in a variable that may have anything": [
    `const query: Record<string, number> = {};\n  await api.GET("/pets", { params: { query } });`,
    "the query parameters are in a variable: query, which is spread, can have any property",
  ],
  "a query of a type parameter": [
    `const list = async <T extends { limit?: number }>(query: T) => void (await api.GET("/pets", { params: { query } }));\n  await list({});`,
    "the query parameters are in a variable: query, which is spread, can have any property",
  ],
  "a spread that may bring anything": [
    `const query: Record<string, number> = {};\n  await api.GET("/pets", { params: { query: { ...query } } });`,
    "query, which is spread, can have any property",
  ],
  "a spread of a name that changes": [
    `const query = { id };\n  await api.GET("/pets/{id}", { params: { path: { id }, query: { ...query } } });`,
    "query, which is spread, has the property id",
  ],
  "a result that is returned": [`return api.GET("/pets");`, "the result is returned"],
  "an awaited result that is returned": [`return await api.GET("/pets");`, "the result is returned"],
  "a promise with then": [`return api.GET("/pets").then(({ data }) => data);`, "the promise is used with .then()"],
  "a promise that is kept": [`const promise = api.GET("/pets");\n  return (await promise).data;`, "the promise is not awaited here"],
  "a result that is passed on": [`const result = await api.GET("/pets");\n  console.log(result);`, "result, the result, is passed on"],
  parseAs: [`await api.GET("/pets", { parseAs: "text" });`, "the call has parseAs"],
  "a serializer": [`await api.GET("/pets", { querySerializer: () => "" });`, "the call has querySerializer"],
  "a middleware of one call": [`await api.GET("/pets", { middleware: [] });`, "the call has middleware"],
  "a content type": [
    `await api.POST("/pets", { body: { id, name: "" }, headers: { "content-type": "text/json" } });`,
    "the call sets the content type of its body",
  ],
  "a response that is a file": [`await api.GET("/pets/{id}/photo", { params: { path: { id } } });`, "the response 200 is image/png, not JSON"],
  "a body that is a form": [
    `await api.PUT("/pets/{id}/photo", { params: { path: { id } }, body: {} });`,
    "the request body is multipart/form-data, not JSON",
  ],
  "headers of a response": [
    `const { response } = await api.GET("/pets");\n  return response.headers.get("x");`,
    "the code reads more of the response than ok and its documented statuses",
  ],
  "a status that is not documented": [
    `const { response } = await api.DELETE("/pets/{id}", { params: { path: { id } } });\n  return response.status === 418;`,
    "the code compares the status with 418, which the document does not have",
  ],
  "an error that the document does not describe": [
    `const { error } = await api.DELETE("/pets/{id}", { params: { path: { id } } });\n  console.log(error);`,
    "the document describes no error of the operation, and the code reads one",
  ],
  "a class of errors": [
    `const { error } = await api.GET("/pets");\n  return (error as unknown) instanceof TypeError;`,
    "error is compared with a class",
  ],
  "a result with a rest": [`const { data, ...rest } = await api.GET("/pets");\n  console.log(data, rest);`, "the result is destructured with a rest"],
  "a change that does not compile": [
    `const { error } = await api.GET("/pets");\n  const problem: { message: string } | undefined = error && { code: "", ...error };\n  return problem;`,
    "the change causes TS2322: Type",
  ],
};

/** A file for each case: the calls of one do not matter to the others. */
function fileOf(body: string, imports = `import { api } from "./client";`): string {
  return `${imports}\n\nexport async function run(id: string, signal: AbortSignal) {\n  void [id, signal];\n  ${body}\n}\n`;
}

const pathOf = (name: string): string => `src/${name.replaceAll(/\W+/g, "-")}.ts`;

describe("calls of openapi-fetch", () => {
  let target: MigrationTarget;
  let schema: string;
  let settled: Settled;

  beforeAll(async () => {
    target = await targetOf(pets);
    schema = await petTypes();
    const cases = [...Object.entries(changed), ...Object.entries(left)].map(([name, [before]]) => [pathOf(name), fileOf(before)] as const);
    settled = migrateFiles(target, { "src/schema.ts": schema, "src/client.ts": client, ...Object.fromEntries(cases) }, { from: "openapi-fetch" });
  }, 300_000);

  const after = (path: string): string | undefined => settled.files.get(`${folder}/${path}`)?.after;

  test("compile before and after", () => {
    expect(settled.errors).toEqual([]);
  });

  test("create the generated client", () => {
    expect(after("src/client.ts")).toBe(`import { createClient } from "./api/client.js";

export const api = createClient({ baseUrl: "https://pets.example", token: false, validate: "off" });
`);
  });

  test.each(Object.entries(changed))("change %s", (name, [, expected]) => {
    expect(leftIn(settled).filter((row) => row.startsWith(pathOf(name)))).toEqual([]);
    expect(after(pathOf(name))).toBe(fileOf(expected));
  });

  test.each(Object.entries(left))("leave %s on raw", (name, [before, reason]) => {
    const rows = leftIn(settled).filter((row) => row.startsWith(pathOf(name)));
    expect(rows.map((row) => row.slice(row.indexOf(": ") + 2))).toEqual([expect.stringContaining(reason)]);
    expect(after(pathOf(name))).toBe(fileOf(before.replace(/\bapi\./g, "api.raw.")));
  });

  test("have the quotes of their file", () => {
    const text = (name: string): string =>
      `import createClient from '${name}'\nexport const problem = async () => {\n  const { error } = await api.GET('/pets')\n  return error?.message\n}\n`;
    const code = `${text("openapi-fetch")}import type { paths } from './schema'\nconst api = createClient<paths>()\n`;
    const moved = migrateFiles(target, { "src/schema.ts": schema, "src/app.ts": code }, { from: "openapi-fetch" });
    const app = moved.files.get(`${folder}/src/app.ts`)?.after ?? "";
    expect(app).toContain("status === 'unexpected'");
    expect(app).toContain("createClient({ baseUrl: '', token: false, validate: 'off' })");
    expect(app).not.toContain('"');
  });

  test("note errors whose status the document does not have", () => {
    const notes = (name: string) => settled.changed.flatMap((unit) => (unit.file.path.endsWith(pathOf(name)) ? unit.notes : []));
    expect(notes("the message of an error")).toEqual(["the body of an error with another status is in error.body"]);
    expect(notes("an error with a description for each status")).toEqual([]);
  });

  test("change next to enums of the old types", () => {
    const files = {
      "src/schema.ts": `${schema}\nexport enum PetKind { cat = "cat", dog = "dog" }\n`,
      "src/client.ts": client,
      "src/app.ts": `import { api } from "./client";\nimport { PetKind } from "./schema";\n\nexport const kind = PetKind.cat;\nexport const all = async () => (await api.GET("/pets")).data;\n`,
    };
    const moved = migrateFiles(target, files, { from: "openapi-fetch" });
    expect([moved.errors, moved.left]).toEqual([[], []]);
    expect(moved.files.get(`${folder}/src/app.ts`)?.after).toBe(
      `import { api } from "./client";\nimport { PetKind } from "./schema-enums";\n\nexport const kind = PetKind.cat;\nexport const all = async () => (await api.listPets().safe()).data;\n`,
    );
  });
});
