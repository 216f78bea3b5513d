import type { GeneratedFile } from "../generate.js";
import type { ApiModel } from "../model/api.js";
import type { Artefact, Plan } from "../plan/plan.js";
import type { SourceModule } from "./print/file.js";
import type { UnfinishedModule } from "./print/module.js";

/** What can be made without the rest: one artefact. */
export type Part = Artefact;

export const allParts: readonly Part[] = ["types", "client", "validators", "fixtures", "mocks"];

export interface EmittedPart {
  /** Paths from the source root. */
  readonly files: GeneratedFile[];
  /** Those that export from others: printed together, and where only one thread loads what that takes. */
  readonly unfinished: UnfinishedModule[];
  /** Modules of the runtime that these import: `runtime/validators/issues`. */
  readonly runtime: string[];
}

/** One artefact as text. Each module is printed as soon as it is made and then let go, so that only its text stays. */
export async function emitPart(part: Part, model: ApiModel, plan: Plan, head: string): Promise<EmittedPart> {
  const files: GeneratedFile[] = [];
  const runtime = new Set<string>();
  if (part === "types") {
    const { emitTypes, emitDecodedTypes } = await import("./types/emit-types.js");
    files.push({ path: "types.ts", text: `${head}\n\n${await emitTypes(model, plan)}` });
    if (plan.decoding !== undefined) files.push({ path: "decoded.ts", text: `${head}\n\n${await emitDecodedTypes(model, plan)}` });
    return { files, unfinished: [], runtime: [] };
  }
  const [modules, { prepare, hasExports, finish }] = await Promise.all([modulesOf(part, model, plan), import("./print/module.js")]);
  const unfinished: UnfinishedModule[] = [];
  for (const module of modules) {
    const prepared = prepare(module);
    for (const from of prepared.mentions) if (from.startsWith("runtime/")) runtime.add(from);
    if (hasExports(prepared)) unfinished.push(prepared);
    else for (const { path, text } of finish([prepared], head)) files.push({ path: `${path}.ts`, text });
  }
  return { files, unfinished, runtime: [...runtime] };
}

/** Imported one by one: a thread that prints types has no use for the rest, nor a run with `--only`. */
async function modulesOf(part: Exclude<Part, "types">, model: ApiModel, plan: Plan): Promise<Iterable<SourceModule>> {
  switch (part) {
    case "client":
      return (await import("./client/emit-client.js")).emitClient(model, plan);
    case "validators":
      return (await import("./validators/emit-validators.js")).emitValidators(model, plan, plan.formats);
    case "fixtures":
      return (await import("./fixtures/emit-fixtures.js")).emitFixtures(model, plan);
    case "mocks":
      return (await import("./mocks/emit-mocks.js")).emitMocks(model, plan);
  }
}
