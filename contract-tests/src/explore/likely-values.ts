import type { ApiModel, Json, Schema } from "tallystick/model";
import { accepts } from "tallystick";
import { alphabet, keyWords, randomText } from "./fresh.js";
import { enumOf, isMarked, typesOf, wordsOf, type Properties } from "./laws/properties.js";
import { flat, referredName } from "./names.js";
import type { Random } from "./random.js";
import type { Fresh } from "./sequence.js";

/** The values of a create that only prose or existing items explain, by the names of its properties: constants, and texts with a new part. */
export type LikelyValues = ReadonlyMap<string, { readonly value: Json } | { readonly shape: Omit<Fresh, "$fresh"> }>;

type Model = Pick<ApiModel, "schemas">;

/** No name is longer, and no long text is an example. */
const longestText = 80;

/** Properties of others that no own item may have: who is reached or paid, and what is secret. */
const privateWords = new Set(
  "mail email phone mobile fax token secret password key iban card url uri webhook callback address user owner".split(" "),
);

/**
 * The values of an existing item, and below them those of examples in descriptions. Names and codes get a new part, the other texts, flags and listed
 * values are used unchanged. Ids, numbers and what belongs to a person are not.
 */
export function likelyValues(
  model: Model,
  item: Readonly<Record<string, unknown>>,
  properties: Properties,
  required: readonly string[],
): LikelyValues {
  const found = new Map<string, { readonly value: Json } | { readonly shape: Omit<Fresh, "$fresh"> }>();
  for (const [name, schemas] of properties) {
    const words = wordsOf(name);
    const isOther = words.some((word) => privateWords.has(word)) || /^(?:id|uuid|guid|type)$/.test(flat(name)) || referredName(name) !== undefined;
    if (isOther || isMarked(schemas, "readOnly")) continue;
    const isUnique = words.some((word) => keyWords.has(word));
    const isWanted = isUnique || required.includes(name);
    const value = item[name] ?? (isWanted && typesOf(schemas)[0] === "string" ? exampleIn(schemas) : undefined);
    const isConstant = typeof value === "boolean" || enumOf(schemas) !== undefined || !isUnique;
    if (!isText(value) && typeof value !== "boolean") continue;
    if (!schemas.every((schema) => accepts(schema, value, model, { direction: "request" }))) continue;
    const shape = isConstant ? undefined : shapeOf(String(value));
    if (isConstant) found.set(name, { value });
    else if (shape !== undefined && fits(model, schemas, shape)) found.set(name, { shape });
  }
  return found;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= longestText && !value.includes("/") && !value.includes("@");
}

/** A text like that of another item, whose beginning and end it has: digits at its end are new, or there are new letters after its first word. */
function shapeOf(text: string): Omit<Fresh, "$fresh"> | undefined {
  const digits = /\d{4,12}$/.exec(text);
  if (digits !== null) return { prefix: text.slice(0, digits.index), length: digits[0].length, characters: "digits" };
  const word = /[A-Za-z][A-Za-z\d]*/.exec(text);
  if (word === null) return undefined;
  const end = word.index + word[0].length;
  const isUpper = word[0] === word[0].toUpperCase();
  return { prefix: text.slice(0, end), length: 6, characters: isUpper ? "upper" : "lower", suffix: text.slice(end) };
}

function fits(model: Model, schemas: readonly Schema[], { prefix, length, characters, suffix = "" }: Omit<Fresh, "$fresh">): boolean {
  const text = prefix + alphabet[characters].slice(0, 1).repeat(length) + suffix;
  return schemas.every((schema) => accepts(schema, text, model, { direction: "request" }));
}

/** The quoted text after "e.g." or "such as" in a description: of `(e.g. “example.com.”)`, the name with its dot. */
export function exampleIn(schemas: readonly Schema[]): string | undefined {
  for (const { annotations } of schemas) {
    const text = /(?:\be\.g\.|\bexample\b|\bsuch as\b|\blike\b)[^“"`']{0,12}[“"`']([^“”"`']{2,80})[”"`']/i.exec(annotations?.description ?? "")?.[1];
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The values for one request. `onFresh` gets each new text with its shape. */
export function drawLikely(
  values: LikelyValues,
  random: Random,
  onFresh: (text: string, shape: Omit<Fresh, "$fresh">) => void = () => undefined,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    [...values].map(([name, one]): [string, Json] => {
      if ("value" in one) return [name, one.value];
      const text = one.shape.prefix + randomText(random, one.shape) + (one.shape.suffix ?? "");
      onFresh(text, one.shape);
      return [name, text];
    }),
  );
}
