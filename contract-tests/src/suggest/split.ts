import { escapeToken, isJsonObject, tokens, type Json } from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import type { OverlayAction } from "../findings/finding.js";
import { valueAt } from "../observe/value-at.js";
import { componentName, documentedStatus } from "./component-name.js";
import type { SuggestContext } from "./context.js";
import { jsonPath, parentPointer } from "./json-path.js";

/** A location that can be changed without affecting any other operation or response. */
export interface SplitPlace {
  /** The document after the actions. */
  readonly document: Json;
  /** The location in that document. */
  readonly schemaPath: string;
  /** Actions that split it off; none where it is not shared. */
  readonly actions: readonly OverlayAction[];
}

/**
 * Copies the component of a finding if other locations of the document use it, too: only the finding's operation and response use the
 * copy. @returns Nothing if no location can be separated.
 */
export function splitOff(context: SuggestContext, schemaPath: string): SplitPlace | undefined {
  const { document, gathered, model } = context;
  const operation = model.operations.find(({ key }) => key === gathered.first.operation);
  const unchanged = { document, schemaPath, actions: [] };
  if (operation === undefined || operation.place.file !== "" || !schemaPath.startsWith("#")) return unchanged;
  const own = operation.place.pointer;
  if (isWithin(schemaPath, own)) return unchanged;
  const starts = startsOf(context, own);
  const { mediaType } = gathered.first;
  const way =
    findReferencePath({ document, mediaType, path: valuePath(gathered.first) }, starts, schemaPath) ??
    findReferencePath({ document, mediaType, path: undefined }, starts, schemaPath);
  return way && new Splitter(context).split(way, schemaPath);
}

/** A component between an operation and a location. Several branches of a union may contain it. */
interface State {
  readonly key: string;
  readonly target: string;
  /** The part of the value's path up to it. */
  readonly path: readonly string[];
  /** The objects that have the `$ref`s, each in the state or start `from`. */
  readonly links: { readonly from: string; readonly site: string }[];
}

/** What the search for a location knows of the value there. */
interface Search {
  readonly document: Json;
  readonly mediaType: string | undefined;
  /** Only references on the path to the value count. */
  readonly path: readonly string[] | undefined;
}

/** Keywords whose findings are at a property, while the keyword is in the schema of its object. */
const ofObjects = new Set(["required", "dependentRequired", "additionalProperties", "unevaluatedProperties", "properties", "discriminator"]);

/** The path of the value that the keyword applies to. */
function valuePath({ path, keyword }: Occurrence): readonly string[] {
  const full = tokens(`#${path}`);
  return ofObjects.has(keyword) ? full.slice(0, -1) : full;
}

function isWithin(pointer: string, root: string): boolean {
  return pointer === root || pointer.startsWith(`${root}/`);
}

/** The part of the operation that the finding is about: its response, its body, or its parameter. */
function startsOf({ document, gathered }: SuggestContext, own: string): readonly string[] {
  const { subject, status = "" } = gathered.first;
  const node = valueAt(document, own);
  if (!isJsonObject(node as Json)) return [];
  const { responses, parameters } = node as Readonly<Record<string, Json>>;
  const listed = (Array.isArray(parameters) ? parameters : []).map((given, index) => ({
    pointer: `${own}/parameters/${index}`,
    parameter: resolved(document, given),
  }));
  if (subject.in === "request-body") {
    const bodies = listed.filter(({ parameter }) => parameter?.["in"] === "body").map(({ pointer }) => pointer);
    return [`${own}/requestBody`, ...bodies];
  }
  if (subject.in === "request")
    return listed.flatMap(({ pointer, parameter }) =>
      parameter?.["in"] === subject.parameter && String(parameter["name"]).toLowerCase() === subject.name.toLowerCase() ? [pointer] : [],
    );
  const key = documentedStatus(responses, status);
  return key === undefined ? [] : [`${own}/responses/${escapeToken(key)}`];
}

function resolved(document: Json, given: Json): Readonly<Record<string, Json>> | undefined {
  const reference = isJsonObject(given) ? given["$ref"] : undefined;
  const found = typeof reference === "string" ? valueAt(document, reference) : given;
  return isJsonObject(found as Json) ? (found as Readonly<Record<string, Json>>) : undefined;
}

const mostSteps = 20_000;

/** The components on the ways from one of the starts to the node that has a pointer. */
function findReferencePath(search: Search, starts: readonly string[], pointer: string): readonly State[] | undefined {
  const { path } = search;
  const states = new Map<string, State>();
  let waiting = starts.map((root) => ({ key: root, root, taken: 0 }));
  let goal: string | undefined;
  let depth = -1;
  for (let steps = 0; waiting.length > 0;) {
    const next: typeof waiting = [];
    for (const { key: from, root, taken } of waiting) {
      for (const { site, target, taken: reached } of referencesIn(search, root, taken)) {
        if (++steps > mostSteps) return undefined;
        const key = `${target} ${reached}`;
        const known = states.get(key);
        if (known !== undefined) known.links.push({ from, site });
        else {
          states.set(key, { key, target, path: path?.slice(0, reached) ?? [], links: [{ from, site }] });
          next.push({ key, root: target, taken: reached });
        }
      }
    }
    for (const { key, root, taken } of next) {
      // A schema that contains itself has the location at several depths of the value: the deepest one is that of the path.
      const found = isWithin(pointer, root) ? depthOf(search, root, pointer, taken) : undefined;
      if (found !== undefined && found > depth) [goal, depth] = [key, found];
    }
    waiting = next;
  }
  if (goal === undefined) return undefined;
  const needed = new Set([goal]);
  for (const key of needed) for (const { from } of states.get(key)?.links ?? []) if (states.has(from)) needed.add(from);
  const isOnWay = ({ from }: State["links"][number]): boolean => needed.has(from) || starts.includes(from);
  const way = [...states.values()].filter(({ key }) => needed.has(key)).map((state) => ({ ...state, links: state.links.filter(isOnWay) }));
  // The component that contains the location is last.
  return way.toSorted((a, b) => Number(a.key === goal) - Number(b.key === goal));
}

/** How much of the path leads to the value of a location inside of a node; nothing if the location is not on the path. */
function depthOf({ document, path }: Search, root: string, pointer: string, taken: number): number | undefined {
  if (path === undefined) return 0;
  const inner = tokens(`#${pointer.slice(root.length)}`);
  let at = taken;
  let node = valueAt(document, root);
  for (let index = 0; index < inner.length; index++) {
    const key = inner[index] ?? "";
    const name = inner[index + 1];
    node = isJsonObject(node as Json) || Array.isArray(node) ? (node as Readonly<Record<string, unknown>>)[key] : undefined;
    if (key === "properties" && name !== undefined) {
      if (path[at] !== name) return undefined;
      at++;
      index++;
      node = isJsonObject(node as Json) ? (node as Readonly<Record<string, unknown>>)[name] : undefined;
    } else if (elements.has(key) && index < inner.length - 1) at++;
  }
  return at <= path.length ? at : undefined;
}

/** Keywords whose schemas apply to the elements or unnamed properties of a value. */
const elements = new Set(["items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "prefixItems", "patternProperties"]);
const noSchemas = new Set(["example", "examples", "default", "enum", "const", "discriminator", "links", "callbacks"]);

interface Found {
  readonly site: string;
  readonly target: string;
  readonly taken: number;
}

/** References below a node, as far as they are on the path of the value. */
function referencesIn({ document, mediaType = "", path }: Search, root: string, from: number): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: unknown, pointer: string, taken: number): void => {
    if (Array.isArray(node)) return node.forEach((item, index) => visit(item, `${pointer}/${index}`, taken));
    if (!isJsonObject(node as Json)) return;
    const entries = Object.entries(node as Readonly<Record<string, Json>>);
    for (const [key, value] of entries) {
      const at = `${pointer}/${escapeToken(key)}`;
      if (key === "$ref" && typeof value === "string" && value.startsWith("#")) found.push({ site: pointer, target: value, taken });
      else if (noSchemas.has(key) || key.startsWith("x-")) continue;
      else if (key === "properties" && isJsonObject(value)) {
        for (const [name, property] of Object.entries(value))
          if (path === undefined || path[taken] === name) visit(property, `${at}/${escapeToken(name)}`, taken + 1);
      } else if (key === "content" && isJsonObject(value) && Object.hasOwn(value, mediaType))
        visit(value[mediaType], `${at}/${escapeToken(mediaType)}`, taken);
      else if (!elements.has(key)) visit(value, at, taken);
      else if (path === undefined || taken < path.length) {
        const inner = key === "patternProperties" && isJsonObject(value) ? Object.entries(value) : [];
        if (inner.length === 0) visit(value, at, taken + 1);
        for (const [name, each] of inner) visit(each, `${at}/${escapeToken(name)}`, taken + 1);
      }
    }
  };
  visit(valueAt(document, root), root, from);
  return found;
}

/** Components that a copy can be put next to. */
const component = /^#\/(?:components\/[^/]+|definitions|parameters|responses)\/[^/]+$/;

class Splitter {
  #document: Json;
  readonly #actions: OverlayAction[] = [];

  constructor(private readonly context: SuggestContext) {
    this.#document = context.document;
  }

  split(way: readonly State[], schemaPath: string): SplitPlace | undefined {
    const copies = new Map<string, string>();
    let isNew = true;
    while (isNew) {
      isNew = false;
      for (const { key, target, path, links } of way) {
        if (copies.has(key) || !(isShared(this.context.document, target, links.length) || links.some(({ from }) => copies.has(from)))) continue;
        if (!component.test(target)) return undefined;
        const folder = parentPointer(target);
        copies.set(key, `${folder}/${escapeToken(componentName(this.context, folder, tokens(target).at(-1) ?? "", path))}`);
        isNew = true;
      }
    }
    const byKey = new Map(way.map((state) => [state.key, state]));
    const follow = (pointer: string, from: string): string => {
      const copy = copies.get(from);
      const target = byKey.get(from)?.target ?? "";
      return copy === undefined ? pointer : copy + pointer.slice(target.length);
    };
    for (const { key, target } of way) {
      const copy = copies.get(key);
      if (copy !== undefined) this.#copy(target, copy);
    }
    for (const { key, target, links } of way) {
      const copy = copies.get(key);
      if (copy !== undefined) for (const { from, site } of links) this.#refer(follow(site, from), target, copy);
    }
    return { document: this.#document, schemaPath: follow(schemaPath, way.at(-1)?.key ?? ""), actions: this.#actions };
  }

  #copy(target: string, copy: string): void {
    const value = valueAt(this.context.document, target) as Json;
    const name = tokens(copy).at(-1) ?? "";
    this.#act(parentPointer(copy), { [name]: value });
    this.#document = withValue(this.#document, tokens(copy), value);
  }

  #refer(site: string, target: string, copy: string): void {
    this.#act(site, { $ref: copy });
    this.#document = withValue(this.#document, [...tokens(site), "$ref"], copy);
    // A discriminator has to find the copy as well.
    const union = parentPointer(parentPointer(site));
    const node = valueAt(this.#document, union);
    if (!/\/(?:oneOf|anyOf)\/\d+$/.test(site) || !isJsonObject(node as Json)) return;
    const { discriminator } = node as Readonly<Record<string, Json>>;
    if (!isJsonObject(discriminator)) return;
    const name = tokens(target).at(-1) ?? "";
    const mapping = isJsonObject(discriminator["mapping"]) ? discriminator["mapping"] : {};
    const mapped = Object.entries(mapping).flatMap(([tag, to]) => (to === target || to === name ? [tag] : []));
    const tags = Object.fromEntries((mapped.length > 0 ? mapped : [name]).map((tag) => [tag, copy]));
    this.#act(union, { discriminator: { mapping: tags } });
    for (const [tag, to] of Object.entries(tags)) this.#document = withValue(this.#document, [...tokens(union), "discriminator", "mapping", tag], to);
  }

  #act(pointer: string, update: unknown): void {
    const target = jsonPath(pointer, this.#document);
    const { operation, status } = this.context.gathered.first;
    const description = `Separate what ${[operation, status].filter(Boolean).join(" ")} uses from the other uses of the component.`;
    if (target !== undefined) this.#actions.push({ target, description, update });
  }
}

const references = new WeakMap<object, readonly string[]>();

/** Whether other locations of the document refer to a node or to a part of it. */
function isShared(document: Json, target: string, count: number): boolean {
  if (!isJsonObject(document)) return false;
  let all = references.get(document);
  if (all === undefined) references.set(document, (all = allReferences(document)));
  return all.filter((one) => isWithin(one, target)).length > count;
}

function allReferences(document: Json): readonly string[] {
  const found: string[] = [];
  const waiting: Json[] = [document];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if (isJsonObject(node) && typeof node["$ref"] === "string") found.push(node["$ref"]);
    for (const value of Object.values(node)) if (value !== null) waiting.push(value as Json);
  }
  return found;
}

/** The same document with another value at a location. */
function withValue(node: Json | undefined, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.map((item: Json, index) => (String(index) === key ? withValue(item, rest, value) : item));
  const owner = isJsonObject(node) ? node : {};
  return { ...owner, [key]: withValue(Object.hasOwn(owner, key) ? owner[key] : undefined, rest, value) };
}
