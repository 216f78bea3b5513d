import { exampleOf, full, minimal, seeded } from "tallystick";
import { escapeToken, isJsonObject, type ApiModel, type Json, type MediaType, type Operation, type Parameter, type Schema } from "tallystick/model";
import { hasValue, valueAt } from "../observe/value-at.js";
import { headerValue } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { movesItems } from "./affected-items.js";
import { inEnvelope } from "./envelope.js";
import { freshText, randomText, withFreshTexts, type FreshText } from "./fresh.js";
import { withFutureDates } from "./future-dates.js";
import { drawLikely } from "./likely-values.js";
import { bodySchemas, envelopeOfBody, formMedia, propertiesOf, requestMedia, type Properties } from "./laws/properties.js";
import type { Given, GivenBody, Port } from "./port.js";
import type { Random } from "./random.js";
import { referencesIn, withoutReference, withReference } from "./references.js";
import { roleOf, type Resource } from "./resources.js";
import { Inapplicable, type Thing } from "./trial-steps.js";
import { withArticle } from "../plural.js";

/** What the values of a trial depend on. */
interface TrialState {
  readonly model: ApiModel;
  readonly port: Port;
  readonly random: Random;
  readonly round: number;
  readonly fresh: FreshText[];
  /** The items that it has created so far. */
  readonly things: readonly Thing[];
  accepts(schema: Schema, value: Json): boolean;
  create(resource: Resource): Promise<Thing>;
  firstListed(resource: Resource, isWanted: (thing: Thing) => boolean): Promise<Thing | undefined>;
  isBeingCreated(resource: Resource): boolean;
}

/** A header that the document has and the request has not. */
export function openHeader({ parameters }: Operation, { headers = {} }: Given, name: RegExp): Parameter | undefined {
  return Object.keys(headers).some((one) => name.test(one)) ? undefined : parameters.find((one) => one.in === "header" && name.test(one.name));
}

/** The ids, keys and bodies that a trial sends. */
export class TrialValues {
  readonly #trial: TrialState;

  constructor(trial: TrialState) {
    this.#trial = trial;
  }

  /** A value of a parameter that no other request has. */
  freshKey({ name, in: location, schema }: Parameter): Given {
    // A key of a server's own shape, such as a UUID, ends with new digits.
    const isUuid = schema?.format === "uuid";
    const value = isUuid
      ? ({ $fresh: this.#trial.fresh.length, prefix: "6f1c2a9e-3b7d-4c58-9e04-", length: 12, characters: "digits" } as const)
      : ({ $fresh: this.#trial.fresh.length, prefix: "key-", length: 12, characters: "lower" } as const);
    const text = value.prefix + randomText(this.#trial.random, value);
    this.#trial.fresh.push({ text, value });
    return location === "query" ? { query: { [name]: text } } : { headers: { [name]: text } };
  }

  /** With the key that the session added. A script needs a new one: the same key would repeat this request. */
  withKey(operation: Operation, given: Given, { request }: Interaction): Given {
    const { name } = openHeader(operation, given, /^(?:x-)?idempotency-key$/i) ?? {};
    const text = name === undefined ? undefined : headerValue(request.headers, name);
    if (name === undefined || text === undefined) return given;
    // A UUID that ends with new digits is one.
    const value = { $fresh: this.#trial.fresh.length, prefix: text.slice(0, -12), length: 12, characters: "digits" } as const;
    this.#trial.fresh.push({ text, value });
    return { ...given, headers: { ...given.headers, [name]: text } };
  }

  /** The path parameter that identifies an item of PUT with an id chosen by the client. */
  freshId(resource: Resource, create: Operation): Readonly<Record<string, Json>> {
    const parameter = create.parameters.findLast((one) => one.in === "path");
    const schema = parameter?.schema;
    const made = schema && seeded(schema, this.#trial.random.integer(1, 1e9), this.#trial.model, { direction: "request", name: parameter.name });
    const id = schema && this.#trial.round % 5 === 3 ? this.longText(parameter.name, schema) : undefined;
    // A second item with it would replace the first one.
    if (id !== undefined && !this.#trial.things.some((thing) => thing.id === id)) return { [parameter?.name ?? ""]: id };
    if (made?.found !== true) throw new Inapplicable(`no id for ${withArticle(resource.name)} could be generated`);
    const fresh =
      typeof made.value === "string"
        ? freshText(made.value, [schema as Schema], this.#trial.model, this.#trial.random, this.#trial.fresh.length)
        : undefined;
    if (fresh !== undefined) this.#trial.fresh.push(fresh);
    return { [parameter?.name ?? ""]: fresh?.text ?? made.value };
  }

  /** Two ids for PUT, of which the second one begins with the first; nothing if the schema accepts no such pair. They are constants of a sequence. */
  neighbouringIds(resource: Resource): readonly [string, string] | undefined {
    const { create, replace } = resource;
    const schema = create === replace ? create?.parameters.findLast((one) => one.in === "path")?.schema : undefined;
    if (create === undefined || schema === undefined) return undefined;
    const { length } = this.#trial.fresh;
    const [id] = Object.values(this.freshId(resource, create));
    this.#trial.fresh.length = length;
    const longer = ["2", "-2", "a"].map((end) => `${String(id)}${end}`).find((text) => this.#trial.accepts(schema, text));
    return typeof id !== "string" || longer === undefined ? undefined : [id, longer];
  }

  /** A text of the same length with a new end: an item of an earlier trial may have the text as id. Nothing if the schema rejects it. */
  #withFreshEnd(text: string, schema: Schema): string | undefined {
    const characters = [...text];
    const length = Math.min(12, characters.length - 1);
    const value = { $fresh: this.#trial.fresh.length, prefix: characters.slice(0, -length).join(""), length, characters: "lower" } as const;
    const made = value.prefix + randomText(this.#trial.random, value);
    if (length < 4 || !this.#trial.accepts(schema, made)) return undefined;
    this.#trial.fresh.push({ text: made, value });
    return made;
  }

  /** A long text that no other request has, if the schema accepts one. */
  longText(name: string, schema: Schema): string | undefined {
    const longest = this.#longest(name, schema);
    return longest && (this.#withFreshEnd(longest, schema) ?? longest);
  }

  /** The longest of many values. */
  #longest(name: string, schema: Schema): string | undefined {
    const draw = (): ReturnType<typeof seeded> =>
      seeded(schema, this.#trial.random.integer(1, 1e9), this.#trial.model, { direction: "request", name });
    const drawn = Array.from({ length: 40 }, draw).flatMap((made) => (made.found ? [made.value] : []));
    const texts = [...this.#trial.port.unusual(name, schema), ...drawn].filter((value) => typeof value === "string");
    return texts.toSorted((a, b) => b.length - a.length)[0];
  }

  /** A body with these properties, in the envelope of the operation, or as a JSON Patch. */
  withProperties(operation: Operation, properties: Json, thing?: Thing): GivenBody {
    const media = requestMedia(operation) ?? formMedia(operation);
    if (media !== undefined) {
      const envelope = envelopeOfBody(this.#trial.model, operation);
      const around = envelope === "" || media.schema === undefined ? undefined : minimal(media.schema, this.#trial.model, { direction: "request" });
      return { mediaType: media.mediaType, value: around?.found === true ? inEnvelope(around.value, envelope, properties, thing?.id) : properties };
    }
    const changes = isJsonObject(properties) ? properties : {};
    const patch = Object.entries(changes).map(([name, value]) => ({ op: "replace", path: `/${name}`, value }));
    return { mediaType: "application/json-patch+json", value: patch };
  }

  /** A body that the document allows, other in each round. References to other resources are ids of such resources. */
  async bodyOf(
    operation: Operation,
    values: Readonly<Record<string, Json>> = {},
    parent?: Thing,
    round = this.#trial.round,
  ): Promise<GivenBody | undefined> {
    const media = requestMedia(operation) ?? operation.requestBody?.content[0];
    if (media === undefined) return undefined;
    const likely = this.#trial.port.likely(operation);
    // The server has refused all that the document explains, so that each further property may be refused.
    const made = this.valueOf(media, likely === undefined ? round : leastRound);
    if (made === undefined) throw new Inapplicable(`no body for ${operation.key} could be generated`);
    const envelope = envelopeOfBody(this.#trial.model, operation);
    const all = valueAt(made, envelope);
    if (!isJsonObject(all)) return { mediaType: media.mediaType, value: made };
    const refused = this.#trial.port.refusedNames.get(operation);
    const inner = Object.fromEntries(Object.entries(all).filter(([name]) => refused?.has(name) !== true));
    const properties = propertiesOf(this.#trial.model, bodySchemas(this.#trial.model, operation));
    const isAny = this.#trial.port.conflicting.has(operation);
    const usual = withFreshTexts(
      inner as Readonly<Record<string, Json>>,
      properties,
      this.#trial.model,
      this.#trial.random,
      this.#trial.fresh,
      isAny,
    );
    const isValid = (changed: Json): boolean => media.schema === undefined || this.#trial.accepts(media.schema, inEnvelope(made, envelope, changed));
    const value = { ...usual, ...this.#unusual(isValid, usual, properties) };
    const dated = this.#trial.port.dated.has(operation) ? (withFutureDates(value, isValid) as typeof value) : value;
    const drawn = drawLikely(likely ?? new Map(), this.#trial.random, (text, shape) =>
      this.#trial.fresh.push({ text, value: { $fresh: this.#trial.fresh.length, ...shape } }),
    );
    const wanted = Object.fromEntries(Object.entries(values).filter(([name]) => refused?.has(name) !== true));
    const whole = inEnvelope(made, envelope, { ...dated, ...drawn, ...wanted });
    const given = new Set(Object.keys(values).map((name) => `${envelope}/${escapeToken(name)}`));
    const referring =
      media.schema === undefined ? whole : await this.#withReferences(operation, whole, media.schema, (place) => !given.has(place), parent);
    return { mediaType: media.mediaType, value: referring };
  }

  /** In later rounds, seldom sent values for some of the properties. */
  #unusual(isValid: (changed: Json) => boolean, usual: Readonly<Record<string, Json>>, properties: Properties): Readonly<Record<string, Json>> {
    const found: Record<string, Json> = {};
    if (this.#trial.round < 3) return found;
    for (const [name, [property]] of properties) {
      if (property === undefined || usual[name] === undefined || this.#trial.random.next() < 0.5) continue;
      const value = this.#trial.random.pick(this.#trial.port.unusual(name, property));
      if (value !== undefined && isValid({ ...usual, ...found, [name]: value })) found[name] = value;
    }
    return found;
  }

  /** A value of a media type. */
  valueOf({ schema }: MediaType, round = this.#trial.round): Json | undefined {
    if (schema === undefined) return undefined;
    const options = { direction: "request" } as const;
    const made =
      round === 0
        ? exampleOf(schema, this.#trial.model, options)
        : round === 1
          ? full(schema, this.#trial.model, options)
          : round === leastRound
            ? minimal(schema, this.#trial.model, options)
            : round % 2 === 1
              ? full(schema, this.#trial.model, options)
              : seeded(schema, this.#trial.random.integer(1, 1e9), this.#trial.model, { ...options, seldom: true });
    if (made.found) return made.value;
    const least = minimal(schema, this.#trial.model, options);
    return least.found ? least.value : undefined;
  }

  #named(name: string): Resource | undefined {
    return this.#trial.port.resources.find((one) => one.name === name);
  }

  /** For `authorId` the id of an author: that of the parent, of a new one, or of a listed one, if the run cannot create any. */
  async #withReferences(
    operation: Operation,
    body: Json,
    schema: Schema,
    isWanted: (pointer: string) => boolean,
    parent: Thing | undefined,
    isOther: (thing: Thing) => boolean = () => true,
  ): Promise<Json> {
    const { model } = this.#trial;
    const { resource: own } = roleOf(model, operation);
    let result = body;
    const envelope = envelopeOfBody(model, operation);
    for (const place of referencesIn(model, schema, body, envelope, (name) => this.#named(name) !== undefined)) {
      const resource = this.#named(place.thing);
      if (resource === undefined || !isWanted(place.pointer)) continue;
      const known = [parent, ...this.#trial.things].find((thing) => thing?.resource === resource && isOther(thing));
      const isEnough = this.#trial.isBeingCreated(resource) || this.#trial.things.length > mostThings;
      const isCreated = resource.create !== undefined;
      // What would move to the new item stays with its owner.
      const isMoved = own !== undefined && movesItems(model, place, own);
      const listed = known === undefined && !isCreated && !isMoved ? await this.#trial.firstListed(resource, isOther) : undefined;
      const thing = known ?? listed ?? (isEnough || !isCreated ? undefined : await this.#trial.create(resource));
      if (thing !== undefined) result = withReference(result, place, thing.id);
      else if (!isCreated && (place.isList || !place.isRequired)) {
        const without = withoutReference(result, place);
        if (this.#trial.accepts(schema, without)) result = without;
      }
    }
    return result;
  }

  /** A body with ids of items that this trial creates: those of an earlier request may be gone, and a replay cannot know them. */
  async withOwnReferences(operation: Operation, body: GivenBody): Promise<GivenBody> {
    const { schema } = requestMedia(operation) ?? {};
    if (schema === undefined || body.value === undefined) return body;
    return { ...body, value: await this.#withReferences(operation, body.value, schema, () => true, undefined) };
  }

  /** A body with an id that no item has in place of its first reference; nothing if it has none. */
  withUnknownReference(operation: Operation, body: GivenBody): GivenBody | undefined {
    const { schema } = requestMedia(operation) ?? {};
    if (schema === undefined || body.value === undefined) return undefined;
    for (const place of referencesIn(
      this.#trial.model,
      schema,
      body.value,
      envelopeOfBody(this.#trial.model, operation),
      (name) => this.#named(name) !== undefined,
    )) {
      const { read, idParameter } = this.#named(place.thing) ?? {};
      const parameter = read?.parameters.find((one) => one.in === "path" && one.name === idParameter);
      const id = parameter && this.#trial.port.invent(parameter, place.thing);
      const value = id === undefined ? undefined : withReference(body.value, place, id);
      if (value !== undefined && this.#trial.accepts(schema, value)) return { ...body, value };
    }
    return undefined;
  }

  /** The value of a property, with ids of items that the current value does not have. */
  async withOtherReferences(operation: Operation, name: string, value: Json, current: unknown): Promise<Json> {
    const { schema } = requestMedia(operation) ?? {};
    if (schema === undefined) return value;
    const envelope = envelopeOfBody(this.#trial.model, operation);
    const at = `${envelope}/${escapeToken(name)}`;
    const body = this.withProperties(operation, { [name]: value }).value ?? null;
    const isOther = ({ id }: Thing): boolean => !hasValue(current, id);
    const changed = await this.#withReferences(operation, body, schema, (pointer) => `${pointer}/`.startsWith(`${at}/`), undefined, isOther);
    return (valueAt(changed, at) ?? value) as Json;
  }
}

const mostThings = 20;

/** The round whose bodies have required properties only. */
const leastRound = 2;
