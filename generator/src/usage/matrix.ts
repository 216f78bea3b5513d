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
  /** Operations that a consumer uses, in the order of the new document; then those that only the old document has. Empty where the format has no matrix. */
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

/** What all consumers use of one operation. */
interface UsedParts {
  /** A sample of calls proves nothing about the others. */
  isSample: boolean;
  readonly parameters: Set<string>;
  readonly request: Tree;
  /** By the status that the manifests name. */
  readonly responses: Map<string, { readonly headers: Set<string>; readonly body: Tree }>;
  readonly uses: Map<string, Use>;
  readonly fields: Map<string, { readonly field: Omit<FieldUse, "uses">; readonly uses: Map<string, Use> }>;
}

/** Collects who uses what, one manifest after the other. */
export class UsageMatrix {
  readonly #consumers = new Map<string, ConsumerSummary>();
  readonly #operations = new Map<string, UsedParts>();

  /** @param hasRows Whether the report lists each use, which takes as much memory as the manifests. */
  constructor(
    private readonly join: UsageJoin,
    private readonly hasRows: boolean,
  ) {}

  add({ consumer, operations, unknown }: UsageManifest): void {
    const unmatched: string[] = [];
    const keys = new Set<string>();
    for (const used of operations) {
      const key = this.join.keyOf(identityOf(used));
      if (key === undefined) {
        unmatched.push(`${used.method.toUpperCase()} ${used.path}`);
        continue;
      }
      keys.add(key);
      let parts = this.#operations.get(key);
      if (parts === undefined) this.#operations.set(key, (parts = noParts()));
      addParts(parts, used);
      if (this.hasRows) addRows(parts, consumer, used);
    }
    const known = this.#consumers.get(consumer);
    this.#consumers.set(consumer, {
      consumer,
      operations: (known?.operations ?? 0) + keys.size,
      unmatched: [...(known?.unmatched ?? []), ...unmatched],
      unknown: [...(known?.unknown ?? []), ...unknown],
    });
  }

  report(): UsageReport {
    const { next } = this.join.context;
    const consumers = [...this.#consumers.values()].toSorted((a, b) => (a.consumer < b.consumer ? -1 : 1));
    const known = next.operations.map(({ key }) => key);
    const inNew = new Set(known);
    const others = [...this.#operations.keys()].filter((key) => !inNew.has(key));
    return {
      consumers,
      operations: this.hasRows
        ? [...known, ...others].flatMap((key) => {
            const parts = this.#operations.get(key);
            return parts === undefined ? [] : [rowOf(key, parts)];
          })
        : [],
      unused: {
        unlessUsedBy: consumers.filter(({ unknown }) => unknown.length > 0).map(({ consumer }) => consumer),
        operations: known.filter((key) => !this.#operations.has(key)),
        fields: next.operations.flatMap((operation) => {
          const parts = this.#operations.get(operation.key);
          return parts === undefined ? [] : unusedIn(operation, next, parts);
        }),
      },
    };
  }
}

function noParts(): UsedParts {
  return { isSample: false, parameters: new Set(), request: newTree(), responses: new Map(), uses: new Map(), fields: new Map() };
}

function addParts(parts: UsedParts, { places, parameters, request, responses }: UsedOperation): void {
  if (places.length === 0) parts.isSample = true;
  for (const parameter of parameters) parts.parameters.add(nameOf(parameter));
  addFields(parts.request, request);
  for (const { status, headers, fields } of responses) {
    let response = parts.responses.get(status);
    if (response === undefined) parts.responses.set(status, (response = { headers: new Set(), body: newTree() }));
    for (const { name } of headers) response.headers.add(name.toLowerCase());
    addFields(response.body, fields);
  }
}

const inOrder: readonly FieldUse["in"][] = ["parameter", "request", "header", "response"];

function addRows({ uses, fields }: UsedParts, consumer: string, used: UsedOperation): void {
  const add = (field: Omit<FieldUse, "uses">, { places, escapes = [] }: Pick<UsedField, "places" | "escapes">): void => {
    const key = [inOrder.indexOf(field.in), field.status ?? "", field.field].join("\n");
    const entry = fields.get(key) ?? { field, uses: new Map<string, Use>() };
    fields.set(key, entry);
    addUse(entry.uses, { consumer, places: [...places, ...escapes.map(({ place }) => place)], ...(escapes.length > 0 && { escapes: true }) });
  };
  addUse(uses, { consumer, places: used.places, ...(used.observed !== undefined && { observed: used.observed }) });
  for (const parameter of used.parameters) add({ in: "parameter", field: parameter.name }, parameter);
  for (const field of used.request) add({ in: "request", field: field.path }, field);
  for (const { status, headers, fields: read } of used.responses) {
    for (const header of headers) add({ in: "header", status, field: header.name }, header);
    for (const field of read) add({ in: "response", status, field: field.path }, field);
  }
}

function rowOf(operation: string, { uses, fields }: UsedParts): OperationUse {
  const rows = [...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ ...entry.field, uses: sorted(entry.uses) }));
  return { operation, uses: sorted(uses), fields: rows };
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
function unusedIn(operation: Operation, model: ApiModel, used: UsedParts): readonly UnusedField[] {
  if (used.isSample) return [];
  const { key } = operation;
  const found: UnusedField[] = [];
  for (const parameter of operation.parameters)
    if (!parameter.required && !used.parameters.has(nameOf(parameter))) found.push({ operation: key, in: "parameter", field: parameter.name });
  if (used.request.children !== undefined)
    addUnused(operation.requestBody?.content ?? [], "request", model, used.request, (field) => found.push({ operation: key, in: "request", field }));
  const success = operation.responses.some(({ status }) => status.startsWith("2"));
  for (const response of operation.responses) found.push(...unusedInResponse(key, response, model, used, success));
  return found;
}

function unusedInResponse(operation: string, response: Response, model: ApiModel, used: UsedParts, hasSuccess: boolean): readonly UnusedField[] {
  const { status, headers, content } = response;
  const own = [...used.responses].filter(([each]) => isSameStatus(each, status, hasSuccess)).map(([, parts]) => parts);
  // Of a status that no consumer handles, nothing is listed part by part.
  if (own.length === 0) return [];
  const found: UnusedField[] = [];
  for (const { name } of headers)
    if (!own.some((each) => each.headers.has(name.toLowerCase()))) found.push({ operation, in: "header", status, field: name });
  const body = own.map((each) => each.body).reduce(bothTrees);
  addUnused(content, "response", model, body, (field) => found.push({ operation, in: "response", status, field }));
  return found;
}

function nameOf({ in: where, name }: Pick<UsedParameter, "name"> & { readonly in: string }): string {
  return `${where} ${where === "header" ? name.toLowerCase() : name}`;
}

/** Used fields by the steps of their paths. */
interface Tree {
  children: Map<string, Tree> | undefined;
  /** All below it may be used, or is used as a whole. */
  isWhole: boolean;
}

function newTree(): Tree {
  return { children: undefined, isWhole: false };
}

function addFields(root: Tree, fields: readonly UsedField[]): void {
  for (const { path, escapes = [] } of fields) {
    let at = root;
    for (const step of tokens(path)) {
      at.children ??= new Map();
      let child = at.children.get(step);
      if (child === undefined) at.children.set(step, (child = newTree()));
      at = child;
    }
    if (escapes.length > 0) at.isWhole = true;
  }
}

function bothTrees(a: Tree, b: Tree): Tree {
  const children = new Map(a.children);
  for (const [step, child] of b.children ?? []) {
    const own = children.get(step);
    children.set(step, own === undefined ? child : bothTrees(own, child));
  }
  return { children: children.size === 0 ? undefined : children, isWhole: a.isWhole || b.isWhole };
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
    const visited = this.#seen.get(tree) ?? new Set();
    this.#seen.set(tree, visited);
    // A request sends all of a value of which the manifest lists no part.
    const isWhole = tree.isWhole || (this.side === "request" && tree.children === undefined);
    if (isWhole || visited.has(schema.id)) return;
    visited.add(schema.id);
    const { ref, allOf = [], oneOf = [], anyOf = [], object, array } = schema;
    const target = ref === undefined ? undefined : this.model.schemas.get(ref);
    for (const part of [target, ...allOf, ...oneOf, ...anyOf]) if (part !== undefined) this.visit(part, tree, path);
    for (const [name, property] of object?.properties ?? []) {
      if (omitted(property, this.side, this.model.schemas)) continue;
      const at = `${path}/${escapeToken(name)}`;
      const used = [tree.children?.get(name), tree.children?.get("*")].filter((child) => child !== undefined);
      if (used.length === 0) this.add(at);
      for (const child of used) this.visit(property, child, at);
    }
    const items = tree.children?.get("*");
    if (items === undefined) return;
    for (const part of [...(array?.prefixItems ?? []), array?.items, object?.additionalProperties])
      if (part !== undefined) this.visit(part, items, `${path}/*`);
  }
}
