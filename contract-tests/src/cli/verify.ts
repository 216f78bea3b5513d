import { isThere, mayWrite, mayWriteInto, parseShard, UsageError, writeWhole } from "tallystick";
import { fleetOptions, parseCommand, withHeading, type Command, type Values } from "tallystick/cli";
import { jsonText, plain } from "tallystick/model";
import { saveCases } from "../cases/save.js";
import { plural } from "../plural.js";
import { parseReportFlags, reportHelp, writeReports } from "../report/write.js";
import { terminalSummary } from "../report/terminal.js";
import { overlayOf } from "../suggest/overlay.js";
import type { VerifyOptions } from "../verify/options.js";
import { planVerification, verifyInFull, type Verification } from "../verify/verify.js";
import { paramsFile } from "../explore/params-file.js";
import { documentOfArazzo } from "../verify/run-arazzo.js";
import { headerOption, headersOf } from "./header-flag.js";
import { documentOptions, documentTable, namedDocument } from "./document-flags.js";
import { interruptible } from "./interruptible.js";
import { refused } from "./refused.js";
import { planText } from "../explore/plan.js";
import { exploreSettings, exploreTable, walkSettings, walkTable } from "./walk-flags.js";

export const verifyCommand = {
  name: "verify",
  usage: ["verify [--spec <path>] (--base-url <url> [--arazzo <file>] | --har <file…> | --recordings <dir>)"],
  options: {
    "base-url": { value: "url", help: "Send requests to this server; no other server is contacted" },
    har: { value: "file…", many: true, help: "Read the traffic from HAR files; may be repeated" },
    recordings: { value: "dir", help: "Read the traffic from a folder of recordings" },
    report: { value: "kind", many: true, help: reportHelp },
    json: { help: "Print the JSON report and nothing else; with --plan the plan" },
    quiet: { help: "Print errors only" },
    ...withHeading("Document", documentTable),
    ...withHeading("Operations and requests", {
      ...walkTable,
      shard: { value: "n/m", help: "Verify the n-th of m parts of the operations, such as 3/8; join them with tallystick report --merge" },
      header: headerOption,
      params: { value: "file", help: "Values for parameters and bodies (params.yaml)" },
      "init-params": { help: "Write the file for --params, with known values and gaps to fill" },
      negative: { help: "Also send invalid requests: values beyond their bounds, invalid bodies, missing credentials" },
      plan: { value: "file", shown: "[=<file>]", help: "Print the requests with their reasons, or write them as JSON; nothing is sent" },
      ...exploreTable,
      "save-cases": { value: "dir", help: "Write each sequence that breaks a law as a shell script and an Arazzo 1.1 workflow" },
    }),
    ...withHeading("Arazzo workflows", {
      arazzo: { value: "file", help: "Run the workflows of this Arazzo document (1.0 or 1.1) instead of other requests" },
      workflow: { value: "id", many: true, help: "Only this workflow; may be repeated (default: workflows that no other one calls)" },
      input: { value: "name=value", many: true, help: "Input of the workflows; may be repeated" },
    }),
    ...withHeading("Findings", {
      usage: {
        value: "manifest",
        many: true,
        help: "Usage manifest of a consumer: a file, a folder, git:REF:path or npm:package#path; may be repeated",
      },
      baseline: { value: "file", help: "YAML list of accepted findings, each with a reason" },
      "update-baseline": { help: "Write the findings of this run to the baseline" },
      suggest: { value: "file", help: "Write an OpenAPI Overlay that corrects the document" },
    }),
    // Tallystick itself reads these, and starts one run for each document.
    ...withHeading("Many documents", fleetOptions),
  },
  end: [
    "Examples:",
    "  tallystick verify --spec openapi.yaml --base-url http://127.0.0.1:3000 --report html=report.html",
    "  tallystick verify --spec openapi.yaml --har traffic.har",
    "",
    "Exit codes: 0 no new finding · 1 findings, or nothing verified · 2 bad usage or a bad document · 3 internal error.",
  ],
} as const satisfies Command;

/** `tallystick verify`: the exit code; everything else is printed or written. */
export async function runVerify(argv: readonly string[]): Promise<number> {
  try {
    const flags = await parseFlags(argv);
    if (flags === "help") return 0;
    refuseUnwritable(flags);
    if (flags.plan !== undefined) return await printPlan(flags, flags.plan);
    const isWriting = (flags.options.writes ?? "none") !== "none";
    const removing = isWriting ? " Items of this run are removed. Press Ctrl-C again to leave them." : "";
    const stopping = `Stopping. The report covers the traffic up to now.${removing}`;
    const verification = await interruptible(stopping, (signal, onItems) => verifyInFull({ ...flags.options, signal, onItems }));
    return await finish(verification, flags);
  } catch (error) {
    return await refused(error, "verify", argv);
  }
}

/** `-`: to the terminal. */
async function printPlan({ options, json, quiet }: Flags, path: string): Promise<number> {
  const plan = await planVerification(options);
  const text = `${JSON.stringify(plan, undefined, 2)}\n`;
  if (path !== "-") writeWhole(path, text);
  if (json) process.stdout.write(text);
  else if (!quiet) process.stdout.write(planText(plan));
  return 0;
}

/** Files that the run writes at its end. One that cannot be written is reported before the first request. */
function refuseUnwritable({ reports, suggest, initParams, options, plan, saveCases: folder }: Flags): void {
  if (initParams !== undefined && isThere(initParams)) {
    const todo = "Name another file with --params FILE.";
    throw new UsageError(`"${initParams}" already exists. --init-params does not replace it.`, { help: todo });
  }
  if (folder !== undefined) mayWriteInto(folder);
  const baseline = options.updateBaseline === true ? options.baseline : undefined;
  for (const path of [...reports.map((report) => report.path), suggest, initParams, baseline, plan === "-" ? undefined : plan])
    if (path !== undefined && path !== "") mayWrite(path);
}

async function finish(verification: Verification, flags: Flags): Promise<number> {
  const { report } = verification;
  // GitHub reads annotations from both.
  const annotations = flags.json ? process.stderr : process.stdout;
  await writeReports([verification], flags.reports, (text) => void annotations.write(text));
  if (flags.json) process.stdout.write(`${jsonText(report, 2)}\n`);
  if (flags.saveCases !== undefined) await save(verification, flags.saveCases, flags);
  if (flags.suggest !== undefined) writeWhole(flags.suggest, overlayOf(report));
  if (flags.initParams !== undefined) writeWhole(flags.initParams, paramsFile(verification.notExercised, verification.filledFrom, verification.pool));
  if (flags.quiet) return report.summary.exitCode;
  process.stdout.write(terminalSummary(report, { written: flags.reports, color: process.stdout.isTTY === true }));
  for (const line of writtenLines(verification, flags)) process.stdout.write(`${line}\n`);
  return report.summary.exitCode;
}

/** The files that the command wrote, each with the next action. */
function writtenLines({ report, notExercised }: Verification, { suggest, initParams, options }: Flags): readonly string[] {
  const lines: string[] = [];
  if (initParams !== undefined) {
    const gaps = notExercised.filter(({ add }) => add?.startsWith("operations:")).length;
    const todo = gaps === 0 ? "" : ` Complete the lines in comments (${plural(gaps, "operation")}).`;
    lines.push(`Wrote ${plain(initParams)}.${todo} Use it with --params ${plain(initParams)}.`);
  }
  if (suggest !== undefined) {
    const count = report.findings.filter(({ suggestion }) => suggestion !== undefined).length;
    const next =
      count === 0 ? "It has no change." : `Review its changes for ${plural(count, "finding")}, then use it with --overlay ${plain(suggest)}.`;
    lines.push(`Wrote ${plain(suggest)}. ${next}`);
  }
  if (options.updateBaseline === true && options.baseline !== undefined) {
    const unexplained = report.baseline?.stale.filter(({ problem }) => problem === "needs-reason").length ?? 0;
    const need = unexplained === 1 ? "1 entry needs a reason, and fails" : `${unexplained} entries need a reason, and fail`;
    const todo = unexplained === 0 ? "" : ` ${need} the run until you write it.`;
    lines.push(`Wrote ${plain(options.baseline)}.${todo}`);
  }
  return lines;
}

/** Writes the cases of all findings that have a reproduced sequence. */
async function save({ report, model, caseContext }: Verification, folder: string, { options, quiet }: Flags): Promise<void> {
  const sequences = report.findings.flatMap(({ sequence }) => (sequence === undefined ? [] : [sequence]));
  const written = await saveCases(folder, sequences, { ...caseContext, model, spec: options.spec });
  if (quiet) return;
  process.stdout.write(`Wrote ${plural(written.length, "file")} to ${plain(folder)}.\n`);
  const flaky = sequences.filter(({ certain }) => certain === "flaky").length;
  if (flaky > 0) process.stdout.write(`Did not save ${plural(flaky, "flaky sequence")}. The reports show the requests.\n`);
}

interface Flags {
  readonly options: VerifyOptions;
  readonly reports: ReturnType<typeof parseReportFlags>;
  readonly suggest: string | undefined;
  /** The file to write. */
  readonly initParams: string | undefined;
  /** The file for the plan, or `-` for the terminal. */
  readonly plan: string | undefined;
  readonly saveCases: string | undefined;
  /** Whether standard output is the JSON report. */
  readonly json: boolean;
  readonly quiet: boolean;
}

async function parseFlags(argv: readonly string[]): Promise<Flags | "help"> {
  const values = parse(argv);
  if (values === undefined) return "help";
  const spec = values.spec === undefined && values.arazzo !== undefined ? await documentOfArazzo(values.arazzo) : namedDocument(values);
  const params = values.params;
  const options: VerifyOptions = {
    ...documentOptions(spec, values),
    ...(values["base-url"] === undefined ? {} : { baseUrl: values["base-url"] }),
    ...(values.har === undefined ? {} : { har: values.har }),
    ...(values.recordings === undefined ? {} : { recordings: values.recordings }),
    // With --init-params the file is written.
    ...(params === undefined || values["init-params"] ? {} : { params }),
    headers: headersOf(values.header ?? []),
    ...(values.arazzo === undefined ? {} : { arazzo: values.arazzo }),
    ...(values.workflow === undefined ? {} : { workflows: values.workflow }),
    inputs: inputsOf(values.input ?? []),
    ...walkSettings(values),
    ...exploreSettings(values),
    // Requests for a file of values must change nothing on the server.
    ...(values["init-params"] ? { writes: "none", unusual: false } : {}),
    negative: values.negative === true,
    ...(values.usage === undefined ? {} : { usage: values.usage }),
    ...(values.shard === undefined ? {} : { shard: values.shard }),
    ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
    updateBaseline: values["update-baseline"] === true,
  };
  refuseIdle(values);
  const needsArazzo = (["workflow", "input"] as const).find((name) => values.arazzo === undefined && values[name] !== undefined);
  if (values.arazzo !== undefined && values.plan !== undefined)
    throw new UsageError("--plan cannot be used with --arazzo: responses decide which steps run. The steps in the file are the plan.");
  // A plan has no responses that they could be about.
  const needsRun = (["report", "suggest", "save-cases", "init-params", "update-baseline"] as const).find((name) => values[name] !== undefined);
  if (values.plan !== undefined && needsRun !== undefined)
    throw new UsageError(`--${needsRun} cannot be used with --plan, which sends nothing.`, { help: "Remove one of the two options." });
  if (needsArazzo !== undefined) throw new UsageError(`--${needsArazzo} needs --arazzo FILE.`);
  if (values.shard !== undefined) parseShard(values.shard);
  if (options.updateBaseline && options.baseline === undefined) throw new UsageError("--update-baseline needs --baseline FILE.");
  return {
    options,
    reports: parseReportFlags(values.report ?? []),
    suggest: values.suggest,
    initParams: values["init-params"] ? (params ?? "params.yaml") : undefined,
    plan: values.plan,
    saveCases: values["save-cases"],
    json: values.json === true,
    quiet: values.quiet === true || values.json === true,
  };
}

/** `name=value`; a value may be a credential, so it is not printed. */
function inputsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text, index) => {
      const equals = text.indexOf("=");
      if (equals < 1) throw new UsageError(`--input number ${index + 1} is not of the form name=value.`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** Options of live runs have no effect on recorded traffic. */
function refuseIdle(values: Values<typeof verifyCommand.options>): void {
  if (values["base-url"] !== undefined || (values.har ?? values.recordings) === undefined) return;
  const idle = [
    "negative",
    "writes",
    "allow",
    "plan",
    "seed",
    "time",
    "max-requests",
    "runs",
    "as",
    "without-law",
    "save-cases",
    "methods",
    "rate",
    "concurrency",
    "timeout",
    ...(values["init-params"] ? [] : (["params"] as const)),
  ] as const;
  const given = idle.find((name) => values[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given} applies to live servers only, but the traffic comes from ${values.har ? "--har" : "--recordings"}`, {
    help: "Remove the option, or name a server with --base-url.",
  });
}

function parse(argv: readonly string[]): Values<typeof verifyCommand.options> | undefined {
  // `--plan` alone prints; `--plan=FILE` writes.
  return parseCommand(
    verifyCommand,
    argv.map((argument) => (argument === "--plan" ? "--plan=-" : argument)),
  )?.values;
}
