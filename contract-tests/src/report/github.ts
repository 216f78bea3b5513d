import { classMeaning, findingClasses, gates, type Finding } from "../findings/finding.js";
import type { Report } from "./report.js";
import { targetText } from "./terminal.js";
import { plural } from "../plural.js";

/** Annotations beside the lines of the document, as workflow commands. GitHub shows ten of each level a step, so the worst come first. */
export function githubAnnotations(report: Report): string {
  const commands = report.findings.filter((finding) => gates(finding) && finding.location !== undefined).map(command);
  for (const stale of report.baseline?.stale ?? []) {
    commands.push(
      `::error file=${property(report.baseline?.path ?? "")},line=${stale.line},title=Baseline::${data(`${stale.entry} ${stale.problem === "expired" ? "is past its date" : "no longer occurs"}`)}`,
    );
  }
  return commands.length === 0 ? "" : `${commands.join("\n")}\n`;
}

function command(finding: Finding): string {
  const level = finding.severity === "error" ? "error" : "warning";
  const { location } = finding;
  const where = location === undefined ? "" : `file=${property(location.file)},line=${location.line},col=${location.column},`;
  const what = `${finding.operation ?? ""}${finding.status === undefined ? "" : ` ${finding.status}`}: ${finding.message}${finding.count > 1 ? ` (${finding.count} times)` : ""}`;
  return `::${level} ${where}title=${property(classMeaning[finding.class].title)}::${data(what)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The job summary in Markdown. */
export function githubSummary(report: Report): string {
  const { summary } = report;
  const mark = { pass: "✅ Pass", findings: "❌ Findings", unverified: "⚠️ Nothing verified" }[summary.verdict];
  const lines = [
    `## ${mark}: ${cell(report.spec.title)} ${cell(report.spec.version)}`,
    "",
    `${plural(summary.interactions, "interaction")} of ${cell(targetText(report))}; ${summary.operations.observed} of ${summary.operations.documented} operations observed.`,
    "",
    "| class | findings |",
    "| --- | ---: |",
    ...findingClasses.flatMap((name) => (summary.byClass[name] === undefined ? [] : [`| ${classMeaning[name].title} | ${summary.byClass[name]} |`])),
  ];
  const open = report.findings.filter(gates);
  if (open.length > 0) {
    lines.push("", "| where | operation | what | times |", "| --- | --- | --- | ---: |");
    for (const finding of open.slice(0, 50)) {
      const where = finding.location ? `\`${cell(`${finding.location.file}:${finding.location.line}`)}\`` : "";
      lines.push(`| ${where} | ${cell(`${finding.operation ?? ""} ${finding.status ?? ""}`.trim())} | ${cell(finding.message)} | ${finding.count} |`);
    }
    if (open.length > 50) lines.push("", `… and ${open.length - 50} more.`);
  }
  const known = report.findings.filter((finding) => finding.class === "known-deviation");
  if (known.length > 0) {
    lines.push(
      "",
      "<details><summary>Known deviations</summary>",
      "",
      ...known.map((finding) => `- ${cell(`${finding.operation ?? ""}: ${finding.message}`)} — ${cell(finding.known?.reason ?? "")}`),
      "",
      "</details>",
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A cell of a table, whatever the document or the server wrote. */
function cell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("`", "'").replaceAll(/\s+/g, " ");
}
