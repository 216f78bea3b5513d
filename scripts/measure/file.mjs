// docs/measured.json: per bench the date, the command, the commit, the machine, the versions and the results.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import prettier from "prettier";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const path = join(root, "docs", "measured.json");

export function readMeasured() {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

export async function writeMeasured(measured) {
  const sorted = Object.fromEntries(Object.entries(measured).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, await prettier.format(JSON.stringify(sorted), { ...(await prettier.resolveConfig(path)), parser: "json" }));
}

/** The class of the machine: nothing that names it. */
export function machine() {
  const [first] = cpus();
  const memoryGB = Math.round(totalmem() / 2 ** 30);
  return { cpu: first?.model.trim() ?? "unknown", cores: cpus().length, memoryGB, system: `${process.platform} ${process.arch}` };
}

/** The part of all processors that other programs use, from 0 to 1, over some seconds in which this one waits. */
export async function busyShare(seconds = 2) {
  const total = () => {
    let [idle, all] = [0, 0];
    for (const { times } of cpus()) {
      idle += times.idle;
      all += Object.values(times).reduce((sum, time) => sum + time, 0);
    }
    return { idle, all };
  };
  const before = total();
  await sleep(seconds * 1000);
  const after = total();
  return Number((1 - (after.idle - before.idle) / (after.all - before.all)).toFixed(2));
}
