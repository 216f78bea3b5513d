// What making a file costs where the benches write: the output of a large document is thousands of them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [files, usual] = [1000, 100];

/**
 * Says so where the disk is slow at it: for five minutes after many files were removed, ext4 without a journal goes round each of them. What is made
 * here stays until the bench has ended, for that reason.
 * @param {string} folder
 */
export function tellOfSlowDisk(folder) {
  const within = join(folder, "made");
  mkdirSync(within);
  const start = performance.now();
  for (let index = 0; index < files; index += 1) writeFileSync(join(within, `${index}`), "");
  const each = ((performance.now() - start) / files) * 1000;
  if (each > usual)
    console.error(
      `Making a file takes ${each.toFixed(0)} µs here, and usually 20 to 50: if many were removed lately, wait for five minutes, or write elsewhere with --folder DIR.\n`,
    );
}
