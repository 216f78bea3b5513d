import type { ts } from "ts-morph";
import type { Api } from "./api.js";
import { slashed, type Consumer } from "./consumer.js";
import type { Migration, Setting } from "./migration.js";
import { fromHeyApi } from "./hey-api.js";
import { fromOrval } from "./orval.js";
import { fromOpenapiFetch } from "./openapi-fetch.js";
import type { Output } from "./output.js";
import { settle, type OnProgress, type Settled } from "./settle.js";
import { changeTypes, oldTypes } from "./types.js";

/** Tools whose calls can be changed. */
type Tool = "openapi-fetch" | "hey-api" | "orval";

export interface MigrateOptions {
  readonly from: Tool;
  /** `types`: change imports of types only. `raw`: create the generated client, and keep the calls on its `raw`. Without it, change the calls. */
  readonly only?: "types" | "raw" | undefined;
  /** Whether created clients check bodies against the document. The other tools do not. */
  readonly validate?: boolean | undefined;
  /** Whether calls change that tests run with a replacement of the client. Without it, they stay on `raw`. */
  readonly ignoresMocks?: boolean | undefined;
  /** Whether lines whose types no longer fit get a comment `@ts-expect-error`. Without it, the code that they depend on does not change. */
  readonly expectsErrors?: boolean | undefined;
}

/** Finds what can be changed in a project, and changes it in memory as far as the compiler accepts it. */
export function migrate(consumer: Consumer, api: Api, output: Output, options: MigrateOptions, onProgress?: OnProgress): Settled {
  onProgress?.("Finding calls", 0, 1);
  return settle(
    consumer,
    migrationOf(consumer, api, { ...output, folder: slashed(output.folder) }, options),
    options.expectsErrors === true,
    onProgress,
  );
}

function migrationOf(consumer: Consumer, api: Api, output: Output, options: MigrateOptions): Migration {
  const { from, only } = options;
  const program = consumer.program();
  const setting: Setting = {
    program,
    checker: program.getTypeChecker(),
    shown: (path) => consumer.shown(path),
    sources: consumer.files().map((file) => ({ file, source: consumer.source(file.path) })),
  };
  const old = from === "openapi-fetch" ? oldTypes(program, output, api) : new Set<ts.SourceFile>();
  const types = changeTypes(setting, old, output);
  const calls = callsOf(setting, api, output, options);
  const changed: Migration = only === "types" ? { units: [], left: [], shared: () => new Map() } : calls;
  const all: Migration = {
    ...changed,
    units: [...types.units, ...changed.units],
    left: [...types.left, ...changed.left],
    created: (units) => new Map([...types.created(units), ...(changed.created?.(units) ?? [])]),
  };
  const { obstacle: reason } = calls;
  if (reason === undefined) return all;
  return { ...all, units: all.units.map((unit) => ({ ...unit, reason })), left: all.left.map((left) => ({ ...left, reason })) };
}

function callsOf(setting: Setting, api: Api, output: Output, { from, only, validate, ignoresMocks = false }: MigrateOptions): Migration {
  switch (from) {
    case "openapi-fetch":
      return fromOpenapiFetch(setting, api, output, { keepsCalls: only === "raw", validate, ignoresMocks });
    case "hey-api":
      return fromHeyApi(setting, api, output, { validate, ignoresMocks });
    case "orval":
      return fromOrval(setting, api, output, { validate, ignoresMocks });
  }
}
