import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveCases } from "../../src/cases/save.js";
import { verifyInFull } from "../../src/verify/verify.js";
import { laws } from "../../src/explore/laws/index.js";
import { breaks, document, faults, startNotes, type Fault } from "../explore/notes.js";
import { sh } from "./sh.js";

let folder: string;
let spec: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-reproduce-"));
  spec = join(folder, "notes.json");
  await writeFile(spec, JSON.stringify(document));
});
afterAll(() => rm(folder, { recursive: true }));

const identities = { other: { Authorization: "Bearer b" } };
const env = { AUTHORIZATION: "Bearer a", OTHER_AUTHORIZATION: "Bearer b" };

const some: readonly Fault[] = ["pages overlap", "bytes are read as text", "any token is accepted by patch", "unique titles race"];
const wanted = process.env["TALLYSTICK_ALL"] === "1" ? faults : some;

test.concurrent.each(wanted)("each sequence reproduces by its own script and workflow: %s", async (fault) => {
  const faulty = await startNotes(fault);
  const cases = await mkdtemp(join(folder, "cases-"));
  /** Of another server of the same kind, whose data no earlier run has changed. */
  const on = async <T>(active: readonly Fault[], replay: (url: string) => Promise<T>): Promise<T> => {
    const fresh = await startNotes(...active);
    // The two programs of a script start at different times under load.
    fresh.setPatience(600);
    try {
      return await replay(fresh.url);
    } finally {
      await fresh.close();
    }
  };
  try {
    const withoutLaws = laws.map(({ name }) => name).filter((name) => !breaks[fault].includes(name));
    const options = {
      spec,
      withoutLaws,
      headers: { Authorization: "Bearer a" },
      identities,
      writes: "own",
      seed: 1,
      runs: 4,
      maxRequests: 1_200,
    } as const;
    const { report, model, caseContext } = await verifyInFull({ ...options, baseUrl: faulty.url });
    const found = report.findings.filter(({ sequence, class: name }) => sequence !== undefined && name === "broken-law");
    expect(found.length).toBeGreaterThan(0);
    for (const { sequence, script = "" } of found) {
      if (sequence === undefined) continue;
      const shown = `${sequence.message}\n${script}`;
      const scripted = (BASE_URL: string) => sh(script, { ...env, BASE_URL });
      expect(await on([fault], scripted), shown).toMatchObject({ code: 1, err: "" });
      expect(await on([], scripted), shown).toMatchObject({ code: 0, err: "" });
      const [arazzo = ""] = await saveCases(cases, [sequence], { ...caseContext, model, spec });
      const replay = { ...options, writes: "all", arazzo: join(cases, arazzo) } as const;
      const failed = async (baseUrl: string): Promise<readonly string[]> => {
        const { report: replayed } = await verifyInFull({ ...replay, baseUrl });
        return replayed.findings.filter((one) => one.class === "workflow-failed").map(({ message }) => message);
      };
      expect(await on([fault], failed), shown).toHaveLength(1);
      expect(await on([], failed), shown).toEqual([]);
    }
  } finally {
    await faulty.close();
  }
});
