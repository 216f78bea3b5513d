import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { runDiff } from "../../src/diff/run-diff.js";
import { ManifestFile, openUsageManifests } from "../../src/usage/read-manifests.js";
import { openapi, temporaryFolder, written } from "../documents.js";

const manifest = JSON.stringify({ version: 1, consumer: "web", operations: [], unknown: [] });
const says = (path: string, what: string): object => ({ code: "input-unreadable", problem: `The usage manifest "${path}" ${what}.` });

function folderOf(): string {
  const folder = join(temporaryFolder(), "manifests");
  mkdirSync(folder);
  writeFileSync(join(folder, "usage.json"), manifest);
  return folder;
}

describe("a usage manifest that changes while it is in use", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["has another content", (path: string) => writeFileSync(path, manifest.replace("web", "app"))],
    ["is cut", (path: string) => writeFileSync(path, manifest.slice(0, 10))],
    ["is deleted", (path: string) => rmSync(path)],
    ["becomes a folder", (path: string) => (rmSync(path), void mkdirSync(path))],
  ])("is a problem if it %s", async (_, change) => {
    const folder = folderOf();
    const { files } = await openUsageManifests([folder]);
    change(join(folder, "usage.json"));
    expect(files.map((file) => file.read())).toMatchObject([says(`${folder}/usage.json`, "changed while it was read")]);
  });

  test("ends diff with exit code 2", async () => {
    const folder = folderOf();
    const document = written(openapi({ components: { schemas: { A: { type: "string" } } } }));
    const read = vi.spyOn(ManifestFile.prototype, "read");
    read.mockImplementationOnce(function (this: ManifestFile) {
      writeFileSync(join(folder, "usage.json"), "{}");
      return this.read();
    });
    const { exitCode, problems } = await runDiff(document, document, { today: "2026-12-01", usage: [folder] });
    expect(read).toHaveBeenCalledTimes(2);
    expect(exitCode).toBe(2);
    expect(problems).toMatchObject([says(`${folder}/usage.json`, "changed while it was read")]);
  });
});

test.each([
  ["outside", "../outside.json", "is a link to a file outside of its folder"],
  ["nowhere", "nothing.json", 'cannot be read: it is a link to "nothing.json", which does not exist'],
  ["itself", "a.usage.json", "cannot be read: it is a link to itself"],
])("states that a manifest in a folder is a link to %s", async (_, target, what) => {
  const folder = folderOf();
  writeFileSync(join(folder, "../outside.json"), manifest);
  symlinkSync(target, join(folder, "a.usage.json"));
  const { files, problems } = await openUsageManifests([folder]);
  expect(problems).toMatchObject([says(`${folder}/a.usage.json`, what)]);
  expect(files).toHaveLength(1);
});
