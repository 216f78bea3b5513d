import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { printed } from "../report/printed.js";

/** A document with one warning, which is about no operation. */
const document = {
  openapi: "3.1.0",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "https://pets.example" }],
  paths: { "/pets": { get: { operationId: "listPets", responses: { "200": { description: "The pets." } } } } },
  components: { schemas: { Pet: { type: "string", maxLenght: 3 } } },
};

const interaction: Interaction = {
  origin: "run.har",
  startedAt: "2026-03-01T10:00:00.000Z",
  request: { method: "GET", url: "https://pets.example/pets", headers: [] },
  response: { status: 200, headers: [] },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-severity-"));
  await writeFile(join(folder, "openapi.json"), JSON.stringify(document));
  await writeFile(join(folder, "run.har"), JSON.stringify(toHar([interaction])));
});
afterAll(() => rm(folder, { recursive: true }));

const commands = {
  verify: (...flags: string[]) => printed(runVerify, "--spec", join(folder, "openapi.json"), "--har", join(folder, "run.har"), ...flags),
  record: (...flags: string[]) =>
    printed(runRecord, "--spec", join(folder, "openapi.json"), "--har", join(folder, "run.har"), "--out", join(folder, "out"), ...flags),
};

describe.each(["verify", "record"] as const)("%s", (name) => {
  const run = commands[name];

  test.each([[["--strict"]], [["--severity", "unknown-keyword=error"]], [["--strict", "--severity", "unknown-keyword=warning"]]])(
    "refuses a document with a warning: %j",
    async (flags) => {
      const { code, err } = await run(...flags);
      expect([code, err.match(/error unknown-keyword/g)?.length], err).toEqual([2, 1]);
      expect(existsSync(join(folder, "out"))).toBe(false);
    },
  );

  test.each([
    [[]],
    [["--severity", "unknown-keyword=note"]],
    [["--strict", "--severity", "unknown-keyword=note"]],
    [["--strict", "--severity", "unknown-keyword=off"]],
  ])("uses the document: %j", async (flags) => {
    const { code, err } = await run(...flags);
    expect([code, err.includes("unknown-keyword")], err).toEqual([0, false]);
    await rm(join(folder, "out"), { recursive: true, force: true });
  });

  test.each([
    ["unknown-keywrd=off", 'Did you mean "unknown-keyword"?'],
    ["unresolved-reference=off", "it is an error because the output would be wrong or incomplete"],
    ["unknown-keyword=loud", '--severity must give "unknown-keyword" one of error, warning, note, off'],
  ])("refuses --severity %s", async (severity, says) => {
    const { code, err } = await run("--severity", severity);
    expect([code, err.includes(says)], err).toEqual([2, true]);
  });
});
