import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const document = openapi({
  paths: { "/pets": { get: { operationId: "listPets", responses: { "200": { description: "The pets." } } } } },
  components: { schemas: { Pet: { type: "string", maxLenght: 3 } } },
});

/** A folder with a document that has one warning. */
function project(config?: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify({ spec: "openapi.json", out: "out", ...config }));
  return folder;
}

const generate = ["generate", "--spec", "openapi.json", "--out", "out"];

describe("generate", () => {
  test("--strict writes nothing when there is a warning", async () => {
    const folder = project();
    const run = await tallystick(folder, [...generate, "--strict"]);
    expect([run.code, existsSync(join(folder, "out"))]).toEqual([2, false]);
    expect(run.stderr).toContain("error unknown-keyword");
    expect(run.stderr).toContain("1 error\n");
  });

  test("--strict takes the severities of --severity", async () => {
    const folder = project();
    expect((await tallystick(folder, [...generate, "--strict", "--severity", "unknown-keyword=note"])).code).toBe(0);
    const other = project();
    expect((await tallystick(other, [...generate, "--severity", "unknown-keyword=error"])).code).toBe(2);
    expect(existsSync(join(other, "out"))).toBe(false);
  });

  test("strict and severity of the configuration", async () => {
    expect((await tallystick(project({ strict: true }), ["generate"])).code).toBe(2);
    const off = await tallystick(project({ strict: true, severity: { "unknown-keyword": "off" } }), ["generate"]);
    expect([off.code, off.stderr.includes("unknown-keyword")]).toEqual([0, false]);
  });

  test.each([
    [{ "unknown-keywrd": "off" }, 'severity has the unknown code "unknown-keywrd". Did you mean "unknown-keyword"?'],
    [
      { "unresolved-reference": "off" },
      'severity cannot lower "unresolved-reference": it is an error because the output would be wrong or incomplete.',
    ],
  ])("refuses the severities %j in the configuration", async (severity, says) => {
    const run = await tallystick(project({ severity }), ["generate"]);
    expect([run.code, run.stderr.includes(says)], run.stderr).toEqual([2, true]);
  });

  test("refuses an unknown code on the command line", async () => {
    const run = await tallystick(project(), [...generate, "--severity", "unknown-keywrd=off"]);
    expect([run.code, run.stderr.includes('Did you mean "unknown-keyword"?')], run.stderr).toEqual([2, true]);
  });

  test("reports have the severity that counts", async () => {
    const folder = project();
    await tallystick(folder, [...generate, "--strict", "--report", "sarif=found.sarif", "--report", "json=found.json"]);
    const sarif = JSON.parse(readFileSync(join(folder, "found.sarif"), "utf8")) as { runs: { results: { level: string }[] }[] };
    expect(sarif.runs[0]?.results.map(({ level }) => level)).toEqual(["error"]);
    expect(JSON.parse(readFileSync(join(folder, "found.json"), "utf8"))).toMatchObject([{ code: "unknown-keyword", severity: "error" }]);
  });
});

test("diff --strict refuses a document with a warning", async () => {
  const folder = project();
  expect((await tallystick(folder, ["diff", "openapi.json", "openapi.json"])).code).toBe(0);
  const run = await tallystick(folder, ["diff", "openapi.json", "openapi.json", "--strict"]);
  expect([run.code, run.stderr.includes("error unknown-keyword")], run.stderr).toEqual([2, true]);
});

test("mock --strict does not serve a document with a warning", async () => {
  const run = await tallystick(project(), ["mock", "--spec", "openapi.json", "--port", "0", "--strict"]);
  expect([run.code, run.stderr.includes("error unknown-keyword")], run.stderr).toEqual([2, true]);
});
