import { readingsOf } from "tallystick";
import type { ApiModel, Parameter } from "tallystick/model";
import type { Rules } from "../observe/compiled.js";

/** Longer values than this do not fit into a request line everywhere. */
export const maxLength = 2000;

/** Whether the value can be written as this parameter at all, and still be a value there. */
export function isSendable(parameter: Parameter, value: unknown): boolean {
  const wire = wireOf(value);
  // A list without items leaves the parameter out; a list with an empty one cannot be told from it.
  if (wire === undefined || (Array.isArray(wire) && (wire.length === 0 || wire.includes("")))) return false;
  const text = typeof wire === "string" ? wire : wire.join(",");
  if (text.length > maxLength) return false;
  // What HTTP does not carry in a field, it does not carry to the server either (RFC 9110 §5.5).
  if (parameter.in === "header") return /^[!-~](?:[ -~]*[!-~])?$/.test(text);
  return true;
}

/** Whether the value is wrong however its text is read: the wire has no types, and `"5"` there is 5 as well. */
export function isWrongOnTheWire(model: ApiModel, rules: Rules, parameter: Parameter, value: unknown): boolean {
  const wire = wireOf(value);
  if (wire === undefined || parameter.schema === undefined) return false;
  return !rules.is(value) && !readingsOf(wire, parameter.schema, model).some((reading) => rules.is(reading));
}

function wireOf(value: unknown): string | readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return value === undefined ? undefined : String(value);
  if (!Array.isArray(value) || value.some((item) => typeof item === "object" && item !== null)) return undefined;
  return value.map(String);
}
