import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { judge, seededBreaks, seededUntouched, type Outcome } from "./judge.js";
import { judgePrism, judgeRedocly, type PeerOutcome } from "./peers.js";

/** What `run.mjs` passes on: the arguments, the exact versions of what is compared, and the Node that Prism runs on. */
export interface Bench {
  readonly parameters: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly prismNode?: { readonly program: string; readonly version: string };
}

/** Prints the detected breaks by class and the findings about valid responses, and the same for other tools. */
export async function run({ parameters, versions, prismNode }: Bench): Promise<number> {
  const { values } = parseArgs({
    args: parameters.filter((parameter) => parameter !== "--"),
    options: {
      peers: { type: "boolean" },
      count: { type: "string", default: "400" },
      seed: { type: "string", default: "20261125" },
      json: { type: "string" },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const breaks = await seededBreaks(count, seed);
  const clean = seededUntouched(126);
  console.log(`${breaks.length} broken responses (seed ${seed}) and ${clean.length} untouched ones\n`);
  const ours = await judge(breaks, clean);
  const columns: { readonly name: string; readonly outcome: Outcome | PeerOutcome }[] = [{ name: "tallystick", outcome: ours }];
  if (prismNode !== undefined) {
    columns.push({ name: "prism proxy", outcome: await judgePrism(prismNode.program, breaks, clean) });
    columns.push({ name: "redocly drift", outcome: await judgeRedocly(breaks, clean) });
  }
  print(columns, ours);
  for (const complaint of ours.complaints.slice(0, 20)) console.log(complaint);
  if (values.json !== undefined) {
    const all = (await seededBreaks(Number.MAX_SAFE_INTEGER, seed)).length;
    const results = columns.map(({ name, outcome: { scores, untouched } }) => ({ name, scores, untouched }));
    await writeFile(
      values.json,
      JSON.stringify({ versions, settings: { count, seed, known: all, ...(prismNode && { prismNode: prismNode.version }) }, results }),
    );
  }
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
