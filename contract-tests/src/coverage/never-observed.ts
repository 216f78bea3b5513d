import { omitted, type UsedParts } from "tallystick";
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
import type { ObservedBody, ObservedOperation, Observations } from "../observe/observations.js";

/** How much of something was met. */
interface Share {
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
 * Parts of the document that the traffic has not shown: operation, status, media type, optional property, enum value, union branch.
 * Only the outermost is named: the statuses of an operation that was never called are not listed.
 */
export function neverObserved(
  model: ApiModel,
  observed: Observations,
  operations: readonly Operation[],
  uses?: UsedParts,
): { readonly missing: readonly Occurrence[]; readonly coverage: ReadonlyMap<string, OperationCoverage> } {
  const missing: Occurrence[] = [];
  const add = (operation: Operation, occurrence: Occurrence): void => {
    missing.push(uses === undefined ? occurrence : withUsers(occurrence, operation, uses));
  };
  const coverage = new Map<string, OperationCoverage>();
  for (const operation of operations) {
    const counts = new Counts();
    const base = { operation: operation.key, ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }) };
    const met = observed.operations.get(operation.key);
    if (met === undefined || met.interactions === 0) {
      add(operation, {
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
        add(operation, {
          ...never,
          ...base,
          status: response.status,
          subject: { in: "response" },
          schemaPath: placeKey(response.place),
          keyword: "status",
          message: `Status ${response.status} was never observed.`,
        });
        continue;
      }
      for (const media of response.content) {
        const body = shown.bodies.get(media);
        counts.add("mediaTypes", body !== undefined);
        const at = { ...base, status: response.status, mediaType: media.mediaType, subject: { in: "response-body" } as const };
        if (body === undefined) {
          add(operation, {
            ...never,
            ...at,
            schemaPath: placeKey(media.place),
            keyword: "mediaType",
            message: `A body of type ${media.mediaType} was never observed.`,
          });
        } else bodyParts(model, media, "response", body, counts, (part) => add(operation, { ...never, ...at, ...part }));
      }
    }
    if (met) requestParts(model, operation, met, counts, (part) => add(operation, { ...never, ...base, ...part }));
    coverage.set(operation.key, counts.all());
  }
  return { missing, coverage };
}

/** With the consumers that use what was never observed, where there are any. */
function withUsers(occurrence: Occurrence, operation: Operation, uses: UsedParts): Occurrence {
  const { keyword, status, subject, path, value } = occurrence;
  const isBody = subject.in === "response-body" || subject.in === "request-body";
  // A path does not state which branch of a union a consumer uses.
  if (keyword === "oneOf" || keyword === "anyOf") return occurrence;
  const usedBy = uses.usersOf({
    operation,
    ...(status !== undefined && { status }),
    ...(isBody && { path }),
    ...(keyword === "enum" && value !== undefined && { member: value }),
  });
  return usedBy.length === 0 ? occurrence : { ...occurrence, usedBy };
}

const never = { class: "never-observed", instancePath: "", path: "" } as const;

type Part = Pick<Occurrence, "path" | "schemaPath" | "keyword" | "message" | "value">;

function requestParts(
  model: ApiModel,
  operation: Operation,
  met: ObservedOperation,
  counts: Counts,
  add: (part: Part & Pick<Occurrence, "subject" | "mediaType">) => void,
): void {
  for (const media of operation.requestBody?.content ?? []) {
    const body = met.requestBodies.get(media);
    if (body)
      bodyParts(model, media, "request", body, counts, (part) => add({ ...part, mediaType: media.mediaType, subject: { in: "request-body" } }));
  }
}

function bodyParts(model: ApiModel, media: MediaType, direction: Direction, observed: ObservedBody, counts: Counts, add: (part: Part) => void): void {
  const parts = new BodyParts(model, direction, observed, counts, add);
  for (const schema of [media.schema, media.itemSchema]) if (schema) parts.visit(schema, "");
}

/** The properties, enum values and branches below a body's schema, each schema once. */
class BodyParts {
  readonly #visited = new Set<string>();

  constructor(
    private readonly model: ApiModel,
    private readonly direction: Direction,
    private readonly observed: ObservedBody,
    private readonly counts: Counts,
    private readonly add: (part: Part) => void,
  ) {}

  visit(schema: Schema, path: string): void {
    if (this.#visited.has(schema.id)) return;
    this.#visited.add(schema.id);
    const target = schema.ref === undefined ? undefined : this.model.schemas.get(schema.ref);
    if (target) this.visit(target, path);
    // A schema that never applied is reported at its branch or property.
    if (!this.observed.applied.has(schema.id)) return;
    this.#enumValues(schema, path);
    this.#branches(schema, path);
    this.#properties(schema, path);
    this.#others(schema, path);
  }

  #enumValues(schema: Schema, path: string): void {
    schema.enum?.forEach((value, index) => {
      if (!isScalar(value) || value === null) return;
      const shown = this.observed.hasEnumValue(schema, value);
      this.counts.add("enumValues", shown);
      if (shown) return;
      const message = `The value ${JSON.stringify(value)} of "${path || "/"}" was never observed.`;
      this.add({ path, schemaPath: `${keywordPointer(schema, "enum")}/${index}`, keyword: "enum", message, value: String(value) });
    });
  }

  #branches(schema: Schema, path: string): void {
    for (const keyword of ["oneOf", "anyOf"] as const) {
      // Null next to one branch is how nullable is written, and no union to a reader.
      const union = schema[keyword] ?? [];
      const counted = union.filter((branch) => !isNull(branch)).length > 1;
      union.forEach((branch, index) => {
        if (!counted || isNull(branch)) return this.visit(branch, path);
        const shown = this.observed.branches.has(branch.id);
        this.counts.add("branches", shown);
        if (shown) return this.visit(branch, path);
        const message = `The branch ${branchName(branch)} of "${path || "/"}" was never observed.`;
        this.add({ path, schemaPath: `${keywordPointer(schema, keyword)}/${index}`, keyword, message });
      });
    }
  }

  #properties({ object, place }: Schema, path: string): void {
    object?.properties?.forEach((property, name) => {
      if (omitted(property, this.direction, this.model.schemas)) return;
      const at = `${path}/${escapeToken(name)}`;
      const shown = this.observed.properties.has(property.id);
      this.counts.add("properties", shown);
      if (shown) return this.visit(property, at);
      if (object.required?.includes(name)) return;
      const message = `The optional property "${name}" was never observed.`;
      this.add({ path: at, schemaPath: placeKey(child(place, "properties", name)), keyword: "properties", message });
    });
  }

  /** Keywords whose schemas apply to another location, or to the same one without a name. */
  #others(schema: Schema, path: string): void {
    const { object, array, oneOf, anyOf } = schema;
    const subschemas = new Set([...(object?.properties?.values() ?? []), ...(oneOf ?? []), ...(anyOf ?? []), schema.not]);
    eachChild(schema, (inner) => {
      if (subschemas.has(inner)) return;
      const isElement = inner === array?.items || array?.prefixItems?.includes(inner);
      const isValue = inner === object?.additionalProperties;
      this.visit(inner, isElement || isValue ? `${path}/*` : path);
    });
  }
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
  add(what: keyof OperationCoverage, observed: boolean): void {
    this.#counts[what].documented++;
    if (observed) this.#counts[what].seen++;
  }
  all(): OperationCoverage {
    return this.#counts;
  }
}
