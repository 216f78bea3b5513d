import { defaultTarget } from "./default-target.js";
import { isAddress, publicAddress } from "../../load/files/address.js";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { loadConfig } from "../../config/load-config.js";
import { configNames, type DocumentConfig } from "../../config/config.js";
import { nameFault } from "../../config/read-config.js";
import type { SourceFile } from "../../load/document.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { GenerateOptions } from "../../generate.js";
import { runtimePackage, runtimeRange } from "../../emit/runtime-package.js";
import { decodingOptions } from "../../plan/plan-options.js";
import { typeFileOptions, typeFlag } from "../../plan/type-options.js";
import { isFolder, namesIn } from "../../files/look.js";
import { readFile } from "../../files/read.js";
import { lockOf } from "../options/document-options.js";
import { defined } from "../../algorithms/defined.js";
import type { GenerateFlags } from "../options/generate-options.js";
import { located, shown } from "./paths.js";
import { reportLeftOutputs } from "./left-outputs.js";

/** One document to generate from, with absolute paths. */
export interface Job {
  readonly spec: string;
  readonly out: string;
  /** As the user would type them from the working directory. */
  readonly shownOut: string;
  /** The output is a file of types, not a folder. */
  readonly isFile?: boolean;
  readonly options: GenerateOptions;
  /** Its configuration file. */
  readonly config?: string;
  /** Its settings there. */
  readonly settings?: DocumentConfig;
}

/**
 * Combines flags and configuration; flags take precedence. `undefined` if they are invalid, which is reported.
 * @param sources Receives the configuration file for diagnostics about it.
 */
export async function jobs(
  cwd: string,
  flags: Partial<GenerateFlags>,
  report: Report,
  sources?: Map<string, SourceFile>,
): Promise<readonly Job[] | undefined> {
  // With a document and a folder from flags, a configuration in the working directory is ignored unless it is named.
  const loaded =
    flags.config === undefined && flags.spec !== undefined && flags.out !== undefined
      ? undefined
      : await loadConfig(cwd, flags.config, report, sources);
  if (loaded === false) return undefined;
  const folder = loaded?.folder ?? cwd;
  const documents: readonly Partial<DocumentConfig>[] = chosen(loaded?.documents, flags, folder, cwd);
  if (loaded?.documents.length === 0 && flags.spec === undefined)
    return void report("config-invalid", { path: shown(loaded.path, cwd), key: "documents", expected: "is missing: only consumers are listed" });
  if (documents.length === 0) {
    const folders = loaded?.documents.map((document) => shown(resolve(folder, document.out), cwd)).join(", ") ?? "";
    const expected = `of the documents that the configuration names none goes there, but to ${folders}`;
    report("option-invalid", { option: "--out", value: flags.out ?? "", expected });
    return undefined;
  }
  const fault = flags.name === undefined ? undefined : nameFault(flags.name);
  if (fault !== undefined) return void report("option-invalid", { option: "--name", value: flags.name ?? "", expected: fault });
  const found: Job[] = [];
  const outs = new OutputFolders();
  for (const document of documents) {
    const spec = flags.spec === undefined ? document.spec && located(folder, document.spec) : located(cwd, flags.spec);
    const out = flags.out === undefined ? document.out && resolve(folder, document.out) : resolve(cwd, flags.out);
    if (spec === undefined) {
      const there = namesIn(cwd).find((name) => /^\.?tallystick(?:rc)?(?:\.config)?\.\w+$/.test(name) && !configNames.includes(name));
      return void report("spec-missing", { tried: configNames.join(", "), ...(there !== undefined && { there }) });
    }
    if (out === undefined) return void report("out-missing", { spec: shown(spec, cwd) });
    const other = outs.clash(out);
    if (other !== undefined) {
      const expected =
        other === out ? "two documents go to that folder" : `another document goes to ${shown(other, cwd)}: one folder cannot be inside the other`;
      report("option-invalid", { option: "out", value: shown(out, cwd), expected });
      return undefined;
    }
    const isFile = isTypesFile(out);
    const fileOptions = typeFileOptions({ ...document, ...flags });
    if (!isFile && fileOptions !== undefined) {
      const [option = ""] = Object.keys(fileOptions);
      const shownOption = option in flags ? `--${typeFlag(option)}` : option;
      return void report("types-file-option", { option: shownOption, out: shown(out, cwd) });
    }
    const folderOnly = (["name", "only", "mocks", "target", "runtime", "types", "importExtension", "groupBy"] as const).find(
      (name) => (flags[name] ?? document[name]) !== undefined,
    );
    if (isFile && folderOnly !== undefined) return void report("types-file-only", { option: folderOnly, out: shown(out, cwd) });
    const { name: packageName, importExtension, types: typePrinter, target: wantedTarget, ...settings } = { ...document, ...flags };
    const refuse = (setting: "importExtension" | "runtime" | "target" | "types", expected: string): undefined => {
      const option = flags[setting] === undefined ? setting : `--${setting === "importExtension" ? "import-extension" : setting}`;
      report("option-invalid", { option, value: flags[setting] ?? document[setting] ?? "", expected });
    };
    const isPlainImport = importExtension === undefined || importExtension === "js";
    if (packageName !== undefined && !isPlainImport) return refuse("importExtension", "the files of a package, which is built, are called .js");
    if (typePrinter === "openapi-typescript" && !(await hasOpenapiTypescript()))
      return refuse("types", "openapi-typescript 7 and typescript 5 are not installed next to tallystick. Install both");
    if (wantedTarget === "js" && packageName !== undefined)
      return refuse("target", "a package is built from TypeScript. Its build writes the JavaScript");
    if (wantedTarget === "js" && !isPlainImport) return refuse("importExtension", "JavaScript modules import each other by .js. Use the target ts");
    const installed = settings.runtime === "package" ? installedRuntime(out) : undefined;
    if (installed !== undefined && !(await import("semver")).default.satisfies(installed, runtimeRange))
      return refuse(
        "runtime",
        `${runtimePackage} ${installed} is installed, and this version needs ${runtimeRange}. Run npm install ${runtimePackage}@${runtimeRange}`,
      );
    const target = wantedTarget ?? (isFile || packageName !== undefined || !isPlainImport ? "ts" : defaultTarget(out));
    // An address on the command line allows its own host. Without a lock each run reads the current document.
    const named = flags.spec !== undefined && isAddress(flags.spec) ? hostOf(flags.spec, settings.allowRemote) : undefined;
    const remoteOptions = flags.remote ?? { updateLock: false, lock: true };
    const remote =
      named === undefined || remoteOptions.updateLock || remoteOptions.lockFile !== undefined ? remoteOptions : { ...remoteOptions, lock: false };
    const manifest = packageName === undefined ? undefined : manifestIn(out);
    found.push({
      spec,
      out,
      shownOut: shown(out, cwd),
      isFile,
      ...(loaded === undefined ? {} : { config: loaded.path }),
      ...(loaded?.documents.includes(document as DocumentConfig) === true && { settings: document as DocumentConfig }),
      options: defined({
        source: sourceName(spec, folder),
        command: document.command,
        packageName,
        version: document.version,
        manifest,
        only: isFile ? ["types" as const] : settings.only,
        typesFile: isFile ? { name: basename(out), options: fileOptions ?? {} } : undefined,
        mocks: settings.mocks,
        importExtension,
        target,
        typePrinter,
        runtime: settings.runtime,
        decoding: decodingOptions(settings.dates, settings.int64, settings.brands),
        groupBy: settings.groupBy,
        include: settings.include,
        exclude: settings.exclude,
        tags: settings.tags,
        overlays: flags.overlays?.map((path) => resolve(cwd, path)) ?? document.overlays?.map((path) => resolve(folder, path)),
        allowRemote: named === undefined ? settings.allowRemote : [...(settings.allowRemote ?? []), named],
        lock: lockOf(remote, {
          spec,
          allowRemote: settings.allowRemote,
          folder,
          cwd,
          writes: flags.check !== true,
        }),
        allowOutside: flags.allowOutside?.map((path) => resolve(cwd, path)) ?? document.allowOutside?.map((path) => resolve(folder, path)),
        allowMissing: settings.allowMissing,
        allowLoss: settings.allowLoss,
        oneOfAsAnyOf: settings.oneOfAsAnyOf,
        formats: settings.formats,
        strict: settings.strict,
        severity: settings.severity,
      }),
    });
  }
  if (loaded !== undefined && flags.spec === undefined && flags.out === undefined) reportLeftOutputs(loaded, cwd, report);
  return found;
}

/** The folders that documents go to. Looks at the parents of each, so that thousands of folders take linear time. */
class OutputFolders {
  readonly #outs = new Set<string>();
  /** Each parent of an output, with an output in it. */
  readonly #parents = new Map<string, string>();

  /** Adds an output. Returns another one that is the same, around it or in it. */
  clash(out: string): string | undefined {
    const parents: string[] = [];
    for (let each = out; each !== dirname(each); each = dirname(each)) parents.push(each);
    const around = parents.find((each) => this.#outs.has(each)) ?? this.#parents.get(out);
    if (around !== undefined) return around;
    this.#outs.add(out);
    for (const each of parents) this.#parents.set(each, out);
    return undefined;
  }
}

/** `src/schema.d.ts` is a file of types; `src/api` is a folder. */
function isTypesFile(out: string): boolean {
  return /\.[cm]?ts$/.test(out) && !isFolder(out);
}

async function hasOpenapiTypescript(): Promise<boolean> {
  const { isInstalled } = await import("../../emit/types/openapi-typescript.js");
  return isInstalled();
}

/** The version of the runtime that an output would import; `undefined` if it is not installed. */
function installedRuntime(out: string): string | undefined {
  for (let folder = out; ; folder = dirname(folder)) {
    const manifest = manifestIn(join(folder, "node_modules", ...runtimePackage.split("/")));
    if (typeof manifest?.["version"] === "string") return manifest["version"];
    if (dirname(folder) === folder) return undefined;
  }
}

/** The documents selected by flags: the configured one with the path of --spec, or the path itself if none is configured. */
function chosen(
  documents: readonly DocumentConfig[] | undefined,
  flags: Partial<GenerateFlags>,
  folder: string,
  cwd: string,
): readonly Partial<DocumentConfig>[] {
  if (documents === undefined) return [{}];
  if (flags.spec === undefined)
    return flags.out === undefined
      ? documents
      : documents.filter((document) => documents.length === 1 || resolve(folder, document.out) === resolve(cwd, flags.out ?? ""));
  const same = documents.filter((document) => located(folder, document.spec) === located(cwd, flags.spec ?? ""));
  return same.length > 0 ? same : [{}];
}

/** The existing package.json of the package: it keeps the additions of its team. */
function manifestIn(out: string): JsonObject | undefined {
  const read = readFile(join(out, "package.json"));
  if (!("bytes" in read)) return undefined;
  try {
    const manifest = JSON.parse(read.bytes.toString("utf8")) as Json;
    return isJsonObject(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** The host of an address that is not among the allowed ones. */
function hostOf(address: string, allowed: readonly string[] = []): string | undefined {
  const host = URL.canParse(address) ? new URL(address).host : "";
  return host === "" || allowed.length > 0 ? undefined : host;
}

/** The document's name in generated files: relative where it lies below, so that no folder of this machine gets into the output. */
function sourceName(spec: string, folder: string): string {
  if (isAddress(spec)) return publicAddress(spec).split("?", 1)[0] ?? "";
  const path = relative(folder, spec).split(sep).join("/");
  return path.startsWith("../") || isAbsolute(path) ? basename(spec) : path;
}
