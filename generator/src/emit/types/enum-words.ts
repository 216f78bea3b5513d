import { isJsonObject, type Json } from "../../model/json.js";
import type { Annotations, Schema } from "../../model/schemas/schema.js";

/** A described value of an enum. */
export interface EnumValue {
  readonly value: Json;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** The maximum number of values in a comment; longer lists are not read. */
const maxValues = 100;

/**
 * The meaning of each value of an enum, as a Markdown list; `undefined` if the document does not describe the values. OpenAPI has no
 * keyword for it: JSON Schema uses `oneOf` with `const` and `title`, and generators have their extensions.
 */
export function enumDescription(schema: Schema): string | undefined {
  const words = enumValuesOf(schema.array?.items === undefined ? schema : schema.array.items).filter(
    ({ value, name, description }) => description !== undefined || !isSame(name, value),
  );
  if (words.length === 0 || words.length > maxValues) return undefined;
  return words.map(lineOf).join("\n");
}

function lineOf({ value, name, description }: EnumValue): string {
  const words = [isSame(name, value) ? undefined : name, description].filter((text) => text !== undefined);
  return `- ${asCode(textOf(value))}: ${words.join(", ").replaceAll(/\s+/g, " ").trim()}`;
}

/** A text of one line as code in Markdown. */
function asCode(text: string): string {
  const line = text === "" || /[\s\p{Cc}]/u.test(text) ? JSON.stringify(text) : text;
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** A text as it is, anything else as JSON. */
function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `EUCentral` adds nothing to "eu-central". */
function isSame(name: string | undefined, value: Json): boolean {
  return name === undefined || letters(name) === letters(textOf(value));
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** The values of an enumeration, however it is written, in the document's order; empty where a schema is none. */
export function enumValuesOf({ enum: values, oneOf, anyOf, annotations }: Schema): readonly EnumValue[] {
  if (values !== undefined)
    return annotations?.extensions === undefined ? values.map((value) => ({ value })) : byExtensions(values, annotations.extensions);
  const branches = (oneOf ?? anyOf ?? []).filter(({ type }) => type?.join() !== "null");
  const words = branches.flatMap((branch): EnumValue[] => {
    const { const: value, enum: [only, ...others] = [], annotations: { title, description } = {} } = branch;
    const listed = others.length === 0 ? only : undefined;
    const single = value === undefined ? listed : value;
    return single === undefined ? [] : [{ value: single, name: textIn(title), description: textIn(description) }];
  });
  return words.length === branches.length ? words : [];
}

function byExtensions(values: readonly Json[], extensions: NonNullable<Annotations["extensions"]>): readonly EnumValue[] {
  if (values.length > maxValues) return values.map((value) => ({ value }));
  const more = isJsonObject(extensions["x-ms-enum"]) ? listIn(extensions["x-ms-enum"]["values"]) : [];
  const ofValue = new Map(more.flatMap((each) => (isJsonObject(each) ? [[textOf(each["value"] ?? null), each] as const] : [])));
  // Null next to `nullable` is not a value of its own.
  const named = values.filter((value) => value !== null);
  const textFor = (value: Json, ...lists: readonly (Json | undefined)[]): readonly string[] =>
    lists.flatMap((texts) => {
      if (isJsonObject(texts)) return textIn(Object.hasOwn(texts, textOf(value)) ? texts[textOf(value)] : undefined) ?? [];
      const list = listIn(texts);
      const along = [values, named].find(({ length }) => length === list.length);
      return textIn(list[along?.indexOf(value) ?? -1]) ?? [];
    });
  return values.map((value) => {
    const entry = ofValue.get(textOf(value));
    const names = textFor(value, extensions["x-enum-varnames"], extensions["x-enumNames"]);
    const [description] = textFor(value, extensions["x-enum-descriptions"], extensions["x-enumDescriptions"]);
    return {
      value,
      name: names.find((name) => !isSame(name, value)) ?? textIn(entry?.["name"]) ?? names[0],
      description: description ?? textIn(entry?.["description"]),
    };
  });
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
