import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contract, ContractFailure, type TestContext } from "../../src/contract.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
let options: VerifyOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-contract-"));
  const spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"]));
  options = { spec, interactions: traffic };
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs what `contract` registers, as a runner would. */
async function outcomes(given: VerifyOptions): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  const tests: { readonly name: string; readonly body: (context: TestContext) => void | Promise<void> }[] = [];
  await contract(given, { describe: (_, body) => body(), test: (name, body) => tests.push({ name, body }) });
  for (const { name, body } of tests) {
    const notes: string[] = [];
    let skipped: string | undefined;
    try {
      await body({ annotate: (message, type) => notes.push(`${type}: ${message}`), skip: (reason) => (skipped = reason) });
      results.set(name, skipped === undefined ? "passed" : `skipped: ${skipped}`);
    } catch (error) {
      results.set(name, `failed: ${error instanceof ContractFailure ? error.findings.length : String(error)} findings, ${notes.length} notes`);
    }
  }
  return results;
}

test("defines one test per operation and status", async () => {
  expect(Object.fromEntries(await outcomes(options))).toEqual({
    "GET /items 200": "failed: 7 findings, 7 notes",
    "GET /items 404": "failed: 1 findings, 1 notes",
    "GET /items 500": "failed: 1 findings, 1 notes",
    "GET /items/{id} 200": "failed: 5 findings, 5 notes",
    "GET /items/{id} default": "failed: 2 findings, 2 notes",
    "PUT /items/{id} 200": "passed",
    "GET /items": "failed: 1 findings, 1 notes",
    "PUT /items/{id}": "failed: 2 findings, 2 notes",
    "GET /api/nothing 200": "failed: 1 findings, 1 notes",
  });
});

test("skips unobserved parts and fails without traffic", async () => {
  const results = await outcomes({ ...options, interactions: [] });
  expect(results.get("GET /items 200")).toBe("skipped: never observed");
  expect(results.get("some traffic was observed")).toMatch(/^failed/);
});
