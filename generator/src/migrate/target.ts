import { basename, dirname, resolve } from "node:path";
import { check } from "../check/check.js";
import { collector } from "../diagnostics/collect.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { emit } from "../emit/emit.js";
import { load } from "../load/load.js";
import type { SourceFile } from "../load/document.js";
import { runtimeModule } from "../files/runtime-folder.js";
import { Root } from "../files/root.js";
import { lower } from "../lower/lower.js";
import { plan } from "../plan/make-plan.js";
import { select } from "../plan/select.js";
import type { GenerateOptions } from "../generate.js";
import { version } from "../version.js";
import type { GeneratedFile } from "../write/generated-file.js";
import { apiOf, type Api } from "./api.js";
import { slashed, type Consumer } from "./consumer.js";
import type { Output } from "./output.js";

/** The generated client that a project moves to. */
export interface MigrationTarget {
  readonly api: Api;
  readonly output: Output;
  /** Whether the folder has this client, so that changed code compiles with what is there. */
  readonly onDisk: "missing" | "outdated" | "current";
  /** Adds the generated client to a project in memory, so that the project compiles with it. */
  addTo(consumer: Consumer): void;
}

/** Generates the client of a document in memory, as `tallystick generate` writes it into the folder. */
export async function openTarget(
  spec: string,
  options: GenerateOptions,
  folder: string,
): Promise<MigrationTarget | { readonly diagnostics: readonly Diagnostic[]; readonly sources: ReadonlyMap<string, SourceFile> }> {
  const { report, diagnostics } = collector(options);
  const sources = new Map<string, SourceFile>();
  const document = await load(spec, { ...options, sources }, report);
  const model = document === undefined ? undefined : lower(document, report);
  if (document !== undefined && model !== undefined) check(model, document, report, { warnings: false });
  if (document === undefined || model === undefined || diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, sources };
  const selected = select(model, options, report);
  // JavaScript has its types in declarations, which TypeScript modules have in themselves.
  const planned = plan(selected, { ...options, only: ["client"], target: "ts" }, report, model);
  if (options.typesFile !== undefined) return fileTarget(apiOf(selected, planned), folder, planned.importExtension);
  const files: GeneratedFile[] = [];
  await emit(selected, planned, document, { origin: { version, name: "", sha256: "", command: "" } }, (file) => {
    // The types of a client do not depend on its validators.
    if (!/(?:^|\/)validators\//.test(file.path) || file.path.includes(runtimeModule(""))) files.push(file);
    return file;
  });
  const { packageName } = options;
  return {
    api: apiOf(selected, planned),
    output: {
      folder: resolve(folder),
      ...(packageName !== undefined && { packageName }),
      importExtension: planned.importExtension,
      typeNames: exportsOf(files, "types.ts"),
      modelNames: exportsOf(files, "models.ts"),
    },
    onDisk: onDisk(files, folder),
    addTo: (consumer) => {
      consumer.addGenerated(folder, files);
      if (packageName !== undefined) consumer.addPackage(packageName, folder);
    },
  };
}

/** A single file of types. It is used as it is on the disk: its types depend on options of the run that wrote it. */
function fileTarget(api: Api, path: string, importExtension: Output["importExtension"]): MigrationTarget {
  const [folder, name] = [dirname(path), basename(path)];
  const text = new Root(folder).text(name);
  // A declaration file has no values at runtime.
  const kinds = /\.d\.[cm]?ts$/.test(name) ? "interface|type" : "interface|type|const|enum";
  const file = slashed(resolve(path));
  return {
    api,
    output: { folder: resolve(folder), file, importExtension, typeNames: exportedNames(text ?? "", kinds), modelNames: new Set() },
    onDisk: text === undefined ? "missing" : "current",
    addTo: (consumer) => {
      if (text !== undefined) consumer.addTypes(file, text);
    },
  };
}

/** The modules that calls depend on. Their first line names the document and the command. */
function onDisk(files: readonly GeneratedFile[], folder: string): MigrationTarget["onDisk"] {
  const root = new Root(folder);
  const [client, types] = ["client.ts", "types.ts"].map((name) => files.find(({ path }) => path === name || path === `src/${name}`));
  // JavaScript has the same in declarations, in another form.
  if (root.text("client.js") !== undefined) return "current";
  const found = [client, types].map((file) => file && [root.text(file.path), file.text].map((text) => text?.slice(text.indexOf("\n"))));
  if (found.some((texts) => texts?.[0] === undefined)) return "missing";
  return found.every((texts) => texts?.[0] === texts?.[1]) ? "current" : "outdated";
}

function exportsOf(files: readonly GeneratedFile[], name: string): ReadonlySet<string> {
  return exportedNames(files.find(({ path }) => path === name || path === `src/${name}`)?.text ?? "", "interface|type|const|enum");
}

function exportedNames(text: string, kinds: string): ReadonlySet<string> {
  const pattern = new RegExp(`^export (?:declare )?(?:${kinds}) ([\\p{ID_Start}$_][\\p{ID_Continue}$]*)`, "gmu");
  return new Set([...text.matchAll(pattern)].map(([, found = ""]) => found));
}
