import { plain, plainLines, plainTexts } from "tallystick/model";
import { classMeaning, findingClasses, gates, type Finding } from "../findings/finding.js";
import { sequenceLines } from "../explore/show-sequence.js";
import { groupFindings, type FindingGroup } from "./group-findings.js";
import type { ReportFlag } from "./write.js";
import { staleText, type Report } from "./report.js";
import { plural } from "../plural.js";

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
  lines.push(`${verdict}  ${plain(`${spec.title} ${spec.version} (${spec.path}) against ${targetText(report)}`)}`);
  lines.push(
    `${plural(summary.interactions, "interaction")}, ${summary.operations.observed} of ${summary.operations.documented} operations observed${summary.interrupted ? ", interrupted" : ""}`,
  );
  if (summary.interactions === 0) lines.push(paint(33, "No traffic was observed, so nothing was verified."));
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
  const unfilled = report.operations.filter((operation) => operation.notExercised !== undefined);
  if (unfilled.length > 0) {
    lines.push("", unfilled.length === 1 ? "1 operation was not exercised:" : `${unfilled.length} operations were not exercised:`);
    for (const { operation, notExercised } of unfilled.slice(0, 5)) {
      lines.push(plain(`  ${operation}: ${notExercised?.reason}`));
      if (notExercised?.add !== undefined) lines.push(plainLines(notExercised.add).replace(/^/gm, "      "));
    }
    if (unfilled.length > 5) lines.push(`  … and ${plural(unfilled.length - 5, "more operation")}. --report html=FILE shows all operations.`);
  }
  lines.push(...plainTexts(explorationLines(report)));
  for (const note of report.notes.slice(0, 5)) lines.push(`note: ${plain(note)}`);
  for (const { kind, path } of options.written ?? []) if (path !== undefined) lines.push(`${kind} report: ${plain(path)}`);
  return `${lines.join("\n")}\n`;
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

/** What a live run sent and created, and each item that it could not remove. */
export function explorationLines({ exploration }: Report): string[] {
  if (exploration === undefined) return [];
  const { seed, writes, requests, created, left } = exploration;
  const lines = [`${plural(requests, "request")} with --writes ${writes} and --seed ${seed}.`];
  if (created > 0) lines[0] += ` ${plural(created, "item")} created, ${created - left.length} removed.`;
  if (left.length > 0) lines.push(`${plural(left.length, "item")} of this run could not be removed:`);
  return [...lines, ...left.map(({ path, reason }) => `  ${path}: ${reason}`)];
}

function groupLines({ first, statuses, count, message }: FindingGroup): string[] {
  const where = [locationText(first), first.class, first.operation, statuses.join(", ")].filter(Boolean).join(" ");
  const steps = first.sequence === undefined ? [] : sequenceLines(first.sequence);
  return [`${where}${count > 1 ? ` (${count} times)` : ""}`, `    ${message}`, ...steps.map((step) => `      ${step}`)];
}

/** `openapi.yaml:12:5`, or `openapi.json#/paths/~1things` in a document that is one long line. */
function locationText({ location, schemaPath }: Finding): string {
  if (location === undefined) return "";
  const { file, line, column } = location;
  return line === 1 && column > 1 ? `${file}${schemaPath.slice(schemaPath.indexOf("#"))}` : `${file}:${line}:${column}`;
}

export function targetText(report: Report): string {
  const { target } = report;
  switch (target.kind) {
    case "live":
      return target.baseUrl;
    case "har":
      return target.files.join(", ");
    case "recordings":
      return `recordings in ${target.folder}`;
    case "interactions":
      return "given interactions";
  }
}
