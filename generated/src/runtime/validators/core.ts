// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

// What nearly every validator needs, in one file: a process that starts pays half a millisecond for each file it imports. A bundle keeps what is used.
import type { CheckOptions, Issue, ParseOptions, Result, Validator } from "./types.js";

// The types of JSON.

/** A JSON object. Class instances count; arrays and null do not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A number that JSON can write: NaN and the infinities are none (RFC 8259 §6). */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** 1.0 and 1e300 are integers: the value counts, not its spelling (JSON Schema Validation 2020-12 §6.1.1). */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** The value of a property whose name every object inherits (`constructor`, `__proto__`): only its own one counts. */
export function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a property is there: the object's own, and not `undefined`, which no JSON text can hold. */
export function has(object: Readonly<Record<string, unknown>>, name: string): boolean {
  return object[name] !== undefined && Object.hasOwn(object, name);
}

/** How many properties are present. One whose value is `undefined` is absent, as it is in the JSON text. */
export function countProperties(object: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const name of Object.keys(object)) if (object[name] !== undefined) count++;
  return count;
}

// What is wrong with a value.

/** Deeper data is refused with an issue: a stack has an end. Far beyond what any API nests. */
export const maxDepth = 1000;

/** An issue as it is found: its path still grows, and its message does not say yet what was received (`undefined` where nothing was). */
export interface Finding extends Omit<Issue, "instancePath"> {
  instancePath: string;
  readonly received: unknown;
}

/** What is wrong with a value, while it is being collected. */
export interface Issues {
  readonly found: Finding[];
  readonly limit: number;
  depth: number;
  /** What the unions of this value have come to, by place and value: each is looked into once. */
  known?: Map<string, Map<unknown, readonly Finding[]>>;
}

/** Collects what is wrong with a value: a generated function. */
export type Collect = (value: unknown, issues: Issues) => void;

/** What is wrong with a value, in the words of one generated function, in the order found: `issuesOf(sessionIssues, value)`. */
export function issuesOf(collect: Collect, value: unknown, options?: CheckOptions): readonly Issue[] {
  const issues: Issues = { found: [], limit: Math.max(options?.maxIssues ?? 100, 1), depth: 0 };
  try {
    collect(value, issues);
  } catch (error) {
    // Only the value makes us throw: by a getter, by the trap of a proxy, by too many levels. What was found before has no whole path yet.
    issues.found.length = 0;
    if (error instanceof RangeError) add(issues, "depth", "", "", {}, "is nested too deeply");
    else add(issues, "unreadable", "", "", {}, "throws when it is read");
  }
  return inWords(issues.found);
}

/** The same for what `JSON.parse` made, where no schema leads back to itself: nothing throws when it is read, and it has only so many levels. */
export function issuesOfJson(collect: Collect, value: unknown): readonly Issue[] {
  const issues: Issues = { found: [], limit: 100, depth: 0 };
  collect(value, issues);
  return inWords(issues.found);
}

function inWords(found: readonly Finding[]): readonly Issue[] {
  // Each field by its name: what is left of an object is several times as slow to take.
  return found.map(({ keyword, instancePath, schemaPath, params, message, received }) => ({
    keyword,
    instancePath,
    schemaPath,
    params,
    message: received === undefined ? message : `${message}, received ${show(received, instancePath)}`,
  }));
}

const secretName = /pass|auth|cookie|secret|token|key|jwt|signature/i;
/** Short, or words without a digit: a token is neither. */
const harmless = /^(.{0,12}|\D{0,40})$/;

/** A value for a message: short strings quoted, longer ones and whatever may be a secret only measured. */
function show(value: unknown, path: string): string {
  if (typeof value === "string") return harmless.test(value) && !secretName.test(path) ? JSON.stringify(value) : `a string of length ${value.length}`;
  if (isArray(value)) return "an array";
  return Object(value) === value ? "an object" : String(value);
}

/** Whether no further issue is wanted. */
export function isFull(issues: Issues): boolean {
  return issues.found.length >= issues.limit;
}

/** @param received What stood there; `undefined` where nothing did. */
export function add(
  issues: Issues,
  keyword: string,
  instancePath: string,
  schemaPath: string,
  params: Issue["params"],
  message: string,
  received?: unknown,
): void {
  if (!isFull(issues)) issues.found.push({ keyword, instancePath, schemaPath, params, message, received });
}

/** What `collect` finds in a part of the value. Paths grow on the way out, so that sound parts cost nothing. @param step The last token of the part's path, or the index of an item. */
export function within(issues: Issues, step: string | number, collect: Collect, value: unknown): void {
  const { found } = issues;
  let index = found.length;
  if (!isFull(issues)) collect(value, issues);
  while (index < found.length) {
    const finding = found[index++] as Finding;
    finding.instancePath = `/${step}${finding.instancePath}`;
  }
}

/** The same, where the schema of the part leads back to the schema that we come from: there may be any number of levels. */
export function deeper(issues: Issues, step: string | number, collect: Collect, value: unknown): void {
  // As in the test, which cannot say more than no: what is nested that deeply has no other issues.
  if (++issues.depth > maxDepth) throw new RangeError();
  within(issues, step, collect, value);
  issues.depth--;
}

/** A name as a token of a JSON Pointer (RFC 6901 §3). */
export function token(name: string): string {
  // Replacing costs more than looking, and few names need it.
  return /[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}

/** One step of a JSON Pointer. */
export function pathTo(name: string): string {
  return `/${token(name)}`;
}

// One function per kind of issue, the usual ones here. `path` leads from the value that the caller looks at to the value in question, `at` is the
// place of the keyword in the document.

export function wrongType(issues: Issues, path: string, at: string, type: string | readonly string[], received: unknown): void {
  add(issues, "type", path, at, { type }, `must be ${[type].flat().join(" or ")}`, received);
}

export function missing(issues: Issues, path: string, at: string, missingProperty: string): void {
  add(issues, "required", path, at, { missingProperty }, `must have the property ${JSON.stringify(missingProperty)}`);
}

export function notListed(issues: Issues, path: string, at: string, allowedValues: readonly unknown[], received: unknown): void {
  add(issues, "enum", path, at, { allowedValues }, `must be one of ${list(allowedValues)}`, received);
}

export function wrongFormat(issues: Issues, path: string, at: string, format: string, received: unknown): void {
  add(issues, "format", path, at, { format }, `must be a valid ${format}`, received);
}

/**
 * What is wrong with a property that says no more than a type and perhaps a format of strings: it is missing, or of another one.
 * @param at The place of the object's schema.
 * @param name One that a JSON Pointer writes as it is.
 */
export function wrongProperty(issues: Issues, at: string, name: string, received: unknown, type: string | readonly string[], format?: string): void {
  const path = `/${name}`;
  const place = `${at}/properties${path}/`;
  if (received === undefined) missing(issues, "", `${at}/required`, name);
  else if (format && typeof received === "string") wrongFormat(issues, path, `${place}format`, format, received);
  else wrongType(issues, path, `${place}type`, type, received);
}

/** A property that the schema does not allow here. */
export function unexpected(issues: Issues, path: string, at: string, name: string): void {
  add(issues, "additionalProperties", path, at, { additionalProperty: name }, `must not have the property ${list([name])}`);
}

/** Allowed values for a message: all of them while they are few. */
export function list(values: readonly unknown[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = JSON.stringify(value) as string;
    length += text.length;
    if (texts.length > 0 && length > 200) return `${texts.join(", ")} or ${values.length - texts.length} more`;
    texts.push(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  }
  return texts.join(", ");
}

// What can be asked of a schema.

/** Thrown by `assert` and `parse`. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.instancePath || "value"} ${issue.message}`).join("; "));
    this.issues = issues;
  }
}

/** What `checkSession` and the like answer: the value, or what the schema's own function says of it. */
export function check<T>(collect: Collect, value: unknown, options?: CheckOptions): Result<T> {
  const issues = issuesOf(collect, value, options);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: value as T };
}

/** The value itself. @throws ValidationError */
export function accept<T>(collect: Collect, value: unknown, options?: CheckOptions): T {
  const issues = issuesOf(collect, value, options);
  if (issues.length > 0) throw new ValidationError(issues);
  return value as T;
}

/** The object that a generated module exports for each schema, from its functions: all that can be asked, under one name. */
export function validator<T>(is: (value: unknown) => value is T, collect: Collect): Validator<T> {
  const parse = (value: unknown, options?: CheckOptions): T => accept(collect, value, options);
  return {
    is,
    check: (value, options) => check(collect, value, options),
    assert: parse,
    parse,
    "~standard": {
      version: 1,
      vendor: "tallystick",
      validate(value) {
        const result = check<T>(collect, value);
        return "issues" in result ? { issues: result.issues.map(({ message, instancePath }) => ({ message, path: steps(instancePath) })) } : result;
      },
    },
  };
}

/** The keys of an instance path. */
function steps(path: string): string[] {
  const keys = path.split("/").slice(1);
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

// What `strip` and `defaults` change.

/** What a schema says about the properties of a value, as far as `parse` can change them. */
export interface Shape {
  /** The properties that the schema lists. */
  readonly names?: readonly string[];
  readonly patterns?: readonly { test(name: string): boolean }[];
  /** Names that it speaks of otherwise: what is required, and what conditions ask for. */
  readonly also?: readonly string[];
  /** Further properties belong to the value, too. */
  readonly open?: true;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly parts?: Readonly<Record<string, ShapeOf>>;
  /** Of every other property. */
  readonly others?: ShapeOf;
  readonly items?: ShapeOf;
  /** Shapes that hold for the same value: the names of all of them count. */
  readonly all?: readonly ShapeOf[];
  /** Shapes that hold where their test does. */
  readonly any?: readonly (readonly [is: (value: unknown) => boolean, shape: ShapeOf])[];
}

/** A function where shapes may lead back to themselves. */
export type ShapeOf = Shape | (() => Shape);

/**
 * The value with unknown properties left out and defaults filled in, as the options ask; the value itself where nothing changes, or where it is valid and
 * would no longer be: of what `minProperties` counts nothing can be left out.
 * @throws ValidationError
 */
export function reshape<T>(collect: Collect, value: unknown, shape: ShapeOf, options: ParseOptions = {}): T {
  const made = options.strip === true || options.defaults === true ? reshaped(value, shape, options, 0, new Map()) : value;
  const issues = issuesOf(collect, made, options);
  if (issues.length === 0) return made as T;
  if (made === value || issuesOf(collect, value, { maxIssues: 1 }).length > 0) throw new ValidationError(issues);
  return value as T;
}

/** @param known What values have come to, by the shape of a schema: unions ask several times. */
function reshaped(value: unknown, shape: ShapeOf, options: ParseOptions, depth: number, known: Map<ShapeOf, Map<unknown, unknown>>): unknown {
  // Data that is nested more deeply is refused by whoever validates it.
  if (!(isArray(value) || isObject(value)) || depth > maxDepth) return value;
  let results = known.get(shape);
  if (results === undefined) known.set(shape, (results = new Map()));
  if (results.has(value)) return results.get(value);
  results.set(value, value);
  const inner = (part: unknown, of: ShapeOf): unknown => reshaped(part, of, options, depth + 1, known);
  const result = applied(value, shapesOf(value, shape, inner), options, inner);
  results.set(value, result);
  return result;
}

function applied(
  value: readonly unknown[] | Readonly<Record<string, unknown>>,
  shapes: readonly Shape[],
  options: ParseOptions,
  inner: (part: unknown, shape: ShapeOf) => unknown,
): unknown {
  let isSame = true;
  // Loops, not callbacks: a thousand levels have to fit the stack.
  if (isArray(value)) {
    const items = shapes.find((each) => each.items !== undefined)?.items;
    if (items === undefined) return value;
    const result: unknown[] = [];
    for (const item of value) {
      const made = inner(item, items);
      isSame &&= made === item;
      result.push(made);
    }
    return isSame ? value : result;
  }
  const listed = shapes.filter((each) => each.names !== undefined);
  const isClosed = options.strip === true && listed.length > 0 && !shapes.some((each) => each.open);
  const entries = new Map<string, unknown>();
  for (const [name, item] of Object.entries(value)) {
    if (isClosed && !shapes.some((each) => isListed(name, each) || each.also?.includes(name))) isSame = false;
    else {
      const all = [...new Set(shapes.map((each) => partOf(name, each)))].filter((part) => part !== undefined);
      const [part] = all.length > 1 ? [{ all }] : all;
      const made = part === undefined ? item : inner(item, part);
      isSame &&= made === item;
      entries.set(name, made);
    }
  }
  if (options.defaults === true) {
    for (const { defaults = {} } of shapes) {
      for (const [name, item] of Object.entries(defaults)) {
        if (Object.hasOwn(value, name) || entries.has(name)) continue;
        isSame = false;
        entries.set(name, structuredClone(item));
      }
    }
  }
  // `fromEntries` defines properties: a name such as `__proto__` stays one.
  return isSame ? value : Object.fromEntries(entries);
}

/** The shapes that hold for a value. Of a union these are the branches that it passes, or else the first that it would pass once it has that shape. */
function shapesOf(value: unknown, shape: ShapeOf, inner: (part: unknown, shape: ShapeOf) => unknown): Shape[] {
  const itself = typeof shape === "function" ? shape() : shape;
  const { all = [], any = [] } = itself;
  const passed = any.filter(([is]) => is(value));
  const chosen = passed.length > 0 ? passed : any.filter(([is, each]) => is(inner(value, each))).slice(0, 1);
  return [itself, ...[...all, ...chosen.map(([, each]) => each)].flatMap((each) => shapesOf(value, each, inner))];
}

function isListed(name: string, { names, patterns }: Shape): boolean {
  return names?.includes(name) === true || patterns?.some((pattern) => pattern.test(name)) === true;
}

function partOf(name: string, shape: Shape): ShapeOf | undefined {
  if (shape.parts !== undefined && Object.hasOwn(shape.parts, name)) return shape.parts[name];
  return isListed(name, shape) ? undefined : shape.others;
}
