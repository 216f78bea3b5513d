import { dirname, posix, relative, sep } from "node:path";
import { Project, ts, type ProjectOptions } from "ts-morph";
import { compilerFiles, compilerSystem, readProject } from "../files/compiler-system.js";
import { filesIn, isThere } from "../files/look.js";
import { readFile } from "../files/read.js";
import type { GeneratedFile } from "../write/generated-file.js";
import { lineAt } from "./edits.js";

/** A source file of the project that is migrated. */
export interface ConsumerFile {
  /** Absolute, with `/`. */
  readonly path: string;
  /** The whole text, also of a component. */
  readonly text: string;
  /** Whether the text is that of a component, such as `App.vue`: only its scripts are code. */
  readonly isComponent: boolean;
}

/** An error of the compiler. */
export interface CompilerError {
  readonly path: string;
  readonly position: number;
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** Components whose scripts are read. Their templates are not. */
const components = /\.(?:vue|svelte)$/;

function isTestFile(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && (/[./](?:test|spec)\.[a-z]+$/.test(path) || /\/__(?:tests|mocks)__\//.test(path));
}

/**
 * A project in memory, with the generated client next to it. Nothing is written.
 * The compiler is the one that ts-morph has, with the options of the project's tsconfig.json.
 */
export class Consumer {
  readonly #project: Project;
  readonly #files = new Map<string, ConsumerFile>();
  /** Paths of files that a migration creates. */
  readonly #created = new Set<string>();
  readonly folder: string;

  /** @param options Where the project is: `tsConfigFilePath`, or files that were added to a project in memory. */
  constructor(source: ProjectOptions | Project, folder: string) {
    this.folder = slashed(folder);
    this.#project = source instanceof Project ? source : new Project(source);
    for (const file of this.#project.getSourceFiles()) {
      const path: string = file.getFilePath();
      if (!file.isDeclarationFile() && !path.includes("/node_modules/"))
        this.#files.set(path, { path, text: file.getFullText(), isComponent: false });
    }
    if (source instanceof Project) return;
    this.#addTests();
    this.#addComponents();
  }

  /** All files that may be changed. */
  files(): readonly ConsumerFile[] {
    return [...this.#files.values()];
  }

  /** Adds the generated client, so that it is known before it is on the disk. @param folder Absolute. */
  addGenerated(folder: string, files: readonly GeneratedFile[]): void {
    for (const { path, text } of files)
      if (path.endsWith(".ts")) this.#project.createSourceFile(posix.join(slashed(folder), path), text, { overwrite: true });
    for (const path of this.#files.keys()) if (path.startsWith(`${slashed(folder)}/`)) this.#files.delete(path);
  }

  /** Adds a generated file of types, which is not changed. @param path Absolute, with `/`. */
  addTypes(path: string, text: string): void {
    this.#project.createSourceFile(path, text, { overwrite: true });
    this.#files.delete(path);
  }

  /** Resolves the name of a package to modules of this folder. */
  addPackage(name: string, folder: string): void {
    const paths = this.#project.getCompilerOptions().paths ?? {};
    const base = slashed(folder);
    this.#project.compilerOptions.set({ paths: { ...paths, [name]: [`${base}/src/index.ts`], [`${name}/*`]: [`${base}/src/*`] } });
  }

  /** Gives a file another text, in memory. A path that is not there yet is added. */
  write(path: string, text: string): void {
    const file = this.#project.getSourceFile(compiledPath(path));
    const code = components.test(path) ? scriptsOf(text) : text;
    if (file === undefined) {
      this.#project.createSourceFile(path, code);
      this.#created.add(path);
    }
    if (file !== undefined && file.compilerNode.text !== code) file.replaceWithText(code);
  }

  program(): ts.Program {
    return this.#project.getProgram().compilerObject;
  }

  source(path: string): ts.SourceFile {
    return this.#project.getSourceFileOrThrow(compiledPath(path)).compilerNode;
  }

  /** The errors of files of the project. @param paths Absolute. */
  errors(paths: readonly string[], onFile?: (done: number, total: number) => void): readonly CompilerError[] {
    const program = this.program();
    return paths.flatMap((path, index) => {
      onFile?.(index, paths.length);
      return errorsIn(program, path);
    });
  }

  /** The errors that files have now, for a time when their texts have changed. A file is checked when its errors are requested. */
  errorsOfNow(): (path: string) => readonly CompilerError[] {
    const program = this.program();
    const known = new Map<string, readonly CompilerError[]>();
    return (path) => {
      const found = known.get(path) ?? errorsIn(program, path);
      known.set(path, found);
      return found;
    };
  }

  /** The files, and all files of the project that import one of them, also through others. */
  withDependents(paths: Iterable<string>): readonly string[] {
    const open = [...paths];
    const found = new Set(open);
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      const file = this.#project.getSourceFileOrThrow(compiledPath(path));
      // What a file declares for all others may concern each of them.
      if (isGlobal(file.compilerNode)) return [...this.#files.keys(), ...this.#created];
      for (const other of file.getReferencingSourceFiles()) {
        const name = pathOfCode(other.getFilePath());
        if (found.has(name) || !(this.#files.has(name) || this.#created.has(name))) continue;
        found.add(name);
        open.push(name);
      }
    }
    return [...found];
  }

  /** A path from the project's folder, as reports show it. */
  shown(path: string): string {
    return relative(this.folder, path).split(sep).join("/");
  }

  /** Tests often have a tsconfig.json of their own, and use the same client. */
  #addTests(): void {
    const names = ["src", "test", "tests", "__tests__"].filter((name) => isThere(`${this.folder}/${name}`));
    for (const name of names) {
      for (const file of filesIn(`${this.folder}/${name}`, true)) {
        const path = `${this.folder}/${name}/${file}`;
        if (!isTestFile(path) || path.includes("/node_modules/") || this.#files.has(path)) continue;
        const read = readFile(path);
        if (!("bytes" in read)) continue;
        const text = read.bytes.toString("utf8");
        this.#files.set(path, { path, text, isComponent: false });
        this.#project.createSourceFile(path, text, { overwrite: true });
      }
    }
  }

  /** Components are no source files of TypeScript: their scripts are, at the same positions. */
  #addComponents(): void {
    const folders = new Set([...this.#files.keys()].map((path) => dirname(path)));
    const tops = [...folders].filter((folder) => ![...folders].some((other) => folder !== other && folder.startsWith(`${other}/`)));
    for (const top of tops) {
      if (!isThere(top)) continue;
      for (const name of filesIn(top, true)) {
        if (!components.test(name) || name.includes("node_modules/")) continue;
        const path = `${top}/${name}`;
        const read = readFile(path);
        if (!("bytes" in read)) continue;
        const text = read.bytes.toString("utf8");
        this.#files.set(path, { path, text, isComponent: true });
        this.#project.createSourceFile(compiledPath(path), scriptsOf(text), { overwrite: true });
      }
    }
  }
}

function compiledPath(path: string): string {
  return components.test(path) ? `${path}.ts` : path;
}

/** The path of a component for that of its scripts. */
function pathOfCode(path: string): string {
  const component = path.replace(/\.ts$/, "");
  return components.test(component) ? component : path;
}

/** Whether a file is a script, or has `declare global` or `declare module "…"`. */
function isGlobal(source: ts.SourceFile): boolean {
  return !ts.isExternalModule(source) || source.statements.some((statement) => ts.isModuleDeclaration(statement) && !isNamespace(statement));
}

function isNamespace({ name, flags }: ts.ModuleDeclaration): boolean {
  return ts.isIdentifier(name) && (flags & ts.NodeFlags.GlobalAugmentation) === 0;
}

function errorsIn(program: ts.Program, path: string): readonly CompilerError[] {
  const source = program.getSourceFile(compiledPath(path));
  if (source === undefined) return [];
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].flatMap((found) => {
    if (found.category !== ts.DiagnosticCategory.Error) return [];
    const position = found.start ?? 0;
    const message = ts.flattenDiagnosticMessageText(found.messageText, "\n").split("\n", 1)[0] ?? "";
    return [{ path, position, line: lineAt(source.text, position), code: found.code, message }];
  });
}

/** A component with spaces in place of everything that is not in a `<script lang="ts">`. */
function scriptsOf(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  let result = "";
  let at = 0;
  for (;;) {
    const tag = text.indexOf("<script", at);
    const start = tag < 0 ? -1 : text.indexOf(">", tag) + 1;
    const end = start <= 0 ? -1 : text.indexOf("</script", start);
    if (end < 0) return result + blank(text.slice(at));
    const code = text.slice(start, end);
    result += blank(text.slice(at, start)) + (/lang=["']ts/.test(text.slice(tag, start)) ? code : blank(code));
    at = end;
  }
}

export function slashed(path: string): string {
  return path.split(sep).join("/");
}

/** The project of a tsconfig.json. One that only refers to other projects is replaced by the largest of them. @throws If a file cannot be read. */
export function openConsumer(tsConfigFilePath: string): Consumer {
  const folder = dirname(tsConfigFilePath);
  const open = (path: string): Consumer => {
    const read = readProject(path);
    if ("fault" in read) throw new Error(read.fault);
    return new Consumer({ tsConfigFilePath: path, fileSystem: compilerFiles(read) }, folder);
  };
  const consumer = open(tsConfigFilePath);
  const { config } = ts.readConfigFile(tsConfigFilePath, compilerSystem.readFile) as {
    readonly config?: { readonly references?: readonly { readonly path: string }[] };
  };
  if (consumer.files().length > 0) return consumer;
  const referenced = (config?.references ?? [])
    .map(({ path }) => ts.resolveProjectReferencePath({ path: posix.join(slashed(folder), path) }))
    .filter((path) => isThere(path))
    .map(open);
  return referenced.toSorted((a, b) => b.files().length - a.files().length)[0] ?? consumer;
}
