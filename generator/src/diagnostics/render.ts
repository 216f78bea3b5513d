import pc from "picocolors";
import type { LocatedDiagnostic, Severity } from "./diagnostic.js";
import { fold, otherPlaces, type Group } from "./fold.js";
import { plain } from "./plain.js";

export interface RenderOptions {
  /** Colours, and the source line of the document. Default: false. */
  readonly colour?: boolean;
  /** How many causes of one code are shown before they fold into a count. Default: 5. */
  readonly perCode?: number;
}

/**
 * Diagnostics for a person at a terminal, with a last line that counts them; the empty string when there are none.
 *
 *     spec/openapi.yaml:812:15 error duplicate-operation-id
 *       Operation id "zones-get" is already used at #/paths/~1zones~1{zone_id}/get.
 *       at #/paths/~1zones~1{zone_id}/patch · Give each operation its own operationId, or rename one in an overlay.
 */
export function render(diagnostics: readonly LocatedDiagnostic[], options: RenderOptions = {}): string {
  if (diagnostics.length === 0) return "";
  const paint = painter(options.colour ?? false);
  const { shown, more } = fold(diagnostics, options.perCode ?? 5);
  const blocks = shown.map((group) => block(group, paint, options.colour ?? false));
  for (const [code, count] of more) blocks.push(`${paint.dim(`… and ${count} more ${code}`)}\n`);
  return `${blocks.join("")}${summary(diagnostics)}\n`;
}

function block(group: Group, paint: Painter, frame: boolean): string {
  const diagnostic = group.first;
  const { severity, code, message, help, place, file, line, column } = diagnostic;
  const where = file === undefined ? "" : `${paint.bold(`${plain(file)}${line === undefined ? "" : `:${line}:${column ?? 1}`}`)} `;
  // The whole file needs no pointer.
  const pointer = place === undefined || place.pointer === "#" ? "" : `${paint.dim(`at ${plain(place.pointer)}`)} · `;
  const lines = [
    `${where}${paint[severity](severity)} ${code}`,
    `  ${message}`,
    ...(frame ? codeFrame(diagnostic, paint) : []),
    `  ${pointer}${help}`,
    ...(group.count === 1 ? [] : [`  ${plain(otherPlaces(group))}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The source line of the document, with a mark under the column. */
function codeFrame({ line, column, excerpt }: LocatedDiagnostic, paint: Painter): string[] {
  if (line === undefined || column === undefined || excerpt === undefined) return [];
  const gutter = String(line);
  const space = " ".repeat(gutter.length);
  return [`  ${paint.dim(`${gutter} |`)} ${plain(excerpt.text)}`, `  ${paint.dim(`${space} |`)} ${" ".repeat(excerpt.column - 1)}${paint.mark("^")}`];
}

function summary(diagnostics: readonly LocatedDiagnostic[]): string {
  const count = (severity: Severity, one: string, many: string): string[] => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  return [...count("error", "error", "errors"), ...count("warning", "warning", "warnings"), ...count("note", "note", "notes")].join(", ");
}

type Painter = Readonly<Record<Severity | "bold" | "dim" | "mark", (text: string) => string>>;

function painter(colour: boolean): Painter {
  const colours = pc.createColors(colour);
  return { error: colours.red, warning: colours.yellow, note: colours.cyan, bold: colours.bold, dim: colours.dim, mark: colours.red };
}
