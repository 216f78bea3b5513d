import { dirname, join } from "node:path";
import { ts } from "ts-morph";

/** Fields of a package.json that name modules which other packages import. */
const entryFields = ["exports", "main", "module", "types", "typings"] as const;

/** Where a source file may be, for a module that is named without its extension. */
const sourceEnds = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js"];

/**
 * The declarations that other packages can import from the package of a folder, and the members of the classes among them.
 * Empty for a package without entries, such as an app.
 */
export function publicDeclarations(folder: string, program: ts.Program, files: ReadonlySet<ts.SourceFile>, system: ts.System): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const entries = entriesOf(folder, system);
  if (entries === undefined) return found;
  const checker = program.getTypeChecker();
  const modules = modulesOf(entries.paths, entries.folder, files);
  for (const file of modules) {
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
      for (const declaration of target.declarations ?? []) {
        found.add(declaration);
        if (ts.isClassLike(declaration)) for (const member of declaration.members) if (isOpen(member)) found.add(member);
      }
    }
  }
  return found;
}

function isOpen(member: ts.ClassElement): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (member.name === undefined || !ts.isPrivateIdentifier(member.name)) && (ts.getCombinedModifierFlags(member) & hidden) === 0;
}

/** The modules that the package.json around a folder names. */
function entriesOf(folder: string, system: ts.System): { readonly folder: string; readonly paths: readonly string[] } | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const text = system.readFile(join(at, "package.json"));
    if (text !== undefined) {
      const { config } = ts.parseConfigFileTextToJson("package.json", text) as { readonly config?: Readonly<Record<string, unknown>> };
      const paths = entryFields.flatMap((field) => textsIn(config?.[field]));
      return paths.length === 0 ? undefined : { folder: at, paths };
    }
    if (dirname(at) === at) return undefined;
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The source files of modules: `./dist/esm/index.js` is `src/index.ts`. If none is found, the index files. */
function modulesOf(entries: readonly string[], folder: string, files: ReadonlySet<ts.SourceFile>): ReadonlySet<ts.SourceFile> {
  const byPath = new Map([...files].map((file) => [file.fileName, file]));
  const base = folder.replaceAll("\\", "/");
  const at = (path: string): ts.SourceFile | undefined =>
    sourceEnds.map((end) => byPath.get(`${base}/${path}${end}`)).find((file) => file !== undefined);
  const found = new Set<ts.SourceFile>();
  for (const entry of new Set(entries)) {
    const path = entry.replace(/^\.\//, "").replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
    if (path.includes("*")) {
      // `./dist/utils/*.js`: all modules in the folders of that name.
      const end = path
        .slice(0, path.indexOf("*"))
        .split("/")
        .filter((part) => part !== "")
        .at(-1);
      for (const [name, file] of byPath) if (end !== undefined && name.startsWith(`${base}/`) && name.includes(`/${end}/`)) found.add(file);
      continue;
    }
    const parts = path.split("/");
    const candidates = parts.flatMap((_, index) => [parts.slice(index).join("/"), `src/${parts.slice(index).join("/")}`]);
    const file = candidates.map(at).find((each) => each !== undefined);
    if (file !== undefined) found.add(file);
  }
  if (found.size > 0) return found;
  return new Set(["index", "src/index"].flatMap((path) => at(path) ?? []));
}
