import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Json, JsonObject } from "../model/json.js";
import type { Place } from "../model/place.js";
import { walkPointer } from "../model/pointer.js";
import { allArtefacts, type Artefact } from "../plan/plan-options.js";
import type { Plan } from "../plan/plan.js";
import type { GeneratedFile } from "../write/generated-file.js";
import { FixtureNotes } from "./fixtures/note.js";
import type { ModuleCache } from "./module-cache.js";
import { enumsModule } from "./package/enums.js";
import { indexModules } from "./package/indexes.js";
import { folderManifest, packageFiles } from "./package/package-files.js";
import { header, type Origin } from "./print/header.js";
import { emptyModule, printModule, type Header, type PrintedModule } from "./print/module.js";
import { withExtension } from "./print/specifiers.js";
import { isRuntimeModule } from "../files/runtime-folder.js";
import { runtimeVersionFiles, withRuntimePackage } from "./runtime-package.js";
import { runtimeFiles } from "./runtime-files.js";
import { generateModule, type ModuleTask } from "./task.js";

export interface EmitOptions {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  /** package.json that the package has. */
  readonly manifest?: JsonObject;
  readonly progress?: (done: number, total: number) => void;
  /** Modules of an earlier run, which are used again if nothing that they depend on has changed. */
  readonly cache?: ModuleCache;
}

/**
 * Generates files from model and plan. Paths are relative to the output folder.
 * @param put Receives each file when it is generated, and returns what is stored of it. The text is not stored otherwise.
 * @returns What was stored, sorted by path.
 */
export async function emit<Kept extends { readonly path: string }>(
  model: ApiModel,
  plan: Plan,
  document: LoadedDocument,
  options: EmitOptions,
  put: (file: GeneratedFile) => Kept,
): Promise<Kept[]> {
  const remaining: Kept[] = [];
  const putFile = (file: GeneratedFile): void => void remaining.push(put(file));
  const putSource = inSource(plan, putFile);
  const head = header(options.origin);
  if (plan.typesFile !== undefined) {
    const { emitTypesFile } = await import("./types/emit-types.js");
    const written = ({ file, pointer }: Place): Json | undefined => {
      const source = document.files.get(file);
      return source && walkPointer({ place: { file, pointer: "#" }, value: source.value }, pointer)?.value;
    };
    putFile({ path: plan.typesFile.name, text: `${head("types")}\n\n${emitTypesFile(model, plan, plan.typesFile.options, written)}` });
    return remaining;
  }
  const runtime = new Set<string>();
  const putModule = ({ path, text, mentions }: PrintedModule): void => {
    for (const from of mentions) if (isRuntimeModule(from)) runtime.add(from);
    putSource({ path, text });
  };
  const cached = options.cache?.begin(model, plan, head);
  const artefacts = allArtefacts.filter((artefact) => plan.artefacts.has(artefact));
  let fixtures: FixtureNotes | undefined;
  for (const [index, artefact] of artefacts.entries()) {
    options.progress?.(index, artefacts.length);
    if (artefact === "types") {
      (await typeFiles(model, plan, head)).forEach(putSource);
      continue;
    }
    const notes: unknown[] = [];
    for (const task of await moduleTasksOf(artefact, model, plan, fixtures)) {
      const generate = () => generateModule(task, notes, head, plan.target);
      const { files, note } = cached?.module(task, generate) ?? generate();
      if (note !== undefined) notes.push(note);
      files.forEach(putModule);
    }
    if (artefact === "fixtures") fixtures = new FixtureNotes(notes);
  }
  const enums = enumsModule(plan);
  if (enums !== undefined) printModule(enums, head, plan.target).forEach(putModule);
  for (const file of await indexFiles(plan, head)) putModule(file);
  if (plan.runtime === "package") runtimeVersionFiles(head, plan.target).forEach(putSource);
  else runtimeFiles(runtime, options.origin.version, plan.target).forEach(putSource);
  if (plan.packageName !== undefined) packageFiles(model, plan, document, options, fixtures).forEach(putFile);
  else if (plan.target === "js") putFile(folderManifest);
  cached?.end();
  return remaining.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** A package has its modules in `src/`. Modules of a folder name others with the extension that the user has chosen. */
function inSource(plan: Plan, putFile: (file: GeneratedFile) => void): (file: GeneratedFile) => void {
  const { packageName, importExtension, runtime } = plan;
  const put = runtime === "copy" ? putFile : ({ path, text }: GeneratedFile): void => putFile({ path, text: withRuntimePackage(text) });
  if (packageName !== undefined) return ({ path, text }) => put({ path: `src/${path}`, text });
  return importExtension === "js" ? put : ({ path, text }) => put({ path, text: withExtension(text, importExtension) });
}

/** Loading ts-morph takes longer than printing all indexes, so it is only used if its compiler prints the types as well. */
async function indexFiles(plan: Plan, head: Header): Promise<readonly PrintedModule[]> {
  const modules = indexModules(plan);
  if (plan.typePrinter !== "openapi-typescript") return modules.flatMap((module) => printModule(module, head, plan.target));
  const { printStructures } = await import("./print/structures.js");
  return printStructures(modules, head, plan.target);
}

async function typeFiles(model: ApiModel, plan: Plan, head: Header): Promise<GeneratedFile[]> {
  const { emitTypes, emitDecodedTypes } = await import("./types/emit-types.js");
  const file = (path: string, extension: string, text: string): GeneratedFile => ({ path: `${path}.${extension}`, text: `${head(path)}\n\n${text}` });
  const files = (path: string, text: string): GeneratedFile[] =>
    plan.target === "ts" ? [file(path, "ts", text)] : [file(path, "js", `${emptyModule}\n`), file(path, "d.ts", text)];
  const types = files("types", emitTypes(model, plan));
  return plan.decoding === undefined ? types : [...types, ...files("decoded", emitDecodedTypes(model, plan))];
}

/** Emitters are imported one by one: a run with `--only` does not need the others. */
async function moduleTasksOf(
  artefact: Exclude<Artefact, "types">,
  model: ApiModel,
  plan: Plan,
  fixtures: FixtureNotes | undefined,
): Promise<Iterable<ModuleTask>> {
  switch (artefact) {
    case "client":
      return (await import("./client/emit-client.js")).emitClient(model, plan);
    case "validators":
      return (await import("./validators/emit-validators.js")).emitValidators(model, plan);
    case "fixtures":
      return (await import("./fixtures/emit-fixtures.js")).emitFixtures(model, plan);
    case "mocks":
      return (await import("./mocks/emit-mocks.js")).emitMocks(model, plan, fixtures);
  }
}
