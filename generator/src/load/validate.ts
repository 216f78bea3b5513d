import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument } from "./document.js";
import { canBeValidated, findings, type Finding } from "./findings.js";

/** A validation that runs beside the other stages. */
export interface Validation {
  /** Waits for it and reports its findings, all but those at (or around) places that have been reported with better words already. */
  finish(report: Report, reported: readonly Diagnostic[]): Promise<void>;
}

/**
 * Starts to validate a document against the schema of its version of OpenAPI. A quarter to half a second of work, most of it Ajv compiling
 * that schema, so it is done by another thread while this one lowers and emits. Nothing waits for its result.
 */
export function validate(document: LoadedDocument): Validation {
  const running = canBeValidated(document.root.value) ? start(document) : Promise.resolve([]);
  // Whoever never finishes it does not want to hear of it.
  running.catch(() => undefined);
  return {
    async finish(report, reported) {
      const places = reported.flatMap(({ place }) => (place?.file === "" ? [`${place.pointer}/`] : []));
      for (const { pointer, says } of await running) {
        if (!places.some((place) => place.startsWith(`${pointer}/`))) report("openapi-schema", { says }, { file: "", pointer });
      }
    },
  };
}

const workerFile = new URL("./validate-worker.js", import.meta.url);

async function start(document: LoadedDocument): Promise<readonly Finding[]> {
  // Run from its TypeScript sources there is no file that a thread could start.
  if (!existsSync(workerFile)) return await findings(document.root.value);
  const worker = new Worker(workerFile);
  try {
    return await new Promise<readonly Finding[]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.postMessage(document.root.value);
    });
  } finally {
    await worker.terminate();
  }
}
