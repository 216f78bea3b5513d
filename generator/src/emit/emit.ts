import type { GeneratedFile } from "../generate.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Plan } from "../plan/plan.js";
import { allArtefacts } from "../plan/plan-options.js";
import type { EmitThread } from "./emit-thread.js";
import type { KeptModules } from "./kept-modules.js";
import { indexModules } from "./package/indexes.js";
import { packageFiles } from "./package/package-files.js";
import { emitPart, inSource, type EmittedPart, type Part } from "./parts.js";
import { header, type Origin } from "./print/header.js";
import { finish, prepare, type Header, type PrintedModule, type UnfinishedModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

export interface EmitOptions<Kept> {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  readonly progress?: (done: number, total: number) => void;
  /** Parts that are made elsewhere; see `emit-thread.ts`. */
  readonly elsewhere?: Pick<EmitThread<Kept>, "parts" | "last" | "takeLast" | "made" | "files">;
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
  const made = new Map<Part, EmittedPart>();
  const kept: Kept[] = [];
  const keep = (file: GeneratedFile): void => void kept.push(put(file));
  const keepSource = inSource(plan, keep);
  const keepModules = (modules: readonly PrintedModule[]): void => modules.forEach(({ path, text }) => keepSource({ path: `${path}.ts`, text }));
  const wanted = allArtefacts.filter((part) => plan.artefacts.has(part));
  const make = async (part: Part, fixtures = made.get("fixtures")?.notes): Promise<readonly UnfinishedModule[]> => {
    options.progress?.(made.size, wanted.length);
    const partOptions = { origin, put: keepSource, ...(keeping === undefined ? {} : { keeping }), ...(fixtures === undefined ? {} : { fixtures }) };
    const emitted = await emitPart(part, { model, plan }, partOptions);
    made.set(part, emitted);
    return emitted.unfinished;
  };
  const others = new Set([...(elsewhere?.parts ?? []), ...(elsewhere?.last ?? [])]);
  const unfinished: UnfinishedModule[] = [];
  for (const part of wanted) if (!others.has(part)) unfinished.push(...(await make(part)));
  keepModules(finish([...unfinished, ...indexModules(plan).map(prepare)], head));
  if (elsewhere !== undefined) {
    // Now that all that has to be done here is done: the other thread may have come to it first. It leaves mocks when it is past the fixtures.
    const part = elsewhere.takeLast();
    if (part !== undefined) keepModules(finish(await make(part, part === "mocks" ? (await elsewhere.made("fixtures"))?.notes : undefined), head));
    options.whileWaiting?.();
    const theirs = await partsOf(
      elsewhere,
      [...others].filter((other) => !made.has(other)),
      head,
    );
    if (theirs !== undefined) {
      for (const file of theirs.files) kept.push(file);
      for (const [each, emitted] of theirs.parts) made.set(each, emitted);
      keepModules(theirs.modules);
    }
    for (const each of wanted) if (!made.has(each)) keepModules(finish(await make(each), head));
  }
  const runtime = [...made.values()].flatMap((part) => part.runtime);
  for (const file of await runtimeFiles(new Set(runtime), origin.version)) keepSource(file);
  keeping?.end();
  if (plan.packageName !== undefined) packageFiles(model, plan, document, options).forEach(keep);
  return kept.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** What another thread has made. */
interface Theirs<Kept> {
  readonly files: readonly Kept[];
  readonly parts: ReadonlyMap<Part, EmittedPart>;
  readonly modules: readonly PrintedModule[];
}

/** Waits for parts that are made elsewhere and prints what is left of each while the next one is made; `undefined` where the thread could not go on. */
async function partsOf<Kept>(
  { made, files }: Pick<EmitThread<Kept>, "made" | "files">,
  wanted: readonly Part[],
  head: Header,
): Promise<Theirs<Kept> | undefined> {
  const parts = new Map<Part, EmittedPart>();
  const modules: PrintedModule[] = [];
  for (const part of wanted) {
    const emitted = await made(part);
    if (emitted === undefined) return undefined;
    parts.set(part, emitted);
    modules.push(...finish(emitted.unfinished, head));
  }
  const kept = await files();
  return kept === undefined ? undefined : { files: kept, parts, modules };
}
