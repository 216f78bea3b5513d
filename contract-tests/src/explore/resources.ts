import { kindOf, resolved, safeMethods, templateOf, type ApiModel, type Operation, type Schema } from "tallystick/model";
import { valueAt } from "../observe/value-at.js";
import { envelope, flat, referredName, singular } from "./names.js";
import { conjuncts } from "./schemas.js";

/** A resource of the document: a collection, its items, and their operations. */
export interface Resource {
  /** In the singular, without case: `project`. */
  readonly name: string;
  /** Path template of the collection: `/projects`. Of a singleton, its path. */
  readonly collection: string;
  /** Path template of an item: `/projects/{id}`. */
  readonly item?: string;
  /** The parameter of `item` that identifies it. */
  readonly idParameter?: string;
  /** The resource whose item is in the path of this one. */
  readonly parent?: Resource;
  /** The resource whose item is in the path of `create` or `list` only: of `/tasks/{id}`, which `POST /projects/{id}/tasks` creates, the project. */
  readonly origin?: Resource;
  /** There is exactly one, without an id of its own: `/settings`, `/users/{id}/avatar`. */
  readonly singleton?: true;
  /** A further collection of items that another resource has as well: `/messages/{id}/replies`. */
  readonly further?: true;
  /** Its items have no path of their own and go with the item that they are below: `/products/{id}/movements`. */
  readonly entry?: true;
  readonly create?: Operation;
  readonly list?: Operation;
  readonly read?: Operation;
  /** PUT. */
  readonly replace?: Operation;
  /** PATCH, or a POST to the item where neither PUT nor PATCH is documented. */
  readonly update?: Operation;
  readonly remove?: Operation;
  /** All other operations that change something at or below the collection. */
  readonly actions: readonly Operation[];
}

/** The effect of an operation on its resource. `bulk`: it changes a whole collection at once. */
export type Role = "create" | "list" | "read" | "replace" | "update" | "remove" | "action" | "bulk" | "singleton" | "other";

type Draft = { -readonly [K in keyof Resource]: Resource[K] } & { actions: Operation[] };

/** The resources of a document, parents before their children. Found by paths, links, request and response schemas, and names. */
export function resourcesOf(model: ApiModel): readonly Resource[] {
  return foundIn(model).resources;
}

/** The effect of the operation, and its resource. */
export function roleOf(model: ApiModel, operation: Operation): { readonly role: Role; readonly resource?: Resource } {
  return foundIn(model).roles.get(operation) ?? { role: "other" };
}

/**
 * Whether PUT and DELETE set and end a relation of an item, which has no representation of its own: `/carts/{id}/lines/{productId}`,
 * `/messages/{id}/reactions/{emoji}`, and of the caller `/me/bookmarks/{articleId}`.
 */
export function isRelation({ name, create, read, replace, remove, parent, idParameter = "", singleton }: Resource): boolean {
  const isByPut = replace !== undefined && (create === undefined || create === replace);
  const isOfOthers = parent !== undefined || (referredName(idParameter) ?? name) !== name;
  return isByPut && read === undefined && remove !== undefined && isOfOthers && idParameter !== "" && singleton !== true;
}

/** The resource whose items the last parameter of a path identifies, if that is another one: of `/channels/{id}/members/{userId}`, the user. */
export function relatedOf(resources: readonly Resource[], resource: Resource): Resource | undefined {
  const { idParameter = "", item: own = "" } = resource;
  if (/^(?:id|name|key)$/.test(flat(idParameter))) return undefined;
  const others = resources.filter(
    ({ item, create, replace, list }) =>
      item !== undefined && item !== own && !own.startsWith(`${item}/`) && (create === undefined ? list !== undefined : create !== replace),
  );
  return others.find((one) => one.idParameter === idParameter) ?? others.find(({ name }) => name === referredName(idParameter));
}

/** The resource whose item an operation is at or below: of `/projects/{id}/tasks`, the project. */
export function itemResourceOf(model: ApiModel, operation: Operation): Resource | undefined {
  const path = nameless(pathOf(operation));
  return foundIn(model).resources.findLast(({ item, further }) => item !== undefined && further === undefined && isBelow(`${path}/`, nameless(item)));
}

interface Found {
  readonly resources: readonly Resource[];
  readonly roles: ReadonlyMap<Operation, { readonly role: Role; readonly resource: Resource }>;
}

const known = new WeakMap<ApiModel, Found>();

function foundIn(model: ApiModel): Found {
  let found = known.get(model);
  if (found === undefined) known.set(model, (found = find(model)));
  return found;
}

/** The path of an operation without a query, a fragment or a slash at the end. */
export function pathOf(operation: Operation): string {
  return templateOf(operation).path.replace(/(?<=.)\/$/, "");
}

/** Whether a path continues another one: with a further segment, or with a custom method such as `:cancel` (AIP-136). */
export function isBelow(path: string, above: string): boolean {
  return path.startsWith(above) && /^[/:]/.test(path.slice(above.length));
}

/** Without the names of parameters: `/things/{id}/parts` and `/things/{thingId}/parts` are one path. */
export function nameless(path: string): string {
  return path.replace(/\{[^{}]*\}/g, "{}");
}

const createWords = /^(?:create|new|add)$/i;
const readWords = /^(?:json|info|inspect|details?|show)$/i;
const listWords = /^(?:json|list|all|index)$/i;
const removeWords = /^(?:remove|delete)$/i;

function find(model: ApiModel): Found {
  const byPath = new Map<string, Map<string, Operation>>();
  for (const operation of model.operations) {
    if (operation.kind !== "path") continue;
    const path = nameless(pathOf(operation));
    const methods = byPath.get(path) ?? new Map<string, Operation>();
    byPath.set(path, methods.set(operation.method, operation));
  }
  const at = (path: string, ...methods: string[]): Operation | undefined => {
    const found = byPath.get(path);
    for (const method of methods) if (found?.has(method)) return found.get(method);
    return undefined;
  };
  const below = (path: string, words: RegExp, ...methods: string[]): Operation | undefined => {
    for (const [other, found] of byPath) {
      if (!other.startsWith(`${path}/`) || !words.test(other.slice(path.length + 1))) continue;
      for (const method of methods) if (found.has(method)) return found.get(method);
    }
    return undefined;
  };

  const drafts = new Map<string, Draft>();
  for (const [path] of byPath) {
    // `/things/{}` itself, or the item of `/things/{}/json`, which has no operation of its own.
    const itemPath = path.endsWith("/{}") ? path : readWords.test(path.split("/").at(-1) ?? "") ? path.slice(0, path.lastIndexOf("/")) : "";
    if (!itemPath.endsWith("/{}")) continue;
    // Items of the server itself: `/{db}`, `/{bucket}`.
    const collectionPath = itemPath.slice(0, -"/{}".length) || "/";
    if (drafts.has(collectionPath)) continue;
    const read = at(itemPath, "get") ?? below(itemPath, readWords, "get");
    const replace = at(itemPath, "put");
    const patch = at(itemPath, "patch");
    const post = at(itemPath, "post");
    const remove = at(itemPath, "delete") ?? below(itemPath, removeWords, "delete", "post");
    const update = patch ?? (replace === undefined && post?.requestBody !== undefined ? post : undefined);
    const some = read ?? replace ?? update ?? remove;
    if (some === undefined) continue;
    const item = pathOf(some).split("/").slice(0, itemPath.split("/").length).join("/");
    const collection = item.slice(0, item.lastIndexOf("/")) || "/";
    const create = [at(collectionPath, "post"), below(collectionPath, createWords, "post", "put")].find(
      (one) => one !== undefined && !takesList(model, one),
    );
    const home = at(collectionPath, "get");
    // `GET /` is a page about the server, unless it is documented as a list.
    const list = (collectionPath === "/" && !respondsWithList(model, home) ? undefined : home) ?? below(collectionPath, listWords, "get");
    const idParameter = /\{([^{}]*)\}$/.exec(item)?.[1];
    drafts.set(collectionPath, {
      name: collection === "/" ? singular(referredName(idParameter ?? "") ?? flat(idParameter ?? "item")) : nameOf(collection),
      collection,
      item,
      ...(idParameter !== undefined && { idParameter }),
      ...(create && { create }),
      ...(list && { list }),
      ...(read && { read }),
      ...(replace && { replace }),
      ...(update && { update }),
      ...(remove && { remove }),
      actions: [],
    });
  }
  adopt(model, byPath, drafts);
  for (const [path, draft] of furtherOf(model, byPath, drafts)) drafts.set(path, draft);

  const roles = new Map<Operation, { role: Role; resource: Resource }>();
  const settle = (role: Role, operation: Operation | undefined, resource: Resource): void => {
    if (operation !== undefined && !roles.has(operation)) roles.set(operation, { role, resource });
  };
  for (const draft of drafts.values()) {
    for (const role of ["create", "list", "read", "replace", "update", "remove"] as const) settle(role, draft[role], draft);
  }
  for (const [path, methods] of byPath) {
    if (drafts.has(path) || path.endsWith("{}") || !["put", "patch"].some((method) => methods.has(method))) continue;
    const some = [...methods.values()][0];
    if (some === undefined) continue;
    const [read, replace, patch, remove] = ["get", "put", "patch", "delete"].map((method) => methods.get(method));
    const draft: Draft = {
      name: nameOf(pathOf(some)),
      collection: pathOf(some),
      singleton: true,
      ...(read && { read }),
      ...(replace && { replace }),
      ...(patch && { update: patch }),
      ...(remove && { remove }),
      actions: [],
    };
    drafts.set(path, draft);
    for (const one of [read, replace, patch, remove]) settle("singleton", one, draft);
  }
  const sorted = [...drafts].toSorted(([a], [b]) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
  /** The resource whose item, or else whose collection, is the longest beginning of a path. */
  const owner = (path: string, isParent: boolean): Draft | undefined =>
    sorted.findLast(
      ([prefix, { singleton }]) =>
        singleton === undefined &&
        (isBelow(`${path}/`, `${prefix === "/" ? "" : prefix}/{}`) || (!isParent && (path === prefix || isBelow(path, prefix)))),
    )?.[1];
  for (const [path, draft] of sorted) {
    const parent = draft.further === true ? undefined : owner(path, true);
    if (parent !== undefined && parent !== draft) draft.parent = parent;
    const from = draft.create ?? draft.list;
    const origin = from === undefined ? undefined : owner(nameless(pathOf(from)), true);
    if (origin !== undefined && origin !== draft && origin !== parent) draft.origin = origin;
  }
  const entries = [...byPath].flatMap(([path, methods]): Draft[] => {
    const [create, list, parent] = [methods.get("post"), methods.get("get"), owner(path, true)];
    if (create === undefined || list === undefined || parent === undefined || roles.has(create) || roles.has(list)) return [];
    const isDirect = path.slice(0, path.lastIndexOf("/")) === nameless(parent.item ?? "");
    if (!isDirect || parent.create === undefined || parent.remove === undefined || !listsWhatItCreates(model, create, list)) return [];
    const draft: Draft = { name: nameOf(pathOf(create)), collection: pathOf(create), parent, entry: true, create, list, actions: [] };
    settle("create", create, draft);
    settle("list", list, draft);
    return [draft];
  });
  for (const [path, methods] of byPath) {
    for (const operation of methods.values()) {
      if (roles.has(operation) || safeMethods.includes(operation.method)) continue;
      const resource = owner(path, false);
      if (resource === undefined) continue;
      const isBulk = drafts.get(path) === resource && (operation.method !== "post" || takesList(model, operation));
      resource.actions.push(operation);
      settle(isBulk ? "bulk" : "action", operation, resource);
    }
  }
  // What has its own path is known by its name first.
  return { resources: [...sorted.map(([, draft]) => draft), ...entries], roles };
}

/** Creates and lists at another path than the items have: `POST /projects/{}/tasks` for `/tasks/{}`, `POST /silences` for `/silence/{}`, or what a link leads from. */
function adopt(model: ApiModel, byPath: ReadonlyMap<string, ReadonlyMap<string, Operation>>, drafts: ReadonlyMap<string, Draft>): void {
  const taken = new Set([...drafts.values()].flatMap(({ create, list, update, remove }) => [create, list, update, remove]));
  const byRead = new Map([...drafts.values()].flatMap((draft) => (draft.read === undefined ? [] : [[draft.read.key, draft] as const])));
  for (const [path, methods] of byPath) {
    if (drafts.has(path) || path.endsWith("{}")) continue;
    const [post, get] = [methods.get("post"), methods.get("get")];
    const last = path.split("/").at(-1);
    const alike = [...drafts]
      .filter(([other]) => (other.split("/").at(-1) === last && path.split("/").length > other.split("/").length) || isPluralOf(path, other))
      .map(([, draft]) => draft);
    if (post !== undefined && !taken.has(post) && !takesList(model, post)) {
      const links = post.responses.flatMap((response) => response.links).flatMap((link) => byRead.get(link.operation ?? "") ?? []);
      const draft =
        links.find(({ create }) => create === undefined) ??
        alike.find(({ create, read }) => create === undefined && (read === undefined || respondAlike(model, post, read)));
      if (draft !== undefined) draft.create = post;
    }
    const draft = alike.find(({ list }) => list === undefined);
    if (get !== undefined && draft !== undefined) draft.list = get;
    // `POST /user/repos` and `GET /user/repos` for `/repos/{}/{}`: its response gives both values of the path.
    const several = path.includes("{")
      ? undefined
      : [...drafts].find(([other, { item = "" }]) => endsWithSeveral(item) && staticWord(other) === last && staticWord(path) === last)?.[1];
    if (several === undefined) continue;
    if (post !== undefined && !taken.has(post) && several.create === undefined && sharesComponent(model, post, several.read)) several.create = post;
    if (get !== undefined && several.list === undefined && sharesComponent(model, get, several.read)) several.list = get;
  }
}

/**
 * Further collections of a resource, below an item: `/messages/{}/replies` has messages as well. The create and the list have the components of its
 * create and its read, so that a POST creates such an item.
 */
function furtherOf(
  model: ApiModel,
  byPath: ReadonlyMap<string, ReadonlyMap<string, Operation>>,
  drafts: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, Draft> {
  const found = new Map<string, Draft>();
  const taken = new Set([...drafts.values()].flatMap(({ create, list }) => [create, list]));
  const bodyOf = ({ requestBody }: Operation): string | undefined => requestBody?.content[0]?.schema?.ref;
  for (const [path, methods] of byPath) {
    const [post, list] = [methods.get("post"), methods.get("get")];
    if (post === undefined || list === undefined || drafts.has(path) || path.endsWith("{}") || taken.has(post) || taken.has(list)) continue;
    const body = bodyOf(post);
    const draft = [...drafts.values()].find(
      ({ create, read, remove }) =>
        create !== undefined && remove !== undefined && body !== undefined && bodyOf(create) === body && sharesComponent(model, post, read),
    );
    if (draft === undefined || !path.includes("{}") || !post.responses.some(({ status }) => status === "201")) continue;
    found.set(path, { ...draft, collection: pathOf(post), create: post, list, further: true, actions: [] });
  }
  return found;
}

/** Whether the path of an item ends with several parameters: `/repos/{owner}/{repo}`. */
function endsWithSeveral(item: string): boolean {
  return /\}\/\{[^{}]*\}$/.test(item);
}

function staticWord(path: string): string | undefined {
  return path.split("/").findLast((segment) => segment !== "" && !segment.includes("{"));
}

/** Whether both responses have the same component, one perhaps in a list. */
function sharesComponent(model: ApiModel, a: Operation, b: Operation | undefined): boolean {
  const refs = (operation: Operation): readonly string[] =>
    operation.responses
      .filter(({ status }) => status.startsWith("2"))
      .flatMap(({ content }) => content)
      .flatMap(({ schema }) => [schema?.ref, resolved(schema, model.schemas)?.array?.items?.ref])
      .flatMap((ref) => ref ?? []);
  const others = new Set(b === undefined ? [] : refs(b));
  return refs(a).some((ref) => others.has(ref));
}

/** `/silences` is the plural of `/silence`. */
function isPluralOf(path: string, other: string): boolean {
  const [at, otherAt] = [path.lastIndexOf("/"), other.lastIndexOf("/")];
  const [last, otherLast] = [path.slice(at + 1).toLowerCase(), other.slice(otherAt + 1).toLowerCase()];
  return path.slice(0, at) === other.slice(0, otherAt) && last !== otherLast && singular(last) === otherLast;
}

/** Whether two operations describe their success with one component; also where one of them describes nothing. */
function respondAlike(model: ApiModel, a: Operation, b: Operation): boolean {
  const refs = (operation: Operation): ReadonlySet<string> =>
    new Set(
      operation.responses
        .filter(({ status }) => status.startsWith("2"))
        .flatMap(({ content }) => content)
        .flatMap(({ schema }) => {
          const properties = [...(resolved(schema, model.schemas)?.object?.properties?.values() ?? [])];
          return [schema?.ref, ...properties.map(({ ref }) => ref)].flatMap((ref) => ref ?? []);
        }),
    );
  const [left, right] = [refs(a), refs(b)];
  return left.size === 0 || right.size === 0 || [...left].some((ref) => right.has(ref));
}

export interface Batch {
  /** Where the body has the list: `""`, `/products`. */
  readonly at: string;
  /** Where each element has the item: `""`, or `/item` for a list of create requests (AIP-233). */
  readonly within: string;
}

/** Where the body of an operation has a list of what the create operation of its resource takes. Nothing if it creates no batch. */
export function batchOf(model: ApiModel, operation: Operation): Batch | undefined {
  const { role, resource: { create } = {} } = roleOf(model, operation);
  if (operation.method !== "post" || create === undefined || (role !== "action" && role !== "bulk")) return undefined;
  if (/(?:update|upsert|replace|patch|delete|remove|get)$/i.test(pathOf(operation))) return undefined;
  const bodyOf = ({ requestBody }: Operation): readonly Schema[] =>
    requestBody?.content.slice(0, 1).flatMap(({ schema }) => (schema === undefined ? [] : conjuncts(model, schema))) ?? [];
  const one = new Set(bodyOf(create).filter(({ object }) => (object?.properties?.size ?? 0) > 0));
  const propertiesOf = (schemas: readonly Schema[]): readonly [string, Schema][] => schemas.flatMap(({ object }) => [...(object?.properties ?? [])]);
  const within = (schemas: readonly Schema[]): string | undefined => {
    const elements = schemas.flatMap(({ array }) => (array?.items === undefined ? [] : conjuncts(model, array.items)));
    if (elements.some((element) => one.has(element))) return "";
    const name = propertiesOf(elements).find(([, property]) => conjuncts(model, property).some((item) => one.has(item)))?.[0];
    return name === undefined ? undefined : `/${escaped(name)}`;
  };
  const schemas = bodyOf(operation);
  const lists = [
    ["", schemas] as const,
    ...propertiesOf(schemas).map(([name, property]) => [`/${escaped(name)}`, conjuncts(model, property)] as const),
  ];
  for (const [at, list] of lists) {
    const found = within(list);
    if (found !== undefined) return { at, within: found };
  }
  return undefined;
}

/** Whether a response shows the items that a batch created: 201, or 200 of an operation whose path states that (AIP-233). */
export function showsBatch(model: ApiModel, operation: Operation, status: number): boolean {
  return (status === 201 || (status === 200 && /[:/](?:batch|bulk)-?create$/i.test(pathOf(operation)))) && batchOf(model, operation) !== undefined;
}

/** Whether POST is documented to create (201) what GET at its path lists: the items have the properties of the response. */
function listsWhatItCreates(model: ApiModel, create: Operation, list: Operation): boolean {
  const schemasOf = ({ responses }: Operation, isMeant: (status: string) => boolean): readonly Schema[] =>
    responses
      .filter(({ status }) => isMeant(status))
      .flatMap(({ content }) => content.flatMap(({ schema }) => (schema === undefined ? [] : conjuncts(model, schema))));
  const inner = (schemas: readonly Schema[]): readonly Schema[] =>
    schemas.flatMap(({ object }) => [...(object?.properties?.values() ?? [])].flatMap((one) => conjuncts(model, one)));
  const shapes = (schemas: readonly Schema[]): readonly string[] =>
    schemas.flatMap(({ object }) => ((object?.properties?.size ?? 0) < 2 ? [] : [[...(object?.properties?.keys() ?? [])].toSorted().join(" ")]));
  const created = schemasOf(create, (status) => status === "201");
  const listed = schemasOf(list, (status) => status.startsWith("2"));
  const items = [...listed, ...inner(listed)].flatMap(({ array }) => (array?.items === undefined ? [] : conjuncts(model, array.items)));
  const made = new Set(shapes([...created, ...inner(created)]));
  return !takesList(model, create) && shapes(items).some((shape) => made.has(shape));
}

function respondsWithList(model: ApiModel, operation: Operation | undefined): boolean {
  const contents = operation?.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ content }) => content) ?? [];
  return contents.some(({ schema }) => schema !== undefined && kindOf(model, schema) === "array");
}

function takesList(model: ApiModel, { requestBody }: Operation): boolean {
  const schemas = requestBody?.content.flatMap(({ schema }) => schema ?? []) ?? [];
  return schemas.length > 0 && schemas.every((schema) => kindOf(model, schema) === "array");
}

function nameOf(path: string): string {
  const word = path.split("/").findLast((segment) => segment !== "" && !segment.includes("{")) ?? "item";
  return singular(flat(word));
}

/** An id, and where it was: a JSON pointer into the body, or `Location`. */
export interface FoundId {
  readonly id: string | number;
  readonly at: string;
}

/** The id of an item in the body of a response, or else in its Location header. */
export function idOf(resource: Resource, response: { readonly body?: unknown; readonly location?: string | undefined }): FoundId | undefined {
  return idInLink(resource, response) ?? idInBody(resource, response.body) ?? idInLocation(resource, response.location);
}

/**
 * The values of a path that ends with several parameters, according to the Location header or the link of an item to itself: of `/repos/{owner}/{repo}`
 * both. Nothing for other items, which have one id below their parents.
 */
export function linkedPath(
  { item = "" }: Resource,
  { body, location }: { readonly body?: unknown; readonly location?: string | undefined },
): Readonly<Record<string, string>> | undefined {
  if (!endsWithSeveral(item)) return undefined;
  const links = [location, ...["/url", "/href", "/self", "/_links/self/href", "/_links/self", "/links/self"].map((at) => valueAt(body, at))];
  const names = item.split("/");
  for (const link of links) {
    if (typeof link !== "string") continue;
    const segments = link
      .replace(/[?#].*$/s, "")
      .replace(/\/$/, "")
      .split("/")
      .slice(-names.length + 1);
    const isAlike =
      segments.length === names.length - 1 && segments.every((one, index) => names[index + 1]?.startsWith("{") === true || one === names[index + 1]);
    if (!isAlike) continue;
    try {
      const values = segments.map((one) => decodeURIComponent(one));
      return Object.fromEntries(names.slice(1).flatMap((name, index) => (name.startsWith("{") ? [[name.slice(1, -1), values[index] ?? ""]] : [])));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** The property of an item that the link to it ends with. */
function idInLink(resource: Resource, response: { readonly body?: unknown; readonly location?: string | undefined }): FoundId | undefined {
  const { body } = response;
  const id = linkedPath(resource, response)?.[resource.idParameter ?? ""];
  if (id === undefined || typeof body !== "object" || body === null) return undefined;
  const found = Object.entries(body).find((entry): entry is [string, string | number] => isId(entry[1]) && String(entry[1]) === id);
  return found && { id: found[1], at: `/${escaped(found[0])}` };
}

/** The id that the body of a request gives its own item: some servers replace the item that has it. */
export function idInRequest(resource: Resource, body: unknown): string | number | undefined {
  return typeof body === "object" && body !== null ? idWithin(resource, body, "", 0)?.id : undefined;
}

function idInBody(resource: Resource, body: unknown): FoundId | undefined {
  const linked = linkedPointer(resource);
  const value = linked === undefined ? undefined : valueAt(body, linked);
  if (linked !== undefined && isId(value)) return { id: value, at: linked };
  return idWithin(resource, body, "", 0);
}

function idWithin(resource: Resource, value: unknown, pointer: string, depth: number): FoundId | undefined {
  if (isId(value)) return value === "" ? undefined : { id: value, at: pointer };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const property = idProperty(value, resource.idParameter ?? "id", resource.name);
  if (property !== undefined)
    return { id: (value as Record<string, string | number>)[property] as string | number, at: `${pointer}/${escaped(property)}` };
  if (depth === 2) return undefined;
  const inner = Object.entries(value).filter(([, part]) => typeof part === "object" && part !== null && !Array.isArray(part));
  const wrapped =
    inner.find(([name]) => flat(name) === resource.name || envelope.test(flat(name))) ??
    (inner.length === 1 && Object.keys(value).length === 1 ? inner[0] : undefined);
  return wrapped && idWithin(resource, wrapped[1], `${pointer}/${escaped(wrapped[0])}`, depth + 1);
}

/** The pointer that a documented link from the create operation to the item gives (OpenAPI 3.1 §4.8.20). */
function linkedPointer({ create, read, remove, update, replace, idParameter }: Resource): string | undefined {
  if (idParameter === undefined) return undefined;
  const targets = new Set([read, remove, update, replace].flatMap((operation) => operation?.key ?? []));
  for (const link of create?.responses.flatMap(({ links }) => links) ?? []) {
    if (link.operation === undefined || !targets.has(link.operation)) continue;
    const expression = link.parameters.get(`path.${idParameter}`) ?? link.parameters.get(idParameter);
    if (typeof expression === "string" && expression.startsWith("$response.body#")) return expression.slice("$response.body#".length);
  }
  return undefined;
}

function idInLocation({ item }: Resource, location: string | undefined): FoundId | undefined {
  if (location === undefined || item === undefined) return undefined;
  const path = location.replace(/[?#].*$/s, "").replace(/\/$/, "");
  const segments = path.split("/");
  const [id = "", before] = [segments.at(-1), segments.at(-2)];
  const expected = item.split("/").at(-2);
  if (id === "" || (segments.length > 1 && before !== expected && expected?.includes("{") !== true)) return undefined;
  try {
    return { id: decodeURIComponent(id), at: "Location" };
  } catch {
    return undefined;
  }
}

/** The property of an item that a parameter means: its own name, the name without the resource's, `id`, or another usual key. */
export function idProperty(item: object, parameter: string, resource: string): string | undefined {
  const wanted = flat(parameter);
  const names = Object.keys(item).filter((name) => isId((item as Record<string, unknown>)[name]));
  const rest = wanted.startsWith(resource) ? wanted.slice(resource.length) : "";
  const isKey = /(?:id|uuid|guid|key|slug|name|code|number)$/.test(wanted);
  const candidates = [
    wanted,
    rest,
    ...(isKey || rest === "" ? ["id", "uuid", `${resource}id`, /(?:slug|name|key|code|number)$/.exec(wanted)?.[0] ?? ""] : ["id"]),
  ];
  for (const candidate of candidates) {
    const name = candidate === "" ? undefined : names.find((one) => flat(one) === candidate);
    if (name !== undefined) return name;
  }
  return names.find((one) => /^(?:name|resourcename)$/.test(flat(one)) && isResourceName((item as Record<string, unknown>)[one], resource));
}

/** Whether a value is the path of an item: of a shelf, `shelves/7` or `stores/2/shelves/7` (AIP-122). */
export function isResourceName(value: unknown, resource: string): boolean {
  const [last = "", before = ""] = typeof value === "string" ? value.split("/").toReversed() : [];
  return last !== "" && before !== "" && singular(flat(before)) === resource;
}

/** The id of an item as its path has it: of the resource name `shelves/7`, its last segment. */
export function pathId<Id>(resource: string, id: Id): Id | string {
  return typeof id === "string" && isResourceName(id, resource) ? id.slice(id.lastIndexOf("/") + 1) : id;
}

/** The items of a list response, also of one in an envelope: `{ "items": […], "total": 3 }`. */
export interface FoundItems {
  readonly items: readonly unknown[];
  /** Where the list is. */
  readonly pointer: string;
  /** The total that the envelope gives. */
  readonly total?: number;
}

export function itemsOf(body: unknown, resource?: Pick<Resource, "name">): FoundItems | undefined {
  if (Array.isArray(body)) return { items: body, pointer: "" };
  if (typeof body !== "object" || body === null) return undefined;
  const lists = Object.entries(body).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const found =
    lists.find(([name]) => resource !== undefined && singular(flat(name)) === resource.name) ??
    lists.find(([name]) => envelope.test(flat(name))) ??
    (lists.length === 1 ? lists[0] : undefined);
  if (found === undefined) {
    const inner = Object.entries(body).find(([name, part]) => envelope.test(flat(name)) && typeof part === "object" && part !== null);
    const within = inner && itemsOf(inner[1], resource);
    return inner && within && { ...within, pointer: `/${escaped(inner[0])}${within.pointer}` };
  }
  const total = totalIn(body);
  return { items: found[1], pointer: `/${escaped(found[0])}`, ...(total !== undefined && { total }) };
}

function totalIn(body: object, depth = 0): number | undefined {
  for (const [name, value] of Object.entries(body)) {
    if (
      typeof value === "number" &&
      /^(?:total|totalcount|totalsize|totalitems|totalresults|totalelements|totalrecords|count|filteredcount)$/.test(flat(name))
    )
      return value;
  }
  if (depth > 0) return undefined;
  for (const [name, value] of Object.entries(body)) {
    if (/^(?:meta|metadata|pagination|page|paging|resultinfo)$/.test(flat(name)) && typeof value === "object" && value !== null) {
      const total = totalIn(value, 1);
      if (total !== undefined) return total;
    }
  }
  return undefined;
}

function isId(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function escaped(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
