import type { LoadedDocument, SourceFile } from "../../src/load/document.js";
import type { LoadOptions } from "../../src/load/load.js";
import { parseFile } from "../../src/load/parse/parse.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lower } from "../../src/lower/lower.js";
import type { ApiModel } from "../../src/model/api.js";
import type { Json } from "../../src/model/json.js";

export interface Lowered {
  readonly model: ApiModel;
  readonly document: LoadedDocument;
  /** `code #/pointer` of everything that was reported. */
  readonly said: readonly string[];
  readonly messages: readonly string[];
}

/** Lowers one document without a file. */
export function lowered(value: object, options: ReadingOptions = {}): Lowered {
  const { report, diagnostics } = collector();
  const { files = {}, ...others } = options;
  const document = { ...inMemory(value as Json, files), ...others };
  const model = lower(document, report);
  const said = diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`);
  if (!model) throw new Error(said.join("\n"));
  return { model, document, said, messages: diagnostics.map(({ message }) => message) };
}

interface ReadingOptions extends Pick<LoadOptions, "allowMissing" | "oneOfAsAnyOf" | "formats"> {
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, object>>;
}

export function inMemory(value: Json, files: Readonly<Record<string, object>> = {}): LoadedDocument {
  const parsed = (file: string, each: object): SourceFile =>
    parseFile({ file, path: `/${file === "" ? "openapi.json" : file}` }, JSON.stringify(each), () => undefined).source;
  const source = parsed("", value as object);
  const others = Object.entries(files).map(([file, each]) => [file, parsed(file, each)] as const);
  return { root: source, files: new Map([["", source], ...others]), missing: new Map(), overlays: [], sha256: "" };
}

const info = { title: "t", version: "1" };

export function openapi(version: "3.0.3" | "3.1.0" | "3.2.0", rest: object): object {
  return { openapi: version, info, paths: {}, ...rest };
}

export function swagger(rest: object): object {
  return { swagger: "2.0", info, paths: {}, ...rest };
}

/** One component schema `S`, lowered. */
export function schema(
  version: "3.0.3" | "3.1.0" | "2.0",
  value: object,
  others: object = {},
  options: Parameters<typeof lowered>[1] = {},
): Lowered & { readonly schema: object } {
  const schemas = { S: value, ...others };
  const document = version === "2.0" ? swagger({ definitions: schemas }) : openapi(version, { components: { schemas } });
  const result = lowered(document, options);
  const id = result.model.components.schemas.get("S") ?? "";
  return { ...result, schema: plain(result.model.schemas.get(id)) as object };
}

/** A schema as a test would write it: without ids and places, with objects for maps. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "id" && key !== "place");
  return Object.fromEntries(entries.map(([key, member]) => [key, plain(member)]));
}
