import type { Operation, Schema } from "tallystick/model";
import { flat } from "../names.js";
import { enumOf, isMarked, typesOf, wordsOf, writableProperties, type Properties } from "./properties.js";
import type { Port } from "../port.js";
import type { Resource } from "../resources.js";

/** An order that a text states for a list. */
export interface StatedOrder {
  readonly property: string;
  /** Absent where the text leaves it open. */
  readonly order?: "ascending" | "descending";
  readonly stated: string;
}

/** A longer sentence is about more than an order. */
const longestSentence = 200;
const first = /\b(newest|latest|most recent|most recently created|oldest|earliest)(?: \w+)? first\b/i;
const by =
  /\b(?:sorted|ordered|listed) (?:alphabetically )?by (?:the |their |its )?["'`]?([a-z][\w ]{0,40}?)["'`]?(?=,|\(|\)| in | from |$| ascending| descending| asc| desc)/i;
const downwards = /\b(?:desc|descending|newest|latest|most recent|highest|largest|reverse)\b/i;
const upwards = /\b(?:asc|ascending|oldest|earliest|lowest|smallest|alphabetical|alphabetically)\b/i;
/** Other rules come first, or the order is that of parts. */
const furtherRule = /\b(?:pinned|within|each|per|group\w*|then|unless|if|when|can be|may be|optional\w*|except)\b/i;

/** The order that the summary or the description of a list states: "newest first", "sorted by name". */
export function statedOrder(port: Port, resource: Resource, list: Operation, properties: Properties): StatedOrder | undefined {
  const sentences = [list.summary, list.description].flatMap((text) => (text ?? "").slice(0, 2_000).split(/[.;]\s|[.;]$|\n/));
  const created = creationTimes(port, resource, properties);
  for (const sentence of sentences) {
    if (sentence.length > longestSentence || furtherRule.test(sentence)) continue;
    const stated = sentence.trim();
    const name = by.exec(sentence)?.[1];
    const found = first.exec(sentence);
    // "Sorted by name, folders first" has two rules.
    if (found === null && / first\b/i.test(sentence)) continue;
    if (name !== undefined) {
      const property = propertyNamed(name, properties) ?? (/^(?:creation|created)\b/i.test(name) && created.length === 1 ? created[0] : undefined);
      const schemas = property === undefined ? [] : (properties.get(property) ?? []);
      // Listed values may be in an order of their own.
      if (property === undefined || enumOf(schemas) !== undefined) continue;
      const isText = typesOf(schemas)[0] === "string" && schemas.every(({ format }) => format === undefined);
      const order = downwards.test(sentence) ? "descending" : upwards.test(sentence) || isText ? "ascending" : undefined;
      return { property, stated, ...(order && { order }) };
    }
    const [property] = created;
    if (found === null || property === undefined || created.length > 1) continue;
    return { property, stated, order: downwards.test(found[0]) ? "descending" : "ascending" };
  }
  return undefined;
}

/** The properties that can be the time of an item's creation. If there are several, none is known to be it. */
export function creationTimes({ model }: Port, { create, update, replace }: Resource, properties: Properties): readonly string[] {
  const written = new Set([create, update, replace].flatMap((one) => [...writableProperties(model, one).keys()]));
  // A time that a client sends says nothing about when the item was created.
  const own = [...properties.keys()].filter((one) => !written.has(one) || isMarked(properties.get(one), "readOnly"));
  const times = own.filter((one) => isCreation(one));
  return times.length > 0 ? times : own.filter((one) => isFirstTime(one, properties.get(one) ?? []));
}

function isCreation(name: string): boolean {
  const words = wordsOf(name);
  return words[0] === "created" || words[0] === "creation" || words.join(" ") === "inserted at";
}

/** A time that each item has from the beginning: `sentAt` of a message, `bookedAt` of a payment. */
function isFirstTime(name: string, schemas: readonly Schema[]): boolean {
  const isTime = schemas.some(({ format }) => format === "date-time") && schemas.every(({ type }) => type?.includes("null") !== true);
  const [verb = "", ...rest] = wordsOf(name);
  return isTime && /(?:ed|sent|made|taken)$/.test(verb) && !laterVerbs.has(verb) && /^(?:at|on|time|date)$/.test(rest.join(" "));
}

/** Of times at which something happens to an item that exists. */
const laterVerbs = new Set(
  "updated modified changed edited revised touched accessed viewed used visited synced refreshed checked closed ended finished completed resolved deleted removed archived cancelled canceled expired deprecated published released approved accepted rejected confirmed shipped delivered returned refunded paid charged settled processed started stopped paused locked verified activated suspended scheduled planned".split(
    " ",
  ),
);

/** The property that words name: "due date" is `dueDate`, "name" is `name`, "start" is `startsAt`. */
function propertyNamed(words: string, properties: Properties): string | undefined {
  const wanted = flat(words);
  const names = [...properties.keys()];
  const exact = names.find((name) => flat(name) === wanted || flat(name) === `${wanted}at`);
  const times = names.filter((name) => ["sat", "date", "time"].some((end) => flat(name) === wanted + end));
  return exact ?? (times.length === 1 ? times[0] : undefined);
}
