import { workflowCommand } from "../../diagnostics/workflow-command.js";
import { reportedChanges, type DiffReport, type SurfaceChoice } from "../report.js";
import { affectsText, mostInCell } from "./affects.js";
import { where } from "./text.js";

/** Workflow commands: an annotation on the line of each breaking change and warning. */
export function renderGithub(report: DiffReport, choice: SurfaceChoice): string {
  const lines: string[] = [];
  for (const change of reportedChanges(report.changes, choice)) {
    if (change.level !== "breaking" && change.level !== "warning") continue;
    const [, file, line, col] = /^(.*):(\d+):(\d+)$/.exec(change.location.new ?? "") ?? [];
    const at = file === undefined ? {} : { file, line, col, title: change.code };
    const affects = change.affects === undefined ? "" : ` (${affectsText(change.affects, change.level, mostInCell)})`;
    lines.push(workflowCommand(change.level === "breaking" ? "error" : "warning", at, `${where(change)}: ${change.message}${affects}`));
  }
  return lines.join("");
}
