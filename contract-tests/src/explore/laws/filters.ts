import { readingsOf } from "tallystick";
import type { Json, Operation, Parameter, Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { compares, listAt } from "../expectation.js";
import { envelopeOf, schemasBelow } from "../envelope.js";
import { flat, referredName, singular } from "../names.js";
import { idOf, type Resource } from "../resources.js";
import type { Port } from "../port.js";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type Thing } from "../trial-steps.js";
import { escaped, otherValue, shown } from "./compare.js";
import type { Law, LawCase } from "./law.js";
import { pagingOf } from "../paging.js";
import { listAll, type Listed } from "./list.js";
import { oneOfSeveral, severalValues, testSeveral } from "./list-filters.js";
import { isTotalRight, requireCountBeside, requireTotal, severalThings } from "./pages.js";
import { inOtherCase, searchedTexts, searchOf, testSearch } from "./search.js";
import {
  conjuncts,
  enumOf,
  isMarked,
  propertiesOf,
  requiredProperties,
  responseProperties,
  responseSchemas,
  typesOf,
  wordsOf,
  writableProperties,
  type Properties,
} from "./properties.js";
import { isSame } from "./same.js";

type Comparison = "equals" | "contains" | "at-least" | "at-most";

/** A query parameter that selects items by one of their properties. */
interface Filter {
  readonly parameter: Parameter;
  readonly property: string;
  /** The member of the property, if the parameter is about a part of it: the city of an address. */
  readonly member?: string;
  /** Where an item has the property. */
  readonly key: string;
  readonly compare: Comparison;
  /** Whether the parameter takes the beginning of a value. */
  readonly isPrefix?: true;
  /** Whether an item whose value is the bound itself is selected, too: `min_price`, but not `above`. */
  readonly isInclusive?: boolean;
  /** Whether the parameter is a day, and the property a time. */
  readonly isDay?: true;
  /** Whether the description names the property, so that the parameter takes any of its values. */
  readonly isDescribed?: true;
  /** Of a flag, the bound that its description states: "only products with stock greater than 0". */
  readonly bound?: number;
  /** Whether the parameter takes several values. */
  readonly isList?: true;
}

export const filtersHold: Law = {
  name: "filters-hold",
  title: "Each item of a filtered list matches the filter, and no matching item is missing.",
  reason:
    "A filter is a query parameter with the name of a property, or with a bound of one: `min_price`, `created_after`. Also tried are several values, separated by commas or in an array, and a search (`q`) if its description names the properties that it searches.",
  keeps: "selected-items",
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] => {
      const { list } = resource;
      if (list === undefined) return [];
      const filters = filtersOf(port, resource);
      if (filters.length === 0 && searchOf(list) === undefined) return [{ operation: list, unless: "no query parameter has the name of a property" }];
      return [{ operation: list, rounds: 6, run: (trial) => testFilters(trial, resource, filters) }];
    }),
};

async function testFilters(trial: Trial, resource: Resource, filters: readonly Filter[]): Promise<void> {
  const { list, create } = resource;
  if (list === undefined) return;
  // A filter must hold on later pages as well.
  const isSmall = trial.round % 2 === 1 && (pagingOf(list).limit?.schema?.number?.minimum ?? 1) <= 2;
  const pageSize = isSmall ? { size: 2, most: 5 } : { most: 3 };
  // Texts of one item only: a server may want them to be unique.
  const things = [
    ...(await severalThings(trial, resource, 1, { ...longLists(trial, create, filters), ...searchedTexts(trial, resource) })),
    ...(await severalThings(trial, resource, isSmall ? 2 : 1)),
  ];
  const [first] = things;
  const parent = first?.parent ?? (await trial.parentOf(resource, list));
  if (first !== undefined && create !== undefined) {
    const writable = writableProperties(trial.model, create);
    // One that differs from the first in each property that is filtered by.
    const others: [string, Json][] = [];
    for (const { property } of filters) {
      const value = otherValue(trial, property, writable.get(property) ?? [], first.sent[property]);
      if (value !== undefined) others.push([property, await trial.values.withOtherReferences(create, property, value, first.sent[property])]);
    }
    if (others.length > 0)
      things.push(await trial.create(resource, Object.fromEntries(others), first.parent === undefined ? {} : { parent: first.parent }));
  }
  await changeOne(trial, things.at(-1), filters);
  const whole = await listAll(trial, resource, parent);
  const pointer = whole?.items ?? "";
  if (whole !== undefined) requireDefaults(trial, resource, whole, filters, things);
  if (things.length === 0 && whole === undefined) return;
  if (whole !== undefined) await testSearch(trial, resource, { whole, thing: first, parent });
  for (const filter of filters) {
    const { parameter, property, member = property, key, compare, bound } = filter;
    if (bound !== undefined) {
      const some = await listAll(trial, resource, parent, { [parameter.name]: true }, pageSize);
      if (some !== undefined) requireMatches(trial, resource, some, filter, bound, things);
      continue;
    }
    const thing = things[trial.round % Math.max(1, things.length)];
    const listed = whole?.all[trial.random.integer(0, Math.max(0, whole.all.length - 1))];
    const own = thing && (valueOf(thing, whole?.all ?? [], key) ?? thing.sent[property]);
    const value = own ?? valueAt(listed, key);
    // A server may look at the first element only.
    const exact = Array.isArray(value) ? (value.at(trial.round % 2 === 0 ? -1 : 0) as Json | undefined) : (value as Json | undefined);
    const single = filter.isDay === true && typeof exact === "string" ? exact.slice(0, 10) : exact;
    const isForAll = !(whole?.all ?? []).some((item) => !compares(valueAt(item, key), compare, single));
    const { properties } = itemProperties(trial.port, resource);
    const excluding = isForAll && filter.isList !== true ? valueOfNone(trial, filter, single, properties) : undefined;
    if (excluding !== undefined && fits(trial, parameter, excluding)) {
      const none = await listAll(trial, resource, parent, { [parameter.name]: excluding }, { most: 1 });
      if (none !== undefined) requireMatches(trial, resource, none, filter, excluding, things);
    }
    const beginning = filter.isPrefix === true && typeof single === "string" ? single.slice(0, 3) : single;
    const isFreeText = typeof beginning === "string" && enumOf(schemasOf(trial, parameter)) === undefined;
    const sent = isFreeText ? inOtherCase(parameter, beginning) : beginning;
    if (sent === undefined || sent === null || sent === "" || typeof sent === "object" || !fits(trial, parameter, sent)) continue;
    if (filter.isList === true && String(sent).includes(",")) continue;
    const query = { [parameter.name]: filter.isList === true ? severalValues(trial, parameter, [sent]) : sent };
    const filtered = await listAll(trial, resource, parent, query, pageSize);
    if (filtered === undefined) continue;
    const because = [...things.map(({ created }) => created), ...filtered.responses];
    requireMatches(trial, resource, filtered, filter, sent, things);
    await requireCountBeside(trial, resource, filtered, query);
    // A total that is wrong without a filter is found by another law.
    if (whole === undefined || isTotalRight(trial, resource, whole)) requireTotal(trial, resource, filtered, because);
    if (filter.isList === true && whole?.isComplete === true) await testSeveral(trial, resource, filter, whole, things, parent);
    const isWithin = filter.isDay !== true || isSameDayEverywhere(exact) || /\bUTC\b/.test(parameter.description ?? "");
    const isSelected = compare === "equals" || (filter.isInclusive === true && isExact(sent) && isWithin);
    // A value of another item does not select the own one.
    const idKey = filtered.key ?? whole?.key;
    if (!filtered.isComplete || idKey === undefined || thing === undefined || (own ?? null) === null || !isSelected) continue;
    const last = filtered.responses.at(-1);
    // Another law checks items that the unfiltered list lacks.
    if (last === undefined || whole?.ids.some((id) => isSame(thing.id, id)) !== true) continue;
    trial.require(
      {
        kind: "listed",
        step: last.step,
        of: filtered.responses.map(({ step }) => step),
        items: pointer,
        key: idKey,
        value: thing.id,
        times: 1,
        ...filtered.end,
      },
      `${list.key} was filtered by "${parameter.name}" ${shown(sent)}, but lacks the ${resource.name} whose "${member}" is that.`,
      because,
    );
  }
}

/** Lists with several elements, for properties that are filtered by one of them. */
function longLists(trial: Trial, create: Operation | undefined, filters: readonly Filter[]): Readonly<Record<string, Json>> {
  const writable = writableProperties(trial.model, create);
  const lists = filters.flatMap(({ property }): [string, Json][] => {
    const schemas = writable.get(property) ?? [];
    if (typesOf(schemas)[0] !== "array" || referredName(property) !== undefined) return [];
    const [one, two] = [otherValue(trial, property, schemas, []), otherValue(trial, property, schemas, [])].map((value) => [value ?? []].flat());
    const all = [...new Set([...(one ?? []), ...(two ?? [])])] as Json;
    return schemas.every((schema) => trial.accepts(schema, all)) ? [[property, all]] : [];
  });
  return Object.fromEntries(lists);
}

/** Each item of a filtered list has the value, or is on the right side of the bound. */
function requireMatches(trial: Trial, resource: Resource, listed: Listed, filter: Filter, sent: Json, things: readonly Thing[]): void {
  const { parameter, property, member = property, key, compare } = filter;
  const because = [...things.map(({ created }) => created), ...listed.responses];
  const bound = filter.isDay === true ? beyondDay(sent, compare) : sent;
  for (const response of listed.responses) {
    const items = listAt(response.json, listed.items) ?? [];
    // A text search may also match a part of the value.
    const isText = compare === "equals" && typeof sent === "string" && enumOf(schemasOf(trial, parameter)) === undefined;
    const wrong = items.find((item) => !compares(valueAt(item, key), isText ? "contains" : compare, bound));
    if (wrong === undefined) continue;
    trial.require(
      { kind: "every", step: response.step, items: listed.items, key, compare: isText ? "contains" : compare, value: bound },
      `${resource.list?.key} was filtered by "${parameter.name}" ${shown(sent)}, but has an item whose "${member}" is ${shown(valueAt(wrong, key))}.`,
      because,
    );
  }
}

/** A value that selects none of the items, where all of them have what would be sent: new items have the same time and the same user. */
function valueOfNone(
  trial: Trial,
  { compare, isDescribed, parameter, property, member }: Filter,
  value: Json | undefined,
  properties: Properties,
): Json | undefined {
  const { random } = trial;
  if (typeof value === "boolean") return !value;
  // A listed value that items can have: `all` may select every item.
  const known = member === undefined ? enumOf(properties.get(property) ?? []) : undefined;
  const listed = enumOf(schemasOf(trial, parameter))?.filter((one) => known?.includes(one) === true && !isSame(one, value));
  if (compare === "equals" && listed !== undefined && known?.includes(value) === true) return random.pick(listed) as Json | undefined;
  const referred = member === undefined ? referredName(parameter.name) : undefined;
  const unknown = compare === "equals" && referred !== undefined ? trial.port.invent(parameter, referred) : undefined;
  if (unknown !== undefined || typeof value !== "string") return unknown;
  if (compare === "equals") return isDescribed === true ? random.word(10) : undefined;
  const [, time] = /^\d{4}-\d\d-\d\d(T.*)?$/.exec(value) ?? [undefined, undefined];
  if (!/^\d{4}-\d\d-\d\d/.test(value) || compare === "contains") return undefined;
  return `${compare === "at-least" ? "2100" : "1990"}-01-01${time === undefined ? "" : "T00:00:00Z"}`;
}

/** Gives an item another value of what only an update may set, such as its state. */
async function changeOne(trial: Trial, thing: Thing | undefined, filters: readonly Filter[]): Promise<void> {
  const { update, create } = thing?.resource ?? {};
  if (thing === undefined || update === undefined || requiredProperties(trial.model, update).length > 0) return;
  const [creatable, updatable] = [create, update].map((write) => writableProperties(trial.model, write));
  const names = filters.map(({ property }) => property).filter((name) => updatable?.has(name) === true && creatable?.has(name) !== true);
  const item = itemOf(thing, thing.created.json)?.item;
  for (const name of new Set(names)) {
    const value = otherValue(trial, name, updatable?.get(name) ?? [], item?.[name]);
    if (value === undefined) continue;
    try {
      await trial.update(thing, { [name]: value }, { shows: `give the last one another "${name}"` });
    } catch (error) {
      // The listed items may have other values without it.
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
}

/**
 * A list without a filter is filtered by the documented default of it: `state` is `open`. Only if the filter has a value such as `all`, which no item
 * has: other defaults may be those of a body.
 */
function requireDefaults(trial: Trial, resource: Resource, whole: Listed, filters: readonly Filter[], things: readonly Thing[]): void {
  const { list } = resource;
  const { properties } = itemProperties(trial.port, resource);
  for (const { parameter, property, member = property, key, compare } of filters) {
    const schemas = schemasOf(trial, parameter);
    const value = schemas.find(({ annotations }) => annotations?.default !== undefined)?.annotations?.default;
    const known = enumOf(properties.get(property) ?? []);
    const isOfAll = known?.includes(value) === true && enumOf(schemas)?.some((one) => !known.includes(one)) === true;
    if (list === undefined || compare !== "equals" || !isOfAll || member !== property) continue;
    for (const response of whole.responses) {
      const items = listAt(response.json, whole.items) ?? [];
      const wrong = items.find((item) => typeof valueAt(item, key) === "string" && !compares(valueAt(item, key), "equals", value));
      if (wrong === undefined || !items.some((item) => compares(valueAt(item, key), "equals", value))) continue;
      trial.require(
        { kind: "every", step: response.step, items: whole.items, key, compare: "equals", value: value as Json },
        `${list.key} was sent no "${parameter.name}", whose default is ${shown(value)}, but has an item whose "${member}" is ${shown(valueAt(wrong, key))}.`,
        [...things.map(({ created }) => created), ...trial.steps.map(({ response: one }) => one)],
      );
    }
  }
}

/** A day may be that of any time zone, so that only times beyond the next one are wrong. */
function beyondDay(day: Json, compare: Comparison): Json {
  const time = Date.parse(String(day));
  const days = compare === "at-least" ? -1 : 2;
  return Number.isNaN(time) || compare === "equals" ? day : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a time is on the same day in all usual time zones. */
function isSameDayEverywhere(time: unknown): boolean {
  return /^\d{4}-\d\d-\d\dT1[12]:.*Z$/i.test(String(time));
}

/** Whether a bound is compared without rounding: a number or a day, but not a time. */
function isExact(bound: Json): boolean {
  return typeof bound === "number" || (typeof bound === "string" && /^\d{4}-\d\d-\d\d$/.test(bound));
}

/** The listed value of an item: the server may have changed the sent one. */
function valueOf(thing: Thing, all: readonly unknown[], key: string): unknown {
  const item = all.find((one) => isSame(thing.id, idOf(thing.resource, { body: one })?.id));
  return valueAt(item, key);
}

function schemasOf(trial: Pick<Trial, "model">, { schema }: Parameter): readonly Schema[] {
  return conjuncts(trial.model, schema);
}

function fits(trial: Trial, parameter: Parameter, value: Json): boolean {
  const { schema } = parameter;
  const one = oneOfSeveral(trial, parameter);
  if (one !== undefined) return one.every((part) => trial.accepts(part, value));
  return schema === undefined || readingsOf(String(value), schema, trial.model).some((reading) => trial.accepts(schema, reading));
}

/** The properties of the items of a list, and where they are in an item. */
export function itemProperties(
  { model }: Pick<Port, "model">,
  resource: Resource,
): { readonly properties: Properties; readonly at: string; readonly item?: Schema } {
  // The list, or one in an envelope: `{ "_embedded": { "things": […] } }`.
  let schemas = responseSchemas(resource.list).flatMap((root) => conjuncts(model, root));
  for (let depth = 0; depth < 3; depth++) {
    const items = schemas.flatMap(({ array }) => array?.items ?? []);
    for (const item of items) {
      const at = /\/attributes$/.exec(envelopeOf(model, [item], resource.name))?.[0] ?? "";
      const properties = propertiesOf(model, schemasBelow(model, [item], at));
      if (properties.size > 0) return { properties, at, item };
    }
    schemas = [...propertiesOf(model, schemas).values()].flat();
  }
  return { properties: responseProperties(model, resource.read), at: "" };
}

const least = new Set(["min", "from", "after", "since", "gte", "gt", "start", "above", "least"]);
const inclusive = new Set(["min", "gte", "least", "max", "lte"]);
const saysInclusive = /\b(?:inclusive|or (?:equal|after|before|later|earlier|more|less)|at (?:least|most))\b/i;
const most = new Set(["max", "to", "before", "until", "lte", "lt", "end", "below", "most"]);

function filtersOf(port: Port, resource: Resource): readonly Filter[] {
  const { properties, at, item } = itemProperties(port, resource);
  // A resource object of JSON:API has what it refers to next to its attributes.
  const relationships = at === "" ? [] : [...propertiesOf(port.model, propertiesOf(port.model, item).get("relationships")).keys()];
  const byName = new Map([...properties.keys()].map((name) => [flat(name), name]));
  return (resource.list?.parameters ?? []).flatMap((parameter): readonly Filter[] => {
    if (parameter.in !== "query" || parameter.schema === undefined) return [];
    const name = /^filter\[(.*)\]$/.exec(parameter.name)?.[1] ?? parameter.name;
    const words = wordsOf(name);
    const isList = oneOfSeveral(port, parameter) !== undefined;
    const find = (parts: readonly string[]): string | undefined => {
      const joined = parts.join("");
      return (
        byName.get(joined) ??
        (isList ? byName.get(singular(joined)) : undefined) ??
        byName.get(`${joined}s`) ??
        byName.get(`${joined}at`) ??
        byName.get(`${joined}date`) ??
        byName.get(`${joined}on`) ??
        byName.get(`${joined}id`)
      );
    };
    const whole = find(words);
    if (whole !== undefined && isScalarProperty(properties.get(whole) ?? [], parameter, port))
      return [{ parameter, property: whole, key: `${at}/${escaped(whole)}`, compare: "equals", ...(isList && { isList }) }];
    const inner = whole === undefined ? memberOf(port, properties, words.join(""), parameter) : undefined;
    if (inner !== undefined)
      return [
        { parameter, ...inner, key: `${at}/${escaped(inner.property)}/${escaped(inner.member)}`, compare: "equals", ...(isList && { isList }) },
      ];
    const stated = boundInWords(byName, properties, parameter);
    if (stated !== undefined) return [{ parameter, ...stated, key: `${at}/${escaped(stated.property)}`, compare: "at-least" }];
    const named = memberInWords(port, properties, byName, parameter);
    if (named !== undefined)
      return [
        {
          parameter,
          ...named,
          key: `${at}/${escaped(named.property)}/${escaped(named.member)}`,
          compare: "equals",
          isDescribed: true as const,
          ...(isList && { isList }),
        },
      ];
    const relationship = relationships.find((one) => flat(one) === words.join(""));
    if (whole === undefined && relationship !== undefined)
      return [{ parameter, property: relationship, key: `/relationships/${escaped(relationship)}/data/id`, compare: "equals" }];
    if (words.at(-1) === "prefix") {
      const prefixed = words.length > 1 ? find(words.slice(0, -1)) : byName.get(flat(resource.idParameter ?? "id"));
      if (prefixed === undefined) return [];
      return [{ parameter, property: prefixed, key: `${at}/${escaped(prefixed)}`, compare: "contains", isPrefix: true }];
    }
    const bound = [words[0], words.at(-1)].find((word) => word !== undefined && (least.has(word) || most.has(word)));
    if (bound === undefined) return [];
    // `from_date` is no date of a "from": the word is about the type.
    const subject = words.filter((word) => word !== bound && !/^(?:date|day|time|datetime)$/.test(word));
    const property =
      subject.length > 0 || byName.has("date") ? find(words.filter((word) => word !== bound)) : timeOf(port, resource, properties, parameter);
    const key = property === undefined ? undefined : scalarAt(port.model, `${at}/${escaped(property)}`, properties.get(property) ?? []);
    return property === undefined || key === undefined
      ? []
      : [
          {
            parameter,
            property,
            key,
            compare: least.has(bound) ? "at-least" : "at-most",
            ...(formatOf(schemasOf(port, parameter)) === "date" &&
              formatOf(properties.get(property) ?? []) === "date-time" && { isDay: true as const }),
            isInclusive: inclusive.has(bound) || saysInclusive.test(parameter.description ?? ""),
          },
        ];
  });
}

/** The only member with a name in the objects of an item: the `city` of its `address`. */
function memberOf(
  port: Port,
  properties: Properties,
  name: string,
  parameter: Parameter,
): { readonly property: string; readonly member: string } | undefined {
  const [found, another] = [...properties].flatMap(([property, schemas]) =>
    [...propertiesOf(port.model, schemas)].flatMap(([member, inner]) =>
      flat(member) === name && typesOf(inner)[0] !== "array" && isScalarProperty(inner, parameter, port) ? [{ property, member }] : [],
    ),
  );
  return another === undefined ? found : undefined;
}

/** The whole number of which a flag selects higher values: "If true, only products with stock greater than 0". */
function boundInWords(
  byName: ReadonlyMap<string, string>,
  properties: Properties,
  { schema, description = "" }: Parameter,
): { readonly property: string; readonly bound: number } | undefined {
  if (schema?.type?.[0] !== "boolean" || /\b(?:not|without|exclud\w+|hid\w+|omit\w*)\b/i.test(description)) return undefined;
  const [, word = "", number] = /\b(\w{1,40}) (?:is )?(?:greater|more|higher) than (\d{1,6})\b/i.exec(description) ?? [];
  const property = byName.get(flat(word));
  const isWhole = property !== undefined && typesOf(properties.get(property) ?? [])[0] === "integer";
  return isWhole && number !== undefined ? { property, bound: Number(number) + 1 } : undefined;
}

/** The member that a description begins with: "Login of the user who created the issue." */
function memberInWords(
  port: Port,
  properties: Properties,
  byName: ReadonlyMap<string, string>,
  parameter: Parameter,
): { readonly property: string; readonly member: string } | undefined {
  const [, part, whole] = /^(?:the )?(\w{1,40}) of the (\w{1,40})\b/i.exec(parameter.description ?? "") ?? [];
  const property = whole === undefined ? undefined : byName.get(flat(whole));
  if (property === undefined || part === undefined) return undefined;
  const members = propertiesOf(port.model, properties.get(property));
  const found = [...members].find(([member, inner]) => flat(member) === flat(part) && isScalarProperty(inner, parameter, port));
  return found && { property, member: found[0] };
}

/** The property that `from` and `until` are about: the time that the description names, or else the only time that clients send. */
function timeOf(port: Port, { create }: Resource, properties: Properties, parameter: Parameter): string | undefined {
  const format = formatOf(schemasOf(port, parameter));
  if (format === undefined || !format.startsWith("date")) return undefined;
  const isAlike = (schemas: readonly Schema[]): boolean => [format, format === "date" ? "date-time" : format].includes(formatOf(schemas) ?? "");
  const times = [...properties].filter(([name, schemas]) => isAlike(schemas) && /^\w{4,}$/.test(wordsOf(name)[0] ?? ""));
  const named = times.filter(([name]) => wordsOf(parameter.description ?? "").includes(wordsOf(name)[0] ?? ""));
  if (named.length === 1) return named[0]?.[0];
  const sent = create && writableProperties(port.model, create);
  const [time, another] = [...properties].filter(
    ([name, schemas]) =>
      isAlike(schemas) &&
      sent?.has(name) !== false &&
      !isMarked(schemas, "readOnly") &&
      !/^(?:created|updated|modified|changed|deleted)$/.test(wordsOf(name)[0] ?? ""),
  );
  return another === undefined ? time?.[0] : undefined;
}

function formatOf(schemas: readonly Schema[]): string | undefined {
  return schemas.find(({ format }) => format !== undefined)?.format;
}

/** Where a property has one value to compare: of an amount with its currency, the number in it. Nothing for other objects. */
export function scalarAt(model: Port["model"], at: string, schemas: readonly Schema[]): string | undefined {
  if (typesOf(schemas)[0] !== "object") return at;
  const [number, another] = [...propertiesOf(model, schemas)].filter(([, inner]) => ["integer", "number"].includes(typesOf(inner)[0] ?? ""));
  return number === undefined || another !== undefined ? undefined : `${at}/${escaped(number[0])}`;
}

/** Whether a parameter can be compared with a property: it has a value of the same type, or one of a list. */
function isScalarProperty(property: readonly Schema[], parameter: Parameter, port: Port): boolean {
  const [type] = typesOf(property);
  const [wanted] = typesOf(oneOfSeveral(port, parameter) ?? conjuncts(port.model, parameter.schema));
  if (type === "array" && property.some(({ array }) => typesOf(conjuncts(port.model, array?.items))[0] === "object")) return false;
  if (wanted === "array" || wanted === "object" || type === "object") return false;
  const isNumeric = (one: string | undefined): boolean => one === "integer" || one === "number";
  return type === "array" || type === undefined || wanted === undefined || type === wanted || (isNumeric(type) && isNumeric(wanted));
}
