import { readFile } from "node:fs/promises";
import type { GeneratedFile } from "../generate.js";
import { ImportedSymbol, TypePart, type Code, type Part } from "./print/code.js";
import type { SourceModule, Statement } from "./print/file.js";

const folder = new URL("../../runtime/", import.meta.url);
const sources = new Map<string, Promise<string>>();

/** The files of the hand-written runtime that are asked for, and those that these import: copied, so that the output depends on no package of ours. */
export async function runtimeFiles(asked: ReadonlySet<string>, version: string): Promise<GeneratedFile[]> {
  const wanted = new Set(asked);
  const files: GeneratedFile[] = [];
  // A set grows while it is walked: files found on the way are visited too.
  for (const path of wanted) {
    const text = await read(path);
    for (const [, specifier = ""] of text.matchAll(/\bfrom "(\.{1,2}\/[^"]+)\.js"/g))
      wanted.add(new URL(specifier, `file:///${path}`).pathname.slice(1));
    files.push({ path: `${path}.ts`, text: `// Part of the runtime of tallystick ${version}, copied from there. Do not edit.\n\n${text}` });
  }
  return files;
}

function read(path: string): Promise<string> {
  let text = sources.get(path);
  if (text === undefined) sources.set(path, (text = readFile(new URL(`${path.slice("runtime/".length)}.ts`, folder), "utf8")));
  return text;
}

/** Every module that a module imports from, more than once where it does so in many places. */
export function* mentionedModules(module: SourceModule): Generator<string> {
  for (const statement of module.statements) yield* mentioned(statement);
}

function* mentioned(statement: Statement): Generator<string> {
  if (statement.kind === "reexport") return yield statement.from;
  for (const code of codeOf(statement)) yield* fromParts(code.parts);
}

function* fromParts(parts: readonly Part[]): Generator<string> {
  for (const part of parts) {
    if (part instanceof ImportedSymbol) yield part.from;
    else if (part instanceof TypePart) yield* fromParts(part.parts);
  }
}

function codeOf(statement: Exclude<Statement, { kind: "reexport" }>): Code[] {
  switch (statement.kind) {
    case "function":
      return [
        statement.body,
        statement.returnType,
        ...statement.parameters.flatMap(({ type, initializer }) => (initializer === undefined ? [type] : [type, initializer])),
      ];
    case "const":
      return statement.type === undefined ? [statement.value] : [statement.type, statement.value];
    case "interface":
      return [...(statement.extends ?? []), ...statement.properties.map((property) => property.type)];
    case "type":
      return [statement.type];
    case "code":
      return [statement.code];
  }
}
