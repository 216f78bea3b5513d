import { Refused } from "./service.js";

/** Returns what is wrong with a value, or nothing. */
export type Check = (value: unknown) => string | undefined;

export function text(min: number, max: number, pattern?: RegExp): Check {
  return (value) => {
    if (typeof value !== "string") return "is not a string";
    const length = [...value].length;
    if (length < min || length > max) return `has ${length} characters`;
    return pattern !== undefined && !pattern.test(value) ? "does not match the pattern" : undefined;
  };
}

export function number(min: number, max: number): Check {
  return (value) => (typeof value !== "number" ? "is not a number" : value < min || value > max ? "is out of bounds" : undefined);
}

export function integer(min: number, max: number): Check {
  return (value) => (Number.isInteger(value) ? number(min, max)(value) : "is not an integer");
}

export const flag: Check = (value) => (typeof value === "boolean" ? undefined : "is not a boolean");

export function oneOf(...choices: readonly string[]): Check {
  return (value) => (choices.includes(value as string) ? undefined : `is none of ${choices.join(", ")}`);
}

export const date: Check = (value) => (typeof value === "string" && isDate(value) ? undefined : "is not a date");

/** A full-date of RFC 3339 that the calendar has. */
export function isDate(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= ([31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

export const email: Check = (value) =>
  typeof value === "string" && value.length <= 254 && /^[^\s@"]{1,64}@[^\s@.]+(?:\.[^\s@.]+)*$/.test(value) ? undefined : "is not an email address";

export function listOf(item: Check, min: number, max: number): Check {
  return (value) => {
    if (!Array.isArray(value)) return "is not an array";
    if (value.length < min || value.length > max) return `has ${value.length} items`;
    return value.map(item).find((problem) => problem !== undefined);
  };
}

export function unique(list: Check): Check {
  return (value) =>
    list(value) ??
    (new Set((value as unknown[]).map((one) => JSON.stringify(one))).size < (value as unknown[]).length ? "repeats an item" : undefined);
}

export function orNull(check: Check): Check {
  return (value) => (value === null ? undefined : check(value));
}

/** Accepts anything: what a fault switches a check off with. */
export const anything: Check = () => undefined;

export interface Shape {
  readonly fields: Readonly<Record<string, Check>>;
  readonly required?: readonly string[];
  /** Whether other properties are refused. Default: they are ignored. */
  readonly closed?: boolean;
}

/** The object with its known properties. Refuses a value that does not fit with 422. */
export function validated(value: unknown, { fields, required = [], closed = false }: Shape): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refused(422, "The body is not an object.");
  const given = value as Record<string, unknown>;
  for (const name of required) if (!Object.hasOwn(given, name)) throw new Refused(422, `"${name}" is missing.`);
  const known: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(given)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check === undefined && closed) throw new Refused(422, `"${name}" is unknown.`);
    if (check === undefined) continue;
    const problem = check(one);
    if (problem !== undefined) throw new Refused(422, `"${name}" ${problem}.`);
    known[name] = one;
  }
  return known;
}
