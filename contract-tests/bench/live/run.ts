import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Finding } from "../../src/findings/finding.js";
import { apis } from "./apis/index.js";
import { faultClasses, type BenchApi, type Fault, type FaultClass } from "./fault.js";
import { measure, revealing, type Measured } from "./measure.js";
import { isReproduced, reproduce } from "./reproduce.js";
import { markdown } from "./table.js";

/** What `run.mjs` passes on: the arguments, and the version of what is measured. */
export interface Bench {
  readonly parameters: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

interface FaultResult {
  readonly name: string;
  readonly class: FaultClass;
  readonly found: boolean;
  /** The first finding that reveals it. */
  readonly by?: { readonly class: string; readonly operation: string; readonly keyword: string; readonly message: string };
  readonly requests: number;
  readonly seconds: number;
  readonly cpu: number;
  /** Scripts of findings that reveal it, and those of them that fail with the fault and pass without it. */
  readonly scripts?: { readonly run: number; readonly right: number };
}

export interface ApiResult {
  readonly name: string;
  readonly style: string;
  readonly faults: readonly FaultResult[];
  readonly seeds: number;
  /** Findings on the clean variant, with the seed of the run. */
  readonly alarms: readonly string[];
  /** Calls that `--writes own` does not allow, and data that a run lost or left behind. */
  readonly harm: readonly string[];
  readonly clean: { readonly requests: number; readonly seconds: number; readonly cpu: number };
}

export interface Results {
  readonly apis: readonly ApiResult[];
  readonly byClass: readonly { readonly class: FaultClass; readonly planted: number; readonly found: number }[];
  readonly planted: number;
  readonly found: number;
  readonly alarms: number;
  readonly harm: number;
  readonly mostRequests: number;
  readonly mostCpu: number;
  readonly scripts: number;
  readonly wrongScripts: number;
}

/** Bars of the bench. */
const bars = { found: 0.85, requests: 3000, cpuSeconds: 60 };

/** Prints which planted faults `verify --writes own` finds, class by class, and what it says of the clean variants. */
export async function run({ parameters, versions }: Bench): Promise<number> {
  const { values } = parseArgs({
    args: parameters.filter((parameter) => parameter !== "--"),
    options: {
      api: { type: "string", multiple: true },
      fault: { type: "string", multiple: true },
      every: { type: "string", default: "1" },
      seeds: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
      scripts: { type: "boolean", default: false },
      time: { type: "string", default: "600" },
      json: { type: "string" },
      markdown: { type: "string" },
    },
  });
  const [every, seeds, seed] = [Number(values.every), Number(values.seeds), Number(values.seed)];
  const measured: ApiResult[] = [];
  for (const api of apis.filter(({ name }) => values.api === undefined || values.api.includes(name))) {
    const faults = api.faults.filter(({ name }, index) => (values.fault === undefined ? index % every === 0 : values.fault.includes(name)));
    if (faults.length > 0 || values.fault === undefined)
      measured.push(
        await measureApi(api, faults, {
          seeds,
          seed,
          scripts: values.scripts,
          time: 1000 * Number(values.time),
        }),
      );
  }
  const results = summary(measured);
  const text = markdown(results);
  console.log(`\n${text}`);
  if (values.markdown !== undefined) await writeFile(values.markdown, text);
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ versions, settings: { every, seeds, seed }, results }, undefined, 2));
  const good =
    results.found >= results.planted * bars.found &&
    results.alarms === 0 &&
    results.harm === 0 &&
    results.wrongScripts === 0 &&
    results.mostRequests <= bars.requests &&
    results.mostCpu <= bars.cpuSeconds;
  console.log(
    good ? "Within the bars." : "Below the bars: 85 % found, no alarm, no harm, each script reproduces, at most 3,000 requests and 60 CPU seconds.",
  );
  return good ? 0 : 1;
}

interface Settings {
  readonly seeds: number;
  readonly seed: number;
  /** Whether the script of each finding is run. */
  readonly scripts: boolean;
  /** Milliseconds for `--time`: enough that the limit of requests ends a run, also on a busy machine. */
  readonly time: number;
}

async function measureApi(api: BenchApi, faults: readonly Fault[], { seeds, seed, scripts, time }: Settings): Promise<ApiResult> {
  const clean = await measure(api, [], seed, time);
  const alarms = new Set<string>();
  /** What happened, and the first run in which it did. */
  const harm = new Map<string, string>();
  const look = (one: Measured, name: string, fault?: Fault): void => {
    const happened = [
      ...one.dangerous.map((call) => `called ${call}`),
      ...(fault?.harms === true ? [] : one.lost.map((resource) => `lost or changed ${resource}`)),
      // A fault may keep a resource from being deleted.
      ...(fault === undefined ? one.left.map((resource) => `left ${resource}`) : []),
    ];
    for (const what of happened) if (!harm.has(what)) harm.set(what, name);
    if (fault === undefined) for (const finding of one.findings) alarms.add(`${name}: ${wordsOf(finding)}`);
  };
  look(clean, `seed ${seed}`);
  for (let other = seed + 1; other < seed + seeds; other++) look(await measure(api, [], other, time), `seed ${other}`);
  console.log(`${api.name}: ${alarms.size} alarms in ${seeds} seeds, ${clean.requests} requests, ${clean.seconds.toFixed(1)} s`);
  for (const alarm of alarms) console.log(`  alarm, ${alarm}`);

  const results: FaultResult[] = [];
  for (const fault of faults) {
    const faulty = await measure(api, [fault.name], seed, time);
    look(faulty, fault.name, fault);
    const found = revealing(fault, faulty, clean);
    const [first] = found;
    const { requests, seconds, cpu } = faulty;
    const by = first && { class: first.class, operation: first.operation ?? "", keyword: first.keyword, message: first.message };
    const reproduced = scripts ? await reproduce(api, [fault.name], found) : [];
    const right = reproduced.filter(isReproduced).length;
    results.push({
      name: fault.name,
      class: fault.class,
      found: first !== undefined,
      ...(by !== undefined && { by }),
      requests,
      seconds,
      cpu,
      ...(scripts && { scripts: { run: reproduced.length, right } }),
    });
    console.log(
      `  ${first === undefined ? "missed" : "found "} ${fault.name} (${requests} requests, ${seconds.toFixed(1)} s) ${first === undefined ? "" : wordsOf(first)}`,
    );
    for (const { law, faulty: failed, clean: passed } of reproduced.filter((one) => !isReproduced(one)))
      console.log(
        `    wrong script of ${law}: exit code ${failed.code} with the fault, ${passed.code} without\n${failed.out}${failed.err}${passed.err}`,
      );
  }
  const harms = [...harm].map(([what, name]) => `${name}: ${what}`);
  for (const one of harms) console.log(`  harm, ${one.slice(0, 200)}`);
  const { requests, seconds, cpu } = clean;
  return { name: api.name, style: api.style, faults: results, seeds, alarms: [...alarms], harm: harms, clean: { requests, seconds, cpu } };
}

function wordsOf({ class: name, operation, keyword, message }: Finding): string {
  return `${name} ${operation ?? ""} ${keyword}: ${message}`;
}

function summary(measured: readonly ApiResult[]): Results {
  const faults = measured.flatMap((one) => one.faults);
  const byClass = faultClasses.map((name) => {
    const all = faults.filter((one) => one.class === name);
    return { class: name, planted: all.length, found: all.filter((one) => one.found).length };
  });
  return {
    apis: measured,
    byClass: byClass.filter(({ planted }) => planted > 0),
    planted: faults.length,
    found: faults.filter((one) => one.found).length,
    alarms: measured.reduce((sum, one) => sum + one.alarms.length, 0),
    harm: measured.reduce((sum, one) => sum + one.harm.length, 0),
    mostRequests: Math.max(0, ...measured.map((one) => one.clean.requests), ...faults.map((one) => one.requests)),
    mostCpu: Math.max(0, ...measured.map((one) => one.clean.cpu), ...faults.map((one) => one.cpu)),
    scripts: faults.reduce((sum, { scripts }) => sum + (scripts?.run ?? 0), 0),
    wrongScripts: faults.reduce((sum, { scripts }) => sum + (scripts === undefined ? 0 : scripts.run - scripts.right), 0),
  };
}
