import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { addCrash, allCrashes, crashLine, readCrashes, surviveOneCrash, type Crash } from "../../emulator/crashes.js";

const trap: Crash = { process: "browser", signal: "SIGTRAP", during: ["getProtocol"] };

describe("crashLine", () => {
  test.each<[Crash, string]>([
    [trap, "The browser ended with SIGTRAP during getProtocol."],
    [{ process: "browser", code: 3, during: ["createBrowser"] }, "The browser ended with exit code 3 during createBrowser."],
    [
      { process: "browser", signal: "SIGKILL", during: ["getVersion", "listTargets"] },
      "The browser ended with SIGKILL during getVersion and listTargets.",
    ],
    [{ process: "browser", signal: "SIGKILL", during: [] }, "The browser ended with SIGKILL between two requests."],
    [{ process: "emulator", signal: "SIGSEGV" }, "The emulator ended with SIGSEGV."],
  ])("writes %j", (crash, line) => {
    expect(crashLine(crash)).toBe(line);
  });
});

test("keeps the crashes of every emulator in a folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const server: Crash = { process: "emulator", code: 1 };
  addCrash(join(folder, "one.jsonl"), trap);
  addCrash(join(folder, "one.jsonl"), server);
  addCrash(join(folder, "two.jsonl"), trap);
  expect(readCrashes(join(folder, "one.jsonl"))).toEqual([trap, server]);
  expect(readCrashes(join(folder, "three.jsonl"))).toEqual([]);
  expect(allCrashes(folder)).toHaveLength(3);
});

describe("surviveOneCrash", () => {
  /** Work whose attempts crash, fail or return as listed. */
  async function run(...attempts: { readonly crash?: Crash; readonly error?: string; readonly value?: number }[]) {
    const crashes: Crash[] = [];
    const lines: string[] = [];
    let isReady = false;
    const emulator = { crashes: () => [...crashes], ready: async () => void (isReady = true) };
    const outcome = await surviveOneCrash(
      emulator,
      async () => {
        expect(isReady).toBe(true);
        const { crash, error, value } = attempts.shift() ?? { error: "There is no further attempt." };
        if (crash !== undefined) {
          crashes.push(crash);
          isReady = false;
        }
        if (error !== undefined) throw new Error(error);
        return value;
      },
      (line) => void lines.push(line),
    ).catch((error: unknown) => String(error));
    return { outcome, lines, left: attempts.length };
  }
  const message = "The browser ended with SIGTRAP during getProtocol. It is restarted once, and what it was doing is repeated.";

  test("returns the value of work without a crash", async () => {
    expect(await run({ value: 1 })).toEqual({ outcome: 1, lines: [], left: 0 });
  });

  test("passes on a failure without a crash and repeats nothing", async () => {
    expect(await run({ error: "It differs." }, { value: 1 })).toEqual({ outcome: "Error: It differs.", lines: [], left: 1 });
  });

  test("repeats work that failed in a crash", async () => {
    expect(await run({ crash: trap, error: "It differs." }, { value: 1 })).toEqual({ outcome: 1, lines: [message], left: 0 });
  });

  test("repeats work that returned in spite of a crash", async () => {
    expect(await run({ crash: trap, value: 1 }, { value: 2 })).toEqual({ outcome: 2, lines: [message], left: 0 });
  });

  test("returns the failure of a repetition", async () => {
    expect(await run({ crash: trap, value: 1 }, { error: "It differs." })).toMatchObject({ outcome: "Error: It differs.", left: 0 });
  });

  test("fails with the second crash, not with what it caused", async () => {
    const { outcome } = await run(
      { crash: trap, error: "It differs." },
      { crash: { ...trap, signal: "SIGSEGV" }, error: "It differs." },
      { value: 1 },
    );
    expect(outcome).toBe("Error: The browser ended with SIGSEGV during getProtocol. It was restarted once before.");
  });

  test("fails with the last crash of a lost emulator, sending nothing", async () => {
    const gone: Crash[] = [
      { process: "emulator", signal: "SIGKILL" },
      { process: "emulator", signal: "SIGSEGV" },
    ];
    const work = vi.fn<() => Promise<void>>();
    const emulator = { crashes: () => gone, ready: async () => undefined };
    await expect(surviveOneCrash(emulator, work)).rejects.toThrow("The emulator ended with SIGSEGV. It was restarted once before.");
    expect(work).not.toHaveBeenCalled();
  });
});
