import { token, type ApiOperation, type ApiResponse, type ApiTypes, type ObjectSource, type Shape, type TypeSource } from "./api-types.js";

/** Part of a response body, or of a request body. */
export interface Body {
  readonly kind: "body";
  readonly operation: ApiOperation;
  /** Absent: a request. */
  readonly response?: ApiResponse;
  readonly path: string;
  readonly types: readonly TypeSource[];
  /** The object types around it, each with its path: one that contains itself is one place. */
  readonly trail: ReadonlyMap<ObjectSource, string>;
  readonly isByType: boolean;
  /** The object that it is a property of. */
  readonly owner?: Body;
  readonly name?: string;
}

/**
 * What a client returns around a body.
 * - `call`: the promise of a generated function; `outcome`: of `.safe()` and `.withResponse()`; `error`: what it throws; `pages`: of a pagination helper
 * - `fetched`: of openapi-fetch; `query`: of a hook
 * - `response`, `headers`, `status`: of `fetch`
 */
export interface Envelope {
  readonly kind: "envelope";
  readonly form: "call" | "outcome" | "error" | "pages" | "fetched" | "query" | "infinite" | "response" | "headers" | "status";
  readonly operation: ApiOperation;
  /** Path of the items in a page. */
  readonly items?: string;
}

/** A function that sends a request. */
export interface Sender {
  readonly kind: "sender";
  readonly operation: ApiOperation;
  /** `parameters`: properties of one object; `init`: as openapi-fetch takes it. */
  readonly takes: "parameters" | "init";
  /** Whether its first argument is a client. */
  readonly hasClient: boolean;
  readonly returns: Envelope["form"];
  readonly items?: string;
}

/** An object or array that has a value in it. Items of arrays are under `#`, those at a known index under `#0`. */
export interface Container {
  readonly kind: "container";
  readonly key: string;
  readonly value: Value;
}

/** A function that returns a value. */
export interface Returning {
  readonly kind: "function";
  readonly value: Value;
}

/** What an expression may be, as far as the API is concerned. */
export type Value = Body | Envelope | Sender | Container | Returning;

const deepest = 5;

export function keyOf(value: Value): string {
  switch (value.kind) {
    case "body":
      return `b ${value.operation.index} ${value.response?.status ?? ""} ${value.path} ${value.isByType ? "t" : ""}`;
    case "envelope":
      return `e ${value.form} ${value.operation.index}`;
    case "sender":
      return `s ${value.operation.index} ${value.returns} ${value.takes} ${value.hasClient ? "c" : ""}`;
    case "container":
      return `{${value.key} ${keyOf(value.value)}`;
    case "function":
      return `() ${keyOf(value.value)}`;
  }
}

/** A container; `undefined` where containers of containers no longer end. */
export function contain(key: string, value: Value): Container | undefined {
  return depth(value) < deepest ? { kind: "container", key, value } : undefined;
}

export function returning(value: Value): Returning | undefined {
  return depth(value) < deepest ? { kind: "function", value } : undefined;
}

function depth(value: Value): number {
  return value.kind === "container" || value.kind === "function" ? 1 + depth(value.value) : 0;
}

/** What a value is in the end, below containers and functions. */
export function innermost(value: Value): Body | Envelope | Sender {
  return value.kind === "container" || value.kind === "function" ? innermost(value.value) : value;
}

/** Bodies and their parts. */
export class Bodies {
  constructor(readonly api: ApiTypes) {}

  root(operation: ApiOperation, response: ApiResponse | undefined, path = "", types?: readonly TypeSource[], isByType = false): Body {
    return this.#body(
      { kind: "body", operation, ...(response !== undefined && { response }), trail: new Map(), isByType },
      path,
      types ?? (response === undefined ? operation.request : response.bodies),
    );
  }

  shapes(body: Body): readonly Shape[] {
    return body.types.flatMap((type) => this.api.shapes(type));
  }

  /** A property; of a map, the value of any key. */
  property(body: Body, name: string): Body | undefined {
    const shapes = this.shapes(body);
    const types = shapes.flatMap((shape) =>
      shape.kind === "object" && shape.without?.has(name) !== true ? (this.api.members(shape.node).get(name) ?? []) : [],
    );
    if (types.length > 0) return this.#below(body, token(name), types, name);
    const values = shapes.flatMap((shape) => (shape.kind === "map" ? shape.values : []));
    if (values.length > 0) return this.#below(body, "/*", values);
    return this.isOpen(body) ? this.#below(body, token(name), body.types) : undefined;
  }

  /** The items of an array, and the values of a map. */
  item(body: Body, index?: number): Body | undefined {
    const types = this.shapes(body).flatMap((shape) => {
      if (shape.kind === "open") return body.types;
      if (shape.kind === "map") return [shape.values];
      if (shape.kind !== "array") return [];
      const exact = index === undefined || shape.items.length < 2 ? undefined : shape.items[index];
      return exact === undefined ? shape.items : [exact];
    });
    return types.length > 0 ? this.#below(body, "/*", types) : undefined;
  }

  /** Anything may be in it. */
  isOpen(body: Body): boolean {
    return this.shapes(body).some(({ kind }) => kind === "open");
  }

  /** Follows a pointer of property names and `*`. */
  at(body: Body, pointer: string): Body | undefined {
    let found: Body | undefined = body;
    for (const part of pointer.split("/").slice(1)) {
      if (found === undefined) return undefined;
      found = part === "*" ? this.item(found) : this.property(found, part.replaceAll("~1", "/").replaceAll("~0", "~"));
    }
    return found;
  }

  isArray(body: Body): boolean {
    return this.shapes(body).some(({ kind }) => kind === "array");
  }

  isMap(body: Body): boolean {
    const shapes = this.shapes(body);
    return shapes.some(({ kind }) => kind === "map") && !shapes.some(({ kind }) => kind === "object");
  }

  /** Nothing is below it: text, a number, or a list of them. */
  isPlain(body: Body): boolean {
    const isPlain = (shapes: readonly Shape[]): boolean =>
      shapes.every(
        (shape) =>
          shape.kind === "scalar" ||
          shape.kind === "literal" ||
          (shape.kind === "array" && isPlain(shape.items.flatMap((item) => this.api.shapes(item)))),
      );
    return isPlain(this.shapes(body));
  }

  literals(body: Body): readonly (string | number | boolean)[] {
    return this.shapes(body).flatMap((shape) => (shape.kind === "literal" ? [shape.value] : []));
  }

  /** The property tells the branches of a union apart: each has other literals there. */
  isDiscriminator(body: Body): boolean {
    if (body.owner === undefined || body.name === undefined) return false;
    const { name } = body;
    const branches = this.shapes(body.owner).flatMap((shape) => {
      const type = shape.kind === "object" ? this.api.members(shape.node).get(name) : undefined;
      return type === undefined ? [] : [this.api.shapes(type)];
    });
    return branches.length > 1 && branches.every((shapes) => shapes.length > 0 && shapes.every(({ kind }) => kind === "literal"));
  }

  #below(body: Body, suffix: string, types: readonly TypeSource[], name?: string): Body {
    return this.#body({ ...body, owner: body, ...(name === undefined ? { name: undefined } : { name }) } as Body, body.path + suffix, types);
  }

  #body(base: Omit<Body, "path" | "types">, path: string, types: readonly TypeSource[]): Body {
    const objects = types.flatMap((type) => this.api.shapes(type)).flatMap((shape) => (shape.kind === "object" ? [shape.node] : []));
    const folded = objects.map((node) => base.trail.get(node)).find((known) => known !== undefined) ?? path;
    const trail = new Map(base.trail);
    for (const node of objects) if (!trail.has(node)) trail.set(node, folded);
    return { ...base, path: folded, types, trail };
  }
}

/** The path of a property in its owner. A property whose schema contains itself has the path of its owner: `manager.manager` is `manager`. */
export function ownPath({ owner, name, path }: Body): string {
  return owner === undefined || name === undefined ? path : owner.path + token(name);
}

export function isSuccess(status: string): boolean {
  return /^[123]/.test(status);
}

/** The responses that a client returns as data. `default` is among them where no other success is documented. */
export function successes({ responses }: ApiOperation): readonly ApiResponse[] {
  const found = responses.filter(({ status }) => isSuccess(status));
  return found.length > 0 ? found : responses.filter(({ status }) => status === "default");
}

export function failures({ responses }: ApiOperation): readonly ApiResponse[] {
  return responses.filter(({ status }) => !isSuccess(status));
}

/** The documented response of a status: exact codes before ranges. */
export function responseOf({ responses }: ApiOperation, status: number): ApiResponse | undefined {
  const by = (name: string) => responses.find((each) => each.status.toUpperCase() === name.toUpperCase());
  return by(String(status)) ?? by(`${String(Math.floor(status / 100))}XX`) ?? by("default");
}
