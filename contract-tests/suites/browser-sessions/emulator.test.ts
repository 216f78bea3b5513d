import { verify } from "@tallystick/contract";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitations, startEmulator, surviveOneCrash, writeParams, type Emulator } from "../../emulator/index.js";
import { documentPath } from "../support/document.js";
import { suiteFolder } from "../support/scenarios.js";

// One of its own: scenarios that run at the same time count sessions.
let emulator: Emulator;
let folder: string;
beforeAll(async () => {
  emulator = await startEmulator();
  folder = await mkdtemp(join(tmpdir(), "tallystick-walk-"));
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

// Of the emulator only: what is made on the way is gone when the emulator is, and the accepted findings are the emulator's.
test("a live run against the emulator finds only known deviations", async () => {
  const params = join(folder, "params.yaml");
  await writeParams(join(suiteFolder, "emulator.params.yaml"), params, emulator.browser);
  const walk = () =>
    verify({
      spec: documentPath,
      baseUrl: emulator.baseUrl,
      headers: { authorization: `Bearer ${emulator.apiToken}` },
      params,
      baseline: join(suiteFolder, "emulator.baseline.yaml"),
      writes: "all",
      negative: true,
      seed: 1,
      // Each attempt opens browsers, and what laws find of the emulator is known: it has no accounts and no pages.
      withoutLaws: ["all"],
    });
  const { summary, baseline, operations, findings } = await surviveOneCrash(emulator, walk);
  const open = findings.filter(({ class: kind }) => kind !== "never-observed" && kind !== "known-deviation");
  expect(open.map(({ class: kind, operation, status, message }) => `${kind} ${operation} ${status}: ${message}`)).toEqual([]);
  expect({ ...summary, stale: baseline?.stale }).toMatchObject({ verdict: "pass", new: 0, stale: [] });
  const notTried = limitations[emulator.browser.origin].flatMap((limitation) => limitation.operations);
  expect(operations.filter(({ interactions }) => interactions === 0).map(({ operationId }) => operationId)).toEqual(["closeTarget", ...notTried]);
});
