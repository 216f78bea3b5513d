import type { ContentProblem } from "../diff/input-problem.js";
import { outlineOfJson } from "../load/parse/json.js";
import { jsonFault } from "../load/parse/json-fault.js";
import { ParsedFile } from "../load/source-file.js";
import { child, type Place } from "../model/place.js";
import { isJsonObject, type Json } from "../model/json.js";
import type { UsageManifest } from "./manifest.js";

/** Reads a usage manifest, or reports its errors with their locations. */
export function readUsageManifest(text: string): UsageManifest | ContentProblem {
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, "")) as Json;
  } catch {
    const { reason, line, column } = jsonFault(text);
    return { problem: `The usage manifest is not valid JSON: ${reason}.`, help, line, column };
  }
  const fault = manifest(value);
  if (fault === undefined) return value as unknown as UsageManifest;
  const { pointer } = fault.steps.reduceRight((place, step) => child(place, step), { file: "", pointer: "#" } as Place);
  const { line, column } = new ParsedFile({ file: "", path: "" }, text, null, () => outlineOfJson(text)).locate(pointer);
  return { problem: `The usage manifest has an invalid value at ${pointer}: it must be ${fault.expected}.`, help, line, column };
}

const help = "Write the manifest again with `tallystick usage`.";

interface Fault {
  readonly expected: string;
  /** The way to the value, innermost first: it is needed for faults only. */
  readonly steps: (string | number)[];
}

/** Looks for the first fault of a value. */
type Check = (value: Json | undefined) => Fault | undefined;

function expected(what: string, isIt: (value: Json | undefined) => boolean): Check {
  return (value) => (isIt(value) ? undefined : { expected: what, steps: [] });
}

function listOf(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return { expected: "a list", steps: [] };
    for (let index = 0; index < value.length; index += 1) {
      const fault = item(value[index] as Json);
      if (fault !== undefined) return within(fault, index);
    }
    return undefined;
  };
}

function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

/** Other members are for later versions of the format. */
function object(members: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(members);
  return (value) => {
    if (!isJsonObject(value)) return { expected: "an object", steps: [] };
    for (const [name, check] of checks) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      const fault = check(member);
      if (fault !== undefined)
        return member === undefined ? { expected: `an object with "${name}", ${fault.expected}`, steps: [] } : within(fault, name);
    }
    return undefined;
  };
}

function within(fault: Fault, step: string | number): Fault {
  fault.steps.push(step);
  return fault;
}

const text = expected("a text that is not empty", (value) => typeof value === "string" && value !== "");
const yes = expected("true", (value) => value === true);
/** Where a report would show another person's folders, or a line would not be found. */
const place = expected(
  'a line of a file relative to the project, such as "src/cart.ts:41"',
  (value) => typeof value === "string" && /^[^:\\]+:\d+$/.test(value) && !value.startsWith("/"),
);
/** Most steps of a path. Every stage after this may recurse; a schema that contains itself adds none. */
const deepest = 1000;
const pointer = expected(
  `a path such as "/items/*/id" of at most ${String(deepest)} steps, or ""`,
  (value) => typeof value === "string" && (value === "" || value.startsWith("/")) && value.split("/").length <= deepest + 1,
);
const scalars = listOf(expected("a text, a number or a boolean", (value) => ["string", "number", "boolean"].includes(typeof value)));
const oneOf = (words: readonly string[]): Check => expected(`one of ${words.join(", ")}`, (value) => words.includes(value as string));
/** Later releases may know other reasons. */
const unknown = listOf(object({ place, reason: text }));
const places = listOf(place);

const parameter = object({ in: oneOf(["path", "query", "header", "cookie"]), name: text, places, values: optional(scalars), isOpen: optional(yes) });
const field = object({
  path: pointer,
  places,
  values: optional(scalars),
  isOpen: optional(yes),
  branches: optional(listOf(text)),
  escapes: optional(unknown),
  isByType: optional(yes),
});
const response = object({ status: text, places, headers: listOf(parameter), fields: listOf(field) });
const operation = object({
  method: text,
  path: expected('a path template such as "/carts/{id}"', (value) => typeof value === "string" && value.startsWith("/")),
  operationId: optional(text),
  places,
  escapes: optional(unknown),
  observed: optional(expected("a whole number of at least 1", (value) => Number.isInteger(value) && Number(value) >= 1)),
  parameters: listOf(parameter),
  request: listOf(field),
  responses: listOf(response),
});
const manifest = object({
  version: expected("1, the version that this release reads", (value) => value === 1),
  consumer: text,
  operations: listOf(operation),
  unknown,
  validatesResponses: optional(yes),
});
