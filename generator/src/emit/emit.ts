import type { GeneratedFile } from "../generate.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Plan } from "../plan/plan.js";
import type { EmitThread } from "./emit-thread.js";
import type { KeptModules } from "./kept-modules.js";
import { indexModules } from "./package/indexes.js";
import { packageFiles } from "./package/package-files.js";
import { allParts, emitPart, inSource, type EmittedPart, type Part } from "./parts.js";
import { header, type Origin } from "./print/header.js";
import { finish, prepare, type UnfinishedModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

export interface EmitOptions<Kept> {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  readonly progress?: (done: number, total: number) => void;
  /** Parts that are made elsewhere; see `emit-thread.ts`. */
  readonly elsewhere?: Pick<EmitThread<Kept>, "parts" | "last" | "takeLast" | "result">;
  /** Modules that a run before has left, and where this one leaves its own. */
  readonly kept?: KeptModules;
  /** Is called once nothing is left to do but to wait for them. */
  readonly whileWaiting?: () => void;
}

/**
 * Model and plan to files. Paths are from the output folder.
 * @param put Is given each file once it is made, and says what is kept of it: nobody else holds its text.
 * @returns What was kept, sorted by path.
 */
export async function emit<Kept extends { readonly path: string }>(
  model: ApiModel,
  plan: Plan,
  document: LoadedDocument,
  options: EmitOptions<Kept>,
  put: (file: GeneratedFile) => Kept,
): Promise<Kept[]> {
  const { elsewhere, origin } = options;
  const head = header(origin);
  const keeping = options.kept?.begin({ model, plan });
  const made = new Set<Part>();
  const emitted: EmittedPart[] = [];
  const kept: Kept[] = [];
  const keep = (file: GeneratedFile): void => void kept.push(put(file));
  const keepSource = inSource(plan, keep);
  const wanted = allParts.filter((part) => plan.artefacts.has(part));
  const make = async (part: Part): Promise<void> => {
    options.progress?.(made.size, wanted.length);
    made.add(part);
    emitted.push(await emitPart(part, { model, plan }, { origin, put: keepSource, ...(keeping === undefined ? {} : { keeping }) }));
  };
  const others = new Set([...(elsewhere?.parts ?? []), ...(elsewhere?.last ?? [])]);
  for (const part of wanted) if (!others.has(part)) await make(part);
  const finishAll = (unfinished: readonly UnfinishedModule[]): void => {
    for (const { path, text } of finish(unfinished, head)) keepSource({ path: `${path}.ts`, text });
  };
  finishAll([...emitted.flatMap((part) => part.unfinished.splice(0)), ...indexModules(plan).map(prepare)]);
  // Now that all that has to be done here is done: the other thread may have come to them first.
  for (let part = elsewhere?.takeLast(); part !== undefined; part = elsewhere?.takeLast()) await make(part);
  if (elsewhere !== undefined) {
    options.whileWaiting?.();
    const result = await elsewhere.result();
    if (result === undefined) {
      for (const part of wanted) if (!made.has(part)) await make(part);
    } else {
      for (const file of result.files) kept.push(file);
      emitted.push(result.rest);
    }
  }
  finishAll(emitted.flatMap((part) => part.unfinished));
  for (const file of await runtimeFiles(new Set(emitted.flatMap((part) => part.runtime)), origin.version)) keepSource(file);
  keeping?.end();
  if (plan.packageName !== undefined) packageFiles(model, plan, document, options).forEach(keep);
  return kept.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
