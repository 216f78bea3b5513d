import { ts } from "ts-morph";
import { edit, type Edit } from "./edits.js";
import { withoutStatement } from "./clients.js";
import { usesOf } from "./nodes.js";

/** A name that a file imports: `{ createClient as create }`. */
export interface ImportedName {
  readonly name: string;
  readonly local: string;
  readonly isType: boolean;
}

/** Removes names from an import, or the whole import with its line. @param after A statement to put in its place. */
export function withoutNames(declaration: ts.ImportDeclaration, removed: ReadonlySet<ts.Node>, after: string | undefined): readonly Edit[] {
  const source = declaration.getSourceFile();
  const clause = declaration.importClause;
  if (clause === undefined || removed.size === 0) return after === undefined ? [] : [edit(declaration.end, declaration.end, `\n${after}`)];
  const named = clause.namedBindings !== undefined && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  const stays = named.filter((element) => !removed.has(element));
  const name = clause.name !== undefined && !removed.has(clause.name) ? clause.name : undefined;
  const namespace =
    clause.namedBindings !== undefined && ts.isNamespaceImport(clause.namedBindings) ? clause.namedBindings.getText(source) : undefined;
  if (name === undefined && namespace === undefined && stays.length === 0)
    return after === undefined ? [withoutStatement(declaration, source)] : [edit(declaration.getStart(source), declaration.end, after)];
  const parts = [name?.text, namespace, stays.length === 0 ? undefined : `{ ${stays.map((element) => element.getText(source)).join(", ")} }`];
  const keyword = clause.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type " : "";
  return [
    edit(clause.getStart(source), clause.end, keyword + parts.filter((part) => part !== undefined).join(", ")),
    ...(after === undefined ? [] : [edit(declaration.end, declaration.end, `\n${after}`)]),
  ];
}

/** An import statement in the style of another one. */
export function importStatement(
  names: readonly ImportedName[],
  specifier: string,
  like: ts.ImportDeclaration | undefined,
  source: ts.SourceFile,
): string {
  const quote = like?.moduleSpecifier.getText(source).startsWith("'") === true ? "'" : '"';
  const end = like === undefined || like.getText(source).endsWith(";") ? ";" : "";
  const isType = names.every((name) => name.isType);
  const list = names.map(({ name, local, isType: type }) => `${type && !isType ? "type " : ""}${name === local ? name : `${name} as ${local}`}`);
  return `import ${isType ? "type " : ""}{ ${list.join(", ")} } from ${quote}${specifier}${quote}${end}`;
}

/** Names of an import that no code uses outside of the removed ranges. */
export function unusedNames(declaration: ts.ImportDeclaration, removed: readonly Edit[], checker: ts.TypeChecker): ReadonlySet<ts.Node> {
  const clause = declaration.importClause;
  const named = clause?.namedBindings !== undefined && ts.isNamedImports(clause.namedBindings) ? [...clause.namedBindings.elements] : [];
  const found = [...(clause?.name === undefined ? [] : [clause.name]), ...named].filter((element) => {
    const name = ts.isImportSpecifier(element) ? element.name : element;
    const uses = usesOf(name, checker).filter((use) => !ts.isImportSpecifier(use.parent));
    // Imports that were unused before stay.
    return uses.length > 0 && uses.every((use) => isRemoved(use, removed)) && !isInserted(name.text, removed);
  });
  return new Set(found);
}

/** Whether an edit writes the name again, and not as a property. */
function isInserted(name: string, edits: readonly Edit[]): boolean {
  const word = new RegExp(`(?<![\\p{ID_Continue}$.])${name.replaceAll("$", "\\$")}(?![\\p{ID_Continue}$])`, "u");
  return edits.some(({ parts }) => parts.some((part) => typeof part === "string" && word.test(part)));
}

function isRemoved(node: ts.Node, removed: readonly Edit[]): boolean {
  const [start, end] = [node.getStart(), node.end];
  return removed.some(
    (each) =>
      each.start <= start && each.end >= end && !each.parts.some((part) => typeof part !== "string" && part.start <= start && part.end >= end),
  );
}
