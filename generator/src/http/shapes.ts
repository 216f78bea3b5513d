import type { Parameter } from "../model/api.js";
import type { Sent } from "./sent.js";

/** Texts in the shape of a parameter's style. */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

/** The style of a parameter, and its location. */
type Written = Pick<Parameter, "in" | "name" | "style" | "explode" | "required">;

/** The possible structure of a parameter. */
export interface Forms {
  readonly list: boolean;
  readonly object: boolean;
  readonly text: boolean;
  /** Properties that are listed. */
  readonly names: ReadonlySet<string>;
}

/**
 * The shapes that a parameter's style allows (RFC 6570, OpenAPI 3.1 §4.8.12.3), the likeliest first; none if nothing was
 * sent, `undefined` if the text is ambiguous.
 *
 * @param named Names of the parameters in the same location, or of all others.
 */
export function shapesOf(parameter: Written, forms: Forms, named: ReadonlySet<string>, sent: Sent): readonly Shape[] | undefined {
  switch (parameter.in) {
    case "query":
      return fromQuery(parameter, forms, named, sent.query);
    case "path":
      return fromPath(parameter, forms, sent.path[parameter.name]);
    case "header":
      return headerShapes(sent.header(parameter.name), parameter.explode, forms);
    case "cookie":
      return fromCookie(parameter, forms, sent.cookies);
    case "querystring":
      return undefined;
  }
}

/** The shapes of a header's text. Headers are not encoded. */
export function headerShapes(text: string | undefined, explode: boolean, forms: Forms): readonly Shape[] {
  return pieces(text, ",", explode, forms, (piece) => piece.trim());
}

const separators: Partial<Record<Parameter["style"], RegExp>> = { spaceDelimited: /%20|\+/, pipeDelimited: /\||%7C/i, tabDelimited: /%09/ };

function fromQuery(parameter: Written, forms: Forms, named: ReadonlySet<string>, query: Sent["query"]): readonly Shape[] {
  const { name, style, explode } = parameter;
  if (style === "deepObject") {
    const own = query.filter(([key]) => key.startsWith(`${name}[`) && key.split("[").length <= deepest);
    const deep = nested(own.map(([key, value]) => [key.slice(name.length), decoded(value)]));
    if (deep !== undefined) return [deep];
  }
  // PHP, Rails and many clients write lists with brackets.
  const values = query.flatMap(([key, value]) => (key === name || (forms.list && key === `${name}[]`) ? [value] : []));
  if (values.length === 0) return forms.object && explode && style !== "deepObject" ? spread(parameter, forms, named, query) : [];
  const [first = ""] = values;
  if (values.length > 1 || explode) {
    const all = values.map(decoded);
    const list = forms.list ? [all] : [];
    return values.length > 1 && forms.list ? list : [...(forms.text || !forms.list ? [decoded(first)] : []), ...list];
  }
  return pieces(first, separators[style] ?? ",", false, forms, decoded) ?? [];
}

/** An object whose properties are next to other parameters: with the properties that it lists, and with all names that are no other parameter. */
function spread({ required }: Written, forms: Forms, named: ReadonlySet<string>, query: Sent["query"]): readonly Shape[] {
  const free = query.filter(([key]) => !named.has(key)).map(([key, value]) => [key, decoded(value)] as const);
  const listed = free.filter(([key]) => forms.names.has(key));
  // An object without properties is not on the wire. If it is required, it is assumed.
  if (free.length === 0 || (forms.names.size > 0 && listed.length === 0)) return required && !forms.text && !forms.list ? [{}] : [];
  const all = grouped(free);
  return listed.length === free.length || listed.length === 0 ? [all] : [grouped(listed), all];
}

/** A name that occurs more than once has a list. */
function grouped(sent: readonly (readonly [name: string, value: string])[]): { readonly [name: string]: Shape } {
  const values = new Map<string, string[]>();
  for (const [name, value] of sent) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries([...values].map(([name, all]): [string, Shape] => [name, all.length === 1 ? (all[0] ?? "") : all]));
}

function fromPath({ name, style, explode }: Written, forms: Forms, raw: string | undefined): readonly Shape[] {
  if (raw === undefined) return [];
  if (style === "label") return pieces(raw.replace(/^\./, ""), explode ? "." : ",", explode, forms, decodedPlain);
  if (style !== "matrix") return pieces(raw, ",", explode, forms, decodedPlain);
  const named = raw
    .split(";")
    .slice(1)
    .map((part) => [part.split("=")[0] ?? "", part.split("=").slice(1).join("=")] as const);
  const own = named.flatMap(([key, value]) => (decodedPlain(key) === name ? [value] : []));
  if (!explode) return pieces(own[0] ?? "", ",", false, forms, decodedPlain);
  if (own.length === 0 && forms.object) return [Object.fromEntries(named.map(([key, value]) => [decodedPlain(key), decodedPlain(value)] as const))];
  return [...(forms.list ? [own.map(decodedPlain)] : []), ...(forms.text ? [decodedPlain(own[0] ?? "")] : [])];
}

function fromCookie({ name, style, explode }: Written, forms: Forms, cookies: Sent["cookies"]): readonly Shape[] | undefined {
  // The style of that name encodes nothing (OpenAPI 3.2 §4.12.3).
  const read = style === "cookie" ? (text: string) => text : decodedPlain;
  const values = cookies.flatMap(([key, value]) => (key === name ? [value] : []));
  const raw = values.at(-1);
  if (raw === undefined) {
    if (!explode || !forms.object) return [];
    // Each property is a cookie. Others may have set more cookies, so that only listed properties belong to it.
    const listed = cookies.filter(([key]) => forms.names.has(key));
    return listed.length === 0 ? undefined : [grouped(listed.map(([key, value]) => [key, read(value)]))];
  }
  if (explode && forms.list && values.length > 1) return [values.map(read)];
  if (explode && forms.list && raw.includes(`&${name}=`)) return [raw.split(`&${name}=`).map(read), ...(forms.text ? [read(raw)] : [])];
  // Servers and clients separate lists in a cookie by commas, for each style.
  return [...pieces(raw, ",", explode, forms, read), ...(explode && forms.list ? [[read(raw)]] : [])];
}

/** Parses one text. */
function pieces(
  raw: string | undefined,
  separator: string | RegExp,
  explode: boolean,
  { list, object, text }: Forms,
  read: (text: string) => string,
): readonly Shape[] {
  if (raw === undefined) return [];
  const parts = raw.split(separator);
  const whole = read(raw).split(separator);
  // Clients that encode a whole value encode its separators too.
  const lists: Shape[] = list ? [parts.map(read), ...(parts.length < whole.length ? [whole] : []), ...(raw === "" ? [[]] : [])] : [];
  const texts: Shape[] = text ? [read(raw)] : [];
  const objects: Shape[] = object
    ? [
        explode
          ? pairs(
              parts.flatMap((part) => [part.split("=")[0] ?? "", part.split("=").slice(1).join("=")]),
              read,
            )
          : pairs(parts, read),
      ]
    : [];
  return parts.length > 1 ? [...lists, ...objects, ...texts] : [...texts, ...lists, ...objects];
}

function pairs(parts: readonly string[], read: (text: string) => string): { readonly [name: string]: string } {
  const count = Math.floor(parts.length / 2);
  return Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, string] => [read(parts[index * 2] ?? ""), read(parts[index * 2 + 1] ?? "")]),
  );
}

/** Maximum depth of nested names, because the stack is finite. */
const deepest = 100;

/** `[a][b]=1` and the like as an object; lists are `[0]`, `[1]` or `[]`. */
function nested(entries: readonly (readonly [path: string, value: string])[]): Shape | undefined {
  if (entries.length === 0) return undefined;
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [path, value] of entries) {
    const [, key, rest] = /^\[([^\]]*)\](.*)$/s.exec(path) ?? [undefined, path, ""];
    const group = groups.get(key ?? "") ?? [];
    groups.set(key ?? "", group);
    group.push([rest ?? "", value]);
  }
  const members = [...groups].map(([key, group]): [string, Shape] => {
    const texts = group.flatMap(([rest, value]) => (rest === "" ? [value] : []));
    return [key, nested(group.filter(([rest]) => rest !== "")) ?? (texts.length === 1 && key !== "" ? (texts[0] ?? "") : texts)];
  });
  if (members.every(([key], index) => key === String(index))) return members.map(([, item]) => item);
  const [only] = members;
  return members.length === 1 && only?.[0] === "" ? only[1] : Object.fromEntries(members);
}

/** Percent-decodes a text, if possible. A plus is a space in a query only. */
export function decoded(text: string): string {
  return decodedPlain(text.replaceAll("+", " "));
}

export function decodedPlain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
