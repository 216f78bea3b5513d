import type { Parameter } from "../model/api.js";
import { placeKey } from "../model/place.js";
import type { Context } from "./context.js";
import type { Part } from "./part.js";

/**
 * Makes the path parameters those of the template, as the URL needs them all and no other (OpenAPI 3.1 §4.8.12.1):
 * a part without a parameter becomes one that takes any string, a parameter without a part is left out. Both are reported.
 */
export function matchTemplate(context: Context, path: string, operation: Part, parameters: readonly Parameter[]): Parameter[] {
  const names = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? ""));
  const fitting = parameters.filter((parameter) => {
    if (parameter.in !== "path" || names.has(parameter.name)) return true;
    context.report("parameter-not-in-path", { name: parameter.name, path }, parameter.place);
    return false;
  });
  const declared = new Set(fitting.flatMap((parameter) => (parameter.in === "path" ? [parameter.name] : [])));
  const missing = [...names].filter((name) => !declared.has(name));
  for (const name of missing) context.report("undeclared-path-parameter", { name, path }, operation.place);
  return [...missing.map((name) => anyString(name, operation)), ...fitting];
}

/** Nothing in the document says what it is; its place is the operation that needs it. */
function anyString(name: string, { place }: Part): Parameter {
  return {
    name,
    in: "path",
    required: true,
    style: "simple",
    explode: false,
    allowReserved: false,
    allowEmptyValue: false,
    schema: { id: `${placeKey(place)}~${name}`, place, type: ["string"], spelled: { type: "" } },
    examples: [],
    extensions: {},
    place,
  };
}
