import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Removes a folder and sees to it that it stays away: what a browser had started notices its end a moment later, and until then may write into the
 * folder, or make it once more.
 */
export async function removeForGood(folder: string): Promise<void> {
  for (let quiet = 0, attempt = 0; quiet < 3 && attempt < 200; attempt++) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    await sleep(50);
    quiet = existsSync(folder) ? 0 : quiet + 1;
  }
}
