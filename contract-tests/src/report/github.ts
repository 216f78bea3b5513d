import { codeCell, markdownText, plain, workflowCommand } from "tallystick/model";
import { classMeaning, findingClasses, gates, type Finding } from "../findings/finding.js";
import type { Report } from "./report.js";
import { targetText } from "./terminal.js";
import { plural } from "../plural.js";

/** Annotations beside the lines of the document, as workflow commands. GitHub shows ten of each level a step, so the worst come first. */
export function githubAnnotations(report: Report): string {
  const findings = report.findings.filter((finding) => gates(finding) && finding.location !== undefined).map(annotation);
  const { path, stale } = report.baseline ?? { path: "", stale: [] };
  const entries = stale.map(({ line, entry, problem }) =>
    workflowCommand("error", { file: path, line, title: "Baseline" }, `${entry} ${problem === "expired" ? "has expired" : "no longer occurs"}`),
  );
  return [...findings, ...entries].join("");
}

function annotation({ class: name, severity, location, operation = "", status, message, count }: Finding): string {
  const at = location === undefined ? {} : { file: location.file, line: location.line, col: location.column };
  const what = plain(`${operation}${status === undefined ? "" : ` ${status}`}: ${message}${count > 1 ? ` (${count} times)` : ""}`, Infinity);
  return workflowCommand(severity === "error" ? "error" : "warning", { ...at, title: classMeaning[name].title }, what);
}

/** The job summary in Markdown. */
export function githubSummary(report: Report): string {
  const { summary } = report;
  const mark = { pass: "✅ Pass", findings: "❌ Findings", unverified: "⚠️ Nothing verified" }[summary.verdict];
  const lines = [
    `## ${mark}: ${markdownText(report.spec.title)} ${markdownText(report.spec.version)}`,
    "",
    `${plural(summary.interactions, "interaction")} of ${markdownText(targetText(report))}; ${summary.operations.observed} of ${summary.operations.documented} operations observed.`,
    "",
    "| class | findings |",
    "| --- | ---: |",
    ...findingClasses.flatMap((name) => (summary.byClass[name] === undefined ? [] : [`| ${classMeaning[name].title} | ${summary.byClass[name]} |`])),
  ];
  const open = report.findings.filter(gates);
  if (open.length > 0) {
    lines.push("", "| where | operation | what | times |", "| --- | --- | --- | ---: |");
    for (const finding of open.slice(0, 50)) {
      const where = finding.location ? codeCell(`${finding.location.file}:${finding.location.line}`) : "";
      lines.push(
        `| ${where} | ${markdownText(`${finding.operation ?? ""} ${finding.status ?? ""}`.trim())} | ${markdownText(finding.message)} | ${finding.count} |`,
      );
    }
    if (open.length > 50) lines.push("", `… and ${open.length - 50} more.`);
  }
  const known = report.findings.filter((finding) => finding.class === "known-deviation");
  if (known.length > 0) {
    lines.push(
      "",
      "<details><summary>Known deviations</summary>",
      "",
      ...known.map((finding) => `- ${markdownText(`${finding.operation ?? ""}: ${finding.message}`)} — ${markdownText(finding.known?.reason ?? "")}`),
      "",
      "</details>",
    );
  }
  return `${lines.join("\n")}\n`;
}
