import { dirname, join, resolve } from "node:path";
import { createFilesMatcher, getTsconfig, parseTsconfig, type TsConfigResult } from "get-tsconfig";
import { readFile } from "../../files/read.js";
import type { Target } from "../../plan/plan-options.js";

/**
 * The default target for a source folder. TypeScript if the project's own compiler emits JavaScript from the folder: it copies neither `.js`
 * nor `.d.ts` to its output. TypeScript also if the project is CommonJS: its compiler and Jest refuse to `require` ES modules. Otherwise JavaScript
 * with declarations, which every runtime reads and which costs the project's compiler least.
 */
export function defaultTarget(out: string): Target {
  try {
    const options = configurationOf(join(out, "index.ts"))?.config.compilerOptions;
    if (options === undefined) return "js";
    return options.noEmit !== true || isCommonJs(options.module, out) ? "ts" : "js";
  } catch {
    // The compiler reports a broken configuration itself, and better. TypeScript source suits every project.
    return "ts";
  }
}

/** The maximum number of files in a chain of `extends`. A file that two others extend is read twice, so that their number can double with each file. */
const mostFiles = 1000;

/** The cache through which get-tsconfig reads: regular files only, because reading a pipe waits for its writer. */
class RegularFiles extends Map<string, unknown> {
  #count = 0;

  override get(key: string): unknown {
    const path = /^readFileSync:(.*):utf8$/s.exec(key)?.[1];
    if (path === undefined) return super.get(key);
    const read = readFile(path);
    if (!("bytes" in read) || ++this.#count > mostFiles) throw new Error(`"${path}" is not read.`);
    return read.bytes.toString("utf8");
  }
}

/** The configuration that compiles a file: the nearest tsconfig.json that includes it, or one that the nearest refers to. */
function configurationOf(file: string): TsConfigResult | undefined {
  const files = new RegularFiles();
  const including = getTsconfig(file, "tsconfig.json", files, true);
  if (including !== null) return including;
  const nearest = getTsconfig(dirname(file), "tsconfig.json", files);
  for (const reference of nearest?.config.references ?? []) {
    const at = resolve(dirname(nearest?.path ?? ""), reference.path);
    const path = at.endsWith(".json") ? at : join(at, "tsconfig.json");
    const referred = { path, config: parseTsconfig(path, files as Map<string, string>) };
    if (createFilesMatcher(referred)(file) !== undefined) return referred;
  }
  return undefined;
}

function isCommonJs(module: string | undefined, out: string): boolean {
  if (module === undefined) return false;
  if (/^(?:commonjs|none|amd|umd|system)$/i.test(module)) return true;
  return /^node/i.test(module) && typeOf(out) !== "module";
}

/** `type` of the project's package.json. */
function typeOf(out: string): unknown {
  for (let folder = dirname(out); ; folder = dirname(folder)) {
    const read = readFile(join(folder, "package.json"));
    if ("bytes" in read) return (JSON.parse(read.bytes.toString("utf8")) as { readonly type?: unknown }).type;
    if (dirname(folder) === folder) return undefined;
  }
}
