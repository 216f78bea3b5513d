import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { manifestName } from "../../src/write/manifest.js";
import { OutputFolder, type SettleOptions } from "../../src/write/output-folder.js";
import { removedOperations } from "../../src/write/removed-operations.js";
import { temporaryFolder } from "../documents.js";

const none = new Map<string, string>();
const zones = new Map([
  ["DELETE /zones/{id}", "delete-zone"],
  ["GET /zones", "list-zones"],
  ["GET /zones/{id}", "get-zone"],
]);

describe("removedOperations", () => {
  test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    ["all are there", [...zones], []],
    ["one is gone", [...zones].slice(1), ["DELETE /zones/{id}"]],
    ["one has another path", [["DELETE /v2/zones/{id}", "delete-zone"], ...[...zones].slice(1)], []],
    ["one has another name", [["DELETE /zones/{id}", "remove-zone"], ...[...zones].slice(1)], []],
    ["the client is gone", [...zones.keys()].map((key) => [key, ""] as const), [...zones.keys()]],
  ])("%s", (_, next, removed) => {
    expect(removedOperations({ files: none, operations: zones }, new Map(next))).toEqual({ removed, total: 3 });
  });

  test("an output without a client has the operations of its types", () => {
    const types = new Map([...zones.keys()].map((key) => [key, ""] as const));
    expect(removedOperations({ files: none, operations: types }, types).removed).toEqual([]);
    expect(removedOperations({ files: none, operations: types }, zones).removed).toEqual([]);
    expect(removedOperations({ files: none, operations: types }, none).removed).toHaveLength(3);
  });

  test.each(["", "src/"])("reads operations from modules without a list, in %joperations", (folder) => {
    const files = new Map(["index", "get-zone", "list-zones"].map((name) => [`${folder}operations/${name}.ts`, "0"] as const));
    expect(removedOperations({ files }, zones)).toEqual({ removed: [], total: 2 });
    expect(removedOperations({ files }, none)).toEqual({ removed: ["get-zone", "list-zones"], total: 2 });
  });
});

/** Writes an output of some operations. */
async function settle(out: string, operations: ReadonlyMap<string, string>, options: SettleOptions = {}): Promise<readonly string[]> {
  const { report, diagnostics } = collector();
  const folder = await OutputFolder.open(out, {}, report);
  const files = [...operations.values()].map((name) => folder?.put({ path: `operations/${name}.ts`, text: name }));
  folder?.settle(
    files.filter((file) => file !== undefined),
    { tallystick: "1", document: "1", operations },
    report,
    options,
  );
  folder?.close();
  expect(diagnostics.map(({ code }) => code).filter((code) => code !== "operations-removed")).toEqual([]);
  return diagnostics.map(({ message }) => message);
}

describe("an output that would lose more than half of its operations", () => {
  test("is kept, and the operations are named", async () => {
    const out = join(temporaryFolder(), "out");
    await settle(out, zones);
    const before = readFileSync(join(out, manifestName), "utf8");
    expect(await settle(out, new Map([...zones].slice(2)), { selection: "--tags a" })).toEqual([
      `This run would remove 2 of 3 operations from "${out}": DELETE /zones/{id}, GET /zones. This run selects a part of the document: --tags a.`,
    ]);
    expect(readFileSync(join(out, manifestName), "utf8")).toBe(before);
    expect(await settle(out, none)).toHaveLength(1);
    expect(readFileSync(join(out, "operations/get-zone.ts"), "utf8")).toBe("get-zone");
  });

  test("is replaced with --force, or if half remain", async () => {
    const out = join(temporaryFolder(), "out");
    await settle(out, zones);
    expect(await settle(out, new Map([...zones].slice(1)))).toEqual([]);
    expect(await settle(out, new Map([...zones].slice(2)))).toEqual([]);
    expect(await settle(out, none, { force: true })).toEqual([]);
  });

  test("is recognised by files of an earlier version", async () => {
    const out = join(temporaryFolder(), "out");
    await settle(out, zones);
    const path = join(out, manifestName);
    const { operations: _operations, ...manifest } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify(manifest));
    expect(await settle(out, none)).toEqual([expect.stringContaining("remove 3 of 3 operations")]);
    expect(await settle(out, zones)).toEqual([]);
  });

  test("names five operations and counts the rest", async () => {
    const out = join(temporaryFolder(), "out");
    await settle(out, new Map(Array.from({ length: 8 }, (_, index) => [`GET /${index}`, `get-${index}`] as const)));
    expect(await settle(out, none)).toEqual([expect.stringContaining("GET /0, GET /1, GET /2, GET /3, GET /4 and 3 more.")]);
  });
});
