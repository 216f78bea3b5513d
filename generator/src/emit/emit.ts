import type { GeneratedFile } from "../write/generated-file.js";
import type { LoadedDocument } from "../load/document.js";
import type { JsonObject } from "../model/json.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { Elsewhere, Job } from "./elsewhere.js";
import type { KeptModules } from "./kept-modules.js";
import { Output } from "./output.js";
import { indexModules } from "./package/indexes.js";
import type { EmittedPart, Part } from "./parts.js";
import { exportForms, formsAreKnown, useForms } from "./print/exports.js";
import type { Origin } from "./print/header.js";
import { prepare } from "./print/module.js";

export interface EmitOptions<Kept> {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  /** package.json that the package has. */
  readonly manifest?: JsonObject;
  readonly progress?: (done: number, total: number) => void;
  /** Another thread that makes some of the artefacts. */
  readonly elsewhere?: Elsewhere<Kept>;
  /** Modules that a run before has left, and where this one leaves its own. */
  readonly kept?: KeptModules;
  /** Is called where the document is to be validated beside the rest, and nobody else has come to it. */
  readonly validate?: () => void;
}

/**
 * Model and plan to files. Paths are from the output folder.
 * @param put Is given each file once it is made, and says what is kept of it: nobody else holds its text.
 * @returns What was kept, sorted by path.
 */
export async function emit<Kept extends { readonly path: string }>(
  settled: Settled,
  document: LoadedDocument,
  options: EmitOptions<Kept>,
  put: (file: GeneratedFile) => Kept,
): Promise<Kept[]> {
  const { elsewhere } = options;
  const output = new Output(settled, document, options, put);
  const others = new Set<Job>([...(elsewhere?.parts ?? []), ...(elsewhere?.last ?? [])]);
  // Whoever makes types has loaded the compiler that prints how an export looks. Where that may be here, modules need not wait for it.
  if (elsewhere?.parts.includes("types") !== true) exportForms();
  for (const part of output.wanted) if (!others.has(part)) await output.make(part);
  output.add(indexModules(settled.plan).flatMap((module) => prepare(module, settled.plan.target)));
  if (elsewhere !== undefined) {
    await share(elsewhere, output, options);
    for (const part of output.wanted) if (!output.has(part)) await output.make(part);
  }
  return output.finish().toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Takes of the last jobs what the other thread has not taken, then waits for its parts. Where that one could not go on, they are not there then. */
async function share<Kept>(elsewhere: Elsewhere<Kept>, output: Output<Kept>, { validate }: Pick<EmitOptions<Kept>, "validate">): Promise<void> {
  for (let job = elsewhere.takeLast(); job !== undefined; job = elsewhere.takeLast()) {
    if (job === "validation") validate?.();
    else await output.make(job, true);
  }
  const parts = new Map<Part, EmittedPart>();
  for (const part of output.wanted) {
    if (output.has(part)) continue;
    while (await output.meanwhile());
    const emitted = await elsewhere.made(part);
    if (emitted === undefined) return;
    parts.set(part, emitted);
  }
  const files = await elsewhere.files();
  if (!formsAreKnown()) {
    const forms = await elsewhere.forms();
    if (forms !== undefined) useForms(forms);
  }
  // It takes a while to end, and nobody needs it any more.
  void elsewhere.end();
  if (files === undefined) return;
  output.take(files);
  for (const [part, emitted] of parts) output.settle(part, emitted);
}
