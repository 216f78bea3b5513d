import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { evaluate } from "../../src/config/evaluate.js";
import { cacheFolder, makePrivateFolder } from "../../src/files/cache-folder.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

afterEach(() => void vi.unstubAllEnvs());

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

test.skipIf(isWindows)(`creates a cache that other users cannot enter${posixNote}`, () => {
  const cache = join(temporaryFolder(), "cache", "remote");
  makePrivateFolder(cache);
  expect(statSync(cache).mode & 0o777).toBe(0o700);
});

test.skipIf(isWindows)(`caches compiled code in the home folder${posixNote}`, async () => {
  const folder = temporaryFolder();
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
  const env = { ...process.env, HOME: join(folder, "home"), TMPDIR: join(folder, "tmp"), NODE_COMPILE_CACHE: undefined };
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url)), "--help"], { env });
  expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  // Node 20 has no such cache.
  expect(existsSync(join(folder, "home", ".cache", "tallystick", "compiled"))).toBe("enableCompileCache" in module);
});

describe("a TypeScript configuration", () => {
  test("imports other TypeScript files, and writes nothing", async () => {
    const folder = temporaryFolder();
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    vi.stubEnv("TMPDIR", join(folder, "tmp"));
    mkdirSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "tmp"));
    const path = join(folder, "tallystick.config.ts");
    writeFileSync(join(folder, "documents.ts"), `export enum Documents { Pets = "pets.yaml" }\n`);
    writeFileSync(path, `import { Documents } from "./documents.js";\nexport default { spec: Documents.Pets, out: "b" } satisfies object;\n`);
    expect(await evaluate(path)).toEqual({ spec: "pets.yaml", out: "b" });
    const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
    expect(found).toEqual(["documents.ts", "node_modules", "tallystick.config.ts", "tmp"]);
  });
});
