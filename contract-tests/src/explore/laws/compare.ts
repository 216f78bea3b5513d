import { accepts, seeded } from "tallystick";
import { isJsonObject, type ApiModel, type Json, type Operation, type Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { schemasBelow } from "../envelope.js";
import type { Exchange } from "../exchange.js";
import { freshText } from "../fresh.js";
import { flat } from "../names.js";
import { roleOf } from "../resources.js";
import { isSame } from "./same.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import {
  agree,
  enumOf,
  envelopeOfBody,
  formMedia,
  isComputed,
  isMarked,
  isRewritten,
  itemSchemas,
  propertiesOf,
  requestMedia,
  requiredProperties,
  typesOf,
  wordsOf,
  writableProperties,
  type Properties,
} from "./properties.js";

/** Properties that return as they were sent: both the request and the response describe them, and the server does not compute them. */
export function comparable({ model }: Pick<Trial, "model">, request: Operation, response: Operation, at: string): Properties {
  const sent = writableProperties(model, request);
  const returned = propertiesOf(model, schemasBelow(model, itemSchemas(model, response), at));
  const required = new Set(requiredProperties(model, request));
  const isForm = requestMedia(request) === undefined && formMedia(request) !== undefined;
  return new Map(
    [...sent].filter(([name, schemas]) => {
      // An address or a time that each client has to send is not one that the server gives.
      const isGiven = required.has(name) && /^(?:url|uri|href|link|(?!updated|modified|changed).*at)$/.test(flat(name));
      if (isRewritten(schemas) || isRewritten(returned.get(name) ?? [])) return false;
      if (isForm && !["string", "integer", "number", "boolean"].includes(typesOf(schemas)[0] ?? "")) return false;
      return (isGiven || !isComputed(name, typesOf(schemas))) && returned.has(name) && agree(model, schemas, returned.get(name) ?? []);
    }),
  );
}

/** Sent properties that the response to a successful write has with another value. */
export function altered(
  model: ApiModel,
  { operation, values, status, json }: Pick<Exchange, "operation" | "values" | "status" | "json">,
): readonly string[] {
  const { resource } = roleOf(model, operation);
  const sent = valueAt(values.body, envelopeOfBody(model, operation));
  const found = resource === undefined || status < 200 || status > 299 ? undefined : itemOf({ resource }, json);
  if (found === undefined || status === 202 || !isJsonObject(sent)) return [];
  const names = Object.keys(sent).filter((name) => !isSame(sent[name], found.item[name]));
  if (names.length === 0) return [];
  const properties = comparable({ model }, operation, operation, found.at);
  return names.filter((name) => properties.has(name));
}

/** Requires that a response has the values that were sent. */
export function requireSent(
  trial: Trial,
  thing: Thing,
  request: Operation,
  sent: Readonly<Record<string, Json>>,
  received: StepResponse,
  because?: readonly StepResponse[],
): void {
  const response = trial.steps[received.step]?.operation;
  const found = itemOf(thing, received.json);
  if (response === undefined || found === undefined) return;
  for (const name of comparable(trial, request, response, found.at).keys()) {
    const value = sent[name];
    // A form has no null.
    if (value === undefined || (value === null && requestMedia(request) === undefined) || mayStay(name, value)) continue;
    trial.require(
      { kind: "equals", step: received.step, at: `${found.at}/${escaped(name)}`, value },
      `${request.key} was sent "${name}": ${shown(value)}, but ${response.key} responds with ${shown(found.item[name])}.`,
      because,
    );
  }
}

/** Whether a response has the values that were sent: some servers show a change later. */
export function showsSent(
  { model }: Trial,
  thing: Thing,
  request: Operation,
  sent: Readonly<Record<string, Json>>,
  { json, ok }: StepResponse,
): boolean {
  const { read } = thing.resource;
  const found = itemOf(thing, json);
  if (!ok || found === undefined || read === undefined) return ok;
  return [...comparable({ model }, request, read, found.at).keys()].every(
    (name) => sent[name] === undefined || mayStay(name, sent[name]) || isSame(sent[name], found.item[name]),
  );
}

/** Whether a flag may stay set: some item has to be the default one. */
function mayStay(name: string, value: Json | undefined): boolean {
  return value === false && isFlagOfOne(name);
}

/** Whether a flag is one that a single item of several has: `isDefault`, `primary`. */
export function isFlagOfOne(name: string): boolean {
  return /^(?:is)?(?:default|primary|preferred|main)(?:address|method|contact|card|account|email)?$/.test(flat(name));
}

/** The flags of a body, each with another value than its default. */
export function otherFlags({ model }: Pick<Trial, "model">, operation: Operation | undefined): Readonly<Record<string, Json>> {
  const flags = [...writableProperties(model, operation)].flatMap(([name, schemas]): [string, Json][] => {
    if (typesOf(schemas)[0] !== "boolean" || isFlagOfOne(name)) return [];
    return [[name, !schemas.some(({ annotations }) => annotations?.default === true)]];
  });
  return Object.fromEntries(flags);
}

/** Requires that properties have the values that an earlier response had. */
export function requireUnchanged(
  trial: Trial,
  thing: Thing,
  before: StepResponse,
  after: StepResponse,
  names: Iterable<string>,
  cause: string,
  because?: readonly StepResponse[],
): void {
  const [old, current] = [itemOf(thing, before.json), itemOf(thing, after.json)];
  if (old === undefined || current === undefined) return;
  for (const name of names) {
    if (old.item[name] === undefined || isSame(old.item[name], current.item[name])) continue;
    trial.require(
      { kind: "equals", step: after.step, at: `${current.at}/${escaped(name)}`, value: { $step: before.step, from: `${old.at}/${escaped(name)}` } },
      `${cause} changed "${name}" from ${shown(old.item[name])} to ${shown(current.item[name])}.`,
      because,
    );
  }
}

/** The linkage of each relationship of a resource object (JSON:API), by pointer. */
export function linkedIn(body: unknown): readonly (readonly [at: string, data: Json])[] {
  const relationships = valueAt(body, "/data/relationships");
  if (!isJsonObject(relationships)) return [];
  return Object.keys(relationships).flatMap((name) => {
    const at = `/data/relationships/${escaped(name)}/data`;
    const data = valueAt(body, at);
    return data === undefined ? [] : [[at, data as Json] as const];
  });
}

/** Names of properties that only a write to them changes. */
export function stable(trial: Trial, thing: Thing, received: StepResponse, ...writes: readonly (Operation | undefined)[]): readonly string[] {
  const found = itemOf(thing, received.json);
  const response = trial.steps[received.step]?.operation;
  if (found === undefined || response === undefined) return [];
  const known = new Set(writes.flatMap((write) => (write === undefined ? [] : [...comparable(trial, write, response, found.at).keys()])));
  // Also its id, and the time at which it was created.
  return Object.keys(found.item).filter((name) => known.has(name) || /^id$/i.test(name) || (wordsOf(name)[0] === "created" && !known.has(name)));
}

/** A value that the schemas accept and that differs from the current one; none where there is only one. */
export function otherValue(trial: Trial, name: string, schemas: readonly Schema[], current: unknown): Json | undefined {
  const [schema] = schemas;
  if (schema === undefined || isMarked(schemas, "readOnly")) return undefined;
  const isOther = (value: Json | undefined): value is Json =>
    value !== undefined &&
    value !== null &&
    !isSame(value, current) &&
    !isSame(current, value) &&
    schemas.every((one) => accepts(one, value, trial.model));
  for (const value of candidates(trial, schemas, current)) if (isOther(value)) return value;
  for (let seed = 0; seed < 8; seed++) {
    const result = seeded(schema, trial.random.integer(1, 1e9), trial.model, { direction: "request", name });
    if (result.found && isOther(result.value)) return result.value;
  }
  return undefined;
}

function* candidates(trial: Trial, schemas: readonly Schema[], current: unknown): Iterable<Json | undefined> {
  const listed = enumOf(schemas);
  if (listed !== undefined) {
    const start = trial.round % Math.max(1, listed.length);
    yield* [...listed.slice(start), ...listed.slice(0, start)] as Json[];
    return;
  }
  const [type] = typesOf(schemas);
  if (type === "boolean") yield current !== true;
  if ((type === "integer" || type === "number") && typeof current === "number") yield* [current + 1, current - 1];
  if (type !== "string" || schemas.some(({ format }) => format !== undefined && format !== "email")) return;
  if (trial.round > 1 && trial.round % 2 === 0) return;
  const fresh = freshText(
    typeof current === "string" && current !== "" ? current : "changed",
    schemas,
    trial.model,
    trial.random,
    trial.fresh.length,
  );
  if (fresh === undefined) return;
  trial.fresh.push(fresh);
  yield fresh.text;
}

export function escaped(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A value in a sentence, cut to a readable size. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
