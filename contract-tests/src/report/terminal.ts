import { plain, plainLines, plainTexts } from "tallystick/model";
import { classMeaning, findingClasses, gates, type Finding } from "../findings/finding.js";
import { exampleSource } from "../findings/show.js";
import { sequenceLines } from "../explore/show-sequence.js";
import { groupFindings, type FindingGroup } from "./group-findings.js";
import type { ReportFlag } from "./write.js";
import { staleText, type Exploration, type Report, type Target } from "./report.js";
import { plural } from "../plural.js";

/** Paths of items that were not removed, in one line. */
const mostPaths = 10;

export interface TerminalOptions {
  readonly written?: readonly ReportFlag[];
  readonly color?: boolean;
  /** Maximum number of groups of findings; the others are counted. Default: 12. */
  readonly rows?: number;
}

/** The result on one screen: target, findings by operation and cause, known deviations, operations without requests, notes. */
export function terminalSummary(report: Report, options: TerminalOptions = {}): string {
  const { summary, spec } = report;
  const paint = (code: number, text: string): string => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  const verdict = { pass: paint(32, "PASS"), findings: paint(31, "FINDINGS"), unverified: paint(33, "UNVERIFIED") }[summary.verdict];
  lines.push(`${verdict}  ${plain(`${spec.title} ${spec.version} (${spec.path}) against ${targetText(report.target)}`)}`);
  lines.push(
    `${plural(summary.interactions, "interaction")}, ${summary.operations.observed} of ${summary.operations.documented} operations observed${summary.interrupted ? ", interrupted" : ""}`,
  );
  const missing = summary.missingShards ?? [];
  if (missing.length > 0) lines.push(paint(31, `${missingText(missing)} The result is incomplete.`));
  if (summary.interactions === 0) lines.push(paint(33, `${unverifiedText(report)}.`));
  lines.push(...plainTexts(usedLines(report, options.rows ?? 12)), "");
  for (const name of findingClasses) {
    const count = summary.byClass[name];
    if (count !== undefined) lines.push(`  ${String(count).padStart(5)}  ${classMeaning[name].title}`);
  }
  const fresh = report.findings.filter(gates);
  const rows = options.rows ?? 12;
  if (fresh.length > 0) lines.push("");
  const groups = groupFindings(fresh);
  for (const group of groups.slice(0, rows)) lines.push(...plainTexts(groupLines(group)));
  const hidden = groups.slice(rows).flatMap(({ findings }) => findings).length;
  if (hidden > 0) lines.push(`  … and ${plural(hidden, "more finding")}. --report html=FILE shows all findings.`);
  for (const stale of report.baseline?.stale ?? []) {
    lines.push(`${plain(`${report.baseline?.path}:${stale.line}`)} ${paint(31, staleText[stale.problem])}: ${plain(stale.entry)}`);
  }
  const known = new Set(
    report.findings
      .filter((finding) => finding.class === "known-deviation")
      .map((finding) => `  known: ${finding.operation ?? ""} ${finding.message} Reason: ${finding.known?.reason ?? ""}`),
  );
  if (known.size > 0) lines.push("");
  lines.push(...plainTexts([...known].slice(0, 5)));
  if (known.size > 5) lines.push(`  … and ${plural(known.size - 5, "more known deviation")}.`);
  const withReason = report.operations.filter((operation) => operation.notExercised !== undefined);
  const unfilled = withReason.filter(({ interactions }) => interactions === 0);
  const partly = withReason.length - unfilled.length;
  if (unfilled.length > 0) {
    lines.push("", unfilled.length === 1 ? "1 operation was not exercised:" : `${unfilled.length} operations were not exercised:`);
    for (const { operation, notExercised } of unfilled.slice(0, 5)) {
      lines.push(plain(`  ${operation}: ${notExercised?.reason}`));
      if (notExercised?.add !== undefined) lines.push(plainLines(notExercised.add).replace(/^/gm, "      "));
    }
    if (unfilled.length > 5) lines.push(`  … and ${plural(unfilled.length - 5, "more operation")}. --report html=FILE shows all operations.`);
  }
  if (partly > 0) lines.push("", `${plural(partly, "operation")} got only requests with unknown or invalid values. --report html=FILE shows why.`);
  lines.push(...plainTexts(explorationLines(report, mostPaths)));
  for (const note of report.notes.slice(0, 5)) lines.push(`note: ${plain(note)}`);
  for (const { kind, path } of options.written ?? []) if (path !== undefined) lines.push(`${kind} report: ${plain(path)}`);
  return `${lines.join("\n")}\n`;
}

/** The results of merged reports: a table, if they are about several documents, and then each on one screen. */
export function mergedSummary(reports: readonly Report[], options: TerminalOptions = {}): string {
  const { written, ...others } = options;
  if (reports.length === 1) return reports.map((report) => terminalSummary(report, options)).join("");
  const rows = reports.map(({ spec, summary, runs = [] }) => [
    summary.verdict.toUpperCase(),
    plain(`${spec.title} ${spec.version}`),
    spec.sha256.slice(0, 12),
    String(runs.length),
    String(summary.interactions),
    `${summary.operations.observed}/${summary.operations.documented}`,
    String(summary.new),
    String(summary.known),
  ]);
  const heads = ["verdict", "document", "sha256", "runs", "interactions", "operations", "new", "known"];
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (index < 3 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join("  ")
      .trimEnd();
  const files = (written ?? []).flatMap(({ kind, path }) => (path === undefined ? [] : [`${kind} report: ${plain(path)}`]));
  return `${[line(heads), ...rows.map(line), ...versionNotes(reports), ""].join("\n")}\n${reports.map((report) => terminalSummary(report, others)).join("\n")}${files.map((file) => `${file}\n`).join("")}`;
}

/** Versions of one document are not added up: an operation may have another description in each. */
function versionNotes(reports: readonly Report[]): string[] {
  const counts = new Map<string, number>();
  for (const { spec } of reports) counts.set(spec.title, (counts.get(spec.title) ?? 0) + 1);
  return [...counts].flatMap(([title, count]) =>
    count === 1 ? [] : [`"${plain(title)}" has ${count} versions. Each version was verified with its own traffic and has its own counts.`],
  );
}

/** Why nothing was verified: no traffic, or a live run without a response that counts, such as 401 for each request. */
export function unverifiedText({ exploration }: Report): string {
  const requests = exploration?.requests ?? 0;
  return requests > 0
    ? `${plural(requests, "request was", "requests were")} sent, but no response could be verified`
    : "No traffic was observed, so nothing was verified";
}

/** `3 of 8 shards are missing` */
export function missingCount(missing: readonly string[]): string {
  const counts = [...new Set(missing.map((shard) => shard.split("/")[1] ?? ""))];
  const of = counts.length === 1 ? ` of ${counts[0]}` : "";
  return `${missing.length}${of} ${missing.length === 1 ? "shard is" : "shards are"} missing`;
}

/** `3 of 8 shards are missing: 2/8, 5/8, 7/8.` */
export function missingText(missing: readonly string[]): string {
  return `${missingCount(missing)}: ${missing.slice(0, 20).join(", ")}${missing.length > 20 ? " …" : ""}.`;
}

/** What consumers use and the traffic never had: the first gap to close. */
function usedLines({ findings }: Report, rows: number): string[] {
  const used = findings.filter(({ usedBy }) => usedBy !== undefined);
  if (used.length === 0) return [];
  const lines = used.slice(0, rows).map((finding) => {
    const place = [finding.operation, finding.status].filter(Boolean).join(" ");
    return `  ${place}: ${finding.message} Used by ${usersText(finding.usedBy ?? [])}.`;
  });
  const more = used.length > rows ? [`  … and ${plural(used.length - rows, "more part")}. --report html=FILE shows all of them.`] : [];
  return ["", "Never observed, but used by consumers:", ...lines, ...more];
}

/** `checkout (src/cart.ts:41, 3 more), admin`. */
export function usersText(users: NonNullable<Finding["usedBy"]>): string {
  return users
    .map(({ consumer, places: [first, ...more] }) =>
      first === undefined ? consumer : `${consumer} (${first}${more.length > 0 ? `, ${more.length} more` : ""})`,
    )
    .join(", ");
}

/** What a live run sent and created, and the items that it could not remove. @param most Paths of a line. Default: all. */
export function explorationLines({ exploration }: Report, most?: number): string[] {
  if (exploration === undefined) return [];
  const { seed, writes, requests, created, left } = exploration;
  const lines = [`${plural(requests, "request")} with --writes ${writes}${seed === undefined ? "" : ` and --seed ${seed}`}.`];
  if (created > 0) lines[0] += ` ${plural(created, "item")} created${left.length === 0 ? ", all removed" : ""}.`;
  if (left.length > 0) lines.push("Not removed from the server:");
  return [...lines, ...leftLines(left, most).map((line) => `  ${line}`)];
}

/** One line for each reason, with the number of items and their paths. */
export function leftLines(left: Exploration["left"], most = Infinity): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of left) {
    const paths = byReason.get(reason);
    if (paths === undefined) byReason.set(reason, [path]);
    else paths.push(path);
  }
  return [...byReason].map(([reason, paths]) => {
    const [path] = paths;
    if (paths.length === 1) return `${path}: ${reason}`;
    // The path of a collection is repeated for each item without a known id.
    const distinct = [...new Set(paths)];
    const more = distinct.length > most ? ` and ${distinct.length - most} more. --report json=FILE lists all of them.` : "";
    return `${plural(paths.length, "item")}: ${reason}: ${distinct.slice(0, most).join(", ")}${more}`;
  });
}

function groupLines({ first, statuses, count, message }: FindingGroup): string[] {
  const where = [locationText(first), first.class, first.operation, statuses.join(", ")].filter(Boolean).join(" ");
  const steps = first.sequence === undefined ? [] : sequenceLines(first.sequence);
  const [example] = first.examples;
  // The operation itself is in the first line.
  const isKnown = example?.request === undefined || example.request === first.operation || steps.length > 0;
  const request = isKnown ? [] : [`    Request: ${exampleSource(example)}`];
  return [`${where}${count > 1 ? ` (${count} times)` : ""}`, `    ${message}`, ...request, ...steps.map((step) => `      ${step}`)];
}

/** `openapi.yaml:12:5`, or `openapi.json#/paths/~1things` in a document that is one long line. */
function locationText({ location, schemaPath }: Finding): string {
  if (location === undefined) return "";
  const { file, line, column } = location;
  return line === 1 && column > 1 ? `${file}${schemaPath.slice(schemaPath.indexOf("#"))}` : `${file}:${line}:${column}`;
}

export function targetText(target: Target): string {
  switch (target.kind) {
    case "live":
      return target.baseUrl;
    case "har":
      return target.files.join(", ");
    case "recordings":
      return `recordings in ${target.folder}`;
    case "interactions":
      return "given interactions";
    case "several":
      return target.targets.map(targetText).join(", ");
  }
}
