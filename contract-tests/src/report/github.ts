import { codeCell, markdownText, plain, workflowCommand } from "tallystick/model";
import { classMeaning, findingClasses, gates } from "../findings/finding.js";
import { groupFindings, type FindingGroup } from "./group-findings.js";
import { staleText, type Report } from "./report.js";
import { missingText, targetText } from "./terminal.js";
import { plural } from "../plural.js";

/** Annotations on lines of the document, as workflow commands. GitHub shows ten of each level for a step, so the most severe come first. */
export function githubAnnotations(report: Report): string {
  const findings = groupFindings(report.findings.filter((finding) => gates(finding) && finding.location !== undefined)).map(annotation);
  const { path, stale } = report.baseline ?? { path: "", stale: [] };
  const entries = stale.map(({ line, entry, problem }) =>
    workflowCommand("error", { file: path, line, title: "Baseline" }, `${entry} ${staleText[problem]}`),
  );
  return [...findings, ...entries].join("");
}

function annotation({ first, statuses, message, count }: FindingGroup): string {
  const { class: name, severity, location, operation = "" } = first;
  const at = location === undefined ? {} : { file: location.file, line: location.line, col: location.column };
  const what = plain(`${[operation, ...statuses].join(" ")}: ${message}${count > 1 ? ` (${count} times)` : ""}`, Infinity);
  return workflowCommand(severity === "error" ? "error" : "warning", { ...at, title: classMeaning[name].title }, what);
}

/** The job summary in Markdown. */
export function githubSummary(report: Report): string {
  const { summary } = report;
  const mark = { pass: "✅ Pass", findings: "❌ Findings", unverified: "⚠️ Nothing verified" }[summary.verdict];
  const lines = [
    `## ${mark}: ${markdownText(report.spec.title)} ${markdownText(report.spec.version)}`,
    "",
    `${plural(summary.interactions, "interaction")} of ${markdownText(targetText(report.target))}; ${summary.operations.observed} of ${summary.operations.documented} operations observed.`,
    ...(summary.missingShards === undefined ? [] : ["", `**${missingText(summary.missingShards)} The result is incomplete.**`]),
    "",
    "| class | findings |",
    "| --- | ---: |",
    ...findingClasses.flatMap((name) => (summary.byClass[name] === undefined ? [] : [`| ${classMeaning[name].title} | ${summary.byClass[name]} |`])),
  ];
  const open = groupFindings(report.findings.filter(gates));
  if (open.length > 0) {
    lines.push("", "| location | operation | finding | times |", "| --- | --- | --- | ---: |");
    for (const { first, statuses, message, count } of open.slice(0, 50)) {
      const where = first.location ? codeCell(`${first.location.file}:${first.location.line}`) : "";
      lines.push(`| ${where} | ${markdownText([first.operation ?? "", ...statuses].join(" ").trim())} | ${markdownText(message)} | ${count} |`);
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
