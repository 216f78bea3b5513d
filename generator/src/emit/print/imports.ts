import { markedSymbol, textOf, type ImportedSymbol } from "./code.js";
import type { SourceModule } from "./file.js";

/** One import declaration. */
export interface ImportLine {
  readonly from: string;
  /** Whether all of its names are types; then the import itself is one of types. */
  readonly typeOnly: boolean;
  readonly names: readonly { readonly name: string; readonly typeOnly: boolean; /** Where it has another name here. */ readonly alias?: string }[];
}

/** The text of an import declaration: there are as many as functions, so it is not passed to a formatting printer. */
export function importText({ from, typeOnly, names }: ImportLine): string {
  const all = names.find(({ name }) => name.startsWith("* as "));
  // No other name can be next to it.
  if (all !== undefined) {
    const others = names.filter((each) => each !== all);
    const line = `import ${typeOnly ? "type " : ""}* as ${all.alias ?? all.name.slice(5)} from "${from}";`;
    return others.length === 0 ? line : `${line}\n${importText({ from, typeOnly, names: others })}`;
  }
  let whole: string | undefined;
  let list = "";
  for (const { name, typeOnly: isType, alias } of names) {
    // `import type a, { type B }` is no syntax: a default next to other types stays among them.
    if (name === "default" && whole === undefined && !isType && (!typeOnly || names.length === 1)) whole = alias ?? name;
    else list += `${list === "" ? "" : ", "}${isType ? "type " : ""}${name}${alias === undefined ? "" : ` as ${alias}`}`;
  }
  const listed = list === "" ? "" : `{ ${list} }`;
  const what = whole === undefined ? listed : listed === "" ? whole : `${whole}, ${listed}`;
  return `import ${typeOnly ? "type " : ""}${what} from "${from}";`;
}

/** How an imported name is known in a module, and whether it is mentioned as a type only. */
interface Mention {
  readonly local: string;
  typeOnly: boolean;
}

/** The imports of one module, learned from the symbols that its code mentions. */
export class Imports {
  readonly #path: string;
  readonly #language: "ts" | "js";
  /** Local name → its owner; a declaration of the module itself is `""`. */
  readonly #locals = new Map<string, string>();
  /** `from` → exported name → how it is known here, and whether every mention is as a type. */
  readonly #modules = new Map<string, Map<string, Mention>>();

  /** The local name of a symbol, by its mark: most are mentioned repeatedly. */
  readonly #named = new Map<string, string>();
  readonly #exported = new Set<string>();
  readonly #reexported = new Set<string>();

  /** @param resolve The specifier of a symbol's module. */
  constructor(
    module: SourceModule,
    language: "ts" | "js" = "ts",
    readonly resolve: (from: string) => string = (from) => specifier(module.path, from),
  ) {
    this.#path = module.path;
    this.#language = language;
    for (const statement of module.statements) {
      // Parameters, too: an import of the same name would be hidden by them.
      if (statement.kind === "function") for (const { name } of statement.parameters) this.#locals.set(name, "");
      if ("name" in statement) this.#locals.set(statement.name, "");
      if (statement.kind === "reexport") this.#exported.add(statement.from);
      // A namespace import must not have a name that the module exports for something else.
      if (statement.kind === "reexport") for (const { name, as = name } of statement.names ?? []) this.#reexported.add(as);
    }
  }

  /** Marked text with local names; adds the imports that it mentions. */
  text(marked: string): string {
    return textOf(marked, this.#language, this.#name);
  }

  /** The modules that code or exports mention, each once. */
  mentioned(): string[] {
    const mentioned = new Set(this.#modules.keys());
    for (const from of this.#exported) mentioned.add(from);
    return [...mentioned];
  }

  /** The import declarations for the text so far. */
  lines(): ImportLine[] {
    const lines: ImportLine[] = [];
    for (const [module, mentioned] of this.#modules) lines.push(lineOf(this.resolve(module), mentioned));
    return lines.toSorted(byOrigin);
  }

  readonly #name = (mark: string): string => {
    let name = this.#named.get(mark);
    if (name === undefined) this.#named.set(mark, (name = this.#import(markedSymbol(mark))));
    return name;
  };

  #import({ from, name: exported, typeOnly }: ImportedSymbol): string {
    if (from === this.#path) return exported;
    let names = this.#modules.get(from);
    if (names === undefined) this.#modules.set(from, (names = new Map()));
    const known = names.get(exported);
    if (known !== undefined) {
      known.typeOnly &&= typeOnly;
      return known.local;
    }
    // A default export has the name of its package, and a namespace import (`* as operations`) the symbol's.
    const base = exported === "default" ? from.replace(/^.*[:/]/, "") : exported.replace(/^\* as /, "");
    let local = base;
    const isTaken = (): boolean => this.#locals.has(local) || (exported.startsWith("* as ") && this.#reexported.has(local));
    if (this.#locals.has(local)) local += this.#kindOf(from);
    for (let count = 2; isTaken(); count += 1) local = `${base}_${count}`;
    this.#locals.set(local, from);
    names.set(exported, { local, typeOnly });
    return local;
  }

  /** The local name of an import with a collision: `sessionFixture`, if `session` is its validator. */
  #kindOf(from: string): string {
    const [folder = ""] = from.split("/", 1);
    return this.#path.startsWith(`${folder}/`) ? "" : (kinds.get(folder) ?? "");
  }
}

/** Kinds of modules by folder. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["fixtures", "Fixture"],
  ["validators", "Validator"],
]);

function lineOf(from: string, mentioned: ReadonlyMap<string, Mention>): ImportLine {
  let typeOnly = true;
  for (const mention of mentioned.values()) typeOnly &&= mention.typeOnly;
  const names: ImportLine["names"][number][] = [];
  for (const [name, { local, typeOnly: isOnlyType }] of mentioned) {
    const isType = isOnlyType && !typeOnly;
    names.push(local === name ? { name, typeOnly: isType } : { name, typeOnly: isType, alias: local });
  }
  // Half of them are of one name.
  return { from, typeOnly, names: names.length === 1 ? names : names.toSorted((a, b) => compare(a.name, b.name)) };
}

/** Packages first, then our own modules from the farthest to the nearest. */
function byOrigin(a: ImportLine, b: ImportLine): number {
  return Number(a.from.startsWith(".")) - Number(b.from.startsWith(".")) || compare(a.from, b.from);
}

/** The specifier by which a module of the output imports another one, or a package. */
export function specifier(path: string, from: string): string {
  if (from.startsWith("npm:")) return from.slice(4);
  // Called for each import of each module: no path is parsed.
  const folders = path.lastIndexOf("/") + 1;
  let shared = 0;
  for (let index = 0; index < folders && path[index] === from[index]; index++) if (path[index] === "/") shared = index + 1;
  let up = "";
  for (let index = shared; index < folders; index++) if (path[index] === "/") up += "../";
  return `${up === "" ? "./" : up}${from.slice(shared)}.js`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
