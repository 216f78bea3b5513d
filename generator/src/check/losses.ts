import type { Collector } from "../diagnostics/collect.js";
import type { Report } from "../diagnostics/diagnostic.js";
import type { ApiModel, MediaType, Operation } from "../model/api.js";
import type { Loss, LossKind } from "../model/losses.js";
import { enclosing, placeKey, type Place } from "../model/place.js";
import type { Schema } from "../model/schemas/schema.js";

export interface LossOptions {
  /** Whether a document is used even if large parts of it are lost. The losses are then warnings. Default: an error. */
  readonly allowLoss?: boolean;
}

/** So much of the operations may be lost without `allowLoss`. */
const limit = 0.05;

/** Kinds of losses that make a result or a body of an operation unknown. */
const bodies: ReadonlySet<LossKind> = new Set(["response", "requestBody", "content"]);

/** The text of a warning about losses of a kind. Losses of bodies are reported with their operation. */
const listed: readonly (readonly [kinds: ReadonlySet<LossKind>, one: string, many: string, fate: Fate])[] = [
  [new Set(["operation"]), "operation", "operations", { one: "is missing", many: "are missing" }],
  [new Set(["callback"]), "callback", "callbacks", { one: "is missing", many: "are missing" }],
  [bodies, "response or body", "responses or bodies", { one: "cannot be read", many: "cannot be read" }],
  [new Set(["parameter"]), "parameter", "parameters", { one: "is missing", many: "are missing" }],
  [new Set(["header"]), "header", "headers", { one: "is missing", many: "are missing" }],
  [new Set(["security"]), "security scheme or requirement", "security schemes or requirements", { one: "is missing", many: "are missing" }],
  [
    new Set(["schema"]),
    "schema",
    "schemas",
    { one: "accepts any value, because it cannot be read", many: "accept any value, because they cannot be read" },
  ],
  [
    new Set(["keyword"]),
    "schema keyword",
    "schema keywords",
    { one: "is ignored, so more values are accepted", many: "are ignored, so more values are accepted" },
  ],
];

interface Fate {
  readonly one: string;
  readonly many: string;
}

const unknown: Fate = {
  one: "has a result or a body of an unknown type, although the document describes it",
  many: "have a result or a body of an unknown type, although the document describes it",
};

/** Reports the lost parts of a document. Other errors already reject the document: next to them, only sections of the wrong kind are reported. */
export function checkLosses(model: ApiModel, { report, diagnostics }: Collector, options: LossOptions): void {
  checkSections(model, report, options);
  if (!diagnostics.some(({ severity }) => severity === "error")) checkParts(model, report, options);
}

/** Reports sections of the document, such as `paths`, that cannot be read because of their kind. They often cause errors elsewhere. */
function checkSections({ losses }: ApiModel, report: Report, { allowLoss = false }: LossOptions): void {
  for (const { section, place } of losses) if (section !== undefined) report(allowLoss ? "wrong-kind" : "lost-content", section, place);
}

/** Warns of all losses, with all locations. Much loss is an error, and so is a document without operations and schemas. */
function checkParts(model: ApiModel, report: Report, { allowLoss = false }: LossOptions): void {
  const { losses } = model;
  const root: Place = { file: "", pointer: "#" };
  if (model.operations.length + model.webhooks.length + model.schemas.size === 0) {
    // A section that cannot be read is reported as the cause (lost-content).
    if (allowLoss || losses.every(({ section }) => section === undefined)) report("nothing-described", undefined, root);
    return;
  }
  if (losses.length === 0) return;
  const operations = [...model.operations, ...model.webhooks];
  const { affected, reported } = operationsWithLostContent(model, losses, operations);
  const missing = losses.filter(({ kind }) => kind === "operation");
  const total = operations.length + missing.length;
  for (const [kinds, one, many, fate] of listed) {
    const places = losses.filter((loss) => kinds.has(loss.kind) && !reported.has(loss)).map(({ place }) => place);
    const count = kinds.has("operation") ? counted(places.length, one, many, fate, total) : counted(places.length, one, many, fate);
    warn(report, count, places.map(placeKey), places);
    if (kinds.has("operation"))
      warn(
        report,
        counted(affected.length, one, many, unknown, total),
        affected.map(({ key }) => key),
        affected.map(({ place }) => place),
      );
  }
  if (allowLoss) return;
  // The user accepted the losses of an allowed reference (docs/decisions/0026).
  const counting = losses.filter(({ isAllowed }) => isAllowed !== true);
  const lost = counting.filter(({ kind }) => kind === "operation").length + operationsWithLostContent(model, counting, operations).affected.length;
  if (total > 0 && lost / total > limit) report("too-many-losses", { lost: share(lost, total), limit: limit * 100 }, root);
  for (const what of lostKinds(model, counting, total)) report("too-many-losses", { lost: what }, root);
}

function warn(report: Report, lost: string, names: readonly string[], places: readonly Place[]): void {
  const [first, ...others] = places;
  if (first !== undefined) report("lost-parts", { lost, names }, first, others);
}

/** `2 of 659 operations are missing` */
function counted(count: number, one: string, many: string, fate: Fate, total?: number): string {
  const of = total === undefined ? "" : ` of ${total}`;
  return `${count}${of} ${(total ?? count) === 1 ? one : many} ${count === 1 ? fate.one : fate.many}`;
}

function share(lost: number, total: number): string {
  return `${lost} of ${total} ${total === 1 ? "operation" : "operations"} (${Math.round((lost / total) * 1000) / 10} %)`;
}

/** The kinds of parts of which everything is lost. One part alone counts where there is no operation. */
function lostKinds(model: ApiModel, losses: readonly Loss[], operations: number): readonly string[] {
  const lost = (kind: LossKind): readonly string[] => losses.filter((loss) => loss.kind === kind).map(({ place }) => placeKey(place));
  const isAll = (gone: number, left: number): boolean => left === 0 && gone > (operations === 0 ? 0 : 1);
  const components = new Set(
    [...model.components.schemas.values()].map((id) => model.schemas.get(id)).map((schema) => schema && placeKey(schema.place)),
  );
  const schemas = lost("schema").filter((place) => components.has(place) || isSection(place));
  const parameters =
    [...model.operations, ...model.webhooks].some((operation) => operation.parameters.length > 0) || model.components.parameters.size > 0;
  return [
    ...(isAll(schemas.length, components.size - schemas.filter((place) => components.has(place)).length) ? ["all component schemas"] : []),
    ...(isAll(lost("parameter").length, parameters ? 1 : 0) ? ["all parameters"] : []),
    ...(isAll(lost("security").length, model.components.securitySchemes.size) ? ["all security schemes"] : []),
  ];
}

/** All schemas together are of another kind than a map. */
function isSection(place: string): boolean {
  return place === "#/components/schemas" || place === "#/definitions";
}

/** Operations of which a result or a body is unknown because of one of the losses, and those losses. */
function operationsWithLostContent(
  { schemas }: ApiModel,
  losses: readonly Loss[],
  operations: readonly Operation[],
): { readonly affected: readonly Operation[]; readonly reported: ReadonlySet<Loss> } {
  const lostSchemas = new Set(losses.filter(({ kind }) => kind === "schema").map(({ place }) => placeKey(place)));
  const lostBodies = losses.filter(({ kind }) => bodies.has(kind));
  if (lostSchemas.size === 0 && lostBodies.length === 0) return { affected: [], reported: new Set() };
  const holders = new Map<string, Operation[]>();
  const hold = (place: Place, operation: Operation): void => {
    const key = placeKey(place);
    const known = holders.get(key);
    if (known === undefined) holders.set(key, [operation]);
    else known.push(operation);
  };
  const isLost = (schema: Schema | undefined, visited = new Set<Schema>()): boolean => {
    if (schema === undefined || visited.has(schema)) return false;
    visited.add(schema);
    const { ref, array, allOf = [], anyOf = [], oneOf = [] } = schema;
    if (lostSchemas.has(placeKey(schema.place)) || isLost(array?.items, visited)) return true;
    if (ref !== undefined && isLost(schemas.get(ref), visited)) return true;
    return [...anyOf, ...oneOf].some((branch) => isLost(branch, visited)) || (allOf.length > 0 && allOf.every((part) => isLost(part, visited)));
  };
  const affected = new Set<Operation>();
  for (const operation of operations) {
    const { requestBody, responses } = operation;
    hold(operation.place, operation);
    const contents: readonly MediaType[] = [...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)];
    for (const { place } of [...(requestBody === undefined ? [] : [requestBody]), ...responses, ...contents]) hold(place, operation);
    if (contents.some(({ schema, itemSchema }) => isLost(schema) || isLost(itemSchema))) affected.add(operation);
  }
  const reported = new Set<Loss>();
  for (const loss of lostBodies) {
    for (const pointer of [loss.place.pointer, ...enclosing(loss.place.pointer)]) {
      const found = holders.get(loss.place.file + pointer) ?? [];
      // A response under a status that there is not leaves the others as they are.
      if (loss.kind === "response" && pointer !== loss.place.pointer) break;
      for (const operation of found) affected.add(operation);
      if (found.length > 0) reported.add(loss);
    }
  }
  return { affected: operations.filter((operation) => affected.has(operation)), reported };
}
