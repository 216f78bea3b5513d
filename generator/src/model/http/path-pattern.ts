import { pathPattern, type PathPattern } from "#runtime/mocks/path.js";
import type { ApiModel, Operation } from "../api.js";
import { pathPrefixOf } from "../extensions/path-prefix.js";
import { templateOf } from "./template.js";

/** The pattern of an operation's path: without query and fragment, with each spelling of a prefix segment (`x-tallystick-path-prefix`). */
export function patternOf(operation: Pick<Operation, "path" | "parameters">, model: Pick<ApiModel, "extensions">): PathPattern {
  return pathPattern(templateOf(operation).path, { spellings: spellingsOf(model), ...restOf(operation) });
}

/** The path parameter that takes several segments, as `rest`; of several, the last one of the template. */
export function restOf({ path, parameters }: Pick<Operation, "path" | "parameters">): { readonly rest?: string } {
  const spanning = parameters.flatMap((each) => (each.in === "path" && each.spansSegments === true ? [each.name] : []));
  const [rest] = spanning.toSorted((a, b) => path.lastIndexOf(`{${b}}`) - path.lastIndexOf(`{${a}}`));
  return rest === undefined ? {} : { rest };
}

/** All spellings of each path segment that has several. */
export function spellingsOf(model: Pick<ApiModel, "extensions">): Readonly<Record<string, readonly string[]>> {
  const prefix = pathPrefixOf(model);
  return prefix === undefined ? {} : { [prefix.default]: prefix.values };
}
