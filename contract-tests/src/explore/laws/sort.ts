import { isJsonObject, type Json, type Parameter } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { listAt } from "../expectation.js";
import { flat } from "../names.js";
import type { Resource } from "../resources.js";
import type { Port } from "../port.js";
import type { Trial } from "../trial.js";
import { escaped, otherValue } from "./compare.js";
import { itemProperties, scalarAt } from "./filters.js";
import type { Law, LawCase } from "./law.js";
import { listAll } from "./list.js";
import { severalThings } from "./pages.js";
import { creationTimes, statedOrder } from "./stated-order.js";
import { isSame } from "./same.js";
import { conjuncts, enumOf, propertiesOf, typesOf, writableProperties } from "./properties.js";

/** One documented order of a list. */
interface Order {
  readonly query: Readonly<Record<string, Json>>;
  readonly property: string;
  /** Where an item has the property. */
  readonly key: string;
  /** Absent where the document leaves it open. */
  readonly order?: "ascending" | "descending";
  /** The words that state the order of a list without a parameter for it. */
  readonly stated?: string;
}

export const sortHolds: Law = {
  name: "sort-holds",
  title: "A list is in the order that was requested, or that the document states.",
  reason:
    'The order is a query parameter such as `sort`, whose documented values name properties or are "newest" and "oldest", its default, or a text of the list: "newest first", "sorted by name". Any order of letters is accepted.',
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] => {
      const { list } = resource;
      if (list === undefined) return [];
      const orders = ordersOf(port, resource);
      if (orders.length === 0) return [{ operation: list, unless: "neither a query parameter nor a text names the property to sort by" }];
      return [{ operation: list, rounds: 4, run: (trial) => testOrders(trial, resource, orders) }];
    }),
};

async function testOrders(trial: Trial, resource: Resource, orders: readonly Order[]): Promise<void> {
  const { list, create } = resource;
  if (list === undefined) return;
  const things = [...(await severalThings(trial, resource, 1))];
  const [first] = things;
  if (first !== undefined && create !== undefined) {
    const writable = writableProperties(trial.model, create);
    for (let count = 0; count < 3; count++) {
      const values = orders.flatMap(({ property }): [string, Json][] => {
        const value = spread(trial, property, writable.get(property) ?? [], first.sent[property], count);
        return value === undefined ? [] : [[property, value]];
      });
      things.push(await trial.create(resource, Object.fromEntries(values), first.parent === undefined ? {} : { parent: first.parent }));
    }
  }
  const parent = first?.parent ?? (await trial.parentOf(resource, list));
  for (const { query, property, key, order, stated } of orders) {
    const sorted = await listAll(trial, resource, parent, query, { most: 1 });
    const response = sorted?.responses[0];
    if (sorted === undefined || response === undefined) continue;
    const values = (listAt(response.json, sorted.items) ?? []).map((item) => valueAt(item, key));
    if (values.length < 2 || values.every((value) => value === undefined)) continue;
    const expected = (wanted: "ascending" | "descending") =>
      ({ kind: "sorted", step: response.step, items: sorted.items, key, order: wanted }) as const;
    if (order === undefined && trial.isFulfilled(expected("descending"))) continue;
    trial.require(
      expected(order ?? "ascending"),
      `${list.key} ${stated === undefined ? `was sorted by ${shownQuery(query)}` : `states the order: ${stated}`}, but "${property}" is not in ${order ?? "any"} order.`,
      [...things.map(({ created }) => created), response],
    );
  }
}

function shownQuery(query: Order["query"]): string {
  return Object.entries(query)
    .map(([name, value]) => `"${name}" ${JSON.stringify(value)}`)
    .join(", ");
}

/** Values on both sides of the first one; of an amount with its currency, other amounts. */
function spread(trial: Trial, name: string, schemas: Parameters<typeof otherValue>[2], current: Json | undefined, count: number): Json | undefined {
  if (isJsonObject(current) && typesOf(schemas)[0] === "object") {
    const members = [...propertiesOf(trial.model, schemas)].filter(([member]) => typeof current[member] === "number");
    const changed = members.map(([member, inner]) => [member, spread(trial, member, inner, current[member] as Json, count)] as const);
    return { ...current, ...Object.fromEntries(changed.filter(([, value]) => value !== undefined)) } as Json;
  }
  const text = `${["b", "z", "a"][count] ?? "m"}${trial.random.word(6)}`;
  if (typesOf(schemas)[0] === "string" && schemas.every((schema) => trial.accepts(schema, text))) return text;
  if (typeof current === "number") {
    // As text, 10 comes before 9.
    for (const number of [[9, 10, 100][count]!, current + [3, -2, 7][count]!])
      if (schemas.length > 0 && schemas.every((schema) => trial.accepts(schema, number))) return number;
  }
  return otherValue(trial, name, schemas, current);
}

/** The orders of parameters, and that of a list without them: their defaults, or what a text states. */
function ordersOf(port: Port, resource: Resource): readonly Order[] {
  const { list } = resource;
  const requested = requestedOrders(port, resource);
  const isDefault = ([name, value]: readonly [string, Json]): boolean => {
    const parameter = list?.parameters.find((one) => one.in === "query" && one.name === name);
    return conjuncts(port.model, parameter?.schema).some(({ annotations }) => isSame(value, annotations?.default));
  };
  const preset = requested.find(({ query, order }) => order !== undefined && Object.entries(query).every(isDefault));
  const { properties, at } = itemProperties(port, resource);
  const stated = preset === undefined && list !== undefined ? statedOrder(port, resource, list, properties) : undefined;
  const key = stated && scalarAt(port.model, `${at}/${escaped(stated.property)}`, properties.get(stated.property) ?? []);
  return [
    ...requested,
    ...(preset === undefined ? [] : [{ ...preset, query: {}, stated: `the default is ${shownQuery(preset.query)}` }]),
    ...(stated === undefined || key === undefined ? [] : [{ ...stated, query: {}, key }]),
  ];
}

/** The values that the description of a parameter has in quotes, and `-name` beside each if it describes `-` as a prefix. */
function describedOrders({ description = "" }: Parameter): readonly string[] {
  const text = description.slice(0, 1_000);
  // "All but `name`."
  if (/\b(?:not|cannot|no|but|except|ignored?|without)\b/i.test(text)) return [];
  const words = [...text.matchAll(/[`"']([+-]?[a-z][\w.]{0,40}(?:[: ,-](?:asc|desc))?)[`"']/gi)].map(([, word = ""]) => word);
  return /\b(?:prefix\w*|leading|minus)\b.{0,40}\bdesc|[`"']-[`"']/i.test(text)
    ? words.flatMap((word) => (/^\w+$/.test(word) ? [word, `-${word}`] : [word]))
    : words;
}

function requestedOrders(port: Port, resource: Resource): readonly Order[] {
  const { properties, at } = itemProperties(port, resource);
  const byName = new Map([...properties.keys()].map((name) => [flat(name), name]));
  const parameters = (resource.list?.parameters ?? []).filter((one) => one.in === "query");
  const find = (words: RegExp): Parameter | undefined => parameters.find(({ name }) => words.test(flat(name)));
  const sort = find(/^(?:sort|sortby|orderby|order|sortfield|sortkey|ordering|sorting)$/);
  if (sort === undefined) return [];
  const direction = find(/^(?:order|direction|dir|sortorder|sortdirection|sortdir|orderdirection|orderdir)$/);
  const created = creationTimes(port, resource, properties);
  const schemas = conjuncts(port.model, sort.schema);
  const items = schemas.flatMap(({ array }) => conjuncts(port.model, array?.items));
  const listed = new Set<unknown>(
    enumOf(schemas) ??
      enumOf(items) ?? [
        ...schemas.flatMap(({ annotations }) => [...(annotations?.examples ?? []), annotations?.default ?? []].flat()),
        ...describedOrders(sort),
      ],
  );
  return [...listed].flatMap((value): readonly Order[] => {
    if (typeof value !== "string") return [];
    const [, sign = "", name = "", word] = /^([+-]?)(.*?)(?:[:_ .,-](asc|desc|ascending|descending))?$/i.exec(value) ?? [];
    // `created` sorts by `createdAt`, and `newest` by the time of creation.
    const age = /^(?:newest|oldest)(?:[_ -]?first)?$/i.test(value) && created.length === 1 ? created[0] : undefined;
    const property = ["", "at", "date", "on"].flatMap((end) => byName.get(flat(name) + end) ?? [])[0] ?? age;
    const key = property === undefined ? undefined : scalarAt(port.model, `${at}/${escaped(property)}`, properties.get(property) ?? []);
    if (property === undefined || key === undefined) return [];
    const sent = items.length > 0 ? [value] : value;
    const isDown = sign === "-" || /^desc/i.test(word ?? "") || (property === age && /^new/i.test(value));
    const own = isDown ? "descending" : sign === "+" || word !== undefined || property === age ? "ascending" : undefined;
    if (own !== undefined || direction === undefined || direction === sort) {
      // Where `-name` is documented as well, `name` is the other order.
      const isPair = listed.has(`-${value}`);
      const order = own ?? (isPair ? "ascending" : undefined);
      return [{ query: { [sort.name]: sent }, property, key, ...(order && { order }) }];
    }
    const directions = enumOf(conjuncts(port.model, direction.schema)) ?? ["asc", "desc"];
    return directions.flatMap((one): readonly Order[] => {
      if (typeof one !== "string" || !/^(?:asc|desc)/i.test(one)) return [];
      return [{ query: { [sort.name]: sent, [direction.name]: one }, property, key, order: /^desc/i.test(one) ? "descending" : "ascending" }];
    });
  });
}
