import { codeCell, markdownText } from "../../diagnostics/markdown.js";
import { jsonText } from "../../model/json-text.js";
import { aboutTypes, sentence, reportedChanges, versionAdvice, type DiffReport, type SurfaceChoice, type ReportedChange } from "../report.js";
import { cut, where } from "./text.js";

/** One table for a pull request or a job summary. */
export function renderMarkdown(report: DiffReport, choice: SurfaceChoice): string {
  const all = reportedChanges(report.changes, choice);
  const shown = all.filter((change) => change.level !== "documentation");
  const lines = [`### What changed: ${markdownText(report.old.name)} → ${markdownText(report.new.name)}`, ""];
  if (!report.comparable) lines.push("The two documents have no operation in common. They are compared anyway.", "");
  lines.push(sentence(all), "", markdownText(versionAdvice(report)));
  if (shown.length > 0) lines.push("", "| level | location | change | example |", "| --- | --- | --- | --- |", ...shown.slice(0, 200).map(row));
  if (shown.length > 200) lines.push("", `… and ${shown.length - 200} more.`);
  return `${lines.join("\n")}\n`;
}

function row(change: ReportedChange): string {
  const witness = change.witness === undefined ? "" : codeCell(cut(jsonText(change.witness.value)));
  const place = change.location.new ?? change.location.old ?? "";
  return `| ${change.level}${aboutTypes(change)} | ${markdownText(where(change))} | ${markdownText(change.message)} ${codeCell(place)} | ${witness} |`;
}
