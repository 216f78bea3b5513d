import { verify } from "@tallystick/contract";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../../emulator/index.js";
import { documentPath } from "../support/document.js";
import { suiteFolder } from "../support/scenarios.js";

// One of its own: scenarios that run at the same time count sessions.
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

// Of the emulator only: what is made on the way is gone when the emulator is, and the accepted findings are the emulator's.
test("the engine walks through the emulator by itself and finds only what is known", async () => {
  const { summary, baseline, operations } = await verify({
    spec: documentPath,
    baseUrl: emulator.baseUrl,
    headers: { authorization: `Bearer ${emulator.apiToken}` },
    params: join(suiteFolder, "emulator.params.yaml"),
    baseline: join(suiteFolder, "emulator.baseline.yaml"),
    methods: ["get", "post", "put", "delete"],
    negative: true,
  });
  expect({ ...summary, stale: baseline?.stale }).toMatchObject({ verdict: "pass", new: 0, stale: [] });
  expect(operations.filter(({ interactions }) => interactions === 0).map(({ operationId }) => operationId)).toEqual(["closeTarget"]);
});
