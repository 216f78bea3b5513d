import type { Parameter } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Context } from "../context.js";
import type { Part } from "../lenient/part.js";
import { isReference } from "../references/misplaced.js";
import { anyString, withQuery, type At } from "./path-query.js";

/** A path whose parts are names, with the parameters of those names. */
interface Template {
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

/**
 * Makes the path parameters equal to those of the template, because the URL needs exactly these (OpenAPI 3.1 §4.8.12.1):
 * a part without a parameter gets one that accepts any string, and a parameter without a part is omitted. Both are reported.
 * Returns `undefined` for unbalanced braces.
 * @param owners The path items and the operation whose `parameters` apply.
 */
export function matchTemplate(
  context: Context,
  at: At,
  operation: Part,
  described: readonly Parameter[],
  owners: readonly Part[],
): Template | undefined {
  const { path: written } = at;
  const parameters = withQuery(context, at, operation, described);
  const known = new Set(parameters.flatMap((parameter) => (parameter.in === "path" ? [parameter.name] : [])));
  const spanning = new Set<string>();
  const pieces = piecesOf(withBraces(context, written, operation, known, spanning));
  if (pieces === undefined) return void context.report("unbalanced-template", { path: written }, operation.place);
  const names = new Set<string>();
  // It is appended to a server's URL, and begins with a slash (OpenAPI 3.1 §4.8.8.1).
  let path = written.startsWith("/") ? "" : "/";
  for (const { text, isPart } of pieces) {
    const name = isPart ? nameIn(text, known) : undefined;
    if (isPart && name === undefined) return void context.report("unbalanced-template", { path: written }, operation.place);
    path += name === undefined ? text : `{${name}}`;
    if (name === undefined) continue;
    names.add(name);
    const spans = spansSegments(text);
    if (spans) spanning.add(name);
    if (name !== text) context.report("pattern-in-path", { part: text, name, path: written, spans }, operation.place);
  }
  const fitting = renameByParts(context, names, parameters).filter((parameter) => {
    if (parameter.in !== "path" || names.has(parameter.name)) return true;
    context.losses.add("parameter", parameter.place);
    context.report("parameter-not-in-path", { name: parameter.name, path }, parameter.place);
    return false;
  });
  const found = new Set(fitting.map((parameter) => (parameter.in === "path" ? parameter.name : "")));
  const missing = [...names].filter((name) => !found.has(name));
  // A reference that cannot be resolved is reported itself, and may be the parameter.
  if (!owners.some((owner) => hasUnresolvedParameter(context, owner)))
    for (const name of missing) context.report("undeclared-path-parameter", { name, path }, operation.place);
  const all = [...missing.map((name) => anyString(name, "path", operation)), ...fitting];
  if (spanning.size === 0) return { path, parameters: all };
  const isSpanning = ({ in: location, name }: Parameter): boolean => location === "path" && spanning.has(name);
  return { path, parameters: all.map((each) => (isSpanning(each) ? { ...each, spansSegments: true } : each)) };
}

function hasUnresolvedParameter({ misplaced }: Context, owner: Part): boolean {
  const list = owner.raw("parameters");
  if (!Array.isArray(list)) return false;
  const targets = (list as readonly Json[]).map((value, index) => misplaced.peek({ value, place: owner.at("parameters", index) }));
  return targets.some((target) => target === undefined || isReference(target.value));
}

/**
 * `{userid}` in the path and a parameter "userId": frameworks that compare names without case (ASP.NET) export them differently.
 * `{id}` and a parameter "userId", if the path has no other undescribed part and the operation no other parameter without a part: one of
 * them was renamed. The name of the part is used, because all operations of the path share it.
 */
function renameByParts(context: Context, names: ReadonlySet<string>, parameters: readonly Parameter[]): readonly Parameter[] {
  const astray = parameters.filter((parameter) => parameter.in === "path" && !names.has(parameter.name));
  if (astray.length === 0) return parameters;
  const taken = new Set(parameters.map((parameter) => (parameter.in === "path" ? parameter.name : "")));
  const free = new Set([...names].filter((name) => !taken.has(name)));
  const parts = new Map<Parameter, string>();
  for (const parameter of astray) {
    const [name, ...others] = [...free].filter((each) => each.toLowerCase() === parameter.name.toLowerCase());
    if (name === undefined || others.length > 0) continue;
    free.delete(name);
    parts.set(parameter, name);
    context.report("parameter-in-other-case", { name: parameter.name, part: name }, parameter.place);
  }
  const [parameter, ...otherParameters] = astray.filter((each) => !parts.has(each));
  const [name, ...otherNames] = free;
  if (parameter !== undefined && name !== undefined && otherParameters.length + otherNames.length === 0) {
    parts.set(parameter, name);
    context.report("parameter-by-other-name", { name: parameter.name, part: name }, parameter.place);
  }
  return parameters.map((each) => {
    const part = parts.get(each);
    if (part === undefined) return each;
    // The component keeps its name.
    const { component: _component, ...own } = each;
    return { ...own, name: part };
  });
}

/**
 * Reads `/users/:id`, `/users/<int:id>`, `/users/[id]` of web frameworks and `/users/${id}` of program templates, if no braces have that
 * name; and `/users/USER_ID` if a parameter has that name.
 *
 * @param spanning Receives those that take several segments: `/files/<path:name>`, `/files/:name*`, `/files/[...name]`.
 */
function withBraces(context: Context, written: string, operation: Part, known: ReadonlySet<string>, spanning: Set<string>): string {
  const inBraces = new Set([...written.matchAll(/(?<![{$#])\{([^{}]*)\}/g)].map(([, name]) => name));
  const isPlain = [...known].every((name) => inBraces.has(name) || !written.includes(name));
  if (isPlain && !/\/[:<[($%#]|\$\{|\{\{/.test(written)) return written;
  return written.replaceAll(otherParts, (part, ...groups: unknown[]) => {
    const at = groups.findIndex((group) => group !== undefined);
    const name = String(groups[at]);
    const kind = at < 2 ? "template" : at < 4 ? "framework" : "word";
    // If parameters exist and none has the name, it may be a word of the URL.
    const isWord = !known.has(name) && (kind === "word" || (kind === "framework" && known.size > 0));
    if (inBraces.has(name) || isWord) return part;
    context.report("part-without-braces", { part, name, path: written }, operation.place);
    if (/^<path:|[*+]$|^\[\.{3}/.test(part)) spanning.add(name);
    return `{${name}}`;
  });
}

/** `${id}`, `{{id}}` and `#{id}`; `:id` and `<int:id>`; `[id]`, `(id)`, `$id`, `%id%` and `id`, which may be words. */
const otherParts =
  /(?:\{\{\s*([\w.-]+)\s*\}\}|[$#]\{([\w.-]+)\})|(?<=\/)(?::(\w+)[?*+]?|<(?:\w+:)?(\w+)>|\[(?:\.{3})?([\w-]+)\]|\(([\w-]+)\)|\$(\w+)|%([\w-]+)%|([\w-]+))(?=\/|$)/g;

/** The text between braces, which may contain braces (`{code:[a-z]{2}}`), and the text around them. */
function piecesOf(path: string): { readonly text: string; readonly isPart: boolean }[] | undefined {
  const pieces: { text: string; isPart: boolean }[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < path.length; at++) {
    const character = path[at];
    if (character !== "{" && character !== "}") continue;
    if (character === "}" && --depth < 0) return undefined;
    if (depth === 0) {
      pieces.push({ text: path.slice(start, at), isPart: character === "}" });
      start = at + 1;
    }
    if (character === "{") depth++;
  }
  return depth > 0 ? undefined : [...pieces, { text: path.slice(start), isPart: false }];
}

/**
 * The name of a part. Frameworks add the pattern of the part in their own ways: `{id:[0-9]+}`, `{id?}` (ASP.NET), `{name=projects/*}`
 * (google.api.http), `{path*}`, `{+name}` (RFC 6570). A parameter's exact name takes precedence.
 */
function nameIn(part: string, known: ReadonlySet<string>): string | undefined {
  const plain = !/[{}/]/.test(part) && part !== "";
  if (plain && (known.has(part) || !/[:=+*]|\?$/.test(part))) return part;
  const name = /^[+*]{0,2}([^{}/:=+*]+?)(?:[:=].*|[+*]{1,2}|\?)?$/s.exec(part)?.[1]?.trim();
  return name !== undefined && name !== "" ? name : plain ? part : undefined;
}

/**
 * Whether the text next to a name allows several segments: `{proxy+}` (API gateways), `{+name}` (RFC 6570), `{**path}`, a pattern of
 * google.api.http with segments, or an expression that matches a slash. A parameter with the sign in its name allows them as well.
 */
function spansSegments(part: string): boolean {
  const [, before = "", sign, pattern = "", after = ""] = /^([+*]{0,2})[^:=]*?(?:([:=])(.*)|([+*]{1,2}))?$/s.exec(part) ?? [];
  if (before !== "" || after !== "") return true;
  return sign === "=" ? /\/|\*\*/.test(pattern) : sign === ":" && (/^(?:path|\*{1,2})$/.test(pattern) || matchesSlash(pattern));
}

/** Whether an expression contains a slash, or repeats a part that may be one. */
function matchesSlash(pattern: string): boolean {
  const inClass = (_: string, not: string, members: string): string => (/\/|\\[DSW]/.test(members) === (not === "") ? "/" : "-");
  const plain = pattern
    .replace(/\[(\^?)((?:\\.|[^\\\]])*)(?:\]|\\?$)/gs, inClass)
    .replace(/\\([DSW/])/g, "/")
    .replace(/\\./gs, "-");
  return /\/|\.[*+{]/.test(plain);
}
