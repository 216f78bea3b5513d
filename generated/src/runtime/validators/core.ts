// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

// The functions that nearly every validator needs, in one file: a process pays half a millisecond for each imported file. A bundle keeps what is
// used.
import type { Assert, Check, CheckOptions, Issue, Parse, ParseOptions, Validator } from "./types.js";

// The types of JSON.

/** A JSON object. Class instances count; arrays and null do not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** A number that JSON can write: NaN and the infinities are none (RFC 8259 §6). */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** 1.0 and 1e300 are integers: the value counts, not its spelling (JSON Schema Validation 2020-12 §6.1.1). */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** `Object.hasOwn`, which projects with the library of ES2020 do not know. */
function hasOwn(of: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(of, name);
}

/** The value of a property whose name every object inherits (`constructor`, `__proto__`): only its own one counts. */
export function own(of: Readonly<Record<string, unknown>>, name: string): unknown {
  return hasOwn(of, name) ? of[name] : undefined;
}

/** Whether a property is there: the object's own, and not `undefined`, which no JSON text can hold. */
export function has(of: Readonly<Record<string, unknown>>, name: string): boolean {
  return of[name] !== undefined && hasOwn(of, name);
}

/** The number of present properties. One whose value is `undefined` is absent, as in the JSON text. */
export function countProperties(of: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const name of Object.keys(of)) if (of[name] !== undefined) count++;
  return count;
}

// The issues of a value.

/** Deeper data is rejected with an issue, because the stack is limited. No API nests as deeply. */
export const maxDepth = 1000;

/** The issues of a value, while they are collected. */
export interface Issues {
  readonly found: Issue[];
  readonly limit: number;
  /** From the whole value to the checked part: each rule, the path to its schema, and the step to its value. */
  readonly way: (readonly [rule: Rule, path: string | undefined, step: string | number | undefined])[];
  /** Levels of recursion. */
  depth: number;
  /** Whether only validity matters: the first issue decides, whatever its content. */
  readonly isTest?: true;
  /** The issues of unions, by branches and locations: each is collected once. */
  known?: Map<unknown, Map<string, readonly Issue[]>>;
}

/**
 * A schema as generated modules spell it: its types, and a function per keyword. `parse` reads the other members.
 * A rule does not know its location, so equal schemas can share one.
 */
export interface Rule {
  /** The type of the value, or the types that it may have. Absent: any. */
  readonly types?: string | readonly string[];
  readonly isType?: (value: unknown) => boolean;
  /** Collects the issues of one keyword each. Values of other types than the keyword's have none. */
  readonly asserts?: readonly ((value: unknown, issues: Issues, rule: Rule) => void)[];
  /** Tests the whole rule. A value that it accepts has no issues, so it is called first. @param isTest See `Issues`. */
  readonly is?: ((value: unknown, depth: number, isTest?: boolean) => boolean) | undefined;
  /** The location in the document. */
  readonly place?: string;
  /** The rule itself, where it is created when it is first needed. */
  readonly of?: () => Rule;
  /** Whether unions call it many times for one value. */
  readonly isRepeated?: boolean;
  /** Of a property: it may be absent. */
  readonly isOptional?: true;
  /** Reads the property, if its name is one that every object inherits. */
  readonly read?: typeof own;
  /** Of a property that may be absent: the value that `parse` fills in. */
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly patterns?: readonly { test(name: string): boolean }[];
  /** Of every other property. */
  readonly others?: Rule;
  readonly items?: Rule;
  /** `parse` keeps unknown properties. */
  readonly open?: true;
  /** Further names that the schema lists. */
  readonly names?: readonly string[];
  /** Names that are only required, or that conditions mention. */
  readonly also?: readonly string[];
  /** Properties that `parse` does not change. */
  readonly whole?: readonly string[];
  /** Rules of the same value. */
  readonly all?: readonly Rule[];
  /** Of a union. */
  readonly branches?: readonly Rule[];
  /** The relevant branches, by index: no other one accepts objects, or arrays. */
  readonly only?: readonly number[];
  /** Rules of the values that a function accepts. */
  readonly any?: readonly (readonly [is: (value: unknown) => boolean, rule: Rule])[];
}

/** Returns the issues of a value in the order found: `issuesOf(sessionRule, value)`. */
export function issuesOf(rule: Rule, value: unknown, options?: CheckOptions): readonly Issue[] {
  const issues: Issues = { found: [], limit: options?.maxIssues ?? 100, depth: 0, way: [] };
  try {
    within(rule, value, issues, "");
  } catch (error) {
    // Only the value makes us throw: by a getter, by the trap of a proxy, by too many levels.
    issues.found.length = issues.way.length = 0;
    if (error instanceof RangeError) add(issues, "depth", {}, "is nested too deeply, or too long");
    else add(issues, "unreadable", {}, "throws when it is read");
  }
  return issues.found;
}

/**
 * The same for a result of `JSON.parse` and a schema without recursion: reading it cannot throw, and the depth is limited. The engine has no memory
 * to match a text of millions of characters with some patterns.
 */
export function issuesOfJson(rule: Rule, value: unknown): readonly Issue[] {
  const issues: Issues = { found: [], limit: 100, depth: 0, way: [] };
  try {
    within(rule, value, issues, "");
  } catch {
    add(issues, "depth", {}, "is too long");
  }
  return issues.found;
}

const secretName = /pass|auth|cookie|secret|token|key|jwt|signature/i;
/** Short text, or words without a digit: a token is neither. */
const harmless = /^(.{0,12}|\D{0,40})$/;

/** A value for a message: short strings quoted, longer ones and whatever may be a secret only measured. */
function show(value: unknown, path: string): string {
  if (typeof value === "string") return harmless.test(value) && !secretName.test(path) ? JSON.stringify(value) : `a string of length ${value.length}`;
  if (isArray(value)) return "an array";
  return Object(value) === value ? "an object" : String(value);
}

/** Whether no further issue is wanted. One is always reported. */
export function isFull({ found: { length }, limit }: Issues): boolean {
  return length > 0 && length >= limit;
}

/**
 * Adds an issue of the current part.
 * @param received The value that was found; `undefined` if none was. @param path From the schema to the keyword. @param step From the part to the value.
 */
export function add(
  issues: Issues,
  keyword: string,
  params: Issue["params"],
  message: string,
  received?: unknown,
  path = `/${keyword}`,
  step = "",
): void {
  if (isFull(issues)) return;
  let instancePath = "";
  let schemaPath = "";
  for (const [{ place }, pathOfPart, stepOfPart] of issues.way) {
    const pointer = stepOfPart === undefined ? "" : token(stepOfPart);
    instancePath += pointer;
    schemaPath = place ?? schemaPath + (pathOfPart ?? `/properties${pointer}`);
  }
  instancePath += step;
  schemaPath += path;
  if (received !== undefined) message += `, received ${show(received, instancePath)}`;
  issues.found.push({ keyword, instancePath, schemaPath, params, message });
}

/** The location of the current part, and of its schema. */
export function locationOf(issues: Issues): Pick<Issue, "instancePath" | "schemaPath"> {
  const inner: Issues = { ...issues, found: [] };
  add(inner, "", {}, "", undefined, "");
  return inner.found[0] as Issue;
}

/**
 * Collects the issues of a part of the value, or of the value itself. A part that the rule's test accepts has none.
 * @param path From the schema to that of the part; `undefined` of a listed property. @param step From the value to the part: a name, or an index.
 */
export function within(rule: Rule, value: unknown, issues: Issues, path: string | undefined, step?: string | number): void {
  if (isFull(issues) || rule.is?.(value, issues.depth, issues.isTest)) return;
  if (issues.isTest && rule.is) return add(issues, "", {}, "");
  issues.way.push([rule, path, step]);
  const itself = rule.of?.() ?? rule;
  const { types, isType } = itself;
  if (isType?.(value) === false) add(issues, "type", { type: types }, `must be ${isArray(types) ? types.join(" or ") : types}`, value);
  else if (itself.asserts) for (const assert of itself.asserts) assert(value, issues, itself);
  issues.way.pop();
}

/** A rule for values that it is known not to accept. */
export function untested(rule: Rule): Rule {
  return { ...rule, is: undefined };
}

/** Whether a rule accepts a value. */
export function holds(rule: Rule, value: unknown, { depth }: Issues): boolean {
  if (rule.is !== undefined) return rule.is(value, depth, true);
  const issues: Issues = { found: [], limit: 1, depth, way: [], isTest: true };
  within(rule, value, issues, "");
  return issues.found.length === 0;
}

/** A name or an index as a step of a JSON Pointer (RFC 6901 §3). */
export function token(step: string | number): string {
  const text = String(step);
  // Replacing costs more than looking, and few names need it.
  return `/${/[~/]/.test(text) ? text.replace(/~/g, "~0").replace(/\//g, "~1") : text}`;
}

// The usual keywords.

/** The rule of a schema that has a module of its own. @param is Its generated function. */
export function named(place: string, is: Rule["is"], make: () => Rule): Rule {
  let made: Rule | undefined;
  return { place, is, of: () => (made ??= make()) };
}

/** The rule of a part that several schemas have. */
export function shared(is: Rule["is"], make: () => Rule): Rule {
  let made: Rule | undefined;
  return { is, of: () => (made ??= make()) };
}

/** The rule of a part for which there is a generated function. */
export function tested(is: Rule["is"], each: Rule): Rule {
  return { ...each, is };
}

/** Several keywords of one schema. Lists are joined. */
export function all(...rules: readonly Rule[]): Rule {
  const joined: Record<string, unknown> = {};
  for (const each of rules)
    for (const [key, item] of Object.entries(each)) joined[key] = isArray(item) ? [...((joined[key] ?? []) as unknown[]), ...item] : item;
  return { ...joined, is: undefined };
}

/** The rule of a keyword. Values of other types have no issues of it. */
export function assertion<T>(isType: (value: unknown) => value is T, report: (value: T, issues: Issues, whole: Rule) => void): Rule {
  return { asserts: [(value, issues, whole) => void (isType(value) && report(value, issues, whole))] };
}

/** A rule that is nothing but a type. */
interface TypeRule extends Rule {
  readonly types: string | readonly string[];
  readonly isType: (value: unknown) => boolean;
}

function typed(is: (value: unknown) => boolean, types: string | readonly string[]): TypeRule {
  return { types, isType: is, is };
}

/** One of several types. */
export function type(...rules: readonly TypeRule[]): TypeRule {
  return typed(
    (value) => rules.some((each) => each.isType(value)),
    rules.flatMap((each) => each.types),
  );
}

export const string: TypeRule = /* @__PURE__ */ typed(isString, "string");
export const number: TypeRule = /* @__PURE__ */ typed(isNumber, "number");
export const integer: TypeRule = /* @__PURE__ */ typed(isInteger, "integer");
export const boolean: TypeRule = /* @__PURE__ */ typed((value) => typeof value === "boolean", "boolean");
export const nothing: TypeRule = /* @__PURE__ */ typed((value) => value === null, "null");
export const record: TypeRule = /* @__PURE__ */ typed(isObject, "object");
export const list: TypeRule = /* @__PURE__ */ typed(isArray, "array");
/** Accepts every value. */
export const anything: Rule = { is: () => true };
/** `additionalProperties: true`: `parse` keeps unlisted properties. */
export const open: Rule = { open: true };

/** The same schema with `null` among its types. */
export function nullable(each: Rule): Rule {
  return { ...each, ...type(each as TypeRule, nothing), ...(each.asserts && { is: undefined }) };
}

/** A property that may be absent. */
export function optional(each: Rule): Rule {
  return { ...each, isOptional: true };
}

/** A property with a default. */
export function defaulted(each: Rule, value: unknown): Rule {
  return { ...each, default: value };
}

/** An object with these properties. Those that are not optional are required. */
export function object(listed: Readonly<Record<string, Rule>>): Rule {
  return { ...properties(listed), types: "object", isType: isObject };
}

/** A property whose name every object inherits. */
export function inherited(each: Rule): Rule {
  return { ...each, read: own };
}

export function properties(listed: Readonly<Record<string, Rule>>): Rule {
  const entries = Object.entries(listed);
  const report = (value: unknown, issues: Issues): void => {
    if (!isObject(value)) return;
    for (const [name, each] of entries) {
      const item = each.read ? each.read(value, name) : value[name];
      if (item !== undefined) within(each, item, issues, undefined, name);
      else if (!each.isOptional) missing(issues, name);
    }
  };
  return { properties: listed, asserts: [report] };
}

export function missing(issues: Issues, missingProperty: string): void {
  add(issues, "required", { missingProperty }, `must have the property ${JSON.stringify(missingProperty)}`);
}

/** An array of such items. */
export function array(each: Rule): Rule {
  return { ...items(each), types: "array", isType: isArray };
}

/** @param start The index of the first one. */
export function items(each: Rule, start = 0): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (!isArray(value)) return;
    for (let index = start; index < value.length && !isFull(issues); index++) within(each, value[index], issues, "/items", index);
  };
  return { items: each, asserts: [report] };
}

/** A `$ref` with other keywords next to it. */
export function ref(each: Rule): Rule {
  return { all: [each], asserts: [(value, issues) => within(each, value, issues, "")] };
}

/** A union with `null`. @param path Of the schema that is not null: `anyOf/0`. */
export function orNull(each: Rule, path = "anyOf/0"): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (value !== null) within(each, value, issues, `/${path}`);
  };
  return { all: [each], asserts: [report] };
}

/** @param equal Compares the values where they are objects or arrays. */
export function oneOfValues(values: Iterable<unknown>, equal: (a: unknown, b: unknown) => boolean = isSame): Rule {
  const allowedValues = [...values];
  const report = (value: unknown, issues: Issues): void => {
    if (!allowedValues.some((each) => equal(each, value))) add(issues, "enum", { allowedValues }, `must be one of ${quoted(allowedValues)}`, value);
  };
  return { asserts: [report] };
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b;
}

/** A format of strings. */
export function format(name: string, is: (text: string) => boolean): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (isString(value) && !is(value)) wrongFormat(issues, name, value);
  };
  return { asserts: [report] };
}

/** A string of a format. */
export function formatted(name: string, is: (text: string) => boolean): Rule {
  return { ...string, ...format(name, is), is: (value) => isString(value) && is(value) };
}

/** A format of numbers. */
export function numberFormat(name: string, is: (value: number) => boolean): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (isNumber(value) && !is(value)) wrongFormat(issues, name, value);
  };
  return { asserts: [report] };
}

function wrongFormat(issues: Issues, name: string, received: unknown): void {
  add(issues, "format", { format: name }, `must be a valid ${name}`, received);
}

/** `additionalProperties: false` */
export const closed: Rule = /* @__PURE__ */ assertion(isObject, (value, issues, whole) => {
  for (const name of otherNames(value, whole))
    add(issues, "additionalProperties", { additionalProperty: name }, `must not have the property ${quoted([name])}`);
});

/** Properties that neither `properties` nor `patternProperties` describes. One whose value is `undefined` is absent, as in JSON. */
export function otherNames(value: Readonly<Record<string, unknown>>, { properties: listed = {}, patterns = [] }: Rule): string[] {
  const isOther = (name: string): boolean => !hasOwn(listed, name) && !patterns.some((pattern) => pattern.test(name));
  return Object.keys(value).filter((name) => isOther(name) && value[name] !== undefined);
}

/** Allowed values for a message: all of them while they are few. */
export function quoted(values: readonly unknown[]): string {
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

// The functions of a validator.

/** Thrown by `assert` and `parse`. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.instancePath || "value"} ${issue.message}`).join("; "));
    this.issues = issues;
  }
}

/** Returns the value. @throws ValidationError */
export function accept<T>(of: Rule, value: unknown, options?: CheckOptions): T {
  const issues = issuesOf(of, value, options);
  if (issues.length > 0) throw new ValidationError(issues);
  return value as T;
}

// The functions that a generated module exports for each schema.

export function checks<T>(of: Rule): Check<T> {
  return (value, options) => {
    const issues = issuesOf(of, value, options);
    return issues.length > 0 ? { ok: false, issues } : { ok: true, value: value as T };
  };
}

export function asserts<T>(of: Rule): Assert<T> {
  return (value, options) => {
    accept(of, value, options);
  };
}

export function parses<T>(of: Rule): Parse<T> {
  return (value, options) => reshape(of, value, options);
}

/** All functions of a schema under one name. */
export function validator<T>(is: (value: unknown) => value is T, of: Rule): Validator<T> {
  const check = checks<T>(of);
  const parse = (value: unknown, options?: CheckOptions): T => accept(of, value, options);
  return {
    is,
    check,
    assert: parse,
    parse,
    "~standard": {
      version: 1,
      vendor: "tallystick",
      validate(value) {
        const result = check(value);
        return "issues" in result ? { issues: result.issues.map(({ message, instancePath }) => ({ message, path: steps(instancePath) })) } : result;
      },
    },
  };
}

/** The keys of an instance path. */
function steps(path: string): string[] {
  const keys = path.split("/").slice(1);
  return keys.map((key) => key.replace(/~1/g, "/").replace(/~0/g, "~"));
}

// The changes of `strip` and `defaults`.

/**
 * The value with unknown properties removed and defaults added, as the options specify. Returns the value itself if nothing changes, or if the result
 * would be invalid: `minProperties` counts unknown properties too.
 * @throws ValidationError
 */
function reshape<T>(of: Rule, value: unknown, options: ParseOptions = {}): T {
  const made = options.strip === true || options.defaults === true ? reshaped(value, of, options, 0, new Map()) : value;
  const issues = issuesOf(of, made, options);
  if (issues.length === 0) return made as T;
  if (made === value || issuesOf(of, value, { maxIssues: 1 }).length > 0) throw new ValidationError(issues);
  return value as T;
}

/** @param known Results by rule and value: unions ask several times. */
function reshaped(value: unknown, of: Rule, options: ParseOptions, depth: number, known: Map<Rule, Map<unknown, unknown>>): unknown {
  // `check` refuses data that is nested more deeply.
  if (!(isArray(value) || isObject(value)) || depth > maxDepth) return value;
  let results = known.get(of);
  if (results === undefined) known.set(of, (results = new Map()));
  if (results.has(value)) return results.get(value);
  results.set(value, value);
  const inner = (part: unknown, each: Rule): unknown => reshaped(part, each, options, depth + 1, known);
  const result = applied(value, rulesOf(value, of, inner), options, inner);
  results.set(value, result);
  return result;
}

function applied(
  value: readonly unknown[] | Readonly<Record<string, unknown>>,
  rules: readonly Rule[],
  options: ParseOptions,
  inner: (part: unknown, of: Rule) => unknown,
): unknown {
  let isUnchanged = true;
  // Loops, not callbacks: a thousand levels have to fit the stack.
  if (isArray(value)) {
    const each = rules.find((rule) => rule.items !== undefined)?.items;
    if (each === undefined) return value;
    const result: unknown[] = [];
    for (const item of value) {
      const made = inner(item, each);
      isUnchanged &&= made === item;
      result.push(made);
    }
    return isUnchanged ? value : result;
  }
  const isClosed = options.strip === true && rules.some(listsNames) && !rules.some((each) => each.open);
  const entries = new Map<string, unknown>();
  for (const [name, item] of Object.entries(value)) {
    if (isClosed && !rules.some((each) => isListed(name, each) || each.also?.includes(name))) isUnchanged = false;
    else {
      const parts = [...new Set(rules.map((each) => partOf(name, each)))].filter((part) => part !== undefined);
      const [part] = parts.length > 1 ? [{ all: parts }] : parts;
      const made = part === undefined ? item : inner(item, part);
      isUnchanged &&= made === item;
      entries.set(name, made);
    }
  }
  if (options.defaults === true) {
    for (const { properties: listed = {} } of rules) {
      for (const [name, { default: item }] of Object.entries(listed)) {
        if (item === undefined || hasOwn(value, name) || entries.has(name)) continue;
        isUnchanged = false;
        entries.set(name, structuredClone(item));
      }
    }
  }
  // `fromEntries` defines properties: a name such as `__proto__` stays one.
  return isUnchanged ? value : Object.fromEntries(entries);
}

/** The rules that apply to a value. Of a union these are the branches that accept it, or else the first that would accept it once it is reshaped. */
function rulesOf(value: unknown, of: Rule, inner: (part: unknown, of: Rule) => unknown): Rule[] {
  const itself = of.of?.() ?? of;
  const { all: rules = [], any = [], only = [], branches = [] } = itself;
  const counting = only.flatMap((index): readonly Rule[] => branches.slice(index, index + 1));
  const passed = any.filter(([is]) => is(value));
  const chosen = passed.length > 0 ? passed : any.filter(([is, each]) => is(inner(value, each))).slice(0, 1);
  return [itself, ...[...rules, ...counting, ...chosen.map(([, each]) => each)].flatMap((each) => rulesOf(value, each, inner))];
}

function listsNames({ properties: listed = {}, patterns, names }: Rule): boolean {
  return (names ?? patterns) !== undefined || Object.keys(listed).length > 0;
}

function isListed(name: string, { properties: listed = {}, patterns, names }: Rule): boolean {
  return hasOwn(listed, name) || names?.includes(name) === true || patterns?.some((pattern) => pattern.test(name)) === true;
}

function partOf(name: string, of: Rule): Rule | undefined {
  if (of.whole?.includes(name)) return undefined;
  if (of.properties !== undefined && hasOwn(of.properties, name)) return of.properties[name];
  return isListed(name, of) ? undefined : of.others;
}
