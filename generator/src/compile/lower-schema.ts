import { createHash } from "node:crypto";
import { collector } from "../diagnostics/collect.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LoadedDocument, SourceFile } from "../load/document.js";
import { aliasLimit, depthLimit } from "../load/limits.js";
import { measureTree } from "../load/parse/tree.js";
import { References } from "../lower/references/reference.js";
import { reportDeepReferences } from "../lower/schema/deep.js";
import { openapi30, openapi31, swagger2, type SchemaDialect } from "../lower/schema/dialect.js";
import { lowerSchemas, type LoweredSchemas } from "../lower/schema/json-schema/lower.js";
import { SchemaLowering } from "../lower/schema/lowering.js";
import type { Json } from "../model/json.js";

/** Dialect of a schema: JSON Schema, or a version of OpenAPI. */
export type CompileDialect = "2020-12" | "draft-04" | "openapi-3.0" | "openapi-3.1" | "swagger-2.0";

/** Options of reading a schema. */
export interface CompileOptions {
  /** Dialect of the schema. Default: `2020-12`. */
  readonly dialect?: CompileDialect;
  /** Whether `format` rejects values. Default: `annotate` for JSON Schema, `assert` for OpenAPI. */
  readonly formats?: "assert" | "annotate";
  /** More schemas that references may use, by URI. Nothing is fetched. */
  readonly resources?: Readonly<Record<string, Json>>;
}

/** A schema that cannot be compiled exactly. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ place, message }) => `${place === undefined ? "" : `${place.file}${place.pointer}: `}${message}`).join("\n"));
  }
}

const openApi: Readonly<Record<string, SchemaDialect>> = { "openapi-3.0": openapi30, "openapi-3.1": openapi31, "swagger-2.0": swagger2 };

/** One schema and its references in the form of the model. @throws SchemaError */
export function lowerSchema(schema: Json, options: CompileOptions): LoweredSchemas {
  const { report, diagnostics } = collector();
  const { dialect = "2020-12", resources = {} } = options;
  const throwErrors = (): void => {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    if (errors.length > 0) throw new SchemaError(errors);
  };
  for (const [file, value] of [["", schema] as const, ...Object.entries(resources)]) {
    // Objects of a program may be used several times, as aliases of YAML are.
    const { fault } = measureTree(value, { file, pointer: "#" }, true);
    if (fault?.code === "alias-inside-itself") report(fault.code, undefined, fault.place);
    else if (fault !== undefined) report(fault.code, { limit: fault.code === "nested-too-deep" ? depthLimit : aliasLimit }, fault.place);
  }
  throwErrors();
  const known = openApi[dialect];
  const lowered =
    known === undefined
      ? lowerSchemas(schema, { ...options, dialect: dialect === "draft-04" ? "draft-04" : "2020-12" }, report)
      : lowerOpenApi(schema, known, options, report);
  reportDeepReferences(lowered.schemas, report);
  throwErrors();
  return lowered;
}

function lowerOpenApi(schema: Json, dialect: SchemaDialect, options: CompileOptions, report: ReturnType<typeof collector>["report"]): LoweredSchemas {
  const place = { file: "", pointer: "#" };
  const lowering = new SchemaLowering(dialect, new References(documentOf(schema, options), dialect === openapi31, report), report);
  const id = lowering.name({ place, value: schema });
  const schemas = lowering.finished();
  const root = schemas.get(id);
  return { root: root ?? { id, place }, schemas };
}

/** A document that was never a file. */
export function documentOf(value: Json, { resources = {}, formats = "assert" }: CompileOptions = {}): LoadedDocument {
  const root = sourceFile("", value);
  const others = Object.entries(resources).map(([uri, each]) => sourceFile(URL.canParse(uri) ? new URL(uri).href : uri, each));
  return {
    root,
    files: new Map([root, ...others].map((file) => [file.file, file])),
    missing: new Map(),
    overlays: [],
    formats,
    sha256: createHash("sha256").update(root.text).digest("hex"),
  };
}

function sourceFile(file: string, value: Json): SourceFile {
  return { file, path: file === "" ? "/document.json" : file, text: JSON.stringify(value), value, locate: () => ({ line: 1, column: 1 }) };
}
