import type { Link, Operation, OperationKey, Response } from "../../../model/api.js";
import type { Json } from "../../../model/json.js";
import type { Side } from "../../change.js";
import { canonical } from "../../variants/alternative.js";
import type { Context } from "../context.js";

/** The links of a response (OpenAPI 3.1 §4.8.20), by name. */
export function compareLinks(context: Context, { key }: Operation, side: Side, old: Response, next: Response): void {
  const { status } = next;
  const before = new Map(old.links.map((link) => [link.name, link]));
  const after = new Map(next.links.map((link) => [link.name, link]));
  for (const [name, was] of before) {
    const is = after.get(name);
    if (is === undefined) context.report("link-removed", side, key, { old: was.place, new: next.place }, { name, status });
    else {
      for (const aspect of changed(was, is))
        context.report("link-changed", side, key, { old: was.place, new: is.place }, { name, status, ...aspect });
      if (was.description !== is.description) context.report("response-words-changed", side, key, { old: was.place, new: is.place }, { link: name });
    }
  }
  for (const [name, is] of after) if (!before.has(name)) context.report("link-added", side, key, { old: old.place, new: is.place }, { name, status });
}

interface Aspect {
  readonly [word: string]: Json;
  readonly aspect: "operation" | "parameters" | "requestBody";
}

function changed(old: Link, next: Link): readonly Aspect[] {
  // Another target operation implies other parameters, which are not reported.
  if (nameless(old.operation) !== nameless(next.operation)) return [{ aspect: "operation", ...compareExpressions(old.operation, next.operation) }];
  const names = renamed(old.operation, next.operation);
  const was = Object.fromEntries([...old.parameters].map(([name, value]) => [inPlace(name, names), value]));
  const is = Object.fromEntries([...next.parameters].map(([name, value]) => [inPlace(name, new Map()), value]));
  const found: Aspect[] = [];
  if (canonical(was) !== canonical(is)) found.push({ aspect: "parameters", ...compareExpressions(written(old), written(next)) });
  if (canonical(old.requestBody ?? null) !== canonical(next.requestBody ?? null)) {
    found.push({ aspect: "requestBody", ...compareExpressions(old.requestBody, next.requestBody) });
  }
  return found;
}

function compareExpressions(old: Json | undefined, next: Json | undefined): { readonly old?: Json; readonly new?: Json } {
  return { ...(old !== undefined && { old }), ...(next !== undefined && { new: next }) };
}

function written({ parameters }: Link): Json {
  return Object.fromEntries(parameters);
}

/** An operation is the same one whatever the parameters of its path are called. */
function nameless(operation: OperationKey | undefined): string | undefined {
  return operation?.replaceAll(/\{[^{}]*\}/g, "{}");
}

function renamed(old: OperationKey | undefined, next: OperationKey | undefined): ReadonlyMap<string, string> {
  const [was = [], is = []] = [old, next].map((key) => [...(key ?? "").matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ""));
  return new Map(was.map((name, index) => [name, is[index] ?? name]));
}

/** `path.id` and `id` are one where the operation has no other parameter of that name, which hardly any has. */
function inPlace(name: string, names: ReadonlyMap<string, string>): string {
  const plain = name.replace(/^path\./, "");
  return names.get(plain) ?? plain;
}
