import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { version } from "../../src/version.js";
import { tallystick as inOwnProcess, tallystickInOneProcess, diagnosticText } from "./run.js";

const tallystick = tallystickInOneProcess();

const responses = { "200": { description: "ok" } };
const document = openapi({ paths: { "/pets": { get: { operationId: "listPets", tags: ["pets"], responses } } } });

function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ "openapi.json": JSON.stringify(document), ...files })) writeFileSync(join(folder, name), text);
  return folder;
}

const both = ["--spec", "openapi.json", "--out", "o"];

test.each([
  [["generate", "--sepc", "openapi.json"], 'Unknown option "--sepc". Did you mean "--spec"?'],
  [["generate", "--spec", "openapi.json", "--output", "o"], 'Unknown option "--output". Did you mean "--out"?'],
  [["generate", "-s", "openapi.json"], 'Unknown option "-s". Did you mean "--spec"?'],
  [["diff", "a", "b", "--fial-on", "none"], 'Unknown option "--fial-on". Did you mean "--fail-on"?'],
  [["mock", "--prot", "1"], 'Unknown option "--prot". Did you mean "--port"?'],
  [["generate", "--spec", "--out", "o"], "--spec needs a value."],
  [
    ["genrate"],
    'Unknown command "genrate". Did you mean "generate"? Available: generate, init, diff, usage, record, verify, report, migrate, mock, completion.',
  ],
  [["generate", "--spec", "openapi.yaml", "--out", "o"], 'File not found: "openapi.yaml". Did you mean "openapi.json"?'],
  [["generate", "--spec", "opanapi.json", "--out", "o"], 'File not found: "opanapi.json". Did you mean "openapi.json"?'],
  [["generate", ...both, "--tags", "pet"], "--tags pet selects no operation of the document. Available: the tags pets."],
  [["generate", ...both, "--include", "list"], "--include list selects no operation of the document. Available: listPets (GET /pets)."],
])("suggests the intended name: %j", async (args, says) => {
  const { code, stdout, stderr } = await tallystick(project(), args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
});

test("shows the help command of each command", async () => {
  expect((await tallystick(project(), ["mock", "--prot", "1"])).stderr).toContain("Run tallystick mock --help to list the options.");
  expect((await tallystick(project(), ["genrate"])).stderr).toContain("Run tallystick --help to list the commands.");
});

test.each([
  ["json", '{\n  "spec": "openapi.json",\n  "out": "o",\n}', '"tallystick.config.json" cannot be loaded: 4:1: a comma before "}".'],
  ["json", "", '"tallystick.config.json" cannot be loaded: 1:1: it is empty.'],
  ["ts", 'export default {\n  spec: "openapi.json" out: "o" };', "\"tallystick.config.ts\" cannot be loaded: 2:24: ',' expected."],
  ["json", '{"spce": "openapi.json", "out": "o"}', 'In "tallystick.config.json", spce is not a setting. Did you mean "spec"?'],
  ["json", '{"spec": "openapi.json", "output": "o"}', 'In "tallystick.config.json", output is not a setting. Did you mean "out"?'],
  ["json", '{"spec": "openapi.json", "out": "o", "version": "one"}', "version must be a version such as 1.2.3."],
  ["json", '[{"spec": "openapi.json", "out": "o"}]', "is a list. Write several documents as { documents: [ … ] }."],
  ["yaml", "spec: openapi.json", "found only tallystick.config.yaml"],
])("locates the error of a configuration in %s: %s", async (ending, text, says) => {
  const { code, stderr } = await tallystick(project({ [`tallystick.config.${ending}`]: text }), ["generate"]);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain("1 error");
});

test.each([
  ["mjs", 'export default {\n  spec "openapi.json",\n};', "tallystick.config.mjs:2:8", "',' expected."],
  ["mjs", "const settings = null;\nexport default settings.all;", "tallystick.config.mjs:2:25", "Cannot read properties of null"],
  [
    "ts",
    "interface A {\n  a: string;\n}\nconst settings = null! as { all: A };\nexport default settings.all;",
    "tallystick.config.ts:5:1",
    "of null",
  ],
  ["ts", 'import a from "nowhere-at-all";\nexport default a;', "tallystick.config.ts:1:1", "Cannot find module 'nowhere-at-all'."],
])("locates the error thrown by a configuration in %s, %j", async (ending, text, place, says) => {
  const { code, stderr } = await tallystick(project({ [`tallystick.config.${ending}`]: text }), ["generate"]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${place} error config-unreadable\n`);
  expect(stderr).toContain(says);
});

test.each([
  [["--name", "node_modules"], '--name is "node_modules", but npm reserves that name.'],
  [["--name", "Favicon.ico"], '--name is "Favicon.ico", but npm reserves that name.'],
  [["--name", "fs"], '--name is "fs", but a module of Node has that name.'],
  [["--name", "Acme-API"], '--name is "Acme-API", but npm allows only lower case: acme-api.'],
  [["--name", "a".repeat(215)], "but npm allows 214 characters, and this name has 215."],
  [["--allow-remote", "https://x.test/a.json"], '--allow-remote is "https://x.test/a.json", but it must be the name of a host: x.test.'],
  [["--allow-remote", "x.test/a.json"], '--allow-remote is "x.test/a.json", but it must be the name of a host: x.test.'],
  [["--allow-remote", "*.x.test"], '--allow-remote is "*.x.test", but it must be the name of a host, such as schemas.example.com.'],
])("rejects an invalid option value before writing: %j", async (options, says) => {
  const folder = project();
  const { code, stdout, stderr } = await tallystick(folder, ["generate", ...both, ...options]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`error option-invalid\n  `);
  expect(stderr).toContain(says);
  expect(readdirSync(folder)).toEqual(["openapi.json"]);
});

test.each([
  [["--exclude", "listPet"], "filter-without-effect", "--exclude listPet matches no operation of the document. Did you mean listPets?"],
  [
    ["--exclude", "/owners/**"],
    "filter-without-effect",
    "--exclude /owners/** matches no operation of the document. Available: listPets (GET /pets).",
  ],
  [["--include", "listPets", "--include", "/x"], "filter-without-effect", "--include /x matches no operation of the document"],
  [["--tags", "pets,dogs"], "filter-without-effect", "--tags dogs matches no operation of the document"],
  [["--allow-outside", "nowhere"], "folder-not-there", 'The folder of --allow-outside was not found: "nowhere".'],
  [["--allow-outside", "openapi.json"], "folder-not-there", 'The folder of --allow-outside was not found: "openapi.json"'],
])("rejects an option without effect: %j", async (options, warning, says) => {
  const { code, stderr } = await tallystick(project(), ["generate", ...both, "--only", "types", ...options]);
  expect(code).toBe(0);
  expect(stderr).toContain(`warning ${warning}\n  ${says}`);
});

test("reports which of two configurations is used", async () => {
  const settings = '{ "spec": "openapi.json", "out": "o", "only": ["types"] }';
  const folder = project({ "tallystick.config.mjs": `export default ${settings}`, "tallystick.config.json": settings });
  const { code, stderr, stdout } = await tallystick(folder, ["generate", "--json"]);
  expect(code).toBe(0);
  expect(stderr).toContain('"tallystick.config.mjs" is used as the configuration. "tallystick.config.json" is ignored.');
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly code: string }[] };
  expect(diagnostics.map((each) => each.code)).toEqual(["config-shadowed"]);
});

test.each([
  ["json", '{\n  "documents": [\n    { "spec": "openapi.json", "out": "o", "dates": "x" }]}', "config-invalid", 3, 43, "#/documents/0/dates"],
  ["json", '{\n  "spec": "openapi.json",\n  "out": "o",\n}', "config-unreadable", 4, 1, "#"],
  ["mjs", 'export default {\n  out: "o",\n  spec: 1 };', "config-invalid", 3, 3, "#/spec"],
  [
    "ts",
    'const all = { documents: [\n  { spec: "openapi.json", "outt": "o" },\n] };\nexport default all satisfies object;',
    "config-invalid",
    2,
    27,
    "#/documents/0/outt",
  ],
  ["ts", 'export default {\n  spec: "openapi.json" out: "o" };', "config-unreadable", 2, 24, "#"],
])("locates invalid settings of a configuration in %s: %s", async (ending, text, code, line, column, pointer) => {
  const file = `tallystick.config.${ending}`;
  const folder = project({ [file]: text });
  const { stdout, stderr } = await tallystick(folder, ["generate", "--json", "--report", "sarif=a.sarif"]);
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly object[] };
  expect(diagnostics).toMatchObject([{ code, file, line, column, pointer }]);
  expect(stderr).toContain(`${file}:${line}:${column} error ${code}`);
  expect(readFileSync(join(folder, "a.sarif"), "utf8")).toContain(`"startLine": ${line}`);
});

test("invalid usage has a code and a GitHub annotation", async () => {
  const stderrOf = async (environment = {}): Promise<string> => (await tallystick(project(), ["generate", "--sepc", "x"], environment)).stderr;
  const says = 'Unknown option "--sepc". Did you mean "--spec"?';
  const help = "Run tallystick generate --help to list the options.";
  const code = "wrong-usage";
  expect(await stderrOf()).toBe(diagnosticText(code, says, help));
  expect(await stderrOf({ GITHUB_ACTIONS: "true" })).toBe(`::error title=${code}::${says}%0A${help}\n`);
});

test("with --json, invalid usage is reported as JSON", async () => {
  const { code, stdout, stderr } = await tallystick(project(), ["generate", "--sepc", "x", "--json"]);
  const refused = { code: "wrong-usage", severity: "error", message: 'Unknown option "--sepc". Did you mean "--spec"?' };
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ diagnostics: [{ ...refused, help: "Run tallystick generate --help to list the options." }] });
  expect(stderr).toContain("error wrong-usage");
});

test.each(["record", "verify", "report"])("%s names a package that is not installed", async (command) => {
  const missing = `Object.assign(new Error("Cannot find package '@tallystick/contract'"), { code: "ERR_MODULE_NOT_FOUND" })`;
  const hook = `export const resolve = (name, context, next) => { if (name === "@tallystick/contract") throw ${missing}; return next(name, context); };`;
  const script = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hook))});`;
  expect(await inOwnProcess(project(), [command], {}, ["--import", dataUrl(script)])).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText(
      "package-missing",
      `tallystick ${command} needs the package @tallystick/contract, which is not installed.`,
      "Install it: npm install --save-dev @tallystick/contract nock",
    ),
  });
});

test("rejects another version of the contract package", async () => {
  const other = dataUrl(`export const version = "9.8.7"; export const runVerify = () => 0;`);
  const hook = `export const resolve = (name, context, next) => name === "@tallystick/contract" ? { url: ${JSON.stringify(other)}, shortCircuit: true } : next(name, context);`;
  const script = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hook))});`;
  expect(await inOwnProcess(project(), ["verify"], {}, ["--import", dataUrl(script)])).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText(
      "package-missing",
      `tallystick ${version} needs @tallystick/contract ${version}, and 9.8.7 is installed.`,
      `Install it: npm install --save-dev @tallystick/contract@${version}`,
    ),
  });
});

function dataUrl(script: string): string {
  return `data:text/javascript,${encodeURIComponent(script)}`;
}
