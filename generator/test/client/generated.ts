import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { generate } from "../../src/generate.js";
import type { GenerateOptions } from "../../src/generate.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The output for a document on disk: as TypeScript and the JavaScript that it compiles to, or with the target js unchanged. */
export interface Generated {
  readonly folder: string;
  readonly text: (path: string) => string;
  /** Imports a module of the output. */
  readonly load: <T>(path: string) => Promise<T>;
  readonly remove: () => Promise<void>;
}

/** Generates from a document, given as an object or as a path. */
export async function generated(document: object | string, options: GenerateOptions = {}): Promise<Generated> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-client-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  let path = typeof document === "string" ? document : join(folder, "openapi.json");
  if (typeof document !== "string") await writeFile(path, JSON.stringify(document));
  const generation = await generate(path, { ...options, source: "openapi.json" });
  const errors = generation.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  const texts = new Map<string, string>();
  for (const file of generation.files) {
    path = join(folder, file.path);
    texts.set(file.path, file.text);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.text);
    if (path.endsWith(".ts") && options.target !== "js") await writeFile(path.replace(/\.ts$/, ".js"), transpiled(file.text));
  }
  return {
    folder,
    text: (file) => texts.get(file) ?? "",
    load: <T>(file: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, `${file}.js`)).href) as Promise<T>,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Most modules of an output are those of the runtime, which are the same beside each document. */
const scripts = new Map<string, string>();

/** As a user's compiler writes it. */
export function transpiled(text: string): string {
  let script = scripts.get(text);
  if (script === undefined) {
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
    script = ts.transpileModule(text, { compilerOptions }).outputText;
    if (scripts.size < 2000) scripts.set(text, script);
  }
  return script;
}

export interface TypeErrorOptions {
  /** The folder that the sources of a package lie in: `src/`. Default: the output's own. */
  readonly source?: string;
  /** Libraries beside those of a browser. */
  readonly lib?: readonly string[];
  /**
   * Whether the declarations of libraries are checked, too, which takes half of the time. They are the same beside each output, which declares
   * nothing that is global: `types.test.ts` asks. Default: false.
   */
  readonly declarations?: boolean;
}

/** What the compiler, at its strictest, says about the output and further files beside it. */
export async function typeErrors(
  { folder }: Generated,
  files: Readonly<Record<string, string>> = {},
  { source = "", lib = [], declarations = false }: TypeErrorOptions = {},
): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts", ...lib],
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: !declarations,
    noEmit: true,
  };
  const rootNames = [`${source}index.ts`, `${source}operations/index.ts`, ...Object.keys(files)].map((name) => join(folder, name));
  const program = ts.createProgram({ rootNames, options, host: hostThatKeepsLibraries(options) });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const name = diagnostic.file?.fileName.split("/").at(-1) ?? "";
    return `${name}:${line + 1} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`;
  });
}

const libraries = new Map<string, ts.SourceFile | undefined>();

/** Reads the standard library once for all programs of a test file: it is most of a small one. */
function hostThatKeepsLibraries(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const library = host.getDefaultLibLocation?.() ?? "";
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) => {
    if (dirname(path) !== library) return getSourceFile(path, ...rest);
    if (!libraries.has(path)) libraries.set(path, getSourceFile(path, ...rest));
    return libraries.get(path);
  };
  return host;
}
