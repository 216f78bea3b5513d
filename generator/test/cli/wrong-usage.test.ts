import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

const responses = { "200": { description: "ok" } };
const document = openapi({ paths: { "/pets": { get: { operationId: "listPets", tags: ["pets"], responses } } } });

function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ "openapi.json": JSON.stringify(document), ...files })) writeFileSync(join(folder, name), text);
  return folder;
}

const both = ["--spec", "openapi.json", "--out", "o"];

test.each([
  [["generate", "--sepc", "openapi.json"], "Unknown option `--sepc`; `--spec` was surely meant."],
  [["generate", "--spec", "openapi.json", "--output", "o"], "Unknown option `--output`; `--out` was surely meant."],
  [["generate", "-s", "openapi.json"], "Unknown option `-s`; `--spec` was surely meant."],
  [["diff", "a", "b", "--fial-on", "none"], "Unknown option `--fial-on`; `--fail-on` was surely meant."],
  [["mock", "--prot", "1"], "Unknown option `--prot`; `--port` was surely meant."],
  [["generate", "--spec", "--out", "o"], "--spec <path> needs a value."],
  [["genrate"], 'There is no command "genrate"; generate was surely meant; there are generate, init, diff, record, verify, report and mock.'],
  [["generate", "openapi.json"], '"openapi.json" is not an option of tallystick generate; the document is given with --spec openapi.json.'],
  [["generate", "--spec", "openapi.yaml", "--out", "o"], 'There is no file at "openapi.yaml"; "openapi.json" is there.'],
  [["generate", "--spec", "opanapi.json", "--out", "o"], 'There is no file at "opanapi.json"; "openapi.json" is there.'],
  [["generate", ...both, "--tags", "pet"], "No operation of the document is selected by --tags pet; there are the tags pets."],
  [["generate", ...both, "--include", "list"], "No operation of the document is selected by --include list; there are listPets (GET /pets)."],
])("what was surely meant is told: %j", async (args, says) => {
  const { code, stdout, stderr } = await tallystick(project(), args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
});

test("what to run for help is told by the command", async () => {
  expect((await tallystick(project(), ["mock", "--prot", "1"])).stderr).toContain("Run tallystick mock --help to see what there is.");
});

test.each([
  ["json", '{\n  "spec": "openapi.json",\n  "out": "o",\n}', '"tallystick.config.json" cannot be loaded: 4:1: a comma before "}".'],
  ["json", "", '"tallystick.config.json" cannot be loaded: 1:1: it is empty.'],
  ["ts", 'export default {\n  spec: "openapi.json" out: "o" };', "\"tallystick.config.ts\" cannot be loaded: 2:24: ',' expected."],
  ["json", '{"spce": "openapi.json", "out": "o"}', 'In "tallystick.config.json", spce is not a setting; spec was surely meant.'],
  ["json", '{"spec": "openapi.json", "output": "o"}', 'In "tallystick.config.json", output is not a setting; out was surely meant.'],
  ["json", '{"spec": "openapi.json", "out": "o", "version": "one"}', "version must be a version such as 1.2.3."],
  ["json", '[{"spec": "openapi.json", "out": "o"}]', "is a list; several documents stand under one name: { documents: [ … ] }."],
  ["yaml", "spec: openapi.json", "tallystick.config.yaml is there, and none of them"],
])("a configuration in %s is told where and what is wrong with it: %s", async (ending, text, says) => {
  const { code, stderr } = await tallystick(project({ [`tallystick.config.${ending}`]: text }), ["generate"]);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain("1 error");
});
