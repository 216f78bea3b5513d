import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, onTestFinished, test } from "vitest";
import { runDiff, type RunDiffOptions } from "../../src/diff/run-diff.js";
import { configuredConsumers } from "../../src/cli/documents/configured-consumers.js";
import { temporaryFolder } from "../documents.js";
import { registryWith } from "../diff/registry.js";
import { tarball } from "../diff/tarball.js";
import { field, manifest, response } from "./manifests.js";

const text = { type: "string" };
const get = (properties: object): object => ({
  get: { responses: { "200": { description: "It.", content: { "application/json": { schema: { type: "object", properties } } } } } },
});
const document = (id: object): object => ({
  openapi: "3.1.0",
  info: { title: "Carts", version: "1.0.0" },
  paths: { "/carts/{id}": get({ id, note: text, total: { type: "number" } }), "/prices": get({ eur: { type: "number" } }) },
});
const reads = (consumer: string, ...paths: string[]): string =>
  JSON.stringify(
    manifest(consumer, [
      {
        method: "get",
        path: "/carts/{cart}",
        responses: [
          response(
            "200",
            paths.map((path) => field(path)),
          ),
        ],
      },
    ]),
  );
const log = JSON.stringify(
  manifest("billing", [
    {
      method: "get",
      path: "/carts/{cart}",
      responses: [response("200", [field("", { escapes: [{ place: "src/log.ts:9", reason: "serialized" }] })])],
    },
  ]),
);

/** A folder with two versions of a document and these manifests; it is the working directory until the test is done. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  const all = { "old.json": JSON.stringify(document(text)), "new.json": JSON.stringify(document({ type: "integer" })), ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const run = (usage: readonly string[], options: Partial<RunDiffOptions> = {}): ReturnType<typeof runDiff> =>
  runDiff("old.json", "new.json", { today: "2026-12-01", usage, ...options });

const three = { "a.json": reads("checkout", "/id"), "b.json": reads("admin", "/note"), "c.json": log };
const names = ["a.json", "b.json", "c.json"];

test("marks each break with those that it affects", async () => {
  project(three);
  const { output, exitCode } = await run(names);
  expect(exitCode).toBe(1);
  expect(output).toContain("\n  affects: checkout (src/id.ts:7) · unknown for billing (value escapes at src/log.ts:9)\n");
  expect(output).toContain("\n  example: ");
  expect(output).toContain("\nThe breaking changes affect checkout · unknown for billing · not known to affect 1 other consumer.\n");
  expect((await run(["b.json"])).output).toContain("\n  affects no known consumer\n");
});

test.each([
  ["a consumer that uses what changed", ["a.json"], 1],
  ["a consumer that may use it", ["c.json"], 1],
  ["a consumer that does not use it", ["b.json"], 0],
  ["no consumer", [], 0],
])("--fail-on used with %s", async (_, usage, exitCode) => {
  project(three);
  expect((await run(usage, { failOn: "used" })).exitCode).toBe(exitCode);
});

test("--fail-on used respects the baseline", async () => {
  project(three);
  const { report } = await run(["a.json"]);
  const breaks = (report?.changes ?? []).filter(({ level, surface }) => level === "breaking" && surface === "wire");
  writeFileSync("baseline.yaml", breaks.map(({ fingerprint }) => `- { change: ${fingerprint}, reason: agreed with checkout }`).join("\n"));
  expect((await run(["a.json"], { failOn: "used", baseline: "baseline.yaml" })).exitCode).toBe(0);
});

test("the JSON report with consumers follows its published schema", async () => {
  project(three);
  const { output } = await run(names, { format: "json" });
  const schema = JSON.parse(readFileSync(fileURLToPath(new URL("../../schema/diff.schema.json", import.meta.url)), "utf8")) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const report = JSON.parse(output) as NonNullable<Awaited<ReturnType<typeof run>>["report"]>;
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(report.usage?.operations.map(({ operation, fields }) => [operation, fields.map((each) => each.field)])).toEqual([
    ["GET /carts/{id}", ["", "/id", "/note"]],
  ]);
});

test("lists operations and fields that no consumer uses", async () => {
  project(three);
  const { report, output } = await run(["a.json", "b.json"], { matrix: true });
  expect(report?.usage?.unused).toEqual({
    unlessUsedBy: [],
    operations: ["GET /prices"],
    fields: [{ operation: "GET /carts/{id}", in: "response", status: "200", field: "/total" }],
  });
  expect(output).toContain(
    [
      "Usage by operation and field",
      "  GET /carts/{id}: admin (src/call.ts:1), checkout (src/call.ts:1)",
      "    response 200 /id: checkout (src/id.ts:7)",
      "    response 200 /note: admin (src/note.ts:7)",
      "No known use: 1 operation, and 1 field of operations that are used",
      "  GET /prices",
      "  GET /carts/{id}",
      "    response 200 /total",
      "",
    ].join("\n"),
  );
  // All of a value that escapes may be used.
  expect((await run(names)).report?.usage?.unused.fields).toEqual([]);
});

test("a pull request comment has three lines and a table", async () => {
  project(three);
  const { output } = await run(names, { format: "markdown" });
  const [heading, , ...lines] = output.split("\n");
  expect(heading).toBe("### What changed: old.json → new.json");
  expect(lines.slice(0, 7).filter((_, index) => index % 2 === 0)).toEqual([
    "1 breaking.",
    "The breaking changes affect checkout · unknown for billing · not known to affect 1 other consumer.",
    expect.stringMatching(/^Semantic version: major/),
    "| level | location | change | consumers | example |",
  ]);
  expect(output).toContain("| affects: checkout (src/id.ts:7) · unknown for billing (value escapes at src/log.ts:9) |");
});

test("annotations and the page name the consumers", async () => {
  project({ ...three, "new.json": JSON.stringify(document({ type: "integer" }), undefined, 2) });
  expect((await run(names, { format: "github" })).output).toMatch(/^::error .*\(affects: checkout \(src\/id\.ts:7\) · unknown for billing/);
  const { output } = await run([...names], { format: "html" });
  expect(output).toContain('<p class="affects">affects: checkout (src/id.ts:7)');
  expect(output).toContain('<td title="src/call.ts:1" class="hit">1</td>');
  expect(output).toContain('<td title="src/call.ts:1" class="maybe">1</td>');
});

test("the page links to the matrix and names each affected consumer", async () => {
  const all = Array.from({ length: 14 }, (_, index) => `team-${String(index + 10)}`);
  project(Object.fromEntries(all.map((name) => [`${name}.json`, reads(name, "/id")])));
  const { output } = await run(
    all.map((name) => `${name}.json`),
    { format: "html" },
  );
  expect(output).toContain(`The breaking changes affect ${all.join(", ")}.`);
  expect(output).toContain('<a href="#usage">');
});

test("shows words of a manifest as words", async () => {
  const hostile = "<img src=x>\u001b[31m|@all";
  project({ "a.json": reads(hostile, "/id") });
  expect((await run(["a.json"], { format: "html" })).output).not.toContain("<img");
  expect((await run(["a.json"], { format: "markdown" })).output).toContain("\\<img src=x\\>\\\\u001b\\[31m\\|\\@&#8203;all");
  expect((await run(["a.json"])).output).not.toContain("\u001b[31m|");
});

test("warns of operations that neither document has", async () => {
  project({ "a.json": JSON.stringify(manifest("checkout", [{ method: "get", path: "/lost" }])) });
  expect((await run(["a.json"])).output).toContain("\ncheckout uses GET /lost, which neither document has.\n");
});

test("reads manifests of folders, commits and packages", async () => {
  const folder = project({
    "consumers/checkout/usage.json": reads("checkout", "/id"),
    "consumers/admin.usage.json": reads("admin", "/id"),
    "consumers/other.json": "{}",
    "consumers/node_modules/x/usage.json": "{}",
  });
  const git = (...parameters: string[]): void =>
    void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", ...parameters], { cwd: folder, stdio: "ignore" });
  git("init", "-b", "main");
  git("add", "consumers/admin.usage.json");
  git("commit", "-m", "first");
  await registryWith(tarball([{ name: "package/dist/usage.json", text: reads("billing", "/id") }]));
  const { report, problems } = await run(["consumers", "git:main:consumers/admin.usage.json", "npm:hostile@1.0.0#dist/usage.json"]);
  expect(problems).toEqual([]);
  expect(report?.usage?.consumers.map(({ consumer }) => consumer)).toEqual(["admin", "billing", "checkout"]);
  const missing = await run(["npm:hostile@1.0.0", "npm:../evil", "git:main:none.json", "empty", "none.json"].map((name) => name));
  expect(missing.exitCode).toBe(2);
  expect(missing.problems.map(({ problem }) => problem)).toEqual([
    'The package "hostile@1.0.0" has no file "usage.json".',
    '"../evil" is not the name of a package.',
    'File not found at git reference "main": "none.json".',
    'Usage manifest not found: "empty".',
    'Usage manifest not found: "none.json".',
  ]);
});

test.each([
  ["no JSON", "{", "The usage manifest is not valid JSON: "],
  ["another version", '{ "version": 2 }', "The usage manifest has an invalid value at #/version: it must be 1, the version that this release reads."],
  [
    "a missing list",
    '{ "version": 1, "consumer": "a" }',
    'The usage manifest has an invalid value at #: it must be an object with "operations", a list.',
  ],
  [
    "a place on the disk of another person",
    '{ "version": 1, "consumer": "a", "operations": [],\n "unknown": [{ "place": "/home/a/src/x.ts:1", "reason": "any" }] }',
    'The usage manifest has an invalid value at #/unknown/0/place: it must be a line of a file relative to the project, such as "src/cart.ts:41".',
  ],
  [
    "a count that is not a count",
    JSON.stringify(manifest("a", [{ method: "get", path: "/a", observed: -1.5 }])),
    "operations/0/observed: it must be a whole number of at least 1.",
  ],
  [
    "a path that no stage could follow",
    JSON.stringify(manifest("a", [{ method: "get", path: "/a", request: [field("/a".repeat(1001), { places: [] })] }])),
    'request/0/path: it must be a path such as "/items/*/id" of at most 1000 steps, or "".',
  ],
])("rejects a manifest with %s", async (_, content, problem) => {
  project({ "a.json": content });
  const { exitCode, problems } = await run(["a.json"]);
  expect(exitCode).toBe(2);
  expect(problems).toEqual([expect.objectContaining({ code: "input-invalid", file: "a.json", line: expect.any(Number) as number })]);
  expect(problems[0]?.problem).toContain(problem);
});

test("takes the consumers of the configuration", async () => {
  const config = { spec: "new.json", out: "out", consumers: ["consumers", "npm:@acme/app", "git:main:usage.json"] };
  project({ "tallystick.config.json": JSON.stringify(config), "sub/x": "" });
  expect(await configuredConsumers(["old.json", "new.json"])).toEqual(["consumers", "npm:@acme/app", "git:main:usage.json"]);
  const two = {
    documents: [
      { ...config, spec: "other.json", out: "other" },
      { ...config, consumers: ["mine"] },
    ],
  };
  writeFileSync("tallystick.config.json", JSON.stringify(two));
  expect(await configuredConsumers(["git:v1:new.json", "build/new.json"])).toEqual(["mine"]);
  writeFileSync("tallystick.config.json", JSON.stringify({ spec: "new.json", out: "out" }));
  expect(await configuredConsumers(["old.json", "new.json"])).toBeUndefined();
});
