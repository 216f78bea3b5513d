import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sha256 } from "../../src/algorithms/sha256.js";
import { evaluate } from "../../src/config/evaluate.js";
import { cacheFolder, readCachedCode, writeCachedCode } from "../../src/files/cache-folder.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

afterEach(() => void vi.unstubAllEnvs());
const isRoot = process.getuid?.() === 0;

test.skipIf(isWindows)(`caches in the user's cache folder where there are no packages${posixNote}`, () => {
  const folder = temporaryFolder();
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  expect(cacheFolder(folder)).toBe(join(folder, "cache", "tallystick"));
  // A relative path is invalid by the specification.
  vi.stubEnv("XDG_CACHE_HOME", "cache");
  expect(cacheFolder(folder).startsWith(homedir())).toBe(true);
  mkdirSync(join(folder, "node_modules"));
  expect(cacheFolder(join(folder, "sub"))).toBe(join(folder, "node_modules", ".cache", "tallystick"));
});

describe.skipIf(isWindows)(`code in the cache${posixNote}`, () => {
  test("is read as it was written, in a folder that nobody else may enter", () => {
    const file = join(temporaryFolder(), "cache", "code.mjs");
    writeCachedCode(file, "export default 1;");
    expect(readCachedCode(file)?.toString()).toBe("export default 1;");
    expect([statSync(dirname(file)).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  test.each<[string, (file: string) => void]>([
    ["in a folder that all may write to", (file) => chmodSync(dirname(file), 0o777)],
    ["in a folder that a group may write to", (file) => chmodSync(dirname(file), 0o775)],
    ["that all may write to", (file) => chmodSync(file, 0o666)],
    ...(isRoot
      ? ([
          ["in a folder of another user", (file) => chownSync(dirname(file), 12_345, 12_345)],
          ["of another user", (file) => chownSync(file, 12_345, 12_345)],
        ] satisfies [string, (file: string) => void][])
      : []),
  ])("is not read %s", (_where, spoil) => {
    const file = join(temporaryFolder(), "cache", "code.mjs");
    writeCachedCode(file, "1");
    spoil(file);
    expect(readCachedCode(file)).toBeUndefined();
  });

  test("is neither read nor written through a link", () => {
    const folder = temporaryFolder();
    writeCachedCode(join(folder, "real", "code.mjs"), "1");
    symlinkSync("real", join(folder, "link"));
    symlinkSync("code.mjs", join(folder, "real", "link.mjs"));
    expect([readCachedCode(join(folder, "link", "code.mjs")), readCachedCode(join(folder, "real", "link.mjs"))]).toEqual([undefined, undefined]);
    writeCachedCode(join(folder, "link", "new.mjs"), "1");
    expect(existsSync(join(folder, "real", "new.mjs"))).toBe(false);
  });
});

describe("a TypeScript configuration", () => {
  const source = `export default { spec: "a.yaml" as string, out: "b" };`;
  const planted = `export default { spec: "planted", out: "planted" };`;

  function configuration(): string {
    const path = join(temporaryFolder(), "tallystick.config.ts");
    writeFileSync(path, source);
    return path;
  }

  test("does not execute what another user planted in the system's temporary folder", async () => {
    const path = configuration();
    vi.stubEnv("TMPDIR", temporaryFolder());
    vi.stubEnv("XDG_CACHE_HOME", temporaryFolder());
    const folder = join(process.env["TMPDIR"] ?? "", `tallystick-cache-${process.getuid?.() ?? 0}`);
    mkdirSync(folder);
    writeFileSync(join(folder, `config-${sha256(source).slice(0, 16)}.mjs`), planted);
    expect(await evaluate(path)).toEqual({ spec: "a.yaml", out: "b" });
  });

  test.skipIf(isWindows)(`does not execute what lies in a cache folder that others can write to${posixNote}`, async () => {
    const path = configuration();
    vi.stubEnv("XDG_CACHE_HOME", temporaryFolder());
    const file = join(cacheFolder(dirname(path)), "config", `${sha256(source).slice(0, 16)}.mjs`);
    expect(await evaluate(path)).toEqual({ spec: "a.yaml", out: "b" });
    expect(readFileSync(file, "utf8")).toContain('"a.yaml"');
    // What only the user can write is executed: this is what the cache is for.
    writeFileSync(file, planted);
    expect(await evaluate(path)).toEqual({ spec: "planted", out: "planted" });
    chmodSync(dirname(file), 0o777);
    expect(await evaluate(path)).toEqual({ spec: "a.yaml", out: "b" });
  });

  test("is read where nothing can be cached", async () => {
    vi.stubEnv("XDG_CACHE_HOME", "/dev/null/cache");
    expect(await evaluate(configuration())).toEqual({ spec: "a.yaml", out: "b" });
  });
});
