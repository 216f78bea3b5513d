import { basename, dirname, join, resolve } from "node:path";
import { ts } from "ts-morph";
import { compilerSystem } from "../files/compiler-system.js";
import { isThere, sizeOf } from "../files/look.js";
import { parseConfigs } from "./read-usage.js";

/** What git knows of a repository. */
export interface Tracked {
  /** The folder of the repository. */
  readonly top: string;
  /** Whether git compares a file: it is tracked, or not ignored. */
  knows(path: string): boolean;
  /** The files in a folder that git compares. */
  filesIn(folder: string): readonly string[];
}

/** The files that decide what a project uses. */
export interface ProjectFiles {
  /** Absolute paths. Without installed packages: lockfiles decide their versions. */
  readonly paths: readonly string[];
  /** Imports of files that are not there, as they are written. */
  readonly missing: readonly string[];
}

const lockfiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"] as const;
const code = /\.[cm]?[jt]sx?$/;

/** The bytes of a project's own files. @throws UsageProblem */
export function projectSize(config: string): number {
  return parseConfigs(config).reduce((sum, { fileNames }) => sum + fileNames.reduce((bytes, path) => bytes + sizeOf(path), 0), 0);
}

/** Follows the imports of projects without checking their types. Each file is read once for all projects. */
export class ProjectReader {
  readonly #tracked: Tracked;
  readonly #imports = new Map<string, readonly string[]>();
  readonly #packages = new Map<string, string | undefined>();

  constructor(tracked: Tracked) {
    this.#tracked = tracked;
  }

  /** @throws UsageProblem */
  filesOf(config: string): ProjectFiles {
    const { top } = this.#tracked;
    const found = new Set(configChain(config));
    const missing = new Set<string>();
    const own = this.#packageOf(config);
    for (const project of parseConfigs(config)) {
      const cache = ts.createModuleResolutionCache(dirname(config), (path) => path, project.options);
      const open = [...project.fileNames];
      const visited = new Set<string>();
      for (let path = open.pop(); path !== undefined; path = open.pop()) {
        if (visited.has(path) || path.includes("/node_modules/")) continue;
        visited.add(path);
        found.add(resolve(path));
        const folder = this.#packageOf(path);
        if (folder !== undefined) found.add(join(folder, "package.json"));
        // Built files of another package in the repository: they change with its sources.
        if (!this.#tracked.knows(resolve(path)) && folder !== undefined && folder !== own && folder !== top) {
          const sources = this.#tracked.filesIn(folder);
          if (sources.length > 0) found.delete(resolve(path));
          for (const source of sources) {
            if (code.test(source)) open.push(source);
            else found.add(source);
          }
          continue;
        }
        for (const specifier of this.#importsOf(path)) {
          const targets = resolutions(specifier, path, project.options, cache);
          open.push(...targets);
          if (targets.length === 0 && /^\.\.?(?:\/|$)/.test(specifier)) missing.add(specifier);
        }
      }
    }
    for (let at = dirname(config); ; at = dirname(at)) {
      for (const name of lockfiles) if (isThere(join(at, name))) found.add(join(at, name));
      if (at === top || dirname(at) === at) break;
    }
    return { paths: [...found], missing: [...missing] };
  }

  /** The folder of the package.json around a file, inside the repository. */
  #packageOf(path: string): string | undefined {
    const folder = dirname(path);
    if (!this.#packages.has(folder)) {
      const isLast = folder === this.#tracked.top || dirname(folder) === folder;
      this.#packages.set(folder, isThere(join(folder, "package.json")) ? folder : isLast ? undefined : this.#packageOf(folder));
    }
    return this.#packages.get(folder);
  }

  #importsOf(path: string): readonly string[] {
    let found = this.#imports.get(path);
    if (found === undefined) {
      const { importedFiles, referencedFiles } = ts.preProcessFile(compilerSystem.readFile(path) ?? "", true, true);
      const references = referencedFiles.map(({ fileName }) => (/^\.{0,2}\//.test(fileName) ? fileName : `./${fileName}`));
      found = code.test(path) ? [...importedFiles.map(({ fileName }) => fileName), ...references] : [];
      this.#imports.set(path, found);
    }
    return found;
  }
}

/** The files that an import may be. A package may have other files for `require`. */
function resolutions(specifier: string, from: string, options: ts.CompilerOptions, cache: ts.ModuleResolutionCache): readonly string[] {
  const modes = [undefined, ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const;
  const found = modes.map(
    (mode) => ts.resolveModuleName(specifier, from, options, compilerSystem, cache, undefined, mode).resolvedModule?.resolvedFileName,
  );
  return [...new Set(found.filter((path) => path !== undefined))];
}

/** A configuration and those that it extends, without those of packages. */
function configChain(config: string): ReadonlySet<string> {
  const chain = new Set<string>();
  const open = [config];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (chain.has(path) || path.includes("/node_modules/")) continue;
    chain.add(path);
    const source = ts.readJsonConfigFile(path, compilerSystem.readFile);
    const { projectReferences } = ts.parseJsonSourceFileConfigFileContent(
      source,
      compilerSystem,
      dirname(path),
      undefined,
      basename(path),
      undefined,
      undefined,
      new Map(),
    );
    open.push(...(source.extendedSourceFiles ?? []), ...(projectReferences ?? []).map(ts.resolveProjectReferencePath));
  }
  return chain;
}
