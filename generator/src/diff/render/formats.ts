import type picocolors from "picocolors";
import { codeQuality } from "../../diagnostics/code-quality.js";
import { jsonText } from "../../model/json-text.js";
import { reportedChanges, type DiffReport, type SurfaceChoice } from "../report.js";
import { affectsText, mostInCell } from "./affects.js";
import { renderGithub } from "./github.js";
import { renderHtml } from "./html.js";
import { renderMarkdown } from "./markdown.js";
import { renderText, where } from "./text.js";

/** The formats of `tallystick diff --format`, and how each is written. */
const renderers = {
  text: renderText,
  markdown: renderMarkdown,
  html: renderHtml,
  github: renderGithub,
  gitlab: renderGitlab,
} as const satisfies Readonly<
  Record<string, (report: DiffReport, choice: SurfaceChoice, colors: ReturnType<typeof picocolors.createColors>) => string>
>;

export type DiffFormat = keyof typeof renderers;

export const diffFormats = Object.keys(renderers) as readonly DiffFormat[];

export function renderAs(format: DiffFormat, report: DiffReport, choice: SurfaceChoice, colors: ReturnType<typeof picocolors.createColors>): string {
  return renderers[format](report, choice, colors);
}

/** GitLab's Code Quality report: breaking changes and warnings at their lines of the new document, or at its first where they are gone from it. */
function renderGitlab(report: DiffReport, choice: SurfaceChoice): string {
  const findings = reportedChanges(report.changes, choice).flatMap((change) => {
    if (change.level !== "breaking" && change.level !== "warning") return [];
    const [, file = report.new.name, line] = /^(.*):(\d+):\d+$/.exec(change.location.new ?? "") ?? [];
    const severity = change.level === "breaking" ? ("error" as const) : change.level;
    const affects = change.affects === undefined ? "" : ` (${affectsText(change.affects, change.level, mostInCell)})`;
    return [
      {
        check: change.code,
        severity,
        message: `${where(change)}: ${change.message}${affects}`,
        file,
        ...(line !== undefined && { line: Number(line) }),
      },
    ];
  });
  return `${jsonText(codeQuality(findings), 2)}\n`;
}
