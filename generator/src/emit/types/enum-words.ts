import { isJsonObject, type Json } from "../../model/json.js";
import type { Annotations, Schema } from "../../model/schema.js";

/** What a document says of one value of an enumeration. */
interface Word {
  readonly value: Json;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** Values that are told apart in a comment; of longer lists nobody reads it. */
const mostWords = 100;

/**
 * What each value of an enumeration means, as a list in Markdown; `undefined` where the document does not say more than the values. OpenAPI has no
 * keyword for it: `oneOf` with a `const` and a `title` each is JSON Schema's way, and generators have their extensions.
 */
export function enumWords(schema: Schema): string | undefined {
  const words = wordsOf(schema).filter(({ value, name, description }) => description !== undefined || !isSame(name, value));
  if (words.length === 0 || words.length > mostWords) return undefined;
  return words.map(lineOf).join("\n");
}

function lineOf({ value, name, description }: Word): string {
  const code = `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
  const said = [isSame(name, value) ? undefined : name, description].filter((text) => text !== undefined);
  return `- ${code}: ${said.join(", ").replaceAll(/\s+/g, " ").trim()}`;
}

/** `EUCentral` says no more than "eu-central". */
function isSame(name: string | undefined, value: Json): boolean {
  return name === undefined || letters(name) === letters(String(value));
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function wordsOf({ enum: values, oneOf, anyOf, annotations }: Schema): readonly Word[] {
  if (values !== undefined) return annotations?.extensions === undefined ? [] : byExtensions(values, annotations.extensions);
  const branches = oneOf ?? anyOf ?? [];
  const words = branches.flatMap(({ const: value, annotations: { title, description } = {} }): Word[] =>
    value === undefined ? [] : [{ value, name: textIn(title), description: textIn(description) }],
  );
  return words.length === branches.length ? words : [];
}

function byExtensions(values: readonly Json[], extensions: NonNullable<Annotations["extensions"]>): readonly Word[] {
  const named = [extensions["x-enum-varnames"], extensions["x-enumNames"]].find((each) => each !== undefined);
  const described = [extensions["x-enum-descriptions"], extensions["x-enumDescriptions"]].find((each) => each !== undefined);
  const more = isJsonObject(extensions["x-ms-enum"]) ? extensions["x-ms-enum"]["values"] : undefined;
  const ofValue = new Map(listIn(more).flatMap((each) => (isJsonObject(each) ? [[String(each["value"]), each] as const] : [])));
  return values.map((value, index) => ({
    value,
    name: textAt(named, values, index) ?? textIn(ofValue.get(String(value))?.["name"]),
    description: textAt(described, values, index) ?? textIn(ofValue.get(String(value))?.["description"]),
  }));
}

/** Of a list that goes along with the values, or of an object that has them as keys. */
function textAt(texts: Json | undefined, values: readonly Json[], index: number): string | undefined {
  if (isJsonObject(texts)) return textIn(texts[String(values[index])]);
  const list = listIn(texts);
  // Null is no value of its own to whoever writes `nullable` beside the list.
  const isComplete = list.length === values.length || list.length === values.filter((value) => value !== null).length;
  return isComplete ? textIn(list[index]) : undefined;
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
