import { ts } from "ts-morph";
import type { ParameterLocation } from "../model/api.js";
import type { ApiOperation } from "./api.js";
import { indentAt, type Part } from "./edits.js";
import { bare, isIdentifierName, nameText, propertiesOf, valueOf } from "./nodes.js";

/** Longest line that is not broken. */
const width = 120;

/** The arguments of a call of the generated client: parts of an edit, with the user's own text. A string is the reason why the call stays. */
export type ChangedArguments = readonly Part[] | { readonly reason: string };

/** The key of a property whose value is spread into the new object: `query` → `...query`. */
const spreadKey = "...";

/** A property that a call had, with its comments. */
interface Piece {
  /** Name in the new object. */
  readonly key: string;
  readonly property: ts.ObjectLiteralElementLike;
  /** The name that it had. */
  readonly before: string | undefined;
}

/** Options of a call of `fetch` that the generated client takes as `init`. */
const fetchOptions: ReadonlySet<string> = new Set(
  "cache credentials integrity keepalive mode redirect referrer referrerPolicy window priority duplex dispatcher next".split(" "),
);

export interface CallShape {
  /** Where each location of parameters is, by name: `path`, `query`. */
  readonly parameters: ReadonlyMap<ParameterLocation, ts.Expression>;
  readonly body?: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  /** `signal`, `headers` and other options, as they were. */
  readonly options: ReadonlyMap<string, ts.PropertyAssignment | ts.ShorthandPropertyAssignment>;
  /** Options that are spread: `...options`. */
  readonly spreads?: readonly ts.SpreadAssignment[];
  /** The object that all of it was in. */
  readonly literal: ts.ObjectLiteralExpression;
}

const remaining: ReadonlySet<string> = new Set(["signal", "headers", "fetch", "baseUrl"]);

/** Where a call begins, and how much of its line is around the arguments. */
interface CallPlace {
  readonly position: number;
  readonly around: number;
}

/** `({ id, limit, body }, { signal })`, as the generated client takes it. */
export function changeArguments(
  shape: CallShape,
  operation: ApiOperation,
  checker: ts.TypeChecker,
  { position, around }: CallPlace,
): ChangedArguments {
  const pieces: Piece[] = [];
  for (const [location, value] of shape.parameters) {
    const literal = bare(value);
    const names = operation.parameters.get(location) ?? new Map<string, string>();
    if (!ts.isObjectLiteralExpression(literal)) {
      const fault = spreadFault(value, names, checker);
      if (fault !== undefined) return { reason: `the ${location} parameters are in a variable: ${fault}` };
      pieces.push({ key: spreadKey, before: undefined, property: value.parent as ts.PropertyAssignment | ts.ShorthandPropertyAssignment });
      continue;
    }
    for (const property of literal.properties) {
      if (ts.isSpreadAssignment(property)) {
        const fault = spreadFault(property.expression, names, checker);
        if (fault !== undefined) return { reason: fault };
        pieces.push({ key: "", before: undefined, property });
        continue;
      }
      const name = nameText(property.name);
      if (name === undefined || (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)))
        return { reason: `the ${location} parameter ${property.name.getText()} has a computed name` };
      const key = names.get(name) ?? (location === "header" ? headerKey(name, names) : undefined);
      if (key === undefined) return { reason: `the operation has no ${location} parameter ${name}` };
      pieces.push({ key, before: name, property });
    }
  }
  if (shape.body !== undefined) {
    if (!operation.hasBody) return { reason: "the operation has no request body" };
    pieces.push({ key: "body", before: "body", property: shape.body });
  }
  const options: Piece[] = [];
  const init: Piece[] = [];
  for (const spread of shape.spreads ?? []) {
    const fault = spreadFault(
      spread.expression,
      new Map([...remaining].filter((name) => !shape.options.has(name)).map((name) => [name, name])),
      checker,
    );
    if (fault !== undefined) return { reason: fault };
    options.push({ key: "", before: undefined, property: spread });
  }
  for (const [name, property] of shape.options) {
    if (remaining.has(name)) options.push({ key: name, before: name, property });
    else if (fetchOptions.has(name)) init.push({ key: name, before: name, property });
    else return { reason: `the generated client has no option ${name}` };
    const headers = name === "headers" ? bare(valueOf(property)) : undefined;
    if (
      headers !== undefined &&
      ts.isObjectLiteralExpression(headers) &&
      headers.properties.some((each) => /^content-type$/i.test(nameText(each.name) ?? ""))
    )
      return { reason: "the call sets the content type of its body" };
  }
  return layout(pieces, options, init, shape.literal, { position, around });
}

/** Header names do not depend on the case of letters. */
function headerKey(name: string, names: ReadonlyMap<string, string>): string | undefined {
  return [...names].find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

/** An object that is spread may bring what the flat object has no place for. */
function spreadFault(value: ts.Expression, names: ReadonlyMap<string, string>, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(value);
  const shown = value.getText().slice(0, 40);
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable)) !== 0 || checker.getIndexInfosOfType(type).length > 0)
    return `${shown}, which is spread, can have any property`;
  const members = (type.isUnion() ? type.types : [type]).flatMap((each) => each.getProperties().map(({ name }) => name));
  const other = members.find((name) => names.get(name) !== name);
  return other === undefined ? undefined : `${shown}, which is spread, has the property ${other}`;
}

function layout(
  pieces: readonly Piece[],
  options: readonly Piece[],
  init: readonly Piece[],
  literal: ts.ObjectLiteralExpression,
  { position, around }: CallPlace,
): readonly Part[] {
  const { text } = literal.getSourceFile();
  const column = position - (text.lastIndexOf("\n", position - 1) + 1) + around;
  const indent = indentAt(text, position);
  const lost = lostComments(
    literal,
    [...pieces, ...options, ...init].map(({ property }) => property),
  );
  const given = pieces.length + lost.length > 0 ? object(pieces, [], lost, { text, indent, column }) : [];
  if (options.length + init.length === 0) return given;
  return [...(given.length > 0 ? given : ["{}"]), ", ", ...object(options, init, [], { text, indent, column })];
}

interface Layout {
  readonly text: string;
  readonly indent: string;
  readonly column: number;
}

/** An object literal on one line, or with a line for each property if it is long or has comments. @param init Properties of the nested `init`. */
function object(pieces: readonly Piece[], init: readonly Piece[], comments: readonly string[], { text, indent, column }: Layout): readonly Part[] {
  const properties = [...pieces, ...init].map(({ property }) => property);
  const isCommented = comments.length > 0 || properties.some((each) => leadingComment(each, text) !== "" || trailingComment(each, text) !== "");
  const written = properties.map((each) => each.getText()).join(", ");
  const isShort = !isCommented && !written.includes("\n") && column + written.length + 4 <= width;
  const unit = /\n\t/.test(text) ? "\t" : (/\n( {4}| {2})\S/.exec(text)?.[1] ?? "  ");
  const rows = pieces.map((piece) => shownPiece(piece, text, isShort ? undefined : indent + unit));
  if (init.length > 0) rows.push(["init: { ", ...joined(init.map((piece) => shownPiece(piece, text, undefined))), " }"]);
  if (isShort) return ["{ ", ...joined(rows), " }"];
  const lines = rows.flatMap((row, index): Part[] => {
    const own = pieces[index]?.property;
    const after = own === undefined ? "" : trailingComment(own, text);
    return [`\n${indent}${unit}`, ...row, `,${after === "" ? "" : ` ${after}`}`];
  });
  return ["{", ...comments.map((comment) => `\n${indent}${unit}${comment}`), ...lines, `\n${indent}}`];
}

function joined(rows: readonly (readonly Part[])[]): readonly Part[] {
  return rows.flatMap((row, index) => (index > 0 ? [", ", ...row] : row));
}

/** A property with the name that the new object has for it, at its new indentation. */
function shownPiece({ key, before, property }: Piece, text: string, indent: string | undefined): Part[] {
  const start = property.getStart();
  const comment = indent === undefined ? "" : leadingComment(property, text);
  const own = indentAt(text, start);
  const show = (part: string): string => (indent === undefined || own === indent ? part : part.replaceAll(`\n${own}`, `\n${indent}`));
  const parts: Part[] = comment === "" ? [] : [`${comment}\n${indent}`];
  const isRenamed = before !== undefined && key !== before;
  if (key === spreadKey) {
    const value = valueOf(property as ts.PropertyAssignment | ts.ShorthandPropertyAssignment);
    return [...parts, "...", { start: value.getStart(), end: value.end, show }];
  }
  if (!isRenamed) return [...parts, { start, end: property.end, show }];
  const name = isIdentifierName(key) ? key : JSON.stringify(key);
  const value = ts.isPropertyAssignment(property) ? property.initializer : property;
  return [...parts, `${name}: `, { start: value.getStart(), end: value.end, show }];
}

/** Comments on the lines before a property. */
function leadingComment(property: ts.Node, text: string): string {
  const ranges = ts.getLeadingCommentRanges(text, property.pos) ?? [];
  const own = ranges.filter(({ pos }) => text.slice(property.pos, pos).includes("\n"));
  const start = own[0]?.pos;
  return start === undefined ? "" : text.slice(start, own.at(-1)?.end).trim();
}

/** A comment at the end of a property's line. */
function trailingComment(property: ts.Node, text: string): string {
  const after = text[property.end] === "," ? property.end + 1 : property.end;
  const [range] = ts.getTrailingCommentRanges(text, after) ?? [];
  return range === undefined ? "" : text.slice(range.pos, range.end);
}

/** Comments in the old object that belong to no property that stays. */
function lostComments(literal: ts.ObjectLiteralExpression, properties: readonly ts.Node[]): readonly string[] {
  const { text } = literal.getSourceFile();
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
    undefined,
    literal.getStart(),
    literal.end - literal.getStart(),
  );
  const found: string[] = [];
  const isRetained = (position: number): boolean =>
    properties.some((property) => {
      const last = trailingComment(property, text);
      const end = last === "" ? property.end : text.indexOf(last, property.end) + last.length;
      const comment = leadingComment(property, text);
      const start = comment === "" ? property.getStart() : text.indexOf(comment, property.pos);
      return position >= start && position < end;
    });
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isComment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment && !isRetained(scanner.getTokenStart())) found.push(scanner.getTokenText());
  }
  return found;
}

/** `{ params: { path, query, header, cookie }, body, signal }` of openapi-fetch. */
export function callShape(init: ts.Expression | undefined): CallShape | { readonly reason: string } | undefined {
  if (init === undefined) return undefined;
  const literal = bare(init);
  if (!ts.isObjectLiteralExpression(literal)) return { reason: "its second argument is not an object literal" };
  const spreads = literal.properties.filter(ts.isSpreadAssignment);
  const properties = propertiesOf(literal.properties.filter((property) => !ts.isSpreadAssignment(property)));
  if (typeof properties === "string") return { reason: `its options cannot be read: ${properties}` };
  const parameters = new Map<ParameterLocation, ts.Expression>();
  const options = new Map(properties);
  options.delete("params");
  options.delete("body");
  const params = properties.get("params");
  if (params !== undefined) {
    const value = bare(valueOf(params));
    if (!ts.isObjectLiteralExpression(value)) return { reason: "params is not an object literal" };
    const locations = propertiesOf(value.properties);
    if (typeof locations === "string") return { reason: `params cannot be read: ${locations}` };
    for (const [location, property] of locations) {
      if (!isLocation(location)) return { reason: `params has ${location}` };
      parameters.set(location, valueOf(property));
    }
  }
  const unsafe = ["parseAs", "querySerializer", "bodySerializer", "pathSerializer", "Request", "middleware"].find((name) => options.has(name));
  if (unsafe !== undefined) return { reason: `the call has ${unsafe}` };
  const body = properties.get("body");
  return { parameters, ...(body !== undefined && { body }), options, spreads, literal };
}

function isLocation(name: string): name is ParameterLocation {
  return ["path", "query", "header", "cookie"].includes(name);
}
