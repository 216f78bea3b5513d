import type picocolors from "picocolors";
import type { Change, Level } from "../change.js";
import { selected, sentence, versionAdvice, type DiffReport, type SurfaceChoice } from "../report.js";

type Colors = ReturnType<typeof picocolors.createColors>;

/** For a terminal: the worst first, each with its place, its witness and the reason why it matters. */
export function renderText(report: DiffReport, choice: SurfaceChoice, colors: Colors): string {
  const shown = selected(report.changes, choice);
  const lines: string[] = [];
  if (!report.comparable) lines.push("The two documents have no operation in common; they are compared all the same.", "");
  for (const change of shown.filter((candidate) => candidate.level !== "documentation")) lines.push(...describe(change, colors), "");
  lines.push(`${report.old.name} → ${report.new.name}: ${sentence(report)}`, versionAdvice(report));
  const others = report.changes.length - shown.length;
  if (others > 0) lines.push(`${others} more on the other surface: --surface all shows them.`);
  return `${lines.join("\n")}\n`;
}

function describe(change: Change, colors: Colors): readonly string[] {
  const lines = [
    `${paint(change.level, colors)} ${change.code}${change.surface === "types" ? " (types)" : ""}  ${where(change)}`,
    `  ${change.message}`,
  ];
  const { old, new: next } = change.location;
  if (old !== undefined || next !== undefined) lines.push(`  ${next ?? "gone"}${old === undefined ? "" : colors.dim(`  (was ${old})`)}`);
  if (change.witness !== undefined) {
    const { value, acceptedBy, refusedBy, because } = change.witness;
    lines.push(
      `  witness: ${cut(JSON.stringify(value))}`,
      `  the ${acceptedBy} document accepts it, the ${refusedBy} one refuses it: ${because.keyword} at ${because.instancePath === "" ? "the whole value" : because.instancePath}`,
    );
  }
  lines.push(colors.dim(`  ${change.help} (change ${change.fingerprint})`));
  return lines;
}

/** `GET /zones (response)`, and how many more operations reach the same cause. */
export function where(change: Change): string {
  if (change.operation === undefined) return "document";
  const more = change.operations.length - 1;
  return `${change.operation}${change.side === "both" ? "" : ` (${change.side})`}${more > 0 ? ` and ${more} more` : ""}`;
}

export function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 397)}…` : text;
}

function paint(level: Level, colors: Colors): string {
  if (level === "breaking") return colors.red(level);
  return level === "warning" ? colors.yellow(level) : colors.green(level);
}
