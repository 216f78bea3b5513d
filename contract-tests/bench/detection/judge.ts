import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import { parse } from "yaml";
import { gates, type FindingClass } from "../../src/findings/finding.js";
import type { Occurrence } from "../../src/findings/collect.js";
import { compileRules } from "../../src/observe/compile-rules.js";
import type { CompiledModel } from "../../src/observe/compiled.js";
import { Observer } from "../../src/observe/observe.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { allBreaks, pick, type Break } from "./breaks.js";
import { harmless, untouched } from "./traffic.js";

export const harbour: string = fileURLToPath(new URL("harbour.yaml", import.meta.url));

export interface Score {
  readonly class: FindingClass;
  tried: number;
  found: number;
  falseAlarms: number;
}

export interface Outcome {
  readonly scores: readonly Score[];
  readonly untouched: { readonly tried: number; readonly falseAlarms: number };
  /** What was missed or said too much, one sentence each. */
  readonly complaints: readonly string[];
}

export async function openHarbour(): Promise<{ readonly model: ApiModel; readonly compiled: CompiledModel }> {
  const { model } = await openModel(harbour);
  if (model === undefined) throw new Error("The bench's own document is broken.");
  return { model, compiled: await compileRules(model) };
}

export async function seededBreaks(count: number, seed: number): Promise<readonly Break[]> {
  return pick(allBreaks(parse(await readFile(harbour, "utf8")) as Record<string, unknown>), count, seed);
}

export function seededUntouched(count: number): readonly Interaction[] {
  return Array.from({ length: count }, (_, index) => {
    const base = untouched[index % untouched.length] as Interaction;
    return index < untouched.length ? base : harmless(base, Math.floor(index / untouched.length));
  });
}

/** Every break must be found, at its place and in its class; everything else that is said is a false alarm. */
export async function judge(breaks: readonly Break[], clean: readonly Interaction[]): Promise<Outcome> {
  const { model, compiled } = await openHarbour();
  const look = (interaction: Interaction): readonly Occurrence[] => {
    const observer = new Observer(model, compiled, { urls: [interaction.request.url] });
    observer.observe(interaction);
    return observer.findings
      .all()
      .map((gathered) => gathered.first)
      .filter(gates);
  };
  const scores = new Map<FindingClass, Score>();
  const complaints: string[] = [];
  const scoreOf = (name: FindingClass): Score => {
    const known = scores.get(name) ?? { class: name, tried: 0, found: 0, falseAlarms: 0 };
    scores.set(name, known);
    return known;
  };
  for (const one of breaks) {
    const score = scoreOf(one.class);
    score.tried++;
    const found = look(one.interaction);
    const right = found.filter((finding) => finding.class === one.class && (one.at === undefined || isAt(finding, one.at)));
    const what = `${one.interaction.request.method} ${new URL(one.interaction.request.url).pathname} ${one.interaction.response?.status}: ${one.what}${one.at === undefined ? "" : ` at "${one.at}"`}`;
    if (right.length > 0) score.found++;
    else complaints.push(`missed ${one.class} (${what})`);
    for (const finding of found) {
      if (right.includes(finding)) continue;
      scoreOf(finding.class).falseAlarms++;
      complaints.push(`false alarm ${finding.class} "${finding.instancePath}" ${finding.message} (${what})`);
    }
  }
  let falseAlarms = 0;
  for (const interaction of clean) {
    for (const finding of look(interaction)) {
      falseAlarms++;
      complaints.push(`false alarm ${finding.class} "${finding.instancePath}" ${finding.message} (untouched ${interaction.origin})`);
    }
  }
  return {
    scores: [...scores.values()].toSorted((a, b) => (a.class < b.class ? -1 : 1)),
    untouched: { tried: clean.length, falseAlarms },
    complaints,
  };
}

/** At the broken value or, where that is gone, at the object that should have it. */
function isAt(finding: Occurrence, pointer: string): boolean {
  return finding.instancePath === pointer || finding.instancePath.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${finding.instancePath}/`);
}
