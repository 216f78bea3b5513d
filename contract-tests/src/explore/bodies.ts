import { accepts, exampleOf, exampleValues, full, minimal, seeded, type Synthesis } from "tallystick";
import { isJsonObject, type Json, type Operation, type Schema } from "tallystick/model";
import { preferredMedia } from "../verify/requests/plan-requests.js";
import { valueAt } from "../observe/value-at.js";
import { movesItems } from "./affected-items.js";
import { envelopeOf, inEnvelope, schemasBelow } from "./envelope.js";
import { withFutureDates } from "./future-dates.js";
import { drawLikely } from "./likely-values.js";
import { flat, referredName } from "./names.js";
import { referencesIn, withoutReference, withReference, type ReferencePlace } from "./references.js";
import { itemResourceOf, resourcesOf, roleOf } from "./resources.js";
import { propertiesOf } from "./schemas.js";
import type { Values } from "./exchange.js";
import type { Created } from "./items.js";
import type { Session } from "./session.js";

/** Makes the body of one request: another one each time, if values of it must be unique. Nothing if there is no such body. */
export type Recipe = () => Promise<Pick<Values, "body"> | undefined>;

/** Names of properties that servers often require to be unique. */
const uniqueName =
  /^(?:id|.*(?:name|title|mail|login|slug|handle|key|code|sku|label|identifier|externalid|reference|ref|isbn|number|hostname|domain|phone|serial|tag|url))$/;

/** The ways to make a valid body, the likeliest to be accepted first. A single empty one if params.yaml gives the body, or none is documented. */
export function bodiesOf(session: Session, operation: Operation): readonly Recipe[] {
  const media = preferredMedia(operation.requestBody?.content ?? []);
  const schema = media?.schema;
  const { model, random, options } = session;
  if (options.params.operations.get(operation.key)?.body !== undefined || media === undefined || schema === undefined) return [async () => ({})];
  const direction = "request" as const;
  const envelope = envelopeOf(model, [schema], roleOf(model, operation).resource?.name);
  const [described = schema] = schemasBelow(model, [schema], envelope);
  const rules = session.compiled.rules(schema, "request");
  const isSound = (body: Json): boolean => rules.is(body);
  const recipe = (make: () => Synthesis, isUnique: boolean): Recipe => {
    return async () => {
      const made = make();
      if (!made.found) return undefined;
      const whole = await withReferences(session, operation, structuredClone(made.value), isSound);
      const inner = valueAt(whole, envelope) as Json;
      const isValid = (changed: Json): boolean => rules.is(inEnvelope(whole, envelope, changed));
      return { body: inEnvelope(whole, envelope, isUnique ? withUniqueValues(session, described, inner, isValid) : inner) };
    };
  };
  const example = (): Synthesis => exampleOf(schema, model, { direction, further: exampleValues(media, model) });
  const likely = session.likely.get(operation);
  /** As the server accepted it after it had refused all others. */
  const accepted: Recipe = async () => {
    const made = minimal(schema, model, { direction });
    const inner = made.found ? valueAt(made.value, envelope) : undefined;
    if (!made.found || !isJsonObject(inner)) return undefined;
    const whole = inEnvelope(made.value, envelope, { ...inner, ...drawLikely(likely ?? new Map(), random) } as Json);
    return isSound(whole) ? { body: await withReferences(session, operation, whole, isSound) } : undefined;
  };
  const drawn = (): Synthesis => seeded(schema, random.integer(1, 1e9), model, { direction });
  /** With dates in the future, after the server has rejected others. */
  const dated = (made: Synthesis): Synthesis => (made.found ? { ...made, value: withFutureDates(made.value, isSound) } : made);
  return [
    ...(likely === undefined ? [] : [accepted]),
    recipe(example, true),
    recipe(example, false),
    recipe(() => dated(example()), true),
    recipe(() => dated(minimal(schema, model, { direction })), true),
    recipe(() => dated(full(schema, model, { direction })), true),
    recipe(() => dated(drawn()), true),
    recipe(() => dated(drawn()), true),
  ];
}

/** The body with the id of an own item, where it repeats that of the path: next to the properties, or among them. */
export function withIdOf({ resource, id }: Created, session: Session, operation: Operation, body: Json): Json {
  const { schema } = preferredMedia(operation.requestBody?.content ?? []) ?? {};
  if (schema === undefined || roleOf(session.model, operation).resource !== resource) return body;
  const envelope = envelopeOf(session.model, [schema], resource.name);
  const inner = valueAt(body, envelope);
  if (!isJsonObject(inner)) return body;
  const name = Object.keys(inner).find((one) => flat(one) === "id" || one === resource.idParameter);
  const isAlike = name !== undefined && typeof inner[name] === typeof id;
  return inEnvelope(body, envelope, (isAlike ? { ...inner, [name]: id } : inner) as Json, id);
}

/** The body with required properties only; nothing if there is none, or if the usual one has no other. */
export async function leastBody(session: Session, operation: Operation, usual: Pick<Values, "body">): Promise<Pick<Values, "body"> | undefined> {
  const schema = preferredMedia(operation.requestBody?.content ?? [])?.schema;
  const least = schema && minimal(schema, session.model, { direction: "request" });
  const isGiven = session.options.params.operations.get(operation.key)?.body !== undefined;
  if (isGiven || least?.found !== true) return undefined;
  const body = withValuesOf(least.value, usual.body as Json | undefined);
  return JSON.stringify(body) === JSON.stringify(usual.body) ? undefined : { body };
}

/** The properties of one body with the values of another: its texts are new, and its ids those of own items. */
export function withValuesOf(body: Json, other: Json | undefined): Json {
  if (other === undefined) return body;
  if (!isJsonObject(body) || !isJsonObject(other)) return isJsonObject(body) === isJsonObject(other) ? other : body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, withValuesOf(value as Json, other[name])]));
}

/** The body of a usual request: for a create one like that which the server accepted. Empty if params.yaml gives it, or none can be generated. */
export async function usualBody(session: Session, operation: Operation): Promise<Pick<Values, "body">> {
  return (await bodiesOf(session, operation)[session.recipeFor(operation)]?.()) ?? {};
}

/** The body with ids of existing items, instead of generated ones. Optional ids without a known item are omitted. */
async function withReferences(session: Session, operation: Operation, body: Json, isValid: (body: Json) => boolean): Promise<Json> {
  const { model } = session;
  const schema = preferredMedia(operation.requestBody?.content ?? [])?.schema;
  if (schema === undefined) return body;
  const names = new Set(resourcesOf(model).map(({ name }) => name));
  const { resource = itemResourceOf(model, operation) } = roleOf(model, operation);
  let result = body;
  for (const place of referencesIn(model, schema, body, envelopeOf(model, [schema], resource?.name), (name) => names.has(name))) {
    const isMoved = session.guard.level === "own" && resource !== undefined && movesItems(model, place, resource);
    const known = await knownId(session, place, isMoved);
    const attempts = known === undefined ? [] : [withReference(result, place, known)];
    if (place.isList || !place.isRequired) attempts.push(withoutReference(result, place));
    result = attempts.find(isValid) ?? result;
  }
  return result;
}

const beingCreated = new WeakMap<Session, Set<string>>();

/** The id of an item that the run created, or else of one that a response had: not if the request may move the item. */
async function knownId(session: Session, { thing, schema }: ReferencePlace, isMoved: boolean): Promise<Json | undefined> {
  const resource = resourcesOf(session.model).find((one) => one.name === thing && one.item !== undefined);
  const own = resource && session.ownOf(resource);
  const fits = (value: Json): boolean =>
    schema === undefined || [value, String(value)].some((one) => accepts(schema, one, session.model, { direction: "request" }));
  if (own !== undefined && fits(own.id)) return own.id;
  const [found] = isMoved ? [] : session.pool.identifying(thing, schema);
  if (found !== undefined) return found.value as Json;
  if (resource === undefined || session.guard.level === "none") return undefined;
  // Two things may require each other.
  const pending = beingCreated.get(session) ?? new Set<string>();
  beingCreated.set(session, pending);
  if (pending.has(thing)) return undefined;
  pending.add(thing);
  try {
    const made = await session.create(resource);
    return "reason" in made || !fits(made.id) ? undefined : made.id;
  } finally {
    pending.delete(thing);
  }
}

/** The body with new values where a server may require unique ones: names, keys, addresses. The schema still accepts it. */
function withUniqueValues(session: Session, schema: Schema, body: Json, isValid: (body: Json) => boolean): Json {
  if (!isJsonObject(body)) return body;
  let result: Record<string, Json> = { ...body };
  for (const [name, property] of propertiesOf(session.model, schema)) {
    const value = result[name];
    if ((typeof value !== "string" && typeof value !== "number") || !uniqueName.test(flat(name)) || referredName(name) !== undefined) continue;
    if (typeof value === "number" && flat(name) !== "id") continue;
    const changed = uniqueValues(session, property.schema, value).find((one) => one !== value && isValid({ ...result, [name]: one }));
    if (changed !== undefined) result = { ...result, [name]: changed };
  }
  return result;
}

function uniqueValues({ model, random }: Session, schema: Schema, value: string | number): readonly Json[] {
  const drawn = [1, 2, 3].flatMap(() => {
    const made = seeded(schema, random.integer(1, 1e9), model, { direction: "request" });
    return made.found ? [made.value] : [];
  });
  if (typeof value === "number") return [random.integer(900_000_000, 2_000_000_000), ...drawn];
  const word = random.word(8);
  const at = value.indexOf("@");
  const address = at < 0 ? [] : [`${word}${value.slice(at)}`];
  return [...address, `${value}-${word}`, `${value}${word}`, word, word.toUpperCase(), word.slice(0, 4), ...drawn];
}
