import type { LocatedDiagnostic, Severity } from "./diagnostic.js";
import { fold } from "./fold.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** GitHub Actions workflow commands: each diagnostic becomes an annotation at its line of the document. GitHub shows ten of a kind. */
export function toGithub(diagnostics: readonly LocatedDiagnostic[], perCode = 10): string {
  const { shown, more } = fold(diagnostics, perCode);
  const lines = shown.map(({ severity, code, message, help, file, line, column }) => {
    const properties = [
      ...(file === undefined ? [] : [`file=${property(file)}`]),
      ...(line === undefined ? [] : [`line=${line}`]),
      ...(column === undefined ? [] : [`col=${column}`]),
      `title=${property(code)}`,
    ];
    return `::${commands[severity]} ${properties.join(",")}::${data(`${message}\n${help}`)}\n`;
  });
  for (const [code, count] of more) lines.push(`::notice title=${property(code)}::${data(`${count} more ${code}`)}\n`);
  return lines.join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
