import { codeSpan, markdownText } from "../../diagnostics/markdown.js";
import type { Change } from "../change.js";
import type { DiffReport } from "../report.js";
import { howFar, where } from "../render/text.js";
import type { Bump } from "../semver.js";

/** A draft of a changeset: the worst changes first, each with its location. The author edits it. */
export function draftChangeset(report: DiffReport, packageName: string, version?: string): string {
  const bump = neededBump(report, version);
  const relevant = report.changes.filter((change) => change.level !== "documentation");
  // A change that breaks wire and types is listed once.
  const all = [...new Set(relevant.map(line))];
  const lines = all.slice(0, 30);
  if (all.length > 30) lines.push(`- … and ${all.length - 30} more.`);
  if (lines.length === 0) lines.push("- Text of the document only.");
  return `---\n${JSON.stringify(packageName)}: ${bump === "none" ? "patch" : bump}\n---\n\n${heading(report)}\n\n${lines.join("\n")}\n`;
}

/** While the package is 0.x a minor is enough for a break (SemVer 2.0.0 §4). */
export function neededBump(report: DiffReport, version: string | undefined): Bump {
  const advice = report.summary.semver.package;
  return advice === "major" && version?.startsWith("0.") ? "minor" : advice;
}

/** Why the pending changesets are not enough: the worst change, and its witness. */
export function shortfall(report: DiffReport, pending: Bump, needed: Bump, packageName: string): string {
  const worst = report.changes.find((change) => change.level === "breaking") ?? report.changes[0];
  const witness = worst?.witness === undefined ? "" : ` Example: ${JSON.stringify(worst.witness.value)}.`;
  const because = worst === undefined ? "" : ` ${where(worst)}: ${worst.message}${witness}`;
  return `The pending changesets have ${pending === "none" ? "no release" : `a ${pending} release`} of ${packageName}, but the changes need a ${needed} release.${because}`;
}

function heading(report: DiffReport): string {
  return report.summary.breaking > 0 ? "The contract has changes that can break a consumer:" : "The contract changed:";
}

function line(change: Change): string {
  const { operation, level, message } = change;
  const at = operation === undefined ? "Document" : codeSpan(operation) + howFar(change);
  return `- ${level === "breaking" ? "**Breaking.** " : ""}${at}: ${markdownText(message)}`;
}
