import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { withConfiguredDocument } from "../../src/cli/documents/configured-document.js";
import { collector } from "../../src/diagnostics/collect.js";
import { temporaryFolder } from "../documents.js";

const configured = (config: string): string => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "tallystick.config.json"), config);
  return folder;
};
const complete = (args: readonly string[], folder: string): ReturnType<typeof withConfiguredDocument> =>
  withConfiguredDocument(args, folder, collector().report);

test("verify and record read the configured document with its corrections", async () => {
  const folder = configured('{ "spec": "api/openapi.yaml", "out": "src/api", "overlays": ["api/fix.yaml"] }');
  expect(await complete(["--har", "a.har"], folder)).toEqual(["--spec", "api/openapi.yaml", "--overlay", "api/fix.yaml", "--har", "a.har"]);
});

test("verify and record resolve references as generate does", async () => {
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

test("verify reads the configured usage manifests unless some are named", async () => {
  const folder = configured('{ "spec": "a.yaml", "out": "a", "consumers": ["npm:@acme/checkout", "consumers", "git:main:usage.json"] }');
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
  onTestFinished(() => cwd.mockRestore());
  const usageOf = async (args: readonly string[], takesUsage: boolean): Promise<readonly string[]> => {
    const found = (await withConfiguredDocument(args, folder, collector().report, undefined, takesUsage)) ?? [];
    return found.flatMap((argument, index) => (argument === "--usage" ? [found[index + 1] ?? ""] : []));
  };
  expect(await usageOf([], true)).toEqual(["npm:@acme/checkout", "consumers", "git:main:usage.json"]);
  expect(await usageOf(["--usage", "mine.json"], true)).toEqual(["mine.json"]);
  expect(await usageOf([], false)).toEqual([]);
});

test("verify and record assert the same formats as generate", async () => {
  expect(await complete([], configured('{ "spec": "a.yaml", "out": "a", "formats": "annotate" }'))).toEqual([
    "--spec",
    "a.yaml",
    "--annotate-formats",
    "all",
  ]);
  const requested = ["--annotate-formats=uri"];
  expect(await complete(requested, configured('{ "spec": "a.yaml", "out": "a", "formats": "annotate" }'))).toEqual([
    "--spec",
    "a.yaml",
    ...requested,
  ]);
  for (const formats of ["assert", {}, { date: "assert" }])
    expect(await complete([], configured(JSON.stringify({ spec: "a.yaml", out: "a", formats })))).toEqual(["--spec", "a.yaml"]);
});

test.each([[["--spec", "api/openapi.yaml"]], [["--spec=./api/openapi.yaml"]]])(
  "applies the configured options to the document named by %j",
  async (args) => {
    const folder = configured(
      '{ "documents": [{ "spec": "other.yaml", "out": "b" }, { "spec": "api/openapi.yaml", "out": "a", "overlays": ["fix.yaml"], "oneOfAsAnyOf": true }] }',
    );
    expect(await complete(args, folder)).toEqual(["--overlay", "fix.yaml", "--one-of-as-any-of", ...args]);
  },
);

test.each([[["--spec", "x.yaml"]], [["--spec=x.yaml"]], [["--check", "recordings"]], [["--help"]], [["-h"]]])(
  "ignores the configuration for %j",
  async (args) => {
    expect(await complete(args, configured('{ "spec": "openapi.yaml", "out": "src/api" }'))).toEqual(args);
  },
);

test("keeps the arguments without a configuration", async () => {
  expect(await complete(["--har", "a.har"], temporaryFolder())).toEqual(["--har", "a.har"]);
});

test("requires a name if several documents are configured", async () => {
  const folder = configured('{ "documents": [{ "spec": "a.yaml", "out": "a" }, { "spec": "b/b.yaml", "out": "b" }] }');
  mkdirSync(join(folder, "b"));
  await expect(complete(["--har", "a.har"], folder)).rejects.toThrow("Select one with --spec: a.yaml, b/b.yaml");
});

test("reports an invalid configuration and runs nothing", async () => {
  const { report, diagnostics } = collector();
  expect(await withConfiguredDocument([], configured('{ "spec": 1 }'), report)).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toContain("config-invalid");
});
