import { told, type DiffReport, type SurfaceChoice } from "../report.js";
import { where } from "./text.js";

/** Workflow commands: an annotation on the line of each breaking change and warning. */
export function renderGithub(report: DiffReport, choice: SurfaceChoice): string {
  const lines: string[] = [];
  for (const change of told(report.changes, choice)) {
    if (change.level !== "breaking" && change.level !== "warning") continue;
    const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(change.location.new ?? "") ?? [];
    const at = file === undefined ? "" : ` file=${property(file)},line=${line},col=${column},title=${property(change.code)}`;
    lines.push(`::${change.level === "breaking" ? "error" : "warning"}${at}::${message(`${where(change)}: ${change.message}`)}`);
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
