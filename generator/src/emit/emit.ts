import type { GeneratedFile } from "../generate.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Plan } from "../plan/plan.js";
import type { EmitThread } from "./emit-thread.js";
import { indexModules } from "./package/indexes.js";
import { packageFiles } from "./package/package-files.js";
import { allParts, emitPart, type EmittedPart, type Part } from "./parts.js";
import { header, type Origin } from "./print/header.js";
import { finish, prepare } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

export interface EmitOptions {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  readonly progress?: (done: number, total: number) => void;
  /** Parts that are made elsewhere; see `emit-thread.ts`. */
  readonly elsewhere?: Pick<EmitThread, "parts" | "result">;
  /** Is called once nothing is left to do but to wait for them. */
  readonly whileWaiting?: () => void;
}

/** Model and plan to files. Paths are from the output folder; a package has its modules in `src/`. */
export async function emit(model: ApiModel, plan: Plan, document: LoadedDocument, options: EmitOptions): Promise<GeneratedFile[]> {
  const head = header(options.origin);
  const { elsewhere } = options;
  const emitted: EmittedPart[] = [];
  const make = async (parts: readonly Part[]): Promise<void> => {
    for (const part of parts) {
      options.progress?.(emitted.length, allParts.length);
      emitted.push(await emitPart(part, model, plan, head));
    }
  };
  await make(allParts.filter((part) => plan.artefacts.has(part) && elsewhere?.parts.includes(part) !== true));
  // Before the other thread is waited for.
  const modules: GeneratedFile[] = [];
  const finishAll = (): void => {
    for (const part of emitted) for (const { path, text } of finish(part.unfinished.splice(0), head)) modules.push({ path: `${path}.ts`, text });
  };
  for (const { path, text } of finish(indexModules(plan).map(prepare), head)) modules.push({ path: `${path}.ts`, text });
  finishAll();
  if (elsewhere !== undefined) {
    options.whileWaiting?.();
    const part = await elsewhere.result();
    if (part === undefined) await make(elsewhere.parts);
    else emitted.push(part);
  }

  finishAll();
  for (const part of emitted) modules.push(...part.files);
  const runtime = await runtimeFiles(new Set(emitted.flatMap((part) => part.runtime)), options.origin.version);
  const source = plan.packageName === undefined ? "" : "src/";
  const files = [...modules, ...runtime].map(({ path, text }) => ({ path: source + path, text }));
  if (plan.packageName !== undefined) files.push(...packageFiles(model, plan, document, options));
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
