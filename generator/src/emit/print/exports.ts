import type { ExportDeclarationStructure } from "ts-morph";
import { required } from "../../required.js";
import type { Statement } from "./file.js";

/** One line that exports from another module; `from` as it is written there. Plain data: a thread can have it printed by another one. */
export type ExportLine = Omit<Extract<Statement, { readonly kind: "reexport" }>, "kind">;

/** Lines by what they export: one that was printed before, by this run or by one before it, is not printed again. */
const printed = new Map<string, string>();
const keys = new WeakMap<ExportLine, string>();

function keyOf(line: ExportLine): string {
  let key = keys.get(line);
  if (key === undefined) keys.set(line, (key = said(line)));
  return key;
}

/** All that a line says. Not as JSON: there are thousands of them, and a name or a path holds no control character. */
function said({ from, typeOnly = false, namespace, names }: ExportLine): string {
  let text = `${from}\0${typeOnly ? "type" : ""}\0${namespace ?? ""}`;
  for (const name of names ?? []) text += `\0${name.typeOnly === true ? "type " : ""}${name.name} ${name.as ?? ""}`;
  return names?.length === 0 ? `${text}\0` : text;
}

/**
 * The text of each line. It costs more to load ts-morph and to set it up than to use it, so it is asked once for those of many modules.
 */
export function printExports(lines: readonly ExportLine[]): (line: ExportLine) => string {
  const missing = missingOf(lines);
  keep(missing, exportTexts([...missing.values()]));
  return (line) => printed.get(keyOf(line)) as string;
}

/** Has lines printed by somebody else. What that one leaves out is printed when it is asked for. */
export async function printExportsBy(
  print: (lines: readonly ExportLine[]) => Promise<readonly string[] | undefined>,
  lines: readonly ExportLine[],
): Promise<void> {
  const missing = missingOf(lines);
  if (missing.size > 0) keep(missing, (await print([...missing.values()])) ?? []);
}

function missingOf(lines: readonly ExportLine[]): ReadonlyMap<string, ExportLine> {
  const missing = new Map<string, ExportLine>();
  for (const line of lines) {
    const key = keyOf(line);
    if (!printed.has(key)) missing.set(key, line);
  }
  return missing;
}

function keep(lines: ReadonlyMap<string, ExportLine>, texts: readonly string[]): void {
  [...lines.keys()].forEach((key, index) => {
    const text = texts[index];
    if (text !== undefined) printed.set(key, text);
  });
}

/** Stands for the names of a line until that is printed: ts-morph's writer looks at each character several times. */
const placeholder = "\u0001";

/** The lines as ts-morph prints them. */
export function exportTexts(lines: readonly ExportLine[]): readonly string[] {
  if (lines.length === 0) return [];
  const { printStructure, StructureKind } = required("ts-morph");
  const statements = lines.map(({ from, typeOnly = false, namespace, names }): ExportDeclarationStructure => ({
    kind: StructureKind.ExportDeclaration,
    moduleSpecifier: from,
    isTypeOnly: typeOnly,
    ...(namespace === undefined ? {} : { namespaceExport: namespace }),
    // As a structure of its own, a name would take a writer of its own.
    ...(names === undefined ? {} : { namedExports: (writer) => writer.write(placeholder) }),
  }));
  // Each export has one line; the text ends with a line break.
  const texts = printStructure({ kind: StructureKind.SourceFile, statements }, { indentNumberOfSpaces: 2 }).split("\n");
  return lines.map((line, index) => (texts[index] as string).replace(placeholder, () => namesOf(line)));
}

function namesOf({ typeOnly = false, names = [] }: ExportLine): string {
  const texts = names.map(
    (name) => `${name.typeOnly === true && !typeOnly ? "type " : ""}${name.name}${name.as === undefined ? "" : ` as ${name.as}`}`,
  );
  return texts.join(", ");
}
