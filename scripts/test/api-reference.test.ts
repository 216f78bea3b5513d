import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Named {
  readonly name: string;
  readonly children?: readonly Named[];
}

test("builds the API reference without a warning, with named entry points", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-typedoc-"));
  try {
    const json = join(folder, "api.json");
    // Fails by its exit code: warnings count as errors in typedoc.config.mjs.
    const parameters = ["node_modules/typedoc/bin/typedoc", "--out", join(folder, "pages"), "--json", json];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, parameters, { cwd: root });
    expect(stdout + stderr).not.toMatch(/warning|error/i);
    expect(stdout).toMatch(/Converting project at \.\/generated/);
    const { children = [] } = JSON.parse(readFileSync(json, "utf8")) as Named;
    const entries = new Map(children.map(({ name, children: inner = [] }) => [name, inner.map((entry) => entry.name)]));
    expect(entries.get("@tallystick/browser-sessions")).toEqual(expect.arrayContaining(["index", "client", "mocks/nock"]));
    expect([...entries.values()].flat()).not.toContain("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
