import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withConfiguredDocument } from "../../src/cli/configured-document.js";
import { collector } from "../../src/diagnostics/collect.js";
import { temporaryFolder } from "../documents.js";

const configured = (config: string): string => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "tallystick.config.json"), config);
  return folder;
};
const complete = (args: readonly string[], folder: string): ReturnType<typeof withConfiguredDocument> =>
  withConfiguredDocument(args, folder, collector().report);

test("verify and record take the document of the configuration, corrected as it is for generating", async () => {
  const folder = configured('{ "spec": "api/openapi.yaml", "out": "src/api", "overlays": ["api/fix.yaml"] }');
  expect(await complete(["--har", "a.har"], folder)).toEqual(["--spec", "api/openapi.yaml", "--overlay", "api/fix.yaml", "--har", "a.har"]);
});

test("verify and record read references as generating does", async () => {
  const folder = configured(
    '{ "spec": "api/openapi.yaml", "out": "src/api", "allowRemote": ["schemas.example"], "allowOutside": ["common"], "allowMissing": true, "allowLoss": true, "oneOfAsAnyOf": true, "formats": { "date-time": "annotate", "uri": "assert", "date": "annotate" } }',
  );
  const references = [
    "--allow-remote",
    "schemas.example",
    "--lock-file",
    "tallystick.lock.json",
    "--allow-outside",
    "common",
    "--allow-missing",
    "--allow-loss",
    "--one-of-as-any-of",
    "--annotate-formats",
    "date-time,date",
  ];
  expect(await complete(["--har", "a.har"], folder)).toEqual(["--spec", "api/openapi.yaml", ...references, "--har", "a.har"]);
});

test("verify and record assert no format where generating asserts none, and say nothing where it asserts all", async () => {
  expect(await complete([], configured('{ "spec": "a.yaml", "out": "a", "formats": "annotate" }'))).toEqual([
    "--spec",
    "a.yaml",
    "--annotate-formats",
    "all",
  ]);
  const asked = ["--annotate-formats=uri"];
  expect(await complete(asked, configured('{ "spec": "a.yaml", "out": "a", "formats": "annotate" }'))).toEqual(["--spec", "a.yaml", ...asked]);
  for (const formats of ["assert", {}, { date: "assert" }])
    expect(await complete([], configured(JSON.stringify({ spec: "a.yaml", out: "a", formats })))).toEqual(["--spec", "a.yaml"]);
});

test.each([[["--spec", "api/openapi.yaml"]], [["--spec=./api/openapi.yaml"]]])(
  "a document of the configuration that %j names is read as it says",
  async (args) => {
    const folder = configured(
      '{ "documents": [{ "spec": "other.yaml", "out": "b" }, { "spec": "api/openapi.yaml", "out": "a", "overlays": ["fix.yaml"], "oneOfAsAnyOf": true }] }',
    );
    expect(await complete(args, folder)).toEqual(["--overlay", "fix.yaml", "--one-of-as-any-of", ...args]);
  },
);

test.each([[["--spec", "x.yaml"]], [["--spec=x.yaml"]], [["--check", "recordings"]], [["--help"]], [["-h"]]])(
  "the configuration has no say in %j",
  async (args) => {
    expect(await complete(args, configured('{ "spec": "openapi.yaml", "out": "src/api" }'))).toEqual(args);
  },
);

test("without a configuration the arguments stay as they are", async () => {
  expect(await complete(["--har", "a.har"], temporaryFolder())).toEqual(["--har", "a.har"]);
});

test("of several documents one has to be named", async () => {
  const folder = configured('{ "documents": [{ "spec": "a.yaml", "out": "a" }, { "spec": "b/b.yaml", "out": "b" }] }');
  mkdirSync(join(folder, "b"));
  await expect(complete(["--har", "a.har"], folder)).rejects.toThrow("Select one with --spec: a.yaml, b/b.yaml");
});

test("a configuration that cannot be used is reported, and nothing is run", async () => {
  const { report, diagnostics } = collector();
  expect(await withConfiguredDocument([], configured('{ "spec": 1 }'), report)).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toContain("config-invalid");
});
