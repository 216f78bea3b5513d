import type { LocatedDiagnostic, Severity } from "./diagnostic.js";
import { fold } from "./fold.js";
import { workflowCommand } from "./workflow-command.js";

const commands = { error: "error", warning: "warning", info: "notice" } as const satisfies Readonly<Record<Severity, string>>;

/** GitHub Actions workflow commands: each diagnostic becomes an annotation at its line of the document. GitHub shows ten of a kind. */
export function toGithub(diagnostics: readonly LocatedDiagnostic[], perCode = 10): string {
  const { shown, more } = fold(diagnostics, perCode);
  const lines = shown.map(({ severity, code, message, help, file, line, column: col }) =>
    workflowCommand(commands[severity], { file, line, col, title: code }, `${message}\n${help}`),
  );
  for (const [code, count] of more) lines.push(workflowCommand("notice", { title: code }, `${count} more ${code}`));
  return lines.join("");
}
