import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess, diagnosticText } from "./run.js";

const tallystick = tallystickInOneProcess();

const both = ["old.json", "new.json"];
const usage = "Run tallystick diff --help to list the options.";
const sources = "OLD and NEW are paths relative to the current folder, addresses, git:REF:path, or npm:package@version#path.";
const accepted = "Each entry is { change: twelve hex digits from the report, reason: a sentence, until: an ISO date (optional) }.";

function project(): string {
  const folder = temporaryFolder();
  for (const name of both) writeFileSync(join(folder, name), JSON.stringify(openapi({ components: { schemas: { Zone: { type: "string" } } } })));
  writeFileSync(join(folder, "list.yaml"), "a: 1\n");
  writeFileSync(join(folder, "broken.yaml"), "- a\n- [\n");
  writeFileSync(join(folder, "stale.yaml"), "- { change: 000000000000, reason: long gone }\n");
  writeFileSync(join(folder, "old.yaml"), Array.from({ length: 20 }, (_, at) => `- { change: 0000000000${at + 10}, reason: long gone }\n`).join(""));
  mkdirSync(join(folder, "folder"));
  return folder;
}

test.each([
  [["old.json"], "tallystick diff needs two documents: the old one and the new one."],
  [[...both, "third.json"], "tallystick diff needs two documents: the old one and the new one."],
  [
    [...both, "--usage", "a.json", "b.json"],
    "tallystick diff needs two documents, and --usage takes one manifest: repeat it, as in --usage a.json --usage FILE.",
  ],
  [[...both, "--format", "pdf"], 'Unknown value "pdf" of --format. Available: text, markdown, html, github, gitlab.'],
  [[...both, "--format", "text", "--format", "html"], "--format was given more than once."],
  [[...both, "--json", "--format", "html"], "--json and --format exclude each other: --json prints the report as JSON."],
  [[...both, "--baseline", "a.yaml", "--baseline", "b.yaml"], "--baseline was given more than once."],
  [[...both, "--policy", ""], "--policy needs a value."],
  [[...both, "--package", ""], "--package needs a value."],
  [[...both, "--changesets", ".changeset"], "--changesets and --write-changeset need --package."],
])("diff rejects invalid arguments: %j", async (args, says) => {
  const { code, stderr } = await tallystick(project(), ["diff", ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: diagnosticText("wrong-usage", says, usage) });
});

test.each([
  [["", "new.json"], "input-unreadable", 'File not found: "".', sources],
  [["nowhere.json", "new.json"], "input-unreadable", 'File not found: "nowhere.json".', sources],
  [["old.json", "git:HEAD"], "input-unreadable", '"git:HEAD" is not of the form git:REF:path.', "Write for example git:v1.2.0:spec/openapi.yaml."],
  [
    ["old.json", "https://x.test/a.json"],
    "remote-document",
    '"https://x.test/a.json" would be read from x.test. Tallystick fetches remote files only from hosts that you allow.',
    "Run with --allow-remote HOST, or add the host to allowRemote in tallystick.config.",
  ],
  [[...both, "--baseline", "nowhere"], "input-unreadable", 'Baseline not found: "nowhere".', "Check the path given to --baseline."],
  [[...both, "--policy", "folder"], "input-unreadable", 'The policy "folder" cannot be read: it is a folder.', "Check the path given to --policy."],
])("diff reports unusable input: %j", async (args, code, says, todo) => {
  expect(await tallystick(project(), ["diff", ...args])).toEqual({
    code: 2,
    stdout: "",
    stderr: diagnosticText(code, says, todo),
  });
});

test.each([
  ["list.yaml", "list.yaml", "The baseline is not a list."],
  ["broken.yaml", "broken.yaml:3:1", "The baseline is not valid YAML: deficient indentation."],
])("diff locates the error of the baseline %s", async (baseline, place, says) => {
  const { code, stderr } = await tallystick(project(), ["diff", ...both, "--baseline", baseline]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: diagnosticText("input-invalid", says, accepted, place) });
});

test("diff fails for baseline entries without a matching change", async () => {
  const { code, stderr } = await tallystick(project(), ["diff", ...both, "--baseline", "stale.yaml"]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    diagnosticText(
      "input-stale",
      'The baseline accepts change 000000000000 ("long gone"), which has expired or no longer occurs.',
      "Remove the entry, or set a later date.",
    ),
  );
});

test("diff lists every stale baseline entry", async () => {
  const { stderr } = await tallystick(project(), ["diff", ...both, "--baseline", "old.yaml"]);
  expect(stderr.match(/which has expired or no longer occurs/g)).toHaveLength(20);
});

test("diff fails if the changesets release too small a step", async () => {
  const folder = project();
  writeFileSync(
    join(folder, "new.json"),
    JSON.stringify(
      openapi({
        paths: { "/pets": { get: { responses: { "204": { description: "none" } } } } },
        components: { schemas: { Zone: { type: "string" } } },
      }),
    ),
  );
  const { code, stderr } = await tallystick(folder, ["diff", ...both, "--changesets", "folder", "--package", "@acme/api@1.0.0"]);
  const says = "The pending changesets have no release of @acme/api, but the changes need a minor release.";
  expect(code).toBe(1);
  expect(stderr).toMatch(`error ${"changeset-too-small"}\n  ${says} `);
  expect(stderr).toContain("\n  Raise the changeset, or write one with --write-changeset.\n1 error\n");
});

test.each([
  [["old.json", "nowhere.json"], "input-unreadable"],
  [["old.json", "folder"], "file-unreadable"],
  [[...both, "--surface", "inside"], "wrong-usage"],
])("with --json, diff prints its errors as JSON: %j", async (args, code) => {
  const ran = await tallystick(project(), ["diff", ...args, "--json"]);
  expect(ran.code).toBe(2);
  expect(JSON.parse(ran.stdout)).toEqual({
    diagnostics: [{ code, severity: "error", message: expect.any(String) as string, help: expect.any(String) as string }],
  });
  expect(ran.stderr).toContain(`error ${code}\n`);
});
