import type { Parameter } from "../../model/api.js";
import { placeKey } from "../../model/place.js";
import type { Context } from "../context.js";
import type { Part } from "../lenient/part.js";
import type { Taken } from "./written-path.js";

/** A path without its query, and the parameters of that query. */
export interface At {
  readonly path: string;
  readonly takes?: readonly Taken[];
}

/**
 * The parameters of an operation, including those in the query of its path, at the location where they are sent: the query, or the path if it keeps
 * the query.
 */
export function withQuery(context: Context, { path, takes = [] }: At, operation: Part, described: readonly Parameter[]): readonly Parameter[] {
  if (takes.length > 0) return inQuery(context, path, takes, operation, described);
  return path.includes("?") ? inPath(path, described) : described;
}

function inQuery(context: Context, path: string, takes: readonly Taken[], operation: Part, described: readonly Parameter[]): readonly Parameter[] {
  const taken = new Map<Parameter, Taken>();
  const missing: Taken[] = [];
  for (const each of takes) {
    const { name, part } = each;
    const isPart = path.includes(`{${part}}`);
    const found =
      described.find((parameter) => parameter.in === "query" && parameter.name === name) ??
      described.find((parameter) => parameter.name === part && (parameter.in === "query" || (parameter.in === "path" && !isPart)));
    if (found === undefined) missing.push(each);
    else taken.set(found, each);
  }
  for (const { name } of missing) context.report("undeclared-query-parameter", { name, path }, operation.place);
  const read = described.map((parameter): Parameter => {
    const each = taken.get(parameter);
    if (each === undefined || (parameter.in === "query" && parameter.name === each.name)) return parameter;
    // A component of that name is another one.
    const { component: _, ...others } = parameter;
    return { ...others, name: each.name, in: "query", ...(parameter.in === "path" && { style: "form" }) };
  });
  return [...missing.map(({ name }) => anyString(name, "query", operation)), ...read];
}

/** A path that keeps its query because another one is the same without it fills it in as it does its parts. */
function inPath(path: string, described: readonly Parameter[]): readonly Parameter[] {
  const parts = new Map([...path.matchAll(/[?&]([^?=&{}]+)=\{([^{}]+)\}/g)].map(([, name, part]) => [name, part]));
  return described.map((parameter): Parameter => {
    const part = parameter.in === "query" ? parts.get(parameter.name) : undefined;
    if (part === undefined || described.some((other) => other.in === "path" && other.name === part)) return parameter;
    const { component: _, ...others } = parameter;
    return { ...others, name: part, in: "path", required: true, style: "simple", explode: false };
  });
}

/** The document does not describe it; its location is that of the operation. */
export function anyString(name: string, location: "path" | "query", { place }: Part): Parameter {
  const isPath = location === "path";
  return {
    name,
    in: location,
    required: isPath,
    style: isPath ? "simple" : "form",
    explode: !isPath,
    allowReserved: false,
    allowEmptyValue: false,
    schema: { id: `${placeKey(place)}~${name}`, place, type: ["string"], spelled: { type: "" } },
    examples: [],
    extensions: {},
    place,
  };
}
