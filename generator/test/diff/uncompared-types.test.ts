import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import picocolors from "picocolors";
import { afterAll, describe, expect, test } from "vitest";
import { renderAs } from "../../src/diff/render/formats.js";
import type { DiffReport } from "../../src/diff/report.js";
import { runDiff } from "../../src/diff/run-diff.js";

const folder = mkdtempSync(join(tmpdir(), "tallystick-uncompared-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const depth = 60;
const leaves = 20;

/** Operations that all respond with one deep schema. Its innermost properties differ between two documents of another `type`. */
function documentOf(operations: number, type: string): object {
  const ref = (index: number): object => ({ $ref: `#/components/schemas/S${index}` });
  const inner = Object.fromEntries(Array.from({ length: leaves }, (_, index) => [`leaf${index}`, { type }]));
  const levels = Array.from({ length: depth }, (_, at) => [
    `S${at}`,
    { type: "object", properties: at === depth - 1 ? inner : { next: ref(at + 1) } },
  ]);
  const get = { responses: { 200: { description: "OK", content: { "application/json": { schema: ref(0) } } } } };
  return {
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    paths: Object.fromEntries(Array.from({ length: operations }, (_, index) => [`/p${index}`, { get: { ...get, operationId: `get${index}` } }])),
    components: { schemas: Object.fromEntries(levels) as object },
  };
}

async function compare(operations: number): Promise<DiffReport> {
  const [old = "", next = ""] = ["string", "integer"].map((type) => {
    const path = join(folder, `${operations}-${type}.json`);
    writeFileSync(path, JSON.stringify(documentOf(operations, type)));
    return path;
  });
  const { output } = await runDiff(old, next, { today: "2026-12-01", format: "json" });
  return JSON.parse(output) as DiffReport;
}

// A response has 20 paths of 60 steps: the bound of 250,000 steps is exceeded after 209 responses.
describe("the bound of steps", { timeout: 60_000 }, () => {
  test("adds no note below it", async () => {
    const report = await compare(208);
    expect(report.changes.length).toBeGreaterThan(0);
    expect(report.notes).toBeUndefined();
  });

  test("is reported in each format", async () => {
    const report = await compare(220);
    const note =
      "The generated types of 11 bodies, parameters and schemas are too large to compare. The rule of each change there decides whether it breaks types.";
    expect(report.notes).toEqual([note]);
    for (const format of ["text", "markdown", "html"] as const)
      expect(renderAs(format, report, "wire", picocolors.createColors(false)), format).toContain(note);
    const schema = JSON.parse(readFileSync(fileURLToPath(new URL("../../schema/diff.schema.json", import.meta.url)), "utf8")) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });
});
