import { codeQuality } from "../../diagnostics/code-quality.js";
import { jsonText } from "../../model/json-text.js";
import { reportedChanges, type DiffReport, type SurfaceChoice } from "../report.js";
import { where } from "./text.js";

/** GitLab's Code Quality report: breaking changes and warnings at their lines of the new document, or at its first where they are gone from it. */
export function renderGitlab(report: DiffReport, choice: SurfaceChoice): string {
  const findings = reportedChanges(report.changes, choice).flatMap((change) => {
    if (change.level !== "breaking" && change.level !== "warning") return [];
    const [, file = report.new.name, line] = /^(.*):(\d+):\d+$/.exec(change.location.new ?? "") ?? [];
    const severity = change.level === "breaking" ? ("error" as const) : change.level;
    return [
      { check: change.code, severity, message: `${where(change)}: ${change.message}`, file, ...(line !== undefined && { line: Number(line) }) },
    ];
  });
  return `${jsonText(codeQuality(findings), 2)}\n`;
}
