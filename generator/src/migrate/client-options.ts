import { ts } from "ts-morph";
import { edit, type Edit, type Part } from "./edits.js";
import { bare, nameText, propertiesOf } from "./nodes.js";

/** Options of openapi-fetch's `createClient`, as those of the generated client. */
export interface ChangedOptions {
  readonly edits: readonly Edit[];
  /** Options that only calls of `client.raw` use, such as serializers. */
  readonly rawOnly: readonly string[];
  /** Options of this kind that the code may give: their type has them. */
  readonly possible: readonly string[];
}

const ours: readonly string[] = ["baseUrl", "headers", "fetch"];
/** Options of `fetch`, which the generated client takes as `init`. */
const fetchOptions: ReadonlySet<string> = new Set(
  "cache credentials integrity keepalive mode redirect referrer referrerPolicy window priority duplex dispatcher".split(" "),
);
const rawOnlyOptions: ReadonlySet<string> = new Set(["querySerializer", "bodySerializer", "pathSerializer", "requestInitExt"]);
/** Options in `init`: those of `fetch`, and those of openapi-fetch, which the generated client gives to `raw`. */
const initOptions: ReadonlySet<string> = new Set([...fetchOptions, ...rawOnlyOptions, "Request"]);
/** Openapi-fetch ignores these names in the options of a client, and reads them in those of a call, which get `init`, too. */
const ofCalls: readonly string[] = ["middleware", "params", "parseAs"];

/** @param more Further properties of the new options, as code. */
export function changeOptions(call: ts.CallExpression, checker: ts.TypeChecker, more: readonly string[]): ChangedOptions | string {
  const [argument] = call.arguments;
  if (argument === undefined)
    return { edits: [edit(call.end - 1, call.end - 1, `{ ${[`baseUrl: ""`, ...more].join(", ")} }`)], rawOnly: [], possible: [] };
  const node = bare(argument);
  if (ts.isObjectLiteralExpression(node)) return changeLiteral(node, checker, more);
  const given = readOptions(node, checker, new Set());
  if (typeof given === "string") return given;
  const properties = [...given.properties, ...(given.hasInit ? [`init: ${node.getText()}`] : []), ...more];
  return { edits: [edit(argument.getStart(), argument.end, `{ ${properties.join(", ")} }`)], rawOnly: [], possible: given.possible };
}

/** What the `init` of a generated client has for calls of `raw`. */
export function rawOnlyIn(init: ts.Expression, checker: ts.TypeChecker): Pick<ChangedOptions, "rawOnly" | "possible"> {
  const node = bare(init);
  const names = checker
    .getTypeAtLocation(node)
    .getProperties()
    .map(({ name }) => name)
    .filter((name) => rawOnlyOptions.has(name));
  const written = ts.isObjectLiteralExpression(node) ? names.filter((name) => node.properties.some((each) => nameText(each.name) === name)) : [];
  return { rawOnly: written, possible: names.filter((name) => !written.includes(name)) };
}

function changeLiteral(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker, more: readonly string[]): ChangedOptions | string {
  const source = literal.getSourceFile();
  const [first] = literal.properties;
  const spread = first !== undefined && ts.isSpreadAssignment(first) ? first : undefined;
  const properties = propertiesOf(spread === undefined ? literal.properties : literal.properties.slice(1));
  if (typeof properties === "string") return `its options cannot be read: ${properties}`;
  const other = [...properties.keys()].filter((name) => !ours.includes(name) && !initOptions.has(name));
  if (other.length > 0) return `the generated client has no option ${other.join(", ")}`;
  const given = spread === undefined ? undefined : readOptions(bare(spread.expression), checker, new Set(properties.keys()));
  if (typeof given === "string") return given;

  const edits: Edit[] = [];
  const init = [...properties].filter(([name]) => initOptions.has(name)).map(([, property]) => property);
  const inherited = given?.hasInit === true && spread !== undefined ? spread.getText(source) : undefined;
  const [start, ...rest] = init;
  if (start !== undefined) {
    // The first of them becomes `init: { … }` with all of them.
    const parts = init.flatMap((property, index): Part[] => [...(index > 0 ? [", "] : []), { start: property.getStart(source), end: property.end }]);
    edits.push(edit(start.getStart(source), start.end, `init: { ${inherited === undefined ? "" : `${inherited}, `}`, ...parts, " }"));
    for (const each of rest) edits.push(withoutProperty(literal, each, source));
  }
  const separator = separatorOf(literal, source);
  if (given !== undefined && spread !== undefined) {
    const taken = [...given.properties, ...(start === undefined && given.hasInit ? [`init: ${spread.expression.getText(source)}`] : [])];
    const next = literal.properties[1];
    if (taken.length > 0) edits.push(edit(spread.getStart(source), spread.end, taken.join(`,${separator}`)));
    else edits.push(edit(spread.getStart(source), next === undefined ? spread.end : next.getStart(source)));
  }
  const baseUrl = properties.has("baseUrl") || given !== undefined ? [] : [`baseUrl: ""`];
  edits.push(...addedProperties(literal, [...baseUrl, ...more], source));
  return { edits, rawOnly: [...properties.keys()].filter((name) => rawOnlyOptions.has(name)), possible: given?.possible ?? [] };
}

/** Options in a variable. */
interface GivenOptions {
  /** Properties of the generated client's options, as code: `headers: options.headers`. */
  readonly properties: readonly string[];
  /** Whether the variable may have options for `init`. */
  readonly hasInit: boolean;
  readonly possible: readonly string[];
}

/** Reads the type of a variable with options. @param known Properties that the code after it sets. */
function readOptions(node: ts.Expression, checker: ts.TypeChecker, known: ReadonlySet<string>): GivenOptions | string {
  const text = node.getText();
  const shown = text.slice(0, 40);
  // An expression that is read several times has to be free of effects.
  if (!isVariable(node)) return `its options are computed by ${shown}: write them into a constant first`;
  const type = checker.getTypeAtLocation(node);
  const present = checker.getNonNullableType(type);
  const members = present.isUnion() ? present.types : [present];
  const isOpen = members.some(
    (each) => (each.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 || checker.getIndexInfosOfType(each).length > 0,
  );
  if (isOpen) return `its options, ${shown}, can have any property`;
  const mayHave = (name: string): boolean => members.some((each) => checker.getPropertyOfType(each, name) !== undefined);
  const hasInit = [...initOptions].some(mayHave);
  const ofCall = hasInit ? ofCalls.find(mayHave) : undefined;
  if (ofCall !== undefined) return `its options, ${shown}, have ${ofCall}, which openapi-fetch reads in calls only`;
  const access = `${text}${present === type ? "." : "?."}`;
  const properties: string[] = [];
  for (const name of ours) {
    if (known.has(name)) continue;
    const property = checker.getPropertyOfType(present, name);
    if (property === undefined && mayHave(name)) return `not all types of its options, ${shown}, have ${name}`;
    if (name === "baseUrl")
      properties.push(
        `baseUrl: ${property === undefined ? `""` : `${access}baseUrl${isOptional(property, node, checker) || present !== type ? ` ?? ""` : ""}`}`,
      );
    else if (property !== undefined) properties.push(`${name}: ${access}${name}`);
  }
  // The generated client has a signal for each call.
  return { properties, hasInit, possible: [...rawOnlyOptions, "signal"].filter((name) => mayHave(name) && !known.has(name)) };
}

function isVariable(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.isPropertyAccessExpression(node) && node.questionDotToken === undefined && isVariable(node.expression);
}

function isOptional(property: ts.Symbol, at: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeOfSymbolAtLocation(property, at);
  return (property.flags & ts.SymbolFlags.Optional) !== 0 || checker.getNonNullableType(type) !== type;
}

/** What is between two properties of an object literal, after the comma. */
function separatorOf(literal: ts.ObjectLiteralExpression, source: ts.SourceFile): string {
  const last = literal.properties.at(-1);
  const lines = last === undefined ? [] : source.text.slice(literal.getStart(source), last.getStart(source)).split("\n");
  return lines.length > 1 ? `\n${/^\s*/.exec(lines.at(-1) ?? "")?.[0] ?? ""}` : " ";
}

/** Adds properties to the end of an object literal, in its layout. */
export function addedProperties(literal: ts.ObjectLiteralExpression, properties: readonly string[], source: ts.SourceFile): readonly Edit[] {
  if (properties.length === 0) return [];
  const separator = separatorOf(literal, source);
  const last = literal.properties.at(-1);
  if (last === undefined) return [edit(literal.getStart(source), literal.end, `{ ${properties.join(", ")} }`)];
  const added = properties.join(`,${separator}`);
  if (literal.properties.hasTrailingComma !== true) return [edit(last.end, last.end, `,${separator}${added}`)];
  return [edit(literal.properties.end, literal.properties.end, `${separator}${added}${separator === " " ? "" : ","}`)];
}

function withoutProperty(literal: ts.ObjectLiteralExpression, property: ts.ObjectLiteralElementLike, source: ts.SourceFile): Edit {
  const index = literal.properties.indexOf(property);
  const before = literal.properties[index - 1];
  return before === undefined ? edit(property.getStart(source), property.end) : edit(before.end, property.end);
}
