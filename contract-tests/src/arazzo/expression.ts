import { tokens } from "tallystick/model";
import { headerValue, isJsonType, mediaTypeOf } from "../traffic/headers.js";
import type { Body, HeaderField, Interaction } from "../traffic/interaction.js";

/** A runtime expression (Arazzo 1.1, "Runtime Expressions"), parsed. */
export interface Expression {
  readonly text: string;
  readonly source: Source;
}

type Source =
  | { readonly kind: "url" | "method" | "statusCode" | "self" }
  | { readonly kind: "message"; readonly of: "request" | "response"; readonly part: "header" | "query" | "path"; readonly name: string }
  | { readonly kind: "body"; readonly of: "request" | "response"; readonly path: readonly string[] }
  | { readonly kind: "inputs" | "outputs"; readonly rest: Rest }
  | { readonly kind: "step"; readonly step: string; readonly rest: Rest }
  | { readonly kind: "workflow"; readonly workflow: string; readonly field: "inputs" | "outputs"; readonly rest: Rest }
  | { readonly kind: "source"; readonly name: string; readonly reference: string };

/** A name, perhaps with accessors (`pets.0.id`, `pets[0].id`), and a JSON pointer into its value. */
interface Rest {
  readonly name: string;
  readonly pointer: readonly string[];
}

/** The values that expressions can refer to at one moment of a run. */
export interface Scope {
  readonly inputs: ReadonlyMap<string, unknown>;
  /** Outputs of the steps that are done, by stepId. */
  readonly steps: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  /** Outputs of the workflow that the current step called. */
  readonly outputs?: ReadonlyMap<string, unknown>;
  readonly workflows: ReadonlyMap<string, { readonly inputs: ReadonlyMap<string, unknown>; readonly outputs: ReadonlyMap<string, unknown> }>;
  readonly sources: ReadonlyMap<string, { readonly url: string; readonly type: string }>;
  readonly self?: string;
  readonly exchange?: Exchange;
}

/** A request and its response, with the values that its path and query had. */
export interface Exchange {
  readonly interaction: Interaction;
  readonly path: ReadonlyMap<string, unknown>;
}

/** Whether a text is a runtime expression: `$5` and `$filter` are not. */
export function looksLikeExpression(text: string): boolean {
  return /^\$(?:url|method|statusCode|self)$|^\$[A-Za-z]+\.\S/.test(text);
}

const accessors = String.raw`(?:\.[\w-]+|\[\d+\])*`;
const restPattern = String.raw`([^#]+?)(?:#(.*))?`;

/** @returns Nothing for a text that is no runtime expression. */
export function parseExpression(text: string): Expression | undefined {
  const source = parseSource(text);
  return source && { text, source };
}

function parseSource(text: string): Source | undefined {
  const [, single] = /^\$(url|method|statusCode|self)$/.exec(text) ?? [];
  if (single !== undefined) return { kind: single as "url" };
  const [, of, part, name] = /^\$(request|response)\.(header|query|path)\.(.+)$/s.exec(text) ?? [];
  if (of !== undefined && name !== undefined) return { kind: "message", of: of as "request", part: part as "header", name };
  const body = new RegExp(`^\\$(request|response)\\.(?:body|payload)(${accessors})(?:#(.*))?$`, "s").exec(text);
  if (body !== null) {
    const pointer = pointerTokens(body[3]);
    return pointer && { kind: "body", of: body[1] as "request", path: [...accessorTokens(body[2] ?? ""), ...pointer] };
  }
  const [, root, given] = /^\$(inputs|outputs)\.(.+)$/s.exec(text) ?? [];
  if (root !== undefined) return withRest(given, (rest) => ({ kind: root as "inputs", rest }));
  const [, step, output] = /^\$steps\.([\w-]+)\.outputs\.(.+)$/s.exec(text) ?? [];
  if (step !== undefined) return withRest(output, (rest) => ({ kind: "step", step, rest }));
  const [, workflow, field, named] = /^\$workflows\.([\w-]+)\.(inputs|outputs)\.(.+)$/s.exec(text) ?? [];
  if (workflow !== undefined) return withRest(named, (rest) => ({ kind: "workflow", workflow, field: field as "inputs", rest }));
  const [, source, reference] = /^\$sourceDescriptions\.([\w-]+)\.(.+)$/s.exec(text) ?? [];
  if (source !== undefined && reference !== undefined) return { kind: "source", name: source, reference };
  return undefined;
}

function withRest(text: string | undefined, make: (rest: Rest) => Source): Source | undefined {
  const found = new RegExp(`^${restPattern}$`, "s").exec(text ?? "");
  const pointer = pointerTokens(found?.[2]);
  return found?.[1] === undefined || pointer === undefined ? undefined : make({ name: found[1], pointer });
}

function pointerTokens(pointer: string | undefined): readonly string[] | undefined {
  if (pointer === undefined || pointer === "") return [];
  return pointer.startsWith("/") ? tokens(`#${pointer}`) : undefined;
}

function accessorTokens(text: string): string[] {
  return text.match(/[\w-]+/g) ?? [];
}

/** The value of an expression; `undefined` where there is none. */
export function evaluate({ source }: Expression, scope: Scope): unknown {
  const { exchange } = scope;
  switch (source.kind) {
    case "url":
      return exchange?.interaction.request.url;
    case "method":
      return exchange?.interaction.request.method;
    case "statusCode":
      return exchange?.interaction.response?.status;
    case "self":
      return scope.self;
    case "message":
      return exchange && messagePart(exchange, source);
    case "body": {
      const message = source.of === "request" ? exchange?.interaction.request : exchange?.interaction.response;
      return message && walk(bodyValue(message), source.path);
    }
    case "inputs":
      return lookUp(scope.inputs, source.rest);
    case "outputs":
      return scope.outputs && lookUp(scope.outputs, source.rest);
    case "step":
      return lookUp(scope.steps.get(source.step) ?? new Map(), source.rest);
    case "workflow":
      return lookUp(scope.workflows.get(source.workflow)?.[source.field] ?? new Map(), source.rest);
    case "source":
      return walk(scope.sources.get(source.name), [source.reference]);
  }
}

function messagePart({ interaction, path }: Exchange, { of, part, name }: Source & { readonly kind: "message" }): unknown {
  const { request, response } = interaction;
  if (part === "header") return headerValue((of === "request" ? request : response)?.headers ?? [], name);
  if (of === "response") return undefined;
  return part === "path" ? path.get(name) : (new URL(request.url).searchParams.get(name) ?? undefined);
}

/** JSON parsed, and any other text unchanged. */
export function bodyValue({ headers, body }: { readonly headers: readonly HeaderField[]; readonly body?: Body }): unknown {
  if (body?.kind !== "text") return undefined;
  const type = mediaTypeOf(headerValue(headers, "content-type"));
  if (type !== "" && !isJsonType(type)) return body.text;
  try {
    return JSON.parse(body.text);
  } catch {
    return body.text;
  }
}

/** Names may contain dots: the longest existing name is used, and the rest are accessors. */
function lookUp(values: ReadonlyMap<string, unknown>, { name, pointer }: Rest): unknown {
  let longest: string | undefined;
  for (const known of values.keys())
    if (known.length > (longest?.length ?? -1) && name.startsWith(known) && /^(?:[.[]|$)/.test(name.slice(known.length, known.length + 1)))
      longest = known;
  return longest === undefined ? undefined : walk(values.get(longest), [...accessorTokens(name.slice(longest.length)), ...pointer]);
}

/** The value at a list of keys. */
export function walk(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** A value inside a text: scalars and texts unchanged, anything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
