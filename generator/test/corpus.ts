import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { missingShared, sharedFolder } from "./shared.js";

/** The documents of the corpus by file name: `github.json`. Empty without the shared folder. */
export const corpus: readonly string[] = missingShared
  ? []
  : readdirSync(join(sharedFolder, "corpus"))
      .filter((name) => name.endsWith(".gz"))
      .map((name) => name.slice(0, -3));

/** A document of the corpus as a file, until the test ends. */
export function corpusFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-corpus-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, gunzipSync(readFileSync(join(sharedFolder, "corpus", `${name}.gz`))));
  return path;
}
