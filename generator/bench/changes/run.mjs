// `npm run bench:changes [-- --spec FILE] [--rounds N] [--rows] [--speed]`: each kind of change × this tool and the others, then their speed on a large document.
// --rows or --speed does one half and keeps the other; docs/reference/changes-compared.md is written from both.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { table } from "../generate/measure.mjs";
import { judges, patience, versions } from "./contenders.mjs";
import { root } from "../generate/documents.mjs";
import { page } from "./page.mjs";
import { readRows } from "./rows.mjs";
import { measureSpeed } from "./speed.mjs";

const { values: options } = parseArgs({
  options: {
    spec: { type: "string" },
    rounds: { type: "string", default: "3" },
    rows: { type: "boolean", default: false },
    speed: { type: "boolean", default: false },
  },
});
const both = options.rows === options.speed;
const folder = mkdtempSync(join(tmpdir(), "tallystick-changes-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

// Each half is kept, so that the page can be written after either.
const kept = (half) => fileURLToPath(new URL(`node_modules/.${half}.json`, import.meta.url));
if (both || options.rows) writeFileSync(kept("rows"), JSON.stringify(await judgeRows()));
if (both || options.speed)
  writeFileSync(kept("speed"), JSON.stringify(await measureSpeed({ spec: options.spec, rounds: Number(options.rounds), folder })));
const [rows, speed] = ["rows", "speed"].map((half) => (existsSync(kept(half)) ? JSON.parse(readFileSync(kept(half), "utf8")) : undefined));
if (rows !== undefined) writeFileSync(join(root, "docs", "reference", "changes-compared.md"), page({ rows, speed, versions }));

async function judgeRows() {
  const { changes, equivalences } = await readRows();
  const judged = async ({ old, next, ...row }) => {
    const paths = [join(folder, "old.json"), join(folder, "new.json")];
    for (const [index, document] of [old, next].entries()) writeFileSync(paths[index], JSON.stringify(document));
    // One command and one library at a time would leave a processor with nothing to do.
    const verdicts = await Promise.all(Object.entries(judges).map(async ([tool, judge]) => [tool, await judge({ old, next, paths })]));
    return { ...row, verdicts: Object.fromEntries(verdicts) };
  };
  const found = { date: new Date().toISOString().slice(0, 10), node: process.versions.node, patience, changes: [], equivalences: [] };
  for (const row of changes) found.changes.push(await judged(row));
  for (const row of equivalences) found.equivalences.push(await judged(row));

  const differing = [...found.changes, ...found.equivalences].filter(
    ({ expected, verdicts }) =>
      expected !== "warning" && Object.values(verdicts).some((verdict) => (verdict === "breaking") !== (expected === "breaking")),
  );
  console.log(
    table([
      ["is", ...Object.keys(judges), "side", "row"],
      ...differing.map((row) => [row.expected, ...Object.values(row.verdicts), row.side, row.name]),
    ]),
  );
  return found;
}
