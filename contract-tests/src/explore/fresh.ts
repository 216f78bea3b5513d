import { accepts } from "tallystick";
import type { ApiModel, Json, Schema } from "tallystick/model";
import type { Random } from "./random.js";
import type { Fresh } from "./sequence.js";
import { wordsOf } from "./laws/properties.js";

/** A text for one request. No other request has the same one. */
export interface FreshText {
  readonly text: string;
  readonly value: Fresh;
}

/** Names whose values a server may want to be unique. */
export const keyWords = new Set(
  "name title key code email mail login user username nickname handle label number serial sku isbn domain host hostname subject slug path phone alias identifier reference ref tag url".split(
    " ",
  ),
);

/** Letters and digits of one kind, which a run replaces by others. */
const kinds: readonly { readonly pattern: RegExp; readonly characters: Fresh["characters"] }[] = [
  { pattern: /[a-z]/, characters: "lower" },
  { pattern: /\d/, characters: "digits" },
  { pattern: /[A-Z]/, characters: "upper" },
];

export const alphabet: Readonly<Record<Fresh["characters"], string>> = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digits: "0123456789",
};

/** The object with new texts for properties that may have to be unique, as far as their schemas accept them. @param isAny Whether each text may be a key. */
export function withFreshTexts(
  value: { readonly [name: string]: Json },
  properties: ReadonlyMap<string, readonly Schema[]>,
  model: Pick<ApiModel, "schemas">,
  random: Random,
  freshTexts: FreshText[],
  isAny = false,
): { readonly [name: string]: Json } {
  const entries = Object.entries(value).map(([name, item]): [string, Json] => {
    const schemas = properties.get(name);
    if (typeof item !== "string" || schemas === undefined || !(isAny || wordsOf(name).some((word) => keyWords.has(word)))) return [name, item];
    if (schemas.some((schema) => schema.enum !== undefined || schema.const !== undefined)) return [name, item];
    const fresh = freshText(item, schemas, model, random, freshTexts.length);
    if (fresh === undefined) return [name, item];
    freshTexts.push(fresh);
    return [name, fresh.text];
  });
  return Object.fromEntries(entries);
}

/** The text with a part that is new: at its end if the schemas accept that, or instead of letters or digits. */
export function freshText(
  text: string,
  schemas: readonly Schema[],
  model: Pick<ApiModel, "schemas">,
  random: Random,
  number: number,
): FreshText | undefined {
  for (const shape of shapesOf(text)) {
    const newText = randomText(random, shape);
    const whole = shape.prefix + newText + (shape.suffix ?? "");
    if (schemas.every((schema) => accepts(schema, whole, model))) return { text: whole, value: { $fresh: number, ...shape } };
  }
  return undefined;
}

function* shapesOf(text: string): Iterable<Omit<Fresh, "$fresh">> {
  const at = text.indexOf("@");
  const [head, tail] = at > 0 ? [text.slice(0, at), text.slice(at)] : [text, ""];
  const suffix = tail === "" ? {} : { suffix: tail };
  yield { prefix: `${head}${/[a-z\d]$/i.test(head) && at < 0 ? "-" : ""}`, length: 6, characters: "lower", ...suffix };
  yield { prefix: head, length: 6, characters: "lower", ...suffix };
  for (const { pattern, characters } of kinds) {
    const run = new RegExp(`${pattern.source}{2,12}(?!.*${pattern.source}{2})`, "s").exec(head);
    if (run === null) continue;
    yield { prefix: head.slice(0, run.index), length: run[0].length, characters, suffix: head.slice(run.index + run[0].length) + tail };
  }
}

export function randomText(random: Random, { length, characters }: Pick<Fresh, "length" | "characters">): string {
  return Array.from({ length }, () => random.pick([...alphabet[characters]])).join("");
}
