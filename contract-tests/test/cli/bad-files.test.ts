import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tallystickInOneProcess } from "../../../generator/test/cli/run.js";

const tallystick = tallystickInOneProcess();
const parent = mkdtempSync(join(tmpdir(), "tallystick-bad-files-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const api = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  paths: { "/a": { get: { operationId: "getA", responses: { 200: { description: "OK" } } } } },
});
const har = JSON.stringify({
  log: { entries: [{ request: { method: "GET", url: "http://h/a", headers: [] }, response: { status: 200, headers: [], content: {} } }] },
});
const manifest = JSON.stringify({ version: 1, consumer: "web", operations: [], unknown: [] });
const recording = JSON.stringify({ format: 1, source: "live", document: {}, interactions: [] });
const overlay = "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions: [{ target: $.info, update: { title: U } }]\n";
const arazzo = JSON.stringify({
  arazzo: "1.0.1",
  info: { title: "T", version: "1" },
  sourceDescriptions: [{ name: "a", url: "api.json", type: "openapi" }],
  workflows: [{ workflowId: "w", steps: [{ stepId: "s", operationId: "getA" }] }],
});
const config = JSON.stringify({ spec: "api.json", out: "o" });
const tsconfig = JSON.stringify({ compilerOptions: { types: [], noLib: true }, include: ["src"] });
const project = { "api.json": api, "ok.har": har, "tsconfig.json": tsconfig, "package.json": '{ "name": "web" }', "src/index.ts": "export {};\n" };

/** A file that a command reads. */
interface Door {
  readonly file: string;
  readonly args: readonly string[];
  readonly text: string;
  /** Whether the command also works without it. */
  readonly isOptional?: true;
  /** Further files of the project. */
  readonly files?: Readonly<Record<string, string>>;
}

const spec = ["--spec", "api.json"];
const verify = ["verify", ...spec, "--quiet"];
const ofHar = [...verify, "--har", "ok.har"];
const ofServer = [...verify, "--base-url", "http://127.0.0.1:1"];
const diff = ["diff", "api.json", "api.json"];
const migrate = ["migrate", "--from", "openapi-fetch", "--out", "o"];
/** A list, a package and a second level, that lead to one file. */
const extending = {
  "tsconfig.json": JSON.stringify({ extends: ["base/tsconfig.json"], compilerOptions: { types: [], noLib: true }, include: ["src"] }),
  "node_modules/base/package.json": '{ "name": "base" }',
  "node_modules/base/tsconfig.json": '{ "extends": "../../x.json" }',
};
let report = "";

const doors: Readonly<Record<string, (text: { readonly report: string }) => Door>> = {
  "generate --spec": () => ({ file: "x.json", args: ["generate", "--spec", "x.json", "--out", "o"], text: api }),
  "generate --overlay": () => ({ file: "x.yaml", args: ["generate", ...spec, "--overlay", "x.yaml", "--out", "o"], text: overlay }),
  "generate --config": () => ({ file: "x.json", args: ["generate", "--config", "x.json"], text: config }),
  "generate, the configuration": () => ({ file: "tallystick.config.json", args: ["generate"], text: config }),
  "generate, a configuration in TypeScript": () => ({ file: "tallystick.config.ts", args: ["generate"], text: `export default ${config}` }),
  "diff, the old document": () => ({ file: "x.json", args: ["diff", "x.json", "api.json"], text: api }),
  "diff, the new document": () => ({ file: "x.json", args: ["diff", "api.json", "x.json"], text: api }),
  "diff --baseline": () => ({ file: "x.yaml", args: [...diff, "--baseline", "x.yaml"], text: "[]\n" }),
  "diff --policy": () => ({ file: "x.yaml", args: [...diff, "--policy", "x.yaml"], text: "operation-removed: warning\n" }),
  "diff --usage": () => ({ file: "x.json", args: [...diff, "--usage", "x.json"], text: manifest }),
  "diff --usage, a folder": () => ({ file: "m/usage.json", args: [...diff, "--usage", "m"], text: manifest }),
  "usage --project": () => ({ file: "x.json", args: ["usage", "--allow-none", "--project", "x.json"], text: tsconfig }),
  "usage --observed": () => ({ file: "x.json", args: ["usage", "--allow-none", "--observed", "x.json"], text: manifest }),
  "verify --spec": () => ({ file: "x.json", args: ["verify", "--spec", "x.json", "--har", "ok.har"], text: api }),
  "verify --har": () => ({ file: "x.har", args: [...verify, "--har", "x.har"], text: har }),
  "verify --recordings": () => ({ file: "x.json", args: [...verify, "--recordings", "x.json"], text: recording }),
  "verify --recordings, a folder": () => ({ file: "r/recording.json", args: [...verify, "--recordings", "r"], text: recording }),
  "verify --baseline": () => ({ file: "x.yaml", args: [...ofHar, "--baseline", "x.yaml"], text: "accepted: []\n" }),
  "verify --update-baseline": () => ({
    file: "x.yaml",
    args: [...ofHar, "--update-baseline", "--baseline", "x.yaml"],
    text: "accepted: []\n",
  }),
  "verify --params": () => ({ file: "x.yaml", args: [...ofServer, "--plan", "--params", "x.yaml"], text: "operations: {}\n" }),
  "verify --usage": () => ({ file: "x.json", args: [...ofHar, "--usage", "x.json"], text: manifest }),
  "verify --arazzo": () => ({ file: "x.json", args: [...ofServer, "--arazzo", "x.json"], text: arazzo }),
  "record --har": () => ({ file: "x.har", args: ["record", ...spec, "--out", "o", "--har", "x.har"], text: har }),
  "record --check": () => ({ file: "x.json", args: ["record", "--check", "x.json"], text: recording }),
  report: ({ report: text }) => ({ file: "x.json", args: ["report", "x.json"], text }),
  "report, a folder": ({ report: text }) => ({ file: "r/x.json", args: ["report", "r"], text }),
  "report --merge": ({ report: text }) => ({ file: "x.json", args: ["report", "--merge", "x.json"], text }),
  "report --merge --baseline": () => ({ file: "x.yaml", args: ["report", "--merge", "verify.json", "--baseline", "x.yaml"], text: "accepted: []\n" }),
  "report --merge --usage": () => ({ file: "x.json", args: ["report", "--merge", "verify.json", "--usage", "x.json"], text: manifest }),
  "mock --spec": () => ({ file: "x.json", args: ["mock", "--spec", "x.json", "--port", "0"], text: api }),
  "mock --config": () => ({ file: "x.json", args: ["mock", "--config", "x.json", "--port", "0"], text: config }),
  "migrate --project": () => ({ file: "x.json", args: [...migrate, ...spec, "--project", "x.json"], text: tsconfig }),
  "migrate --spec": () => ({ file: "x.json", args: [...migrate, "--spec", "x.json"], text: api }),
  "init --spec": () => ({ file: "x.json", args: ["init", "--spec", "x.json", "--no-install"], text: api }),
  ...Object.fromEntries(
    ["package.json", "tsconfig.json", "yarn.lock", "eslint.config.js", ".eslintrc.json", ".eslintignore", ".prettierignore", "other.yaml"].map(
      (file) => [`init, ${file}`, (): Door => ({ file, args: ["init", ...spec, "--no-install"], text: "{}", isOptional: true })],
    ),
  ),
  ...Object.fromEntries(
    Object.entries({
      generate: ["generate", ...spec, "--out", "o"],
      migrate: [...migrate, ...spec],
      usage: ["usage", "--allow-none"],
      init: ["init", ...spec, "--no-install"],
    }).map(([command, args]) => [
      `${command}, a file of "extends"`,
      (): Door => ({ file: "x.json", args, text: "{}", isOptional: true, files: extending }),
    ]),
  ),
};

/** What is found in place of the file. A command that serves the document must not find a valid one. */
const found: Readonly<Record<string, (path: string, text: string) => void>> = {
  "a folder": (path) => mkdirSync(path),
  ...(process.platform !== "win32" && { "a pipe": (path: string): void => void execFileSync("mkfifo", [path]) }),
  "a link to nothing": (path) => symlinkSync(join(parent, "nowhere", "at-all"), path),
  "an empty file": (path) => writeFileSync(path, ""),
  "NUL bytes": (path) => writeFileSync(path, Buffer.alloc(1000)),
  "the first half": (path, text) => writeFileSync(path, text.slice(0, text.length / 2)),
  "invalid UTF-8": (path, text) =>
    writeFileSync(path, Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.from([0xff, 0xc0]), Buffer.from(text.slice(20))])),
};

beforeAll(async () => {
  const folder = folderWith({});
  await tallystick(folder, [...ofHar, "--report", "json=verify.json"]);
  const { readFileSync } = await import("node:fs");
  report = readFileSync(join(folder, "verify.json"), "utf8");
}, 60_000);

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(parent, "p-"));
  for (const [name, text] of Object.entries({ ...project, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function run(door: Door, make: (path: string, text: string) => void): ReturnType<typeof tallystick> {
  const folder = folderWith({ "verify.json": report, ...door.files });
  const path = join(folder, door.file);
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  make(path, door.text);
  return tallystick(folder, door.args);
}

describe.each(Object.entries(doors))("%s", { timeout: 120_000 }, (_, doorOf) => {
  test("ends with exit code 2 and a code for bad files", async () => {
    const door = doorOf({ report });
    const wrong: unknown[] = [];
    for (const [name, make] of Object.entries(found)) {
      const { code, stdout, stderr } = await run(door, make);
      const isRefused = code === 2 && /(?:^|\s)error [a-z0-9-]+\n/.test(stderr);
      // YAML, HAR and lists may be empty, and text that is no UTF-8 may still be read.
      const isRead = (code === 0 || code === 1) && (door.isOptional === true || !["a folder", "a pipe", "a link to nothing"].includes(name));
      const isInternal = /Internal error|\n {4}at /.test(stdout + stderr);
      if (isInternal || !(isRefused || isRead)) wrong.push({ name, code, stdout, stderr });
    }
    expect(wrong).toEqual([]);
  });
});
