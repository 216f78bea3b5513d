import { omitted } from "tallystick";
import {
  child,
  escapeToken,
  keywordPointer,
  placeKey,
  type ApiModel,
  type Json,
  type MediaType,
  type Operation,
  type Schema,
} from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import type { Direction } from "../observe/compiled.js";
import { branchName, eachChild } from "../observe/explain.js";
import type { BodySeen, OperationSeen, Seen } from "../observe/seen.js";

/** How much of something was met. */
export interface Share {
  readonly seen: number;
  readonly documented: number;
}

export interface OperationCoverage {
  readonly statuses: Share;
  readonly mediaTypes: Share;
  readonly properties: Share;
  readonly enumValues: Share;
  readonly branches: Share;
}

/**
 * What the document has and the traffic has not shown: operation, status, media type, optional property, enum value, union branch.
 * Only the outermost is named: of an operation that was never called, its statuses are not listed one by one.
 */
export function neverObserved(
  model: ApiModel,
  seen: Seen,
  operations: readonly Operation[],
): { readonly missing: readonly Occurrence[]; readonly coverage: ReadonlyMap<string, OperationCoverage> } {
  const missing: Occurrence[] = [];
  const coverage = new Map<string, OperationCoverage>();
  for (const operation of operations) {
    const counts = new Counts();
    const base = { operation: operation.key, ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }) };
    const met = seen.operations.get(operation.key);
    if (met === undefined || met.interactions === 0) {
      missing.push({
        ...never,
        ...base,
        subject: { in: "document" },
        schemaPath: placeKey(operation.place),
        keyword: "operation",
        message: "This operation was never called.",
      });
    }
    for (const response of operation.responses) {
      const shown = met?.responses.get(response.status);
      counts.add("statuses", shown !== undefined);
      if (met === undefined) continue;
      if (shown === undefined) {
        missing.push({
          ...never,
          ...base,
          status: response.status,
          subject: { in: "response" },
          schemaPath: placeKey(response.place),
          keyword: "status",
          message: `Status ${response.status} never came.`,
        });
        continue;
      }
      for (const media of response.content) {
        const body = shown.bodies.get(media);
        counts.add("mediaTypes", body !== undefined);
        const at = { ...base, status: response.status, mediaType: media.mediaType, subject: { in: "response-body" } as const };
        if (body === undefined) {
          missing.push({
            ...never,
            ...at,
            schemaPath: placeKey(media.place),
            keyword: "mediaType",
            message: `A body of type ${media.mediaType} never came.`,
          });
        } else bodyParts(model, media, "response", body, counts, (part) => missing.push({ ...never, ...at, ...part }));
      }
    }
    if (met) requestParts(model, operation, met, counts, (part) => missing.push({ ...never, ...base, ...part }));
    coverage.set(operation.key, counts.all());
  }
  return { missing, coverage };
}

const never = { class: "never-observed", instancePath: "", path: "" } as const;

type Part = Pick<Occurrence, "path" | "schemaPath" | "keyword" | "message">;

function requestParts(
  model: ApiModel,
  operation: Operation,
  met: OperationSeen,
  counts: Counts,
  add: (part: Part & Pick<Occurrence, "subject" | "mediaType">) => void,
): void {
  for (const media of operation.requestBody?.content ?? []) {
    const body = met.requestBodies.get(media);
    if (body)
      bodyParts(model, media, "request", body, counts, (part) => add({ ...part, mediaType: media.mediaType, subject: { in: "request-body" } }));
  }
}

/** The properties, enum values and branches below a body's schema, each schema once. */
function bodyParts(model: ApiModel, media: MediaType, direction: Direction, seen: BodySeen, counts: Counts, add: (part: Part) => void): void {
  const visited = new Set<string>();
  const visit = (schema: Schema, path: string): void => {
    if (visited.has(schema.id)) return;
    visited.add(schema.id);
    const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
    if (target) visit(target, path);
    // What never applied is reported where it hangs: its branch or property.
    if (!seen.applied.has(schema.id)) return;
    schema.enum?.forEach((value, index) => {
      if (!isScalar(value) || value === null) return;
      const shown = seen.hasEnumValue(schema, value);
      counts.add("enumValues", shown);
      if (!shown)
        add({
          path,
          schemaPath: `${keywordPointer(schema, "enum")}/${index}`,
          keyword: "enum",
          message: `The value ${JSON.stringify(value)} of "${path || "/"}" never came.`,
        });
    });
    for (const keyword of ["oneOf", "anyOf"] as const) {
      // Null beside one branch is how nullable is written, and no union to a reader.
      const union = schema[keyword] ?? [];
      const counted = union.filter((branch) => !isNull(branch)).length > 1;
      union.forEach((branch, index) => {
        if (!counted || isNull(branch)) return visit(branch, path);
        const shown = seen.branches.has(branch.id);
        counts.add("branches", shown);
        if (shown) return visit(branch, path);
        add({
          path,
          schemaPath: `${keywordPointer(schema, keyword)}/${index}`,
          keyword,
          message: `The branch ${branchName(branch)} of "${path || "/"}" never came.`,
        });
      });
    }
    schema.object?.properties?.forEach((property, name) => {
      const at = `${path}/${escapeToken(name)}`;
      if (omitted(property, direction, model.schemas)) return;
      const shown = seen.properties.has(property.id);
      counts.add("properties", shown);
      if (shown) visit(property, at);
      else if (!schema.object?.required?.includes(name)) {
        add({
          path: at,
          schemaPath: placeKey(child(schema.place, "properties", name)),
          keyword: "properties",
          message: `The optional property "${name}" never came.`,
        });
      }
    });
    eachChild(schema, (inner) => {
      if (schema.object?.properties && [...schema.object.properties.values()].includes(inner)) return;
      if (schema.oneOf?.includes(inner) || schema.anyOf?.includes(inner) || inner === schema.not) return;
      const isElement = inner === schema.array?.items || schema.array?.prefixItems?.includes(inner);
      const isValue = inner === schema.object?.additionalProperties;
      visit(inner, isElement || isValue ? `${path}/*` : path);
    });
  };
  if (media.schema) visit(media.schema, "");
  if (media.itemSchema) visit(media.itemSchema, "");
}

function isNull(schema: Schema): boolean {
  return schema.type?.length === 1 && schema.type[0] === "null";
}

function isScalar(value: Json): boolean {
  return typeof value !== "object" || value === null;
}

class Counts {
  readonly #counts: Record<keyof OperationCoverage, { seen: number; documented: number }> = {
    statuses: { seen: 0, documented: 0 },
    mediaTypes: { seen: 0, documented: 0 },
    properties: { seen: 0, documented: 0 },
    enumValues: { seen: 0, documented: 0 },
    branches: { seen: 0, documented: 0 },
  };
  add(what: keyof OperationCoverage, seen: boolean): void {
    this.#counts[what].documented++;
    if (seen) this.#counts[what].seen++;
  }
  all(): OperationCoverage {
    return this.#counts;
  }
}
