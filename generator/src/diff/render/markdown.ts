import { aboutTypes, sentence, told, versionAdvice, type DiffReport, type SurfaceChoice, type Told } from "../report.js";
import { cut, where } from "./text.js";

/** One table for a pull request or a job summary. */
export function renderMarkdown(report: DiffReport, choice: SurfaceChoice): string {
  const all = told(report.changes, choice);
  const shown = all.filter((change) => change.level !== "documentation");
  const lines = [`### What changed: ${escapeCell(report.old.name)} → ${escapeCell(report.new.name)}`, ""];
  if (!report.comparable) lines.push("The two documents have no operation in common; they are compared all the same.", "");
  lines.push(sentence(all), "", versionAdvice(report));
  if (shown.length > 0) lines.push("", "| level | where | what | witness |", "| --- | --- | --- | --- |", ...shown.slice(0, 200).map(row));
  if (shown.length > 200) lines.push("", `… and ${shown.length - 200} more.`);
  return `${lines.join("\n")}\n`;
}

function row(change: Told): string {
  const witness = change.witness === undefined ? "" : code(cut(JSON.stringify(change.witness.value)));
  const place = change.location.new ?? change.location.old ?? "";
  return `| ${change.level}${aboutTypes(change)} | ${escapeCell(where(change))} | ${escapeCell(change.message)} ${code(place)} | ${witness} |`;
}

/** A document's words stay words: no markup, no new cell, no line break. */
function escapeCell(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ").replace(/[\\`*_{}[\]<>|#~@&!]/g, (char) => `\\${char}`);
}

function code(text: string): string {
  if (text === "") return "";
  const clean = text.replace(/[\r\n\u2028\u2029]+/g, " ").replaceAll("|", "\\|");
  const fence = clean.includes("`") ? "``" : "`";
  return `${fence}${fence === "``" ? " " : ""}${clean.replaceAll("``", "` `")}${fence === "``" ? " " : ""}${fence}`;
}
