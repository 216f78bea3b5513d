import { isJsonObject, type Json } from "../json.js";

/** Is told what of an extension is not understood: a sentence without its subject, and the member that it speaks of. */
export type Slip = (reason: string, member?: string) => void;

/** Whoever only wants what is understood. */
export const ignored: Slip = () => undefined;

/** What a member holds: a text, a number, a list of texts, or one of these words. */
type Kind = "text" | "number" | "texts" | readonly string[];
type Held<K extends Kind> = K extends "number" ? number : K extends "texts" ? readonly string[] : K extends readonly (infer Word)[] ? Word : string;

/** The members of an extension. One of another name or type is told and left out (but for extensions of its own); so is the whole where it is no object or lacks one of `needed`. */
export function members<const K extends Readonly<Record<string, Kind>>, const N extends keyof K & string>(
  said: Json | undefined,
  kinds: K,
  needed: readonly N[],
  slip: Slip,
): ({ readonly [M in keyof K]?: Held<K[M]> } & { readonly [M in N]: Held<K[M]> }) | undefined {
  if (said === undefined) return undefined;
  if (!isJsonObject(said)) return void slip("must be an object. It has no effect");
  const found: Record<string, Json> = {};
  for (const name of Object.keys(said)) {
    if (!Object.hasOwn(kinds, name) && !name.startsWith("x-")) slip(`has no member "${name}" (available: ${Object.keys(kinds).join(", ")})`, name);
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = said[name];
    if (value === undefined) continue;
    if (isOf(value, kind)) found[name] = value;
    else slip(`must have ${described(kind)} in "${name}"`, name);
  }
  const missing = needed.find((name) => found[name] === undefined);
  if (missing === undefined) return found as ReturnType<typeof members<K, N>>;
  if (said[missing] === undefined) slip(`lacks "${missing}", so it has no effect`);
  return undefined;
}

/** An extension that is a text. */
export function textOf(said: Json | undefined, slip: Slip): string | undefined {
  if (said === undefined || (typeof said === "string" && said !== "")) return said;
  return void slip("must be a string. It has no effect");
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
