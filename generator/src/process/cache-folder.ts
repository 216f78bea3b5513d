import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Where things are kept that can be made again: the nearest `node_modules/.cache`, else the system's temporary folder. */
export function cacheFolder(from: string): string {
  return packagesCache(from) ?? join(tmpdir(), `tallystick-cache-${process.getuid?.() ?? 0}`);
}

/** The nearest `node_modules/.cache`: whoever can write there could change the packages themselves. */
export function packagesCache(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, "node_modules", ".cache", "tallystick");
    if (dirname(folder) === folder) return undefined;
  }
}
