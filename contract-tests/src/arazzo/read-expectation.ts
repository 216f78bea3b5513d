import { isJsonObject } from "tallystick/model";
import type { Expectation } from "../explore/sequence.js";

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isValue: Test = (value) => value !== undefined;
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(test);
const oneOf =
  (...words: readonly string[]): Test =>
  (value) =>
    words.includes(String(value));
const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

const isEnd: Test = (value) =>
  isJsonObject(value) && Object.entries(value).every(([name, one]) => (name === "at" && isText(one)) || (name === "size" && isCount(one)));

const compared = { at: isText, value: isValue };

/** The fields of each kind, besides `kind` and `step`. */
const fields: Readonly<Record<Expectation["kind"], Readonly<Record<string, Test>>>> = {
  status: { in: listOf(isText) },
  equals: compared,
  differs: { ...compared, others: optional(listOf(isText)) },
  absent: { at: isText },
  header: {
    name: isText,
    value: () => true,
    not: optional((value) => value === true),
    matches: optional(isText),
    orAbsent: optional((value) => value === true),
  },
  listed: { of: listOf(isCount), items: isText, key: isText, value: isValue, times: isCount, end: optional(isEnd) },
  every: { items: isText, key: isText, compare: oneOf("equals", "at-least", "at-most", "contains"), value: isValue },
  sorted: { items: isText, key: isText, order: oneOf("ascending", "descending") },
  length: { items: isText, most: optional(isCount), as: optional(isCount) },
  total: { at: isText, of: listOf(isCount), items: isText, end: optional(isEnd) },
  pages: {
    at: isText,
    of: listOf(isCount),
    items: isText,
    parameter: optional(isText),
    first: optional(isCount),
    end: optional(isEnd),
  },
  bytes: { base64: isText },
  "one-succeeds": { of: listOf(isCount) },
};

/** `undefined` for a value that is no expectation. */
export function readExpectation(value: unknown): Expectation | undefined {
  if (!isJsonObject(value) || !isCount(value["step"])) return undefined;
  const { kind, step: _step, ...rest } = value;
  const known = typeof kind === "string" && Object.hasOwn(fields, kind) ? fields[kind as Expectation["kind"]] : undefined;
  if (known === undefined || Object.keys(rest).some((name) => !Object.hasOwn(known, name))) return undefined;
  return Object.entries(known).every(([name, test]) => test(rest[name])) ? (value as unknown as Expectation) : undefined;
}
