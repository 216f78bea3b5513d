import { codeCell, markdownText } from "../../diagnostics/markdown.js";
import { jsonText } from "../../model/json-text.js";
import { aboutTypes, sentence, reportedChanges, versionAdvice, type DiffReport, type SurfaceChoice, type ReportedChange } from "../report.js";
import { affectedConsumers, affectsText, mostInCell, unmatchedLines } from "./affects.js";
import { cut, where } from "./text.js";

/** One table for a pull request or a job summary. */
export function renderMarkdown(report: DiffReport, choice: SurfaceChoice): string {
  const all = reportedChanges(report.changes, choice);
  const shown = all.filter((change) => change.level !== "documentation");
  const lines = [`### What changed: ${markdownText(report.old.name)} → ${markdownText(report.new.name)}`, ""];
  for (const note of report.notes ?? []) lines.push(note, "");
  const { usage } = report;
  lines.push(sentence(report, choice), "");
  if (usage !== undefined) lines.push(markdownText([affectedConsumers(all, usage), ...unmatchedLines(usage)].join(" ")), "");
  lines.push(markdownText(versionAdvice(report)));
  const columns = ["level", "location", "change", ...(usage === undefined ? [] : ["consumers"]), "example"];
  if (shown.length > 0)
    lines.push("", cells(columns), cells(columns.map(() => "---")), ...shown.slice(0, 200).map((change) => row(change, usage !== undefined)));
  if (shown.length > 200) lines.push("", `… and ${shown.length - 200} more.`);
  return `${lines.join("\n")}\n`;
}

function row(change: ReportedChange, hasConsumers: boolean): string {
  const witness = change.witness === undefined ? "" : codeCell(cut(jsonText(change.witness.value)));
  const place = change.location.new ?? change.location.old ?? "";
  const affects = change.affects === undefined ? "" : markdownText(affectsText(change.affects, change.level, mostInCell));
  const message = `${markdownText(change.message)} ${codeCell(place)}`;
  return cells([`${change.level}${aboutTypes(change)}`, markdownText(where(change)), message, ...(hasConsumers ? [affects] : []), witness]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(" | ")} |`;
}
