import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

type Responses = Readonly<Record<string, unknown>>;

const zones: Responses = { "200": { description: "Zones.", content: { "application/json": { schema: { $ref: "#/components/schemas/Zones" } } } } };
const schemas = { Zones: { type: "array", items: { type: "string" } } };

/** A document of so many operations. @param broken Replacements of operations, by their number. */
function document(count: number, broken: Readonly<Record<number, unknown>> = {}): object {
  const paths = Array.from({ length: count }, (_, index) => [
    `/zones/${index}`,
    { get: broken[index] ?? { operationId: `get${index}`, responses: zones } },
  ]);
  return openapi({ paths: Object.fromEntries(paths), components: { schemas } });
}

/** A folder with documents by name. */
function project(documents: Readonly<Record<string, object>>): string {
  const folder = temporaryFolder();
  for (const [name, value] of Object.entries(documents)) writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
  return folder;
}

const generate = ["generate", "--spec", "openapi.json", "--out", "out", "--only", "types"];

interface Printed {
  readonly losses: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly others?: readonly { readonly pointer: string; readonly line: number }[];
  }[];
}

describe("a document with missing parts", () => {
  test("is generated with a warning and all locations", async () => {
    const pattern = { type: "string", pattern: "(?i)a" };
    const value = { ...document(3), components: { schemas: { ...schemas, A: pattern, B: pattern, C: pattern, D: pattern } } };
    const folder = project({ "openapi.json": value });
    const { code, stderr } = await tallystick(folder, generate);
    expect(code).toBe(0);
    expect(stderr).toContain(
      "4 schema keywords are ignored, so more values are accepted: #/components/schemas/A/pattern, #/components/schemas/B/pattern, #/components/schemas/C/pattern and 1 more.",
    );
    expect(stderr).toMatch(/^out: 7 files, 7 changes, 4 losses, [\d.]+ s\.$/m);
    // Also of a run that has nothing to do.
    expect((await tallystick(folder, generate)).stderr).toContain("out is up to date (7 files, 4 losses).");
    const { stdout } = await tallystick(folder, [...generate, "--json", "--report", "sarif=out.sarif"]);
    const { losses, diagnostics } = JSON.parse(stdout) as Printed;
    const lost = diagnostics.filter(({ code: each }) => each === "lost-parts");
    expect({ losses, lost }).toEqual({
      losses: 4,
      lost: [expect.objectContaining({ severity: "warning", pointer: "#/components/schemas/A/pattern", line: expect.any(Number) as number })],
    });
    expect(lost[0]?.others?.map(({ pointer }) => pointer)).toEqual(["B", "C", "D"].map((name) => `#/components/schemas/${name}/pattern`));
    const sarif = JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8")) as {
      runs: { results: { ruleId: string; relatedLocations?: unknown[] }[] }[];
    };
    expect(sarif.runs[0]?.results.find(({ ruleId }) => ruleId === "lost-parts")?.relatedLocations).toHaveLength(3);
  });

  test("is rejected if more than 5 % of the operations are affected", async () => {
    const one = project({ "openapi.json": document(20, { 3: 5 }) });
    expect((await tallystick(one, generate)).code).toBe(0);
    const two = project({ "openapi.json": document(20, { 3: 5, 4: { responses: { "200": "#/nowhere".length } } }) });
    const { code, stderr } = await tallystick(two, generate);
    expect(code).toBe(2);
    expect(stderr).toContain("error too-many-losses\n  Too much of the document is lost: 2 of 20 operations (10 %). The limit is 5 %.");
    expect(stderr).toContain("1 of 20 operations is missing: #/paths/~1zones~13/get.");
    expect(stderr).toContain("1 of 20 operations has a result or a body of an unknown type, although the document describes it: GET /zones/4.");
    expect(existsSync(join(two, "out"))).toBe(false);
    expect((await tallystick(two, [...generate, "--allow-loss"])).code).toBe(0);
    writeFileSync(join(two, "tallystick.config.json"), JSON.stringify({ spec: "openapi.json", out: "configured", only: ["types"], allowLoss: true }));
    expect((await tallystick(two, ["generate"])).code).toBe(0);
  });

  test.each([
    ["schemas", { components: { schemas: { A: 5, B: 6 } } }, "all component schemas"],
    ["parameters", { paths: { "/a": { parameters: [5, { name: "b" }], get: { responses: { "204": { description: "" } } } } } }, "all parameters"],
  ])("is rejected if all %s are lost", async (_, rest, lost) => {
    const { code, stderr } = await tallystick(project({ "openapi.json": openapi({ paths: {}, ...rest }) }), generate);
    expect(code).toBe(2);
    expect(stderr).toContain(`Too much of the document is lost: ${lost}.`);
  });
});

describe("a document without operations and schemas", () => {
  test.each([{ paths: {} }, { paths: null }, { paths: [] }, { paths: { "/a": null } }, { paths: {}, components: { schemas: {} } }])(
    "is rejected: %j",
    async (rest) => {
      const folder = project({ "openapi.json": openapi(rest), "old.json": document(2) });
      const { code, stderr } = await tallystick(folder, [...generate, "--allow-loss"]);
      expect(code).toBe(2);
      expect(stderr).toContain("error nothing-described");
      expect(existsSync(join(folder, "out"))).toBe(false);
      for (const names of [
        ["old.json", "openapi.json"],
        ["openapi.json", "old.json"],
      ])
        expect((await tallystick(folder, ["diff", ...names])).code).toBe(2);
      expect((await tallystick(folder, ["mock", "--spec", "openapi.json", "--port", "0"])).code).toBe(2);
    },
  );

  test("is generated if it has schemas", async () => {
    const folder = project({ "openapi.json": openapi({ paths: {}, components: { schemas } }) });
    expect((await tallystick(folder, generate)).code).toBe(0);
  });
});

describe("diff", () => {
  test("rejects large losses in either document unless allowed", async () => {
    const folder = project({ "whole.json": document(3), "lossy.json": document(3, { 1: 5 }) });
    for (const names of [
      ["whole.json", "lossy.json"],
      ["lossy.json", "whole.json"],
    ]) {
      const { code, stdout, stderr } = await tallystick(folder, ["diff", ...names]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(
        "lossy.json:1:1 error too-many-losses\n  Too much of the document is lost: 1 of 3 operations (33.3 %). The limit is 5 %.",
      );
      expect(stderr).toContain("1 of 3 operations is missing: #/paths/~1zones~11/get.");
    }
    const { code, stderr } = await tallystick(folder, ["diff", "whole.json", "lossy.json", "--allow-loss"]);
    expect(code).toBe(1);
    expect(stderr).toContain("warning lost-parts");
  });
});

describe("an output that would lose more than half of its operations", () => {
  test("is kept without --force", { timeout: 60_000 }, async () => {
    const folder = project({ "openapi.json": document(4) });
    const run = ["generate", "--spec", "openapi.json", "--out", "out", "--only", "client"];
    expect((await tallystick(folder, run)).code).toBe(0);
    const before = readFileSync(join(folder, "out/.tallystick.json"), "utf8");

    const filtered = await tallystick(folder, [...run, "--include", "get0"]);
    expect(filtered.code).toBe(2);
    expect(filtered.stderr).toContain('This run would remove 3 of 4 operations from "out": GET /zones/1, GET /zones/2, GET /zones/3.');
    expect(filtered.stderr).toContain("This run selects a part of the document: --include get0 --only client.");
    expect((await tallystick(folder, [...run.slice(0, -1), "types"])).stderr).toContain("This run would remove 4 of 4 operations");

    writeFileSync(join(folder, "openapi.json"), JSON.stringify(document(1)));
    const smaller = await tallystick(folder, run);
    expect(smaller.code).toBe(2);
    expect(smaller.stderr).toContain("No files were changed. To remove these operations, run again with --force.");
    expect(readFileSync(join(folder, "out/.tallystick.json"), "utf8")).toBe(before);
    const checked = await tallystick(folder, [...run, "--check"]);
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain("out is not up to date");

    expect((await tallystick(folder, [...run, "--force"])).code).toBe(0);
    expect((await tallystick(folder, [...run, "--check"])).code).toBe(0);
  });
});
