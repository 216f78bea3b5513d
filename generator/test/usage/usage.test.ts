import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { ts } from "ts-morph";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { entriesIn, judge, projectOf, readCases } from "../../bench/usage/judge.mjs";
import { main } from "../../src/cli/main.js";
import { compile } from "../../src/compile/compile.js";
import { withTemporaryFolder } from "../../src/files/temporary-folder.js";
import { generate } from "../../src/generate.js";
import type { Json } from "../../src/model/json.js";
import type { UsageManifest } from "../../src/usage/manifest.js";
import { mergeManifests } from "../../src/usage/merge.js";
import { publicDeclarations } from "../../src/usage/public-declarations.js";
import { openProject, readFiles, type UsageProject } from "../../src/usage/read-usage.js";
import { readUsageManifest } from "../../src/usage/read-manifest.js";
import { field, manifest, parameter, response } from "./manifests.js";

const document = fileURLToPath(new URL("../../bench/usage/api.json", import.meta.url));
const cases = readCases();

let project: UsageProject;
let files: readonly (readonly [string, string])[];
let options: { readonly project: string; readonly system: ts.System };
let paths: readonly string[];

beforeAll(async () => {
  const made = async (more: object): Promise<readonly (readonly [string, string])[]> =>
    (await generate(document, { only: ["client"], ...more })).files.map(({ path, text }) => [path, text] as const);
  const [source, grouped, declared] = [await made({}), await made({ groupBy: "tags" }), await made({ target: "js" })];
  files = source;
  const schema = astToString(await openapiTS(JSON.parse(readFileSync(document, "utf8")) as Parameters<typeof openapiTS>[0]));
  const opened = projectOf(cases, ts, { source, grouped, declared, schema });
  options = opened as unknown as typeof options;
  paths = opened.paths;
  project = openProject(options);
});

describe("a piece of code", () => {
  test("has at least 120 cases", () => expect(cases.length).toBeGreaterThanOrEqual(120));

  test.each(cases.map((each, index) => [`${each.section}: ${each.name}`, each, index] as const))("%s", (_, each, index) => {
    const file = project.program.getSourceFile(paths[index] ?? "") as ts.SourceFile;
    const { extra, missing } = judge(each, entriesIn(readFiles(project, new Set([file])).manifest("cases")));
    expect({ extra, missing }).toEqual({ extra: [], missing: [] });
  });
});

test("lists values as unknown that remain at the limit of steps", () => {
  const limited = readFiles(project, project.files, 10).manifest("cases");
  const escapes = limited.operations.flatMap(({ responses }) => responses.flatMap(({ fields }) => fields.flatMap((each) => each.escapes ?? [])));
  expect(escapes.filter(({ reason }) => reason === "unfinished").length).toBeGreaterThan(100);
});

test("lets exported values of a package escape although the project uses them", () => {
  const index = cases.findIndex(({ name }) => name === "exported functions that the project calls");
  const file = project.program.getSourceFile(paths[index] ?? "") as ts.SourceFile;
  const entriesWith = (fields: object): readonly string[] => {
    const system = { ...ts.sys, readFile: () => JSON.stringify(fields) };
    const shared = publicDeclarations(project.folder, project.program, project.files, system);
    return entriesIn(readFiles({ ...project, publicDeclarations: shared }, new Set([file])).manifest("cases"));
  };
  const wanted = cases[index]?.wanted ?? [];
  expect(entriesWith({ private: true }).toSorted()).toEqual(wanted.toSorted());
  const module = `case-${String(index)}`;
  for (const fields of [
    { main: `dist/${module}.cjs` },
    { types: `./lib/${module}.d.ts` },
    { exports: { "./sessions": { import: `./dist/esm/${module}.js` } } },
    { exports: { "./*": "./src/*.ts" } },
  ])
    expect(entriesWith(fields), JSON.stringify(fields)).toEqual(
      expect.arrayContaining([
        "getSession /closeReason",
        "getSession *:{returned-outside}",
        "listSessions *:{returned-outside}",
        "createSession >{received-outside}",
      ]),
    );
});

describe("the manifest of all cases", () => {
  let text: string;
  let whole: UsageManifest;
  beforeAll(() => {
    whole = readFiles(project, project.files).manifest("cases");
    text = JSON.stringify(whole);
  });

  test("is the same bytes in each run", () => {
    const again = openProject(options);
    expect(JSON.stringify(readFiles(again, again.files).manifest("cases"))).toBe(text);
  });

  test("has no text of the source", () => {
    expect(text).not.toContain("secret-reason");
    expect(text).not.toContain("bench/usage/project");
  });

  test("is valid by the schema in the package and by the reader", async () => {
    const schema = JSON.parse(readFileSync(new URL("../../schema/usage.schema.json", import.meta.url), "utf8")) as Json;
    const validate = await compile(schema);
    expect(validate(whole).issues).toEqual([]);
    expect(readUsageManifest(text)).toEqual(whole);
    const wrong = [
      { ...whole, version: 2 },
      { ...whole, operations: [{ ...whole.operations[0], path: "sessions" }] },
      { ...whole, unknown: [{ place: "/home/me/x.ts:1", reason: "any" }] },
    ];
    for (const value of wrong) {
      expect(validate(value).valid).toBe(false);
      expect(readUsageManifest(JSON.stringify(value))).toHaveProperty("problem");
    }
  });

  test("states the line of each use", () => {
    const index = cases.findIndex(({ name }) => name === "parameter with a JSDoc type");
    const get = whole.operations.find(({ operationId }) => operationId === "getSession");
    const owner = get?.responses.find(({ status }) => status === "200")?.fields.find(({ path }) => path === "/owner/name");
    expect(owner?.places).toContain(`src/case-${String(index)}.js:6`);
  });
});

describe("merging", () => {
  test("adds what was observed to what was read", () => {
    const read = manifest("checkout", [
      {
        method: "get",
        path: "/a",
        responses: [response("200", [field("/id"), field("/name", { isByType: true })])],
        parameters: [parameter("query", "limit")],
      },
    ]);
    const observed = manifest("other", [
      {
        method: "get",
        path: "/a",
        places: [],
        observed: 3,
        responses: [
          {
            ...response("200", [
              { path: "/name", places: [] },
              { path: "/x", places: [] },
            ]),
            places: [],
          },
        ],
      },
      { method: "delete", path: "/a", places: [], observed: 1 },
    ]);
    const merged = mergeManifests([read, observed, observed]);
    expect(merged.consumer).toBe("checkout");
    expect(merged.operations.map(({ method, observed: times }) => [method, times])).toEqual([
      ["delete", 2],
      ["get", 6],
    ]);
    const [, get] = merged.operations;
    expect(get?.responses[0]?.fields).toEqual([field("/id"), field("/name"), { path: "/x", places: [] }]);
    expect(get?.parameters).toEqual([parameter("query", "limit")]);
  });
});

describe("tallystick usage", () => {
  async function run(folder: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const code = await main(["usage", "--project", join(folder, "tsconfig.json"), ...args]);
      const text = (spy: typeof out): string => spy.mock.calls.map(([chunk]) => String(chunk)).join("");
      return { code, out: text(out), err: text(err) };
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  }

  function put(folder: string, content: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(content)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }

  const config = JSON.stringify({
    compilerOptions: { strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler", types: [], noEmit: true },
    include: ["src"],
  });

  test("writes, checks and merges a manifest", async () => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, {
        "package.json": '{ "name": "@acme/checkout" }',
        "tsconfig.json": config,
        "src/cart.ts":
          'import { createClient } from "./api/index.js";\nconst client = createClient();\nexport const print = async () => console.log((await client.getSession({ id: "1" })).closeReason);\nconst wrong: number = "";\n',
        "src/App.vue": "<script setup>\\n</script>\\n",
        "node_modules/other/Other.vue": "",
        "observed/usage.json": JSON.stringify(manifest("x", [{ method: "get", path: "/sessions", places: [], observed: 2 }])),
      });
      for (const [path, text] of files) put(folder, { [`src/api/${path}`]: text });
      const out = join(folder, "usage.json");
      const written = await run(folder, "--out", out, "--observed", join(folder, "observed"));
      expect(written.code).toBe(0);
      expect(written.err).toContain("tsconfig.json has ");
      expect(written.out).toContain("@acme/checkout uses 2 operations");
      const found = JSON.parse(readFileSync(out, "utf8")) as UsageManifest;
      expect(found.validatesResponses).toBe(true);
      expect(found.unknown).toEqual([{ place: "src/App.vue:1", reason: "unread-file" }]);
      expect(found.operations.map(({ operationId, path, observed }) => [operationId, path, observed])).toEqual([
        [undefined, "/sessions", 2],
        ["getSession", "/sessions/{id}", undefined],
      ]);
      expect((await run(folder, "--out", out, "--check", "--observed", join(folder, "observed"))).code).toBe(0);
      const stale = await run(folder, "--out", out, "--check");
      expect([stale.code, stale.err]).toEqual([1, expect.stringContaining("is not up to date")]);
    });
  });

  test("follows a default export that another module renames", async () => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, {
        "tsconfig.json": config,
        "src/load.ts":
          'import { createClient } from "./api/index.js";\nconst load = (id: string) => createClient().getSession({ id });\nexport default load;\n',
        "src/all.ts": 'export { default as loadSession } from "./load.js";\n',
        "src/a.ts": 'import { loadSession } from "./all.js";\nvoid loadSession("1").then((session) => console.log(session.closeReason));\n',
      });
      for (const [path, text] of files) put(folder, { [`src/api/${path}`]: text });
      const { operations } = JSON.parse((await run(folder, "--json")).out) as UsageManifest;
      const fields = operations.flatMap(({ responses }) => responses.flatMap((each) => each.fields));
      expect(fields).toEqual([{ path: "/closeReason", places: ["src/a.ts:2"] }]);
    });
  });

  test("refuses a project without types of an API", async () => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, { "tsconfig.json": config, "src/a.ts": "export const a = 1;\n" });
      const { code, err } = await run(folder);
      expect([code, err]).toEqual([2, expect.stringContaining("Nothing in this project uses a generated client or types of openapi-typescript.")]);
    });
  });

  test.each([
    ["a package that is not installed", "@acme/api", '"@acme/api" (src/a.ts:1)'],
    ["a file that is not generated", "./api/types.js", '"./api/types.js" (src/a.ts:1)'],
  ])("names %s, also with --allow-none", async (_, module, named) => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, {
        "tsconfig.json": config,
        "src/a.ts": `import type { paths } from "${module}";\nimport "./a.css";\nexport const a: paths = {};\n`,
      });
      for (const flags of [[], ["--allow-none"]]) {
        const { code, err } = await run(folder, ...flags);
        expect([code, err]).toEqual([2, expect.stringContaining(`The module ${named} was not found, and nothing else in this project uses an API.`)]);
      }
    });
  });

  test("refuses a path without a project", async () => {
    const { code, err } = await run(join(import.meta.dirname, "absent"));
    expect([code, err]).toEqual([2, expect.stringContaining("TypeScript project not found:")]);
  });

  test("refuses a project that cannot be read", async () => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, { "tsconfig.json": "{ nonsense" });
      expect((await run(folder)).code).toBe(2);
    });
  });

  test("follows references of a project to others", async () => {
    await withTemporaryFolder("tallystick-usage-", async (folder) => {
      put(folder, {
        "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
        "tsconfig.app.json": config,
        "src/schema.d.ts":
          'export interface paths { "/a": { get: { responses: { 200: { content: { "application/json": { id: string } } } } } } }\nexport interface components { schemas: never }\n',
        "src/a.ts":
          'import type { paths } from "./schema";\nexport const read = (a: paths["/a"]["get"]["responses"][200]["content"]["application/json"]) => a.id;\n',
      });
      const { code, out } = await run(folder, "--json");
      expect(code).toBe(0);
      expect((JSON.parse(out) as UsageManifest).operations.map(({ path }) => path)).toEqual(["/a"]);
    });
  });
});
