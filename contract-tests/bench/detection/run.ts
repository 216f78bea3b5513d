import { parseArgs } from "node:util";
import { judge, seededBreaks, seededUntouched, type Outcome } from "./judge.js";
import { installPeers, judgePrism, judgeRedocly, type PeerOutcome } from "./peers.js";

/** Prints what was found of seeded breaks, class by class, and what was said of untouched answers; beside it the same for other tools. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv].filter((argument) => argument !== "--"),
    options: { peers: { type: "boolean" }, count: { type: "string", default: "400" }, seed: { type: "string", default: "20261125" } },
  });
  const breaks = await seededBreaks(Number(values.count), Number(values.seed));
  const clean = seededUntouched(126);
  console.log(`${breaks.length} broken answers (seed ${values.seed}) and ${clean.length} untouched ones\n`);
  const ours = await judge(breaks, clean);
  const columns: { readonly name: string; readonly outcome: Outcome | PeerOutcome }[] = [{ name: "tallystick", outcome: ours }];
  if (values.peers) {
    installPeers();
    columns.push({ name: "prism proxy", outcome: await judgePrism(breaks, clean) });
    columns.push({ name: "redocly drift", outcome: await judgeRedocly(breaks, clean) });
  }
  print(columns, ours);
  for (const complaint of ours.complaints.slice(0, 20)) console.log(complaint);
  const good = ours.complaints.length === 0 && ours.scores.every((score) => score.found >= score.tried * 0.99);
  console.log(good ? "\nEvery class is found, without a false alarm." : "\nBelow the bar: 99 % in every class, no false alarm.");
  return good ? 0 : 1;
}

function print(columns: readonly { readonly name: string; readonly outcome: Outcome | PeerOutcome }[], ours: Outcome): void {
  const rows = [["class", "broken", ...columns.map(({ name }) => name)]];
  for (const { class: name, tried } of ours.scores) {
    rows.push([
      name,
      String(tried),
      ...columns.map(({ outcome }) => percent(outcome.scores.find((score) => score.class === name)?.found ?? 0, tried)),
    ]);
  }
  rows.push(["false alarms", `${ours.untouched.tried} untouched`, ...columns.map(({ outcome }) => String(outcome.untouched.falseAlarms))]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
}

function percent(found: number, tried: number): string {
  return tried === 0 ? "–" : `${((100 * found) / tried).toFixed(found === tried ? 0 : 1)} %`;
}
