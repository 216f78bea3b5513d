import type { Json } from "tallystick/model";
import { filledIn, isFulfilled, isNoPage, withoutEndedPages, type ReceivedResponse } from "./expectation.js";
import { randomText } from "./fresh.js";
import type { Random } from "./random.js";
import { isReference, type Expectation, type Fresh, type Sequence, type SequenceBody, type SequenceStep, type SequenceValue } from "./sequence.js";
import type { Given, GivenBody, How, Port } from "./port.js";
import { seenOf } from "./trial.js";

/** `broken`: the law was broken again. `held`: it was not. `other`: an earlier step had another status than before, or no response. */
export type Replayed = "broken" | "held" | "other";

type Replayable = Pick<Sequence, "steps" | "broke" | "expected">;

/** Milliseconds to wait before the last request is repeated, for servers that show a change later. */
const waits = [60, 200, 600];

/** Sends the steps again, with new ids and new texts. @param isPatient Whether the last request is repeated for a short time. */
export async function replay(port: Port, sequence: Replayable, random: Random, isPatient: boolean): Promise<Replayed> {
  const { steps, broke, expected } = sequence;
  const texts = new Map<number, string>();
  const fresh = (value: Fresh): string => {
    const known = texts.get(value.$fresh) ?? randomText(random, value);
    texts.set(value.$fresh, known);
    return value.prefix + known + (value.suffix ?? "");
  };
  const observed: (ReceivedResponse | undefined)[] = [];
  const ended = new Set<number>();
  const take = async (index: number): Promise<ReceivedResponse | undefined> => {
    const step = steps[index];
    const operation = step && port.model.operations.find(({ key }) => key === step.operation);
    const given = step && givenOf(step, observed, fresh);
    if (step === undefined || operation === undefined || given === undefined) return undefined;
    const how: How = { shows: step.shows, as: step.as, ...(step.invalid && { invalid: true }) };
    const sent = await port.send(operation, given, how);
    return "refused" in sent ? undefined : seenOf(sent);
  };
  for (let index = 0; index < steps.length; index++) {
    if (endsBefore(steps[index], observed, fresh)) {
      ended.add(index);
      observed.push(undefined);
      continue;
    }
    let last = index;
    while (steps[last + 1]?.together === true) last++;
    const group = await Promise.all(Array.from({ length: last - index + 1 }, (_, offset) => take(index + offset)));
    observed.push(...group);
    // The preconditions of a law must be as before.
    const isAsBefore = group.every(
      (one, offset) => one !== undefined && (last > index || index + offset >= broke || one.status === steps[index + offset]?.status),
    );
    if (!isAsBefore) return "other";
    index = last;
  }
  const existing = withoutEndedPages(expected, (step) => ended.has(step));
  for (const wait of isPatient && steps[broke]?.together === undefined && !ended.has(broke) ? [...waits, undefined] : [undefined]) {
    const result = existing === undefined || isFulfilled(existing, observed, fresh);
    if (result !== false) return result === undefined ? "other" : "held";
    if (wait === undefined) break;
    await new Promise((resolve) => setTimeout(resolve, wait));
    // A write that is sent twice is not the same.
    if (steps[broke]?.method !== "GET") break;
    const again = await take(broke);
    if (again !== undefined) observed[broke] = again;
  }
  // A request that fails for another reason shows nothing about the law.
  const isSameFailure = expected.kind === "one-succeeds" || ended.has(broke) || classOf(observed[broke]) === classOf(steps[broke]);
  return isSameFailure ? "broken" : "other";
}

/** Whether the page before leads to no other one. */
function endsBefore(step: SequenceStep | undefined, observed: readonly (ReceivedResponse | undefined)[], fresh: (value: Fresh) => string): boolean {
  if (step?.continues !== true) return false;
  return Object.values(step.values.query).some((value) => isReference(value) && isNoPage(filledIn(value, observed, fresh)));
}

/** 2 of 204. */
function classOf(response: { readonly status?: number } | undefined): number {
  return Math.floor((response?.status ?? 0) / 100);
}

function givenOf({ values }: SequenceStep, observed: readonly (ReceivedResponse | undefined)[], fresh: (value: Fresh) => string): Given | undefined {
  const fill = (given: Readonly<Record<string, SequenceValue>>): Readonly<Record<string, Json>> | undefined =>
    filledIn(given as SequenceValue, observed, fresh) as Readonly<Record<string, Json>> | undefined;
  const [path, query, headers] = [fill(values.path), fill(values.query), fill(values.headers)];
  const body = values.body === undefined ? undefined : bodyOf(values.body, observed, fresh);
  if (path === undefined || query === undefined || headers === undefined || (values.body !== undefined && body === undefined)) return undefined;
  return { path, query, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), ...(body && { body }) };
}

function bodyOf(body: SequenceBody, observed: readonly (ReceivedResponse | undefined)[], fresh: (value: Fresh) => string): GivenBody | undefined {
  const { mediaType, value, text, base64 } = body;
  if (base64 !== undefined) return { mediaType, bytes: Buffer.from(base64, "base64") };
  if (text !== undefined) return { mediaType, text };
  const filled = filledIn(value, observed, fresh) as Json | undefined;
  return filled === undefined ? undefined : { mediaType, value: filled };
}

/** The steps of an expectation. */
export function stepsOf(expected: Expectation): readonly number[] {
  return [
    expected.step,
    ...("of" in expected ? expected.of : []),
    ...("as" in expected && expected.as !== undefined ? [expected.as] : []),
    ...("value" in expected ? referencesIn(expected.value) : []),
  ];
}

/** The steps that a value is taken from. */
export function referencesIn(value: unknown): readonly number[] {
  if (isReference(value)) return [value.$step];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}
