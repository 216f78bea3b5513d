import type { Operation, Parameter } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { canonical } from "../forms/alternative.js";
import { aliases } from "../forms/node.js";
import type { Context } from "./context.js";

/** Header parameters that OpenAPI tells everyone to ignore (3.1 §4.8.12.1). */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

export function compareParameters(context: Context, old: Operation, next: Operation, side: "request" | "response"): void {
  const before = byIdentity(old);
  const after = byIdentity(next);
  for (const [identity, was] of before) {
    const is = after.get(identity);
    if (is === undefined) {
      context.say("parameter-removed", side, next.key, { old: was.place }, { name: was.name, in: was.in });
      continue;
    }
    const places = { old: was.place, new: is.place };
    const names = { name: is.name, in: is.in };
    if (was.in === "path" && was.name !== is.name) context.say("path-parameter-renamed", "both", next.key, places, { old: was.name, new: is.name });
    if (!was.required && is.required) context.say("parameter-became-required", side, next.key, places, { ...names, ...defaultOf(context.next, is) });
    if (was.required && !is.required) context.say("parameter-became-optional", side, next.key, places, names);
    if (serialisation(was, context.old) !== serialisation(is, context.next)) {
      const code = isListOfSame(was, is, context) ? "parameter-became-list" : "parameter-serialisation-changed";
      context.say(code, side, next.key, places, { ...names, old: serialisation(was, context.old), new: serialisation(is, context.next) });
      if (code === "parameter-became-list") continue;
    }
    const [oldDefault, newDefault] = [defaultOf(context.old, was).default, defaultOf(context.next, is).default];
    if (
      (oldDefault === undefined) !== (newDefault === undefined) ||
      (oldDefault !== undefined && canonical(oldDefault) !== canonical(newDefault as Json))
    ) {
      context.say("parameter-default-changed", side, next.key, places, {
        ...names,
        ...(oldDefault !== undefined && { old: oldDefault }),
        ...(newDefault !== undefined && { new: newDefault }),
      });
    }
    if (was.description !== is.description) context.say("parameter-words-changed", side, next.key, places, names);
    if (was.deprecated !== is.deprecated && is.deprecated) context.say("parameter-deprecated", side, next.key, places, names);
    context.schema(next.key, side, schemaOf(was), schemaOf(is), false);
  }
  for (const [identity, is] of after) {
    if (before.has(identity)) continue;
    const code = is.required ? "required-parameter-added" : "optional-parameter-added";
    context.say(code, side, next.key, { new: is.place }, { name: is.name, in: is.in, ...defaultOf(context.next, is) });
  }
}

/** Path parameters by position, headers without case, the rest by name. */
function byIdentity(operation: Operation): Map<string, Parameter> {
  const positions = [...operation.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
  const parameters = new Map<string, Parameter>();
  for (const parameter of operation.parameters) {
    if (parameter.in === "header" && ignoredHeaders.has(parameter.name.toLowerCase())) continue;
    const position = positions.indexOf(parameter.name);
    const name =
      parameter.in === "path" && position >= 0 ? `#${position}` : parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
    parameters.set(`${parameter.in} ${name}`, parameter);
  }
  return parameters;
}

function schemaOf(parameter: Parameter): Schema | undefined {
  return parameter.schema ?? parameter.content?.schema;
}

/** How the value is written on the wire. `explode` and delimiters make no difference for a scalar, except in styles that always write the name. */
function serialisation(parameter: Parameter, model: Context["old"]): string {
  if (parameter.content !== undefined) return `as ${parameter.content.mediaType}`;
  const shape = shapeOf(parameter.schema, model);
  const reserved = parameter.allowReserved ? ", reserved characters kept" : "";
  if (shape === "scalar") return (parameter.style === "matrix" || parameter.style === "label" ? parameter.style : "plain") + reserved;
  return `${parameter.style}, ${parameter.explode ? "exploded" : "not exploded"}${reserved}`;
}

function isListOfSame(old: Parameter, next: Parameter, context: Context): boolean {
  if (old.in !== "query" || next.style !== "form" || !next.explode) return false;
  if (shapeOf(old.schema, context.old) !== "scalar" || shapeOf(next.schema, context.next) !== "array") return false;
  const list = next.schema && aliases(next.schema, context.next).at(-1);
  return list?.array?.items === undefined || context.isStillAllowed(old.schema, list.array.items);
}

function shapeOf(schema: Schema | undefined, model: Context["old"]): "scalar" | "array" | "object" {
  const current = schema && aliases(schema, model).at(-1);
  if (current?.type?.includes("array") || current?.array?.items !== undefined) return "array";
  return current?.type?.includes("object") || current?.object?.properties !== undefined ? "object" : "scalar";
}

function defaultOf(model: Context["old"], parameter: Parameter): { default?: Json } {
  const schema = schemaOf(parameter);
  const value =
    schema === undefined ? undefined : aliases(schema, model).find((alias) => alias.annotations?.default !== undefined)?.annotations?.default;
  return value === undefined ? {} : { default: value };
}
