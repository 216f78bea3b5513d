import { readingsOf } from "tallystick";
import { isJsonObject, type ApiModel, type Parameter } from "tallystick/model";
import type { Rules } from "../../observe/compiled.js";
import type { Probe } from "./probes.js";

/** Longer values than this do not fit into a request line everywhere. */
export const maxLength = 2000;

/** Whether the value can be written as this parameter at all, and still be a value there. */
export function isSendable(parameter: Parameter, value: unknown): boolean {
  const wire = wireOf(value);
  if (wire === undefined || !isThere(wire)) return false;
  const text = textsOf(wire).join(",");
  if (text.length > maxLength) return false;
  // Characters that an HTTP field cannot contain do not reach the server (RFC 9110 §5.5).
  if (parameter.in === "header") return /^[!-~](?:[ -~]*[!-~])?$/.test(text);
  return true;
}

/** An empty list or object omits the parameter; a list with one empty item is the same on the wire. */
function isThere(wire: Wire): boolean {
  if (typeof wire === "string") return true;
  return Array.isArray(wire) ? wire.length > 0 && !wire.includes("") : Object.values(wire).length > 0 && Object.values(wire).every(isThere);
}

function textsOf(wire: Wire): readonly string[] {
  return typeof wire === "string" ? [wire] : Object.values(wire).flatMap(textsOf);
}

/** Whether the value is wrong however its text is read: the wire has no types, and `"5"` there is 5 as well. */
export function isWrongOnTheWire(
  model: ApiModel,
  rules: Rules,
  { parameter, keyword, value }: Pick<Probe, "parameter" | "keyword" | "value">,
): boolean {
  const wire = wireOf(value);
  if (wire === undefined || parameter.schema === undefined || rules.is(value)) return false;
  const readings = readingsOf(wire, parameter.schema, model);
  if (readings.some((reading) => rules.is(reading))) return false;
  // A number instead of a date is a text that is no date.
  return keyword !== "type" || rules.check(readings[0]).some((issue) => issue.keyword === "type");
}

type Wire = string | readonly string[] | { readonly [name: string]: string | readonly string[] };

/** The texts that a value becomes: of a list its items, of an object its properties, which hold no others. */
function wireOf(value: unknown): Wire | undefined {
  if (!isJsonObject(value)) return flat(value);
  const entries: [string, string | readonly string[]][] = [];
  for (const [name, item] of Object.entries(value)) {
    // Null is not sent.
    const text = item === null ? undefined : flat(item);
    if (text === undefined) return undefined;
    entries.push([name, text]);
  }
  return Object.fromEntries(entries);
}

function flat(value: unknown): string | readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return value === undefined ? undefined : String(value);
  if (!Array.isArray(value) || value.some((item) => typeof item === "object" && item !== null)) return undefined;
  return value.map(String);
}
