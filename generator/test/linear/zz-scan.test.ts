import { test } from "vitest";
import { writeFileSync, appendFileSync } from "node:fs";
import { places, parts, run } from "./generation.test.js";
test("scan", async () => {
  writeFileSync("/tmp/scan.out", "");
  for (const [name, documentOf] of Object.entries(places))
    for (const part of parts) {
      const times: number[] = [];
      for (const size of [20_000, 80_000]) {
        const text = JSON.stringify(documentOf(`a${part.repeat(Math.ceil(size / part.length))}b`));
        const before = process.cpuUsage();
        let e = "";
        try {
          await run(text);
        } catch (error) {
          e = String((error as Error).stack).slice(0, 300);
        }
        const { user, system } = process.cpuUsage(before);
        times.push((user + system) / 1000);
        if (e) appendFileSync("/tmp/scan.out", `THROWS ${name} ${JSON.stringify(part)} ${size} ${e}\n`);
        if (times[0]! > 5000) break;
      }
      if (times.at(-1)! > 700) appendFileSync("/tmp/scan.out", `${name} ${JSON.stringify(part)} ${times.map(Math.round).join(" ")}\n`);
    }
  appendFileSync("/tmp/scan.out", "END\n");
}, 3_000_000);
