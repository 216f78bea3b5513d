import { join } from "node:path";
import { expect, test } from "vitest";
import type { GenerateFlags } from "../../src/cli/options/generate-options.js";
import { jobs } from "../../src/cli/generate/jobs.js";
import { collector } from "../../src/diagnostics/collect.js";
import type { SourceFile } from "../../src/load/document.js";
import { folder } from "../load/scratch.js";

/** What is said of a configuration file and flags; nothing where they name work to do. */
async function said(files: Readonly<Record<string, string>>, given: Partial<GenerateFlags> = {}): Promise<readonly string[]> {
  const cwd = await folder(files);
  const { report, diagnostics } = collector();
  const found = await jobs(cwd, given, report);
  expect(found === undefined).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, message }) => `${code}: ${message.replaceAll(join(cwd, "/"), "")}`);
}

const config = (value: object): Readonly<Record<string, string>> => ({ "tallystick.config.json": JSON.stringify(value) });

test("reads document and folder from flags or the configuration", async () => {
  expect(await said({}, { spec: "a.yaml", out: "out" })).toEqual([]);
  expect(await said(config({ spec: "a.yaml", out: "out" }))).toEqual([]);
});

test.each<{ code: string; files: Readonly<Record<string, string>>; flags?: Partial<GenerateFlags> }>([
  { code: "spec-missing", files: {} },
  { code: "out-missing", files: {}, flags: { spec: "a.yaml" } },
  { code: "option-invalid", files: {}, flags: { spec: "a.yaml", out: "out", name: "Not A Name" } },
  { code: "config-not-found", files: {}, flags: { config: "none.json" } },
  { code: "config-unreadable", files: { "tallystick.config.json": "{" } },
  { code: "config-invalid", files: config({ spec: 1, out: "out" }) },
])("$code", async ({ code, files, flags = {} }) => {
  const [only, ...others] = await said(files, flags);
  expect(only).toMatch(new RegExp(`^${code}: `));
  expect(others).toEqual([]);
});

test("locates errors in a configuration with YAML aliases", async () => {
  const cwd = await folder({ "tallystick.config.ts": "var a = b;\nvar b = a;\nexport default a;\n" });
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  expect(await jobs(cwd, {}, report, sources)).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(["config-invalid"]);
  expect(sources.get("tallystick.config.ts")?.locate("#").line).toBeGreaterThan(0);
});
