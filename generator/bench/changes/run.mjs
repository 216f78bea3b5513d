// `npm run bench:changes [-- --spec FILE] [--rounds N] [--json FILE]`: each change rule × this tool and the others, then their speed on a large document.
// `npm run measure -- changes` runs it and writes docs/reference/changes-compared.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../generate/measure.mjs";
import { writeResult } from "../result.mjs";
import { judges, patience, versions } from "./contenders.mjs";
import { readRows } from "./rows.mjs";
import { measureSpeed } from "./speed.mjs";

const { values: options } = parseArgs({
  options: { spec: { type: "string" }, rounds: { type: "string", default: "3" }, json: { type: "string" } },
});
const folder = mkdtempSync(join(tmpdir(), "tallystick-changes-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const rounds = Number(options.rounds);
const tools = Object.keys(judges);
const { changes, equivalences } = await readRows();
// Speed first: a tool of the second half may still be busy after its time is over.
const speed = await measureSpeed({ spec: options.spec, rounds, folder });
const results = { changes: await judged(changes), equivalences: await judged(equivalences), speed };
const differing = [...results.changes, ...results.equivalences].filter(
  ({ expected, verdicts }) => expected !== "warning" && verdicts.some((verdict) => (verdict === "breaking") !== (expected === "breaking")),
);
console.log(
  table([
    ["is", ...tools, "side", "row"],
    ...differing.map(({ expected, verdicts, side, name, from = "", to = "" }) => [expected, ...verdicts, side, `${name} ${from} ${to}`]),
  ]),
);
writeResult(options.json, { versions, settings: { rounds, patience, tools: tools.join(" ") }, results });
process.exit(0);

/** Two rows at a time: a verdict is no time, and most of the wait is for commands that use one core. */
async function judged(rows) {
  const found = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < rows.length; index = next++) {
      const { old, next: changed, ...row } = rows[index];
      const paths = [join(folder, `${index}-old.json`), join(folder, `${index}-new.json`)];
      for (const [side, document] of [old, changed].entries()) writeFileSync(paths[side], JSON.stringify(document));
      const verdicts = await Promise.all(tools.map((tool) => judges[tool]({ old, next: changed, paths })));
      found[index] = { ...row, verdicts };
    }
  };
  await Promise.all([work(), work()]);
  return found;
}
