// Unpacks the browser of @sparticuz/chromium once for this installation and prints its path. A process of its own, because the package
// unpacks into the TMPDIR of its process.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packageFolder = fileURLToPath(new URL("../..", import.meta.resolve("@sparticuz/chromium")));
const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
const cache = join(packageFolder, "../../.cache");
const folder = join(cache, `tallystick-chromium-${version}`);

if (!existsSync(folder)) {
  await mkdir(cache, { recursive: true });
  // Several processes may unpack at once: each unpacks next to the folder, and the first to finish names it.
  const staging = await mkdtemp(join(cache, "tallystick-unpacking-"));
  try {
    process.env["TMPDIR"] = staging;
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
process.stdout.write(join(folder, "chromium"));
