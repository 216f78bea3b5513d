import type { Report } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import type { Dialect, OperationKey } from "../model/api.js";
import { isJsonObject } from "../model/json.js";
import { child, placeKey, tokens, type Place } from "../model/place.js";
import type { Schema } from "../model/schemas/schema.js";
import { Losses } from "./losses.js";
import { Part } from "./lenient/part.js";
import { isReference, reportSiblings, type MisplacedReferences } from "./references/misplaced.js";
import { References } from "./references/reference.js";
import { openapi30, openapi31, swagger2 } from "./schema/dialect.js";
import type { WrittenNumber } from "./schema/digits.js";
import { quiet } from "./schema/annotation-keywords.js";
import { repeatsTarget } from "./schema/repeated-keywords.js";
import { SchemaLowering } from "./schema/lowering.js";
import { Streams } from "./operations/streams.js";
import type { ReferenceKind } from "./references/unresolved.js";

/** The state shared by all functions of `lower`: the document, the diagnostics, and the parts lowered so far. */
export interface Context {
  readonly document: DocumentValues;
  readonly dialect: Dialect;
  readonly report: Report;
  readonly references: References;
  readonly misplaced: MisplacedReferences;
  readonly schemas: SchemaLowering;
  readonly losses: Losses;
  readonly root: Part;
  /** Operations by id and by location, known before any is lowered: links and callbacks refer to them. */
  readonly operationsById: ReadonlyMap<string, OperationKey>;
  readonly operationsByPlace: ReadonlyMap<string, OperationKey>;
  /** Callbacks that are being lowered: one that contains itself has no end. */
  readonly openCallbacks: Set<string>;
  /** How many more operations of callbacks are lowered: callbacks that refer to each other multiply. */
  readonly callbacks: { left: number };
  /** Lowered parts by kind and location, so that all references to a component share one object. */
  readonly lowered: Map<string, unknown>;
  readonly streams: Streams;
}

export function makeContext(document: DocumentValues, dialect: Dialect, report: Report, written?: WrittenNumber): Context {
  const references = new References(document, dialect === "openapi-3.1" || dialect === "openapi-3.2", report, written);
  const schemaDialect = dialect === "swagger-2.0" ? swagger2 : dialect === "openapi-3.0" ? openapi30 : openapi31;
  const losses = new Losses();
  const schemas = new SchemaLowering(schemaDialect, references, report, losses);
  const { misplaced } = schemas;
  const root = new Part(isJsonObject(document.root.value) ? document.root.value : {}, { file: "", pointer: "#" }, { report, misplaced, losses });
  return {
    document,
    dialect,
    report,
    references,
    misplaced,
    root,
    schemas,
    losses,
    operationsById: new Map(),
    operationsByPlace: new Map(),
    openCallbacks: new Set(),
    callbacks: { left: 10_000 },
    lowered: new Map(),
    streams: new Streams(),
  };
}

/** A Reference Object's target, through any chain of references; the part itself when it is none. `undefined` where there is none, which is reported. */
export function follow(context: Context, part: Part, kind: ReferenceKind): Part | undefined {
  const visited = new Set<string>();
  let current = part;
  for (;;) {
    if (!isReference(current.value)) return current;
    const reference = current.value.$ref;
    if (kind !== "pathItem") ignoreSiblings(context, current);
    const key = placeKey(current.place);
    const target = visited.has(key)
      ? undefined
      : (context.references.resolve(reference, current.place) ?? context.schemas.intended(reference, current.place, "$ref", kind));
    if (!target || !isJsonObject(target.value)) {
      // A missing example prevents no artefact.
      if (visited.has(key)) context.report(kind === "example" ? "example-loop" : "reference-loop", { reference }, child(current.place, "$ref"));
      else context.schemas.unresolved(reference, current.place, "$ref", kind, part.place);
      return undefined;
    }
    visited.add(key);
    current = new Part(target.value, target.place, context);
  }
}

/** Fields next to the `$ref` of a Reference Object have no effect, except `summary` and `description` since OpenAPI 3.1 (§4.8.23). */
function ignoreSiblings(context: Context, { value, place }: Part): void {
  const { siblingsOverride, version } = context.schemas;
  const names = Object.keys(value).filter((name) => !(name === "$ref" || (siblingsOverride ? overriding : quiet).has(name)));
  if (names.length === 0) return;
  const target = context.misplaced.peek({ value, place })?.value;
  reportSiblings(
    { report: context.report, version },
    names.filter((name) => !repeatsTarget(name, value[name], target)),
    place,
  );
}

const overriding: ReadonlySet<string> = new Set(["summary", "description"]);

/**
 * Follows references and lowers each target once: components are the same object wherever they are used.
 * @param instead The replacement for a missing component.
 */
export function shared<T>(
  context: Context,
  kind: ReferenceKind,
  part: Part,
  lower: (part: Part, component: string | undefined) => T | undefined,
  instead?: () => NoInfer<T>,
): T | undefined {
  const target = follow(context, part, kind);
  if (!target) return instead?.();
  const component = componentName(target.place);
  // An inline part has one user.
  if (target === part && component === undefined) return lower(target, undefined);
  const key = `${kind} ${placeKey(target.place)}`;
  if (context.lowered.has(key)) return context.lowered.get(key) as T | undefined;
  // Counts as absent while it is being lowered: a header whose content's encoding contains the same header would not end.
  context.lowered.set(key, undefined);
  const result = lower(target, component);
  context.lowered.set(key, result);
  return result;
}

/** The target of a reference, with the description next to the reference, which applies since OpenAPI 3.1 (§4.8.23, Reference Object). */
export function asDescribed<T extends { readonly description?: string }>(
  { dialect }: Context,
  reference: Part,
  target: T | undefined,
): T | undefined {
  if (target === undefined || !reference.has("$ref") || dialect === "swagger-2.0" || dialect === "openapi-3.0") return target;
  const description = reference.string("description");
  return description === undefined ? target : { ...target, description };
}

/** `Zone` for `#/components/responses/Zone` (2.0: `#/responses/Zone`) of the root document. */
export function componentName({ file, pointer }: Place): string | undefined {
  if (file !== "" || !/^#\/(?:components\/[^/]+|parameters|responses)\/[^/]+$/.test(pointer)) return undefined;
  return tokens(pointer).at(-1);
}

export function schemaAt(context: Context, part: Part, field: string): Schema | undefined {
  const value = part.raw(field);
  return value === undefined || value === null ? undefined : context.schemas.lower(value, part.at(field));
}
