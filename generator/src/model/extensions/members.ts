import { isJsonObject, type Json } from "../json.js";

/** Receives the errors of an extension: a sentence without its subject, and the member. */
export type ReportMember = (reason: string, member?: string) => void;

/** Ignores errors. */
export const ignored: ReportMember = () => undefined;

/** The kind of a member: text, number, list of texts, or one of these words. */
type Kind = "text" | "number" | "texts" | readonly string[];
type MemberValue<K extends Kind> = K extends "number"
  ? number
  : K extends "texts"
    ? readonly string[]
    : K extends readonly (infer Word)[]
      ? Word
      : string;

/**
 * The members of an extension. Reports and omits members with another name or type (except extensions of its own), and the whole extension if it is
 * no object or lacks one of `needed`.
 */
export function members<const K extends Readonly<Record<string, Kind>>, const N extends keyof K & string>(
  extension: Json | undefined,
  kinds: K,
  needed: readonly N[],
  report: ReportMember,
): ({ readonly [M in keyof K]?: MemberValue<K[M]> } & { readonly [M in N]: MemberValue<K[M]> }) | undefined {
  if (extension === undefined) return undefined;
  if (!isJsonObject(extension)) return void report("must be an object. It has no effect");
  const found: Record<string, Json> = {};
  for (const name of Object.keys(extension)) {
    if (!Object.hasOwn(kinds, name) && !name.startsWith("x-")) report(`has no member "${name}" (available: ${Object.keys(kinds).join(", ")})`, name);
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = extension[name];
    if (value === undefined) continue;
    if (isOf(value, kind)) found[name] = value;
    else report(`must have ${described(kind)} in "${name}"`, name);
  }
  const missing = needed.find((name) => found[name] === undefined);
  if (missing === undefined) return found as ReturnType<typeof members<K, N>>;
  if (extension[missing] === undefined) report(`lacks "${missing}", so it has no effect`);
  return undefined;
}

/** An extension that is a text. */
export function textOf(extension: Json | undefined, report: ReportMember): string | undefined {
  if (extension === undefined || (typeof extension === "string" && extension !== "")) return extension;
  return void report("must be a string. It has no effect");
}

function isOf(value: Json, kind: Kind): boolean {
  if (kind === "text") return typeof value === "string";
  if (kind === "number") return typeof value === "number";
  if (kind === "texts") return Array.isArray(value) && value.every((item) => typeof item === "string");
  return kind.includes(value as string);
}

function described(kind: Kind): string {
  if (kind === "texts") return "a list of strings";
  return typeof kind === "string" ? `a ${kind}` : `one of ${kind.join(", ")}`;
}
