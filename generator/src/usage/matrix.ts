import { omitted } from "../plan/schemas/directions.js";
import type { ApiModel, MediaType, Operation, Response } from "../model/api.js";
import { escapeToken, tokens } from "../model/place.js";
import type { Schema } from "../model/schemas/schema.js";
import type { Side } from "../diff/change.js";
import type { UnknownUse, UsageManifest, UsedField, UsedOperation, UsedParameter, UsePlace } from "./manifest.js";
import { identityOf, isSameStatus, type UsageJoin } from "./join.js";

/** Which consumer uses which operation and field, and what none of them is known to use. */
export interface UsageReport {
  readonly consumers: readonly ConsumerSummary[];
  /** Operations that a consumer uses, in the order of the new document; then those that only the old document has. */
  readonly operations: readonly OperationUse[];
  readonly unused: Unused;
}

interface ConsumerSummary {
  readonly consumer: string;
  /** Number of operations that it uses. */
  readonly operations: number;
  /** Operations of its manifest that neither document has. */
  readonly unmatched: readonly string[];
  /** Uses of the API that belong to no known operation. */
  readonly unknown: readonly UnknownUse[];
}

export interface OperationUse {
  readonly operation: string;
  readonly uses: readonly Use[];
  readonly fields: readonly FieldUse[];
}

export interface FieldUse {
  readonly in: "parameter" | "request" | "response" | "header";
  /** Of a response, as the manifests name it. */
  readonly status?: string;
  /** Path in the body, or name of the parameter or header. */
  readonly field: string;
  readonly uses: readonly Use[];
}

export interface Use {
  readonly consumer: string;
  readonly places: readonly UsePlace[];
  /** How often it was observed at run time. */
  readonly observed?: number;
  /** All below the field may be used. */
  readonly escapes?: true;
}

/** What could be removed, as far as the manifests tell. */
export interface Unused {
  /** Consumers with uses that belong to no known operation: each of them may use any of these. */
  readonly unlessUsedBy: readonly string[];
  readonly operations: readonly string[];
  /** Parameters and fields of operations that are used. Of a field that is not used, the fields below it are not listed. */
  readonly fields: readonly UnusedField[];
}

export interface UnusedField extends Omit<FieldUse, "uses"> {
  readonly operation: string;
}

export function usageReport(manifests: readonly UsageManifest[], { context, keyOf }: UsageJoin): UsageReport {
  const summaries = new Map<string, ConsumerSummary>();
  const byOperation = new Map<string, { readonly consumer: string; readonly used: UsedOperation }[]>();
  for (const { consumer, operations, unknown } of manifests) {
    const unmatched: string[] = [];
    const keys = new Set<string>();
    for (const used of operations) {
      const key = keyOf(identityOf(used));
      if (key === undefined) {
        unmatched.push(`${used.method.toUpperCase()} ${used.path}`);
        continue;
      }
      keys.add(key);
      const list = byOperation.get(key);
      if (list === undefined) byOperation.set(key, [{ consumer, used }]);
      else list.push({ consumer, used });
    }
    const known = summaries.get(consumer);
    summaries.set(consumer, {
      consumer,
      operations: (known?.operations ?? 0) + keys.size,
      unmatched: [...(known?.unmatched ?? []), ...unmatched],
      unknown: [...(known?.unknown ?? []), ...unknown],
    });
  }
  const consumers = [...summaries.values()].toSorted((a, b) => (a.consumer < b.consumer ? -1 : 1));
  const rows: OperationUse[] = [];
  const fields: UnusedField[] = [];
  for (const operation of context.next.operations) {
    const own = byOperation.get(operation.key);
    byOperation.delete(operation.key);
    if (own === undefined) continue;
    rows.push(rowOf(operation.key, own));
    fields.push(
      ...unusedIn(
        operation,
        context.next,
        own.map(({ used }) => used),
      ),
    );
  }
  const isUsed = new Set(rows.map((row) => row.operation));
  for (const [key, own] of byOperation) rows.push(rowOf(key, own));
  return {
    consumers,
    operations: rows,
    unused: {
      unlessUsedBy: consumers.filter(({ unknown }) => unknown.length > 0).map(({ consumer }) => consumer),
      operations: context.next.operations.map(({ key }) => key).filter((key) => !isUsed.has(key)),
      fields,
    },
  };
}

type OwnUse = { readonly consumer: string; readonly used: UsedOperation };

function rowOf(operation: string, own: readonly OwnUse[]): OperationUse {
  const fields = new Map<string, { readonly field: Omit<FieldUse, "uses">; readonly uses: Map<string, Use> }>();
  const uses = new Map<string, Use>();
  const add = (field: Omit<FieldUse, "uses">, consumer: string, { places, escapes = [] }: Pick<UsedField, "places" | "escapes">): void => {
    const key = JSON.stringify([field.in, field.status, field.field]);
    const entry = fields.get(key) ?? { field, uses: new Map<string, Use>() };
    fields.set(key, entry);
    addUse(entry.uses, { consumer, places: [...places, ...escapes.map(({ place }) => place)], ...(escapes.length > 0 && { escapes: true }) });
  };
  for (const { consumer, used } of own) {
    addUse(uses, { consumer, places: used.places, ...(used.observed !== undefined && { observed: used.observed }) });
    for (const parameter of used.parameters) add({ in: "parameter", field: parameter.name }, consumer, parameter);
    for (const field of used.request) add({ in: "request", field: field.path }, consumer, field);
    for (const { status, headers, fields: read } of used.responses) {
      for (const header of headers) add({ in: "header", status, field: header.name }, consumer, header);
      for (const field of read) add({ in: "response", status, field: field.path }, consumer, field);
    }
  }
  return { operation, uses: sorted(uses), fields: [...fields.values()].map((entry) => ({ ...entry.field, uses: sorted(entry.uses) })) };
}

function addUse(uses: Map<string, Use>, use: Use): void {
  const known = uses.get(use.consumer);
  if (known === undefined) uses.set(use.consumer, use);
  else
    uses.set(use.consumer, {
      ...known,
      ...use,
      places: [...new Set([...known.places, ...use.places])],
      ...(known.observed !== undefined && { observed: known.observed + (use.observed ?? 0) }),
    });
}

function sorted(uses: ReadonlyMap<string, Use>): readonly Use[] {
  return [...uses.values()].toSorted((a, b) => (a.consumer < b.consumer ? -1 : 1));
}

/** What the consumers of an operation neither send nor read. */
function unusedIn(operation: Operation, model: ApiModel, used: readonly UsedOperation[]): readonly UnusedField[] {
  // A sample of calls proves nothing about the others.
  if (used.some(({ places }) => places.length === 0)) return [];
  const { key } = operation;
  const found: UnusedField[] = [];
  const sent = new Set(used.flatMap(({ parameters }) => parameters.map(nameOf)));
  for (const parameter of operation.parameters)
    if (!parameter.required && !sent.has(nameOf(parameter))) found.push({ operation: key, in: "parameter", field: parameter.name });
  const body = treeOf(used.flatMap(({ request }) => request));
  if (body.children.size > 0)
    addUnused(operation.requestBody?.content ?? [], "request", model, body, (field) => found.push({ operation: key, in: "request", field }));
  const success = operation.responses.some(({ status }) => status.startsWith("2"));
  for (const response of operation.responses) found.push(...unusedInResponse(key, response, model, used, success));
  return found;
}

function unusedInResponse(
  operation: string,
  response: Response,
  model: ApiModel,
  used: readonly UsedOperation[],
  hasSuccess: boolean,
): readonly UnusedField[] {
  const { status, headers, content } = response;
  const own = used.flatMap(({ responses }) => responses).filter((each) => isSameStatus(each.status, status, hasSuccess));
  // Of a status that no consumer handles, nothing is listed part by part.
  if (own.length === 0) return [];
  const found: UnusedField[] = [];
  const read = new Set(own.flatMap((each) => each.headers.map(({ name }) => name.toLowerCase())));
  for (const { name } of headers) if (!read.has(name.toLowerCase())) found.push({ operation, in: "header", status, field: name });
  addUnused(content, "response", model, treeOf(own.flatMap(({ fields }) => fields)), (field) =>
    found.push({ operation, in: "response", status, field }),
  );
  return found;
}

function nameOf({ in: where, name }: Pick<UsedParameter, "name"> & { readonly in: string }): string {
  return `${where} ${where === "header" ? name.toLowerCase() : name}`;
}

/** Used fields by the steps of their paths. */
interface Tree {
  readonly children: Map<string, Tree>;
  /** All below it may be used, or is used as a whole. */
  isWhole: boolean;
}

function treeOf(fields: readonly UsedField[]): Tree {
  const root: Tree = { children: new Map(), isWhole: false };
  for (const { path, escapes = [] } of fields) {
    let at = root;
    for (const step of tokens(path)) {
      let child = at.children.get(step);
      if (child === undefined) at.children.set(step, (child = { children: new Map(), isWhole: false }));
      at = child;
    }
    if (escapes.length > 0) at.isWhole = true;
  }
  return root;
}

function addUnused(content: readonly MediaType[], side: Side, model: ApiModel, tree: Tree, add: (path: string) => void): void {
  const names = new Set<string>();
  const walk = new UnusedWalk(side, model, (path) => {
    if (!names.has(path)) add(path);
    names.add(path);
  });
  for (const { schema, itemSchema } of content) for (const each of [schema, itemSchema]) if (each !== undefined) walk.visit(each, tree, "");
}

/** Walks a schema along the fields that are used. What is beside the way is not. */
class UnusedWalk {
  readonly #seen = new Map<Tree, Set<string>>();

  constructor(
    private readonly side: Side,
    private readonly model: ApiModel,
    private readonly add: (path: string) => void,
  ) {}

  visit(schema: Schema, tree: Tree, path: string): void {
    const seen = this.#seen.get(tree) ?? new Set();
    this.#seen.set(tree, seen);
    // A request sends all of a value of which the manifest lists no part.
    const isWhole = tree.isWhole || (this.side === "request" && tree.children.size === 0);
    if (isWhole || seen.has(schema.id)) return;
    seen.add(schema.id);
    const { ref, allOf = [], oneOf = [], anyOf = [], object, array } = schema;
    const target = ref === undefined ? undefined : this.model.schemas.get(ref);
    for (const part of [target, ...allOf, ...oneOf, ...anyOf]) if (part !== undefined) this.visit(part, tree, path);
    for (const [name, property] of object?.properties ?? []) {
      if (omitted(property, this.side, this.model.schemas)) continue;
      const at = `${path}/${escapeToken(name)}`;
      const used = [tree.children.get(name), tree.children.get("*")].filter((child) => child !== undefined);
      if (used.length === 0) this.add(at);
      for (const child of used) this.visit(property, child, at);
    }
    const items = tree.children.get("*");
    if (items === undefined) return;
    for (const part of [...(array?.prefixItems ?? []), array?.items, object?.additionalProperties])
      if (part !== undefined) this.visit(part, items, `${path}/*`);
  }
}
