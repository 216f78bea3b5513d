import type { LocatedDiagnostic, Severity } from "./diagnostic.js";
import { fold, otherPlaces } from "./fold.js";
import { workflowCommand } from "./workflow-command.js";

const commands = { error: "error", warning: "warning", note: "notice" } as const satisfies Readonly<Record<Severity, string>>;

/** GitHub Actions workflow commands: each cause becomes an annotation at its first line in the document. GitHub shows ten of a kind. */
export function toGithub(diagnostics: readonly LocatedDiagnostic[], perCode = 10): string {
  const { shown, more } = fold(diagnostics, perCode);
  const lines = shown.map((group) => {
    const { severity, code, message, help, file, line, column: col } = group.first;
    const places = group.count === 1 ? "" : `\n${otherPlaces(group)}`;
    return workflowCommand(commands[severity], { file, line, col, title: code }, `${message}\n${help}${places}`);
  });
  for (const [code, count] of more) lines.push(workflowCommand("notice", { title: code }, `${count} more ${code}`));
  return lines.join("");
}
