import type { GeneratedFile } from "../generate.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Plan } from "../plan/plan.js";
import { emitClient } from "./client/emit-client.js";
import { emitFixtures } from "./fixtures/emit-fixtures.js";
import { emitMocks } from "./mocks/emit-mocks.js";
import { indexModules } from "./package/indexes.js";
import { packageFiles } from "./package/package-files.js";
import type { SourceModule } from "./print/file.js";
import { header, type Origin } from "./print/header.js";
import { printModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";
import { emitTypes } from "./types/emit-types.js";
import { emitValidators } from "./validators/emit-validators.js";

export interface EmitOptions {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  readonly progress?: (done: number, total: number) => void;
}

/** Model and plan to files. Paths are from the output folder; a package has its modules in `src/`. */
export async function emit(model: ApiModel, plan: Plan, document: LoadedDocument, options: EmitOptions): Promise<GeneratedFile[]> {
  const head = header(options.origin);
  const source = plan.packageName === undefined ? "" : "src/";
  // The types are made beside everything else: they take about as long.
  const types = emitTypes(model, plan);
  const modules: SourceModule[] = [];
  if (plan.artefacts.has("client")) modules.push(...emitClient(model, plan));
  if (plan.artefacts.has("validators")) modules.push(...emitValidators(model, plan));
  if (plan.artefacts.has("fixtures")) modules.push(...emitFixtures(model, plan));
  if (plan.artefacts.has("mocks")) modules.push(...emitMocks(model, plan));
  modules.push(...indexModules(plan, modules));
  const files: GeneratedFile[] = [];
  for (const module of modules) {
    files.push({ path: `${source}${module.path}.ts`, text: printModule(module, head) });
    options.progress?.(files.length, modules.length + 1);
  }
  files.push({ path: `${source}types.ts`, text: `${head}\n\n${await types}` });
  for (const file of await runtimeFiles(modules, options.origin.version)) files.push({ path: source + file.path, text: file.text });
  if (plan.packageName !== undefined) files.push(...packageFiles(model, plan, document, options));
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
