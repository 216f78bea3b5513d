import { accepts } from "tallystick";
import { isJsonObject, tokens, type ApiModel, type Json, type Operation, type Schema } from "tallystick/model";
import { hasValue, valueAt, withValueAt } from "../observe/value-at.js";
import { referencesIn, replay, stepsOf, type Replayed } from "./replay.js";
import type { Random } from "./random.js";
import { isFresh, isReference, type Expectation, type Reference, type Sequence, type SequenceStep, type SequenceValue } from "./sequence.js";
import { pagingOf, tokenAt } from "./paging.js";
import type { Kept } from "./laws/law.js";
import { bodySchemas, envelopeOfBody, propertiesOf, requiredProperties } from "./laws/properties.js";
import type { Port } from "./port.js";
import type { Trial } from "./trial.js";
import { OutOfBudget, type LawBroken } from "./trial-steps.js";

/** The sequence of a trial that broke a law: ids and other values that the server issued are taken from its responses. */
export function sequenceOf(trial: Trial, broken: LawBroken, seed: number): Sequence {
  // Requests after the one that broke the law show nothing.
  const end = Math.max(...stepsOf(broken.expected), broken.expected.step) + 1;
  const taken = trial.steps.slice(0, end);
  const because = new Set([...broken.because, ...stepsOf(broken.expected)]);
  const symbolic = (value: unknown, before: number, isKey: boolean): SequenceValue => symbolOf(trial, value, before, isKey);
  const steps = taken.map(({ operation, given, how, response }, index): SequenceStep => {
    const cursors = cursorsOf(trial, operation, given.query, index);
    const record = (values: Readonly<Record<string, unknown>> = {}, isKey: boolean): Record<string, SequenceValue> =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, symbolic(value, index, isKey)]));
    const { body } = given;
    return {
      operation: operation.key,
      ...(operation.operationId !== undefined && { operationId: operation.operationId }),
      method: operation.method.toUpperCase(),
      path: operation.path,
      values: {
        path: { ...record(given.path, true), ...followedOf(trial, given.path, how.follows) },
        query: { ...record(given.query, false), ...cursors },
        headers: record(given.headers, false),
        ...(body && {
          body: {
            mediaType: body.mediaType,
            ...(body.value !== undefined && { value: symbolic(body.value, index, false) }),
            ...(body.text !== undefined && { text: body.text }),
            ...(body.bytes !== undefined && { base64: Buffer.from(body.bytes).toString("base64") }),
          },
        }),
      },
      as: how.as ?? "main",
      status: response.status,
      shows: how.shows,
      ...(how.together && { together: true as const }),
      ...(how.within !== undefined && { within: how.within }),
      ...(how.invalid && { invalid: true as const }),
      ...(Object.keys(cursors).length > 0 && { continues: true as const }),
      ...(because.has(index) && { premise: true as const }),
    };
  });
  const { expected } = broken;
  const isKey = "key" in expected || ("at" in expected && /ids?$/i.test(expected.at));
  // A response cannot be compared with itself. An item of several lists is in one of them.
  const before = expected.kind === "listed" ? end : expected.step;
  return {
    law: broken.law,
    steps,
    broke: expected.step,
    expected:
      "value" in expected && expected.value !== undefined
        ? ({ ...expected, value: symbolic(expected.value, before, isKey) } as Expectation)
        : expected,
    message: broken.message,
    seed,
    certain: "flaky",
  };
}

/** Cursors are those of the page before: an earlier list may have the same value at another location by chance. */
function cursorsOf(
  trial: Trial,
  operation: Operation,
  query: Readonly<Record<string, unknown>> = {},
  before: number,
): Readonly<Record<string, Reference>> {
  const { cursor } = pagingOf(operation);
  const page = trial.steps[before - 1];
  if (page?.operation !== operation) return {};
  const { response, given } = page;
  const $step = before - 1;
  const at = tokenAt(response.json, (value) => typeof value === "string" && value !== "");
  const links: readonly Omit<Reference, "query">[] = [{ $step, header: "Link" }, ...(at === undefined ? [] : [{ $step, from: at }])];
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]): [string, Reference][] => {
      // A list that never ends may lead to the same page again.
      if (value === given.query?.[name] && name !== cursor?.name) return [];
      const from = name === cursor?.name ? pointerTo(response.json, String(value), "") : undefined;
      if (from !== undefined) return [[name, { $step, from }]];
      const link = links.map((one) => ({ ...one, query: name })).find((one) => trial.valueOf(one) === String(value));
      return link === undefined ? [] : [[name, link]];
    }),
  );
}

/** The id in a `Location` header that a step follows. */
function followedOf(trial: Trial, path: Readonly<Record<string, unknown>> = {}, follows: number | undefined): Readonly<Record<string, Reference>> {
  if (follows === undefined) return {};
  const reference = { $step: follows, header: "Location", segment: "last" } as const;
  const [name, value] = Object.entries(path).at(-1) ?? [];
  const segment = trial.valueOf(reference);
  return name !== undefined && typeof segment === "string" && decoded(segment) === String(value) ? { [name]: reference } : {};
}

/** A value as a later run knows it: from an earlier response, or new, or the same. */
function symbolOf(trial: Trial, value: unknown, before: number, isKey: boolean): SequenceValue {
  if (isReference(value) || isFresh(value)) return value;
  if (Array.isArray(value)) return value.map((item) => symbolOf(trial, item, before, isKey));
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, symbolOf(trial, item, before, isKey || /ids?$/i.test(name))]));
  const fresh = trial.fresh.findLast(({ text }) => text === value);
  if (fresh !== undefined) return fresh.value;
  const isIssued = (one: unknown): one is string | number => (typeof one === "string" ? isKey || one.length > 2 : typeof one === "number" && isKey);
  return (isIssued(value) ? referenceTo(trial, value, before) : undefined) ?? (value as Json);
}

/** Where an earlier response has a value that no request had before. */
function referenceTo(trial: Trial, value: string | number, before: number): Reference | undefined {
  const text = String(value);
  for (const [step, { given, response }] of trial.steps.slice(0, before).entries()) {
    if (hasValue(given, text)) return undefined;
    const from = pointerTo(response.json, text, "");
    if (from !== undefined) return { $step: step, from };
    const path = pointerTo(response.json, text, "", true);
    if (path !== undefined) return { $step: step, from: path, segment: "last" };
    for (const [name, field] of response.headers) {
      if (/^(?:date|content-.*|connection|keep-alive)$/i.test(name)) continue;
      if (field === text) return { $step: step, header: name };
      if (
        /^(?:content-)?location$/i.test(name) &&
        decoded((field.split(/[?#]/, 1)[0] ?? "").split("/").findLast((segment) => segment !== "") ?? "") === text
      )
        return { $step: step, header: name, segment: "last" };
    }
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The location of a value: the shallowest, preferably one with the name of an id. @param isLast Of a resource name whose last segment it is. */
function pointerTo(json: unknown, text: string, pointer: string, isLast = false): string | undefined {
  let level: { readonly value: unknown; readonly at: string }[] = [{ value: json, at: pointer }];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    const found = level.filter(({ value }) =>
      isLast
        ? typeof value === "string" && value.endsWith(`/${text}`)
        : (typeof value === "string" || typeof value === "number") && String(value) === text,
    );
    const best = found.find(({ at }) => /(?:id|key|uuid|token|cursor)$/i.test(at)) ?? found[0];
    if (best !== undefined) return best.at;
    level = level.flatMap(({ value, at }) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([name, item]: [string, unknown]) => ({
            value: item,
            at: `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
          }))
        : [],
    );
  }
  return undefined;
}

/** Replays that one sequence is worth. */
const mostReplays = 24;

interface ShrinkOptions {
  readonly random: Random;
  readonly keeps?: Kept;
  isOver(): boolean;
}

/** Reduces a sequence to the fewest requests and the simplest values that break the law, and replays it twice. */
export async function shrink(port: Port, sequence: Sequence, { random, keeps, isOver }: ShrinkOptions): Promise<Sequence> {
  let current = sequence;
  let left = mostReplays;
  const isBroken = async (candidate: Sequence, isPatient: boolean): Promise<boolean> => {
    const mark = port.mark();
    let result: Replayed = "other";
    try {
      result = await replay(port, candidate, random, isPatient);
    } catch (error) {
      // Without requests left, nothing is reproduced.
      if (!(error instanceof OutOfBudget)) throw error;
    } finally {
      await port.tidy(mark);
    }
    return result === "broken";
  };
  if (await isBroken(current, false)) {
    const withSimpler = (one: Sequence): Iterable<Sequence> => withSimplerValues(one, port.model, keeps);
    for (const candidates of [withFewerSteps, withSimpler]) {
      for (let next = candidates(current)[Symbol.iterator](), step = next.next(); step.done !== true && left > 0 && !isOver();) {
        left--;
        if (await isBroken(step.value, false)) {
          current = step.value;
          next = candidates(current)[Symbol.iterator]();
        }
        step = next.next();
      }
    }
  }
  const replays = [await isBroken(current, true), await isBroken(current, true)];
  if (replays.every(Boolean)) return { ...current, certain: "reproduced" };
  // The reduced sequence may depend on chance.
  if (current === sequence) return sequence;
  const whole = [await isBroken(sequence, true), await isBroken(sequence, true)];
  return whole.every(Boolean) ? { ...sequence, certain: "reproduced" } : sequence;
}

/** Without one of the steps, the last ones first. */
function* withFewerSteps(sequence: Sequence): Iterable<Sequence> {
  const { steps, expected, broke } = sequence;
  const needed = new Set([broke, ...stepsOf(expected)]);
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (step === undefined || step.premise === true || needed.has(index)) continue;
    // Lists may be as long only because of items that the run still has.
    if ("items" in expected && (step.method === "POST" || step.status === 201)) continue;
    if (steps.some(({ values }) => referencesIn(values).includes(index)) || step.together === true || steps[index + 1]?.together === true) continue;
    yield withoutStep(sequence, index);
  }
}

function withoutStep({ steps, expected, broke, ...rest }: Sequence, removed: number): Sequence {
  const moved = (index: number): number => (index > removed ? index - 1 : index);
  return {
    ...rest,
    steps: steps.filter((_, index) => index !== removed).map((step) => ({ ...step, values: renumbered(step.values, moved) })),
    broke: moved(broke),
    expected: {
      ...renumbered(expected, moved),
      step: moved(expected.step),
      ...("of" in expected && { of: expected.of.map(moved) }),
      ...("as" in expected && expected.as !== undefined && { as: moved(expected.as) }),
    } as Expectation,
  };
}

function renumbered<T>(value: T, moved: (index: number) => number): T {
  if (Array.isArray(value)) return value.map((item: unknown) => renumbered(item, moved)) as T;
  if (isReference(value)) return { ...value, $step: moved(value.$step) };
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renumbered(item as unknown, moved)])) as T;
}

/** With one value that is simpler: bodies with required properties only, then without one property, then with a plain value. */
function* withSimplerValues(sequence: Sequence, model: ApiModel, keeps: Kept | undefined): Iterable<Sequence> {
  const { steps, expected } = sequence;
  const named = "at" in expected ? expected.at.split("/").at(-1) : "key" in expected ? expected.key.split("/").at(-1) : undefined;
  for (const [index, step] of steps.entries()) {
    const replaced = (values: SequenceStep["values"]): Sequence => ({
      ...sequence,
      steps: steps.map((one, at) => (at === index ? { ...one, values } : one)),
    });
    const operation = model.operations.find(({ key }) => key === step.operation);
    for (const name of Object.keys(step.values.query)) {
      const { [name]: _left, ...query } = step.values.query;
      if (step.premise !== true) yield replaced({ ...step.values, query });
    }
    if (operation === undefined || step.values.body === undefined) continue;
    const whole = step.values.body.value as Json;
    const envelope = tokens(envelopeOfBody(model, operation));
    const body = valueAt(whole, envelopeOfBody(model, operation));
    if (!isPlainObject(body)) continue;
    const withBody = (value: SequenceValue): Sequence =>
      replaced({ ...step.values, body: { ...step.values.body!, value: withValueAt(whole, envelope, value as Json) } });
    const required = new Set(requiredProperties(model, operation));
    // A key is the same in several requests, or the law shows nothing.
    const isShared = (name: string): boolean => keeps === "shared-values" && steps.some((other, at) => at !== index && hasSame(other, body[name]));
    const optional = Object.keys(body).filter((name) => !required.has(name) && name !== named && !isShared(name));
    // Another number of a version would be the current one by chance.
    if (step.invalid === true || keeps === "bodies") continue;
    // The filter selects the item by one of its properties. A total counts all that it selects, also items that only this run has.
    const isSelected = expected.kind === "total" || ("value" in expected && referencesIn(expected.value).includes(index));
    if (keeps === "selected-items" && isSelected) continue;
    if (optional.length > 1) yield withBody(without(body, optional));
    for (const name of optional) if (optional.length > 0) yield withBody(without(body, [name]));
    for (const [name, value] of Object.entries(body)) {
      // A value that the law compares is quoted by it.
      if (name === named || isShared(name)) continue;
      for (const simple of simplerThan(value)) {
        const property = propertySchema(model, operation, name);
        if (property !== undefined && accepts(property, simple, model)) yield withBody({ ...body, [name]: simple });
      }
    }
  }
}

/** Whether the body of a step has the value, at any depth. */
function hasSame({ values: { body } }: SequenceStep, value: unknown): boolean {
  const text = JSON.stringify(value);
  const isIn = (part: unknown): boolean =>
    JSON.stringify(part) === text || (typeof part === "object" && part !== null && Object.values(part).some((inner) => isIn(inner)));
  return text !== undefined && isIn(body?.value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, SequenceValue>> {
  return isJsonObject(value) && !isReference(value) && !isFresh(value);
}

function propertySchema(model: ApiModel, operation: Operation, name: string): Schema | undefined {
  return propertiesOf(model, bodySchemas(model, operation)).get(name)?.[0];
}

function without(body: Readonly<Record<string, SequenceValue>>, names: readonly string[]): Readonly<Record<string, SequenceValue>> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

function simplerThan(value: SequenceValue): readonly Json[] {
  if (typeof value === "string") return ["", "a"].filter((text) => text.length < value.length);
  if (typeof value === "number") return [0, 1].filter((number) => Math.abs(number) < Math.abs(value));
  if (value === true) return [false];
  if (Array.isArray(value)) return value.length > 0 ? [[]] : [];
  return [];
}
