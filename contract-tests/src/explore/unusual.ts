import { accepts, full, invalidVariants, minimal, seeded } from "tallystick";
import { assertedFormat, isJsonObject, resolved, type Json, type Operation, type Parameter, type Schema } from "tallystick/model";
import { boundsOf } from "../verify/requests/bounds.js";
import { isNeverSent } from "../verify/requests/never-sent.js";
import { isSendable } from "../verify/requests/on-the-wire.js";
import { documentedValue, madeValue, omitted, preferredMedia } from "../verify/requests/plan-requests.js";
import { valueAt } from "../observe/value-at.js";
import { withValuesOf } from "./bodies.js";
import { envelopeOf, inEnvelope, schemasBelow } from "./envelope.js";
import { referredName } from "./names.js";
import { roleOf } from "./resources.js";
import { isOpaque } from "./pool.js";
import { responseProperties } from "./laws/properties.js";
import { conjuncts, propertiesOf } from "./schemas.js";
import type { Purpose, Values } from "./exchange.js";
import type { Session } from "./session.js";

/** A request that differs from the usual one in a way that has a name. */
export interface Variant {
  readonly values: Values;
  readonly what: string;
}

/** A value that the document allows and clients seldom send. */
export interface UnusualValue {
  readonly value: Json;
  readonly what: string;
}

const mostPairs = 24;
const longText = 1_000;
/** Characters of the longest text in a body. */
const longestText = 20_000;
const longListLength = 40;
const mostListed = 6;
/** The maximum depth of varied properties. */
const deepest = 2;

/** Optional parameters alone, unusual values of each parameter, and pairs of optional parameters. The document allows all of them. */
export function unusualRequests(session: Session, operation: Operation): readonly Variant[] {
  const { model } = session;
  const parameters = operation.parameters.filter(
    (one) => (one.in === "query" || one.in === "header") && !isNeverSent(one) && one.content === undefined && one.schema !== undefined,
  );
  const usual = new Map<Parameter, Json>();
  for (const parameter of parameters) {
    const value = parameter.required ? undefined : usualValue(session, operation, parameter);
    if (value !== undefined && isSendable(parameter, value)) usual.set(parameter, value);
  }
  const alone = [...usual].map(([parameter, value]) => ({
    values: valuesWith([[parameter, value]]),
    what: `the optional parameter "${parameter.name}" alone`,
  }));
  const special = parameters.flatMap((parameter) => {
    if (isOpaque(parameter, model) || parameter.schema === undefined) return [];
    const rare = unusualValues(session, parameter.name, parameter.schema).filter(
      // Servers limit the length of URLs and headers (RFC 9110 §4.1 and §5.4).
      ({ value }) => isSendable(parameter, value) && (typeof value !== "string" || value.length <= longText),
    );
    return rare.map(({ value, what }) => ({ values: valuesWith([[parameter, value]]), what: `"${parameter.name}" is ${what}` }));
  });
  const optional = [...usual].map(([parameter, value]) => ({ parameter, values: listedValues(session, parameter) ?? [value] }));
  const pairs = optional.flatMap((a, index) =>
    optional.slice(index + 1).map((b) => {
      const count = Math.max(a.values.length, b.values.length);
      const together = Array.from({ length: count }, (_, at) => [a.values[at % a.values.length], b.values[at % b.values.length]] as const);
      return shuffled(session, [...together, ...reversed(a.parameter, b.parameter, session)]).map(([left, right]) => ({
        values: valuesWith([
          [a.parameter, left],
          [b.parameter, right],
        ]),
        what: `the optional parameters "${a.parameter.name}" and "${b.parameter.name}" together`,
      }));
    }),
  );
  // Each pair of parameters once before any of them with other values.
  const most = Math.max(0, ...pairs.map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, at) =>
    shuffled(
      session,
      pairs.flatMap((pair) => pair[at] ?? []),
    ),
  ).flat();
  return distinct([...alone, ...special, ...inTurn.slice(0, mostPairs)]);
}

/** The values of a parameter that has few. */
function listedValues({ model }: Session, { schema }: Parameter): readonly Json[] | undefined {
  const parts = schema === undefined ? [] : conjuncts(model, schema);
  const listed = parts.find((part) => part.enum !== undefined)?.enum;
  if (listed !== undefined) return listed.filter((value) => value !== null).slice(0, 4);
  return parts.some(({ type }) => type?.length === 1 && type[0] === "boolean") ? [true, false] : undefined;
}

/** Two parameters of one kind may be the ends of a range: the first beyond the second is allowed, and leaves nothing. */
function reversed(a: Parameter, b: Parameter, session: Session): readonly (readonly [Json, Json])[] {
  const kindOf = ({ schema }: Parameter): string | undefined => {
    const parts = schema === undefined || listedValues(session, { schema } as Parameter) !== undefined ? [] : conjuncts(session.model, schema);
    const format = parts.flatMap((part) => assertedFormat(part) ?? [])[0];
    if (format === "date" || format === "date-time") return format;
    return parts.some(({ type }) => type?.includes("integer") === true || type?.includes("number") === true) ? "number" : undefined;
  };
  if (kindOf(a) === undefined || kindOf(a) !== kindOf(b) || a.schema === undefined || b.schema === undefined) return [];
  const ordered = (name: string, schema: Schema): readonly Json[] => {
    const values = unusualValues(session, name, schema).map(({ value }) => value);
    return values.toSorted((left, right) =>
      typeof left === "number" && typeof right === "number" ? left - right : String(left) < String(right) ? -1 : 1,
    );
  };
  const [last, first] = [ordered(a.name, a.schema).at(-1), ordered(b.name, b.schema)[0]];
  return last === undefined || first === undefined ? [] : [[last, first]];
}

function valuesWith(pairs: readonly (readonly [Parameter, unknown])[]): Values {
  const query: Record<string, unknown> = {};
  const headers: Record<string, unknown> = {};
  for (const [parameter, value] of pairs) (parameter.in === "query" ? query : headers)[parameter.name] = value;
  return { query, headers };
}

/** A value of an optional parameter that makes sense: one that a response had, a documented one, or one that the schema describes. */
function usualValue(session: Session, operation: Operation, parameter: Parameter): Json | undefined {
  const found = session.pool.find(operation, parameter);
  if (found !== undefined) return found.value as Json;
  if (isOpaque(parameter, session.model)) return undefined;
  return documentedValue(session.model, operation, parameter)?.value ?? madeValue(session.model, parameter);
}

/** Values at and near the edges of a schema. Each of them is valid. */
export function unusualValues(session: Pick<Session, "model" | "random">, name: string, schema: Schema, depth = 0): readonly UnusualValue[] {
  const { model, random } = session;
  const parts = conjuncts(model, schema);
  const types = new Set(parts.find(({ type }) => type !== undefined)?.type ?? []);
  const found: UnusualValue[] = boundsOf(model, name, schema).flatMap(({ side, keyword, value, what }) =>
    side === "inside" && keyword !== "enum" ? [{ value: value as Json, what }] : [],
  );
  const listed = parts.find((part) => part.enum !== undefined)?.enum;
  if (listed !== undefined) {
    const middle = listed.length <= 6 ? listed : [listed[0], listed[Math.floor(listed.length / 2)], listed.at(-1)];
    found.push(...middle.flatMap((value) => (value === undefined ? [] : [{ value, what: `the listed value ${JSON.stringify(value)}` }])));
  } else {
    if (types.has("boolean")) found.push({ value: true, what: "true" }, { value: false, what: "false" });
    if (types.has("integer") || types.has("number")) found.push(...unusualNumbers(parts));
    if (types.has("string")) found.push(...unusualTexts(parts));
    if (types.has("array")) found.push(...unusualLists(parts, model, name, random.integer(1, 1e9)));
    if (types.has("object") && depth < deepest) found.push(...unusualObjects(session, name, schema, depth + 1));
    if (types.has("null")) found.push({ value: null, what: "null" });
  }
  const visited = new Set<string>();
  return found.filter(({ value }) => {
    const text = JSON.stringify(value);
    const isNew = !visited.has(text) && accepts(schema, value, model, { direction: "request" });
    visited.add(text);
    return isNew;
  });
}

function unusualNumbers(parts: readonly Schema[]): readonly UnusualValue[] {
  const keyword = (name: "minimum" | "maximum"): number | undefined => parts.find(({ number }) => number?.[name] !== undefined)?.number?.[name];
  const [least, most] = [keyword("minimum"), keyword("maximum")];
  return [
    ...(least === undefined ? [] : [{ value: least + 1, what: `just above the minimum ${least}` }]),
    ...(most === undefined ? [] : [{ value: most - 1, what: `just below the maximum ${most}` }]),
    { value: 0, what: "0" },
    ...(most === undefined ? [{ value: 2_147_483_647, what: "the largest 32-bit integer" }] : []),
    ...(least === undefined ? [{ value: -1, what: "-1" }] : []),
    ...(parts.some(({ type }) => type?.includes("number") === true) ? [{ value: 0.1, what: "a fraction" }] : []),
  ];
}

function unusualTexts(parts: readonly Schema[]): readonly UnusualValue[] {
  const format = parts.flatMap((part) => assertedFormat(part) ?? [])[0];
  if (format === "date") return ["0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"].map((value) => ({ value, what: `the date ${value}` }));
  if (format === "date-time")
    return ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999Z", "2016-12-31T12:00:00+14:00", "9999-12-31T23:59:59Z"].map((value) => ({
      value,
      what: `the time ${value}`,
    }));
  if (parts.some((part) => part.format === "binary")) return [{ value: "", what: "an empty file" }];
  if (format !== undefined && format !== "password") return [];
  const longest = parts.find(({ string }) => string?.maxLength !== undefined)?.string?.maxLength;
  return [
    { value: "", what: "an empty text" },
    { value: "x", what: "one character" },
    { value: "Zoë 日本 🛶", what: "a text beyond ASCII" },
    { value: "a'b\"c<d>&%20;--", what: "a text of punctuation" },
    ...(longest === undefined || longest > longText ? [{ value: "a".repeat(longText), what: `a text of ${longText} characters` }] : []),
    ...(longest !== undefined && longest > longText && longest <= longestText
      ? [{ value: "a".repeat(longest), what: `a text of ${longest} characters` }]
      : []),
  ];
}

function unusualLists(parts: readonly Schema[], model: Session["model"], name: string, seed: number): readonly UnusualValue[] {
  const { items, minItems = 0, maxItems = longListLength, uniqueItems } = parts.find(({ array }) => array !== undefined)?.array ?? {};
  const lists: UnusualValue[] = [{ value: [], what: "an empty list" }];
  if (items === undefined) return lists;
  const draw = (index: number): readonly Json[] => {
    const made =
      index === 0 ? minimal(items, model, { direction: "request", name }) : seeded(items, seed + index, model, { direction: "request", name });
    return made.found ? [made.value] : [];
  };
  const of = (count: number): Json[] => {
    const values = Array.from({ length: count }, (_, index) => draw(uniqueItems ? index : 0)).flat();
    return uniqueItems ? [...new Map(values.map((value) => [JSON.stringify(value), value])).values()] : values;
  };
  // Each listed value alone, and all of them: `include=author`, `include=tags`.
  const listed = (conjuncts(model, items).find((part) => part.enum !== undefined)?.enum ?? []).slice(0, mostListed);
  for (const value of listed) lists.push({ value: [value], what: `a list of ${JSON.stringify(value)}` });
  if (listed.length > 1) lists.push({ value: [...listed], what: `a list of ${listed.length} listed values` });
  const counts = [...new Set([minItems, 1, Math.min(maxItems, longListLength)])].filter((count) => count > 0);
  for (const count of counts) lists.push({ value: of(count), what: count === 1 ? "a list of one item" : `a list of ${count} items` });
  return lists;
}

/** Objects with one unusual property, and maps with unusual keys and values. */
function unusualObjects(session: Pick<Session, "model" | "random">, name: string, schema: Schema, depth: number): readonly UnusualValue[] {
  const { model } = session;
  const made = full(schema, model, { direction: "request", name });
  const base = made.found && isJsonObject(made.value) ? made.value : {};
  const properties = [...propertiesOf(model, schema).values()].filter(({ isReadOnly }) => !isReadOnly);
  const found: UnusualValue[] = [{ value: {}, what: "an empty object" }];
  for (const property of properties)
    for (const { value, what } of unusualValues(session, property.name, property.schema, depth))
      found.push({ value: { ...base, [property.name]: value }, what: `an object whose "${property.name}" is ${what}` });
  const values = conjuncts(model, schema).find(({ object }) => object?.additionalProperties !== undefined)?.object?.additionalProperties;
  if (values === undefined || values.boolean !== undefined) return found;
  for (const { value, what } of unusualValues(session, "key", values, depth))
    found.push({ value: { key: value }, what: `a map whose value is ${what}` });
  const item = minimal(values, model, { direction: "request", name });
  if (item.found) found.push({ value: { "Zoë 日本 🛶": item.value }, what: "a map whose key is beyond ASCII" });
  return found;
}

/** Valid bodies that differ from the usual one in one property, each at an edge of its schema; at most `limit`. */
export function unusualBodies(session: Session, operation: Operation, base: Json, limit: number): readonly Variant[] {
  const schema = preferredMedia(operation.requestBody?.content ?? [])?.schema;
  if (schema === undefined || !isJsonObject(base)) return [];
  const { model, compiled } = session;
  const rules = compiled.rules(schema, "request");
  const variants: Variant[] = [];
  const add = (body: Json, what: string): void => {
    if (variants.length < limit && rules.is(body)) variants.push({ values: { body }, what });
  };
  const least = minimal(schema, model, { direction: "request" });
  if (least.found) add(withValuesOf(least.value, base), "a body with required properties only");
  // In an envelope, the properties of the resource vary.
  const envelope = envelopeOf(model, [schema], roleOf(model, operation).resource?.name);
  const inner = valueAt(base, envelope);
  if (!isJsonObject(inner)) return variants;
  const [described = schema] = schemasBelow(model, [schema], envelope);
  const { resource } = roleOf(model, operation);
  // What clients read as they wrote it is theirs: the signature of a letter, not that of a token.
  const returned = responseProperties(model, resource?.read ?? resource?.list);
  const byProperty = [...propertiesOf(model, described)].flatMap(([name, property]) => {
    // An id of something that does not exist is another question.
    const isIssued = !returned.has(name) && isOpaque({ name, schema: property.schema }, model);
    if (property.isReadOnly || referredName(name) !== undefined || isIssued) return [];
    const rare = unusualValues(session, name, property.schema).map(({ value, what }) => ({
      body: inEnvelope(base, envelope, { ...inner, [name]: value } as Json),
      what: `"${name}" is ${what}`,
    }));
    const { [name]: left, ...rest } = inner;
    return [
      left === undefined || property.isRequired
        ? rare
        : [{ body: inEnvelope(base, envelope, rest as Json), what: `a body without "${name}"` }, ...rare],
    ];
  });
  // One of each property before the second of any: a limit cuts all of them alike.
  for (let index = 0; variants.length < limit && byProperty.some((list) => index < list.length); index++)
    for (const list of byProperty) {
      const one = list[index];
      if (one !== undefined) add(one.body, one.what);
    }
  return distinct(variants);
}

/** The first of those with equal values. */
function distinct(variants: readonly Variant[]): readonly Variant[] {
  return [...new Map(variants.toReversed().map((variant) => [JSON.stringify(variant.values), variant])).values()].toReversed();
}

/** A request with a forbidden body. */
export interface InvalidBody extends Variant {
  readonly purpose: Extract<Purpose, { kind: "invalid-body" }>;
}

/** Bodies that break one assertion each, JSON that ends early, and a content type that is not documented. */
export function invalidBodies(session: Session, operation: Operation, base: Json, limit: number): readonly InvalidBody[] {
  const { requestBody } = operation;
  const media = preferredMedia(requestBody?.content ?? []);
  if (requestBody === undefined || media === undefined) return [];
  const { model, compiled } = session;
  const found: InvalidBody[] = [];
  const add = (values: Values, keyword: string, schemaPath: string, what: string): void =>
    void found.push({ values, what, purpose: { kind: "invalid-body", keyword, schemaPath, what } });
  if (media.schema !== undefined) {
    const rules = compiled.rules(media.schema, "request");
    const isSound = rules.is(base);
    if (isJsonObject(base) && !rules.is([])) add({ body: [] }, "type", media.schema.place.pointer, "a list in place of an object");
    for (const { body, what, schemaPath } of convertibleBodies(session, operation, media.schema, base))
      if (!rules.is(body)) add({ body }, "type", schemaPath, what);
    const { variants } = invalidVariants(media.schema, model, { direction: "request", limit, ...(isSound && { base }) });
    for (const { keyword, schemaPath, instancePath, value } of variants)
      if (!rules.is(value))
        add({ body: value }, keyword, schemaPath, `a body whose ${instancePath === "" ? "value" : `"${instancePath}"`} breaks "${keyword}"`);
  }
  const place = `${media.place.file}${media.place.pointer}`;
  if (/json/i.test(media.mediaType)) {
    const text = JSON.stringify(base) ?? "{}";
    add({ text: { text: text.slice(0, Math.max(1, text.length - 1)), contentType: media.mediaType } }, "content", place, "JSON that ends early");
    if (!requestBody.content.some(({ mediaType }) => /\*|text\/plain/.test(mediaType)))
      add({ text: { text: "tallystick", contentType: "text/plain" } }, "content", place, "a body of an undocumented content type");
  }
  return found;
}

/** Bodies with one value of another type that a careless server converts: a number as text, a fraction instead of an integer. */
function convertibleBodies(
  { model }: Session,
  operation: Operation,
  schema: Schema,
  base: Json,
): readonly { readonly body: Json; readonly what: string; readonly schemaPath: string }[] {
  const envelope = envelopeOf(model, [schema], roleOf(model, operation).resource?.name);
  const inner = valueAt(base, envelope);
  if (!isJsonObject(inner)) return [];
  const [described = schema] = schemasBelow(model, [schema], envelope);
  return [...propertiesOf(model, described)].flatMap(([name, property]) => {
    const value = inner[name];
    const others: readonly Json[] =
      typeof value === "number"
        ? [String(value), ...(Number.isInteger(value) ? [value + 0.5] : [])]
        : typeof value === "boolean"
          ? [String(value)]
          : [];
    return others.map((other) => ({
      body: inEnvelope(base, envelope, { ...inner, [name]: other } as Json),
      what: `a body whose "${name}" is ${JSON.stringify(other)}`,
      schemaPath: `${property.schema.place.pointer}/type`,
    }));
  });
}

/** Bodies without content: an empty object, and none at all. Their purpose depends on whether the document allows them. */
export function emptyBodies(session: Session, operation: Operation): readonly (Variant & { readonly purpose: Purpose })[] {
  const { requestBody } = operation;
  const media = preferredMedia(requestBody?.content ?? []);
  if (requestBody === undefined || media === undefined) return [];
  const { model, compiled } = session;
  const invalid = (what: string, keyword: string): Purpose => ({
    kind: "invalid-body",
    keyword,
    schemaPath: `${media.place.file}${media.place.pointer}`,
    what,
  });
  const found: (Variant & { readonly purpose: Purpose })[] = [];
  const schema = resolved(media.schema, model.schemas);
  if (/json/i.test(media.mediaType) && schema !== undefined && (schema.type === undefined || schema.type.includes("object"))) {
    const what = "an empty object as body";
    const isAllowed = media.schema === undefined || compiled.rules(media.schema, "request").is({});
    found.push({ values: { body: {} }, what, purpose: isAllowed ? { kind: "unusual", what } : invalid(what, "required") });
  }
  const what = "no body";
  found.push({ values: { body: omitted }, what, purpose: requestBody.required ? invalid(what, "required") : { kind: "unusual", what } });
  return found;
}

function shuffled<T>({ random }: Pick<Session, "random">, items: readonly T[]): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.integer(0, index);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}
