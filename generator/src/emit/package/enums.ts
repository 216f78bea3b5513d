import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Plan } from "../../plan/plan.js";
import { join, literal, propertyKey, raw, code, typed, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { harmless } from "../print/jsdoc.js";
import { typeMatches } from "../validators/types.js";
import { enumValuesOf, type EnumValue } from "../types/enum-words.js";

/** Cached by plan: the index, the package and its README need it. */
const modules = new WeakMap<Plan, { readonly module: SourceModule | undefined }>();

/** The values of enumerations, which types do not have when a program runs: for lists to choose from, and to be named in code. */
export function enumsModule(plan: Plan): SourceModule | undefined {
  let known = modules.get(plan);
  if (known === undefined) modules.set(plan, (known = { module: makeEnums(plan) }));
  return known.module;
}

function makeEnums(plan: Plan): SourceModule | undefined {
  const statements = plan.schemas.flatMap(({ schema, key, valuesName }): Statement[] => {
    const words = enumValuesOf(enumerationOf(schema)).filter(({ value }) => value !== null && isTaken(value, schema));
    if (words.length === 0 || !words.every(({ value }) => typeof value === "string" || typeof value === "number")) return [];
    const stated = schema.annotations?.description ?? schema.annotations?.title;
    const docs = `The values of \`${key}\`${stated === undefined ? "." : `: ${stated}`}`;
    const members = membersOf(words);
    return [{ kind: "const", name: valuesName, exported: true, docs, declared: valuesType(members), value: valuesCode(members) }];
  });
  return statements.length === 0 ? undefined : { path: "enums", statements };
}

/** The schema that lists the values, where next to it there is only null. */
function enumerationOf(schema: Schema): Schema {
  const [only, ...more] = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type?.join() !== "null");
  return only?.enum !== undefined && only.enum.length > 1 && more.length === 0 ? only : schema;
}

/** Whether the other keywords of an enum's schema accept a value. */
function isTaken(value: Json, { type, const: only }: Schema): boolean {
  return (type === undefined || typeMatches(value, type)) && (only === undefined || only === value);
}

/** A member of the object of values, by the name that the document gives the value, else by itself. */
interface Member {
  readonly key: string;
  readonly value: string | number;
  readonly docs: string;
}

function membersOf(words: readonly EnumValue[]): readonly Member[] {
  const names = words.map(({ name, value }) => name ?? String(value));
  const areNames = new Set(names).size === names.length;
  const keys = areNames ? names : words.map(({ value }) => String(value));
  const visited = new Set<string>();
  return words.flatMap(({ value, description }, index): Member[] => {
    // 1 and "1" are two values: the later one has its JSON form as name.
    const key = visited.has(keys[index] as string) ? JSON.stringify(value) : (keys[index] as string);
    if (visited.has(key)) return [];
    visited.add(key);
    const docs = description === undefined ? "" : harmless(description.replaceAll(/\s+/g, " "));
    return [{ key, value: value as string | number, docs }];
  });
}

/** `{ available: "available", "on hold": "on hold" } as const` */
function valuesCode(members: readonly Member[]): Code {
  const lines = members.map((member) => raw(`${commentOf(member)}  ${propertyKey(member.key)}: ${literal(member.value)},`));
  return code`{\n${join(lines, "\n")}\n}${typed(raw(" as const"))}`;
}

function valuesType(members: readonly Member[]): Code {
  const lines = members.map((member) => raw(`${commentOf(member)}  readonly ${propertyKey(member.key)}: ${literal(member.value)};`));
  return code`{\n${join(lines, "\n")}\n}`;
}

function commentOf({ docs }: Member): string {
  return docs === "" ? "" : `  /** ${docs} */\n`;
}
