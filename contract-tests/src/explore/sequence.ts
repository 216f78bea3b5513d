import { isJsonObject, type Json } from "tallystick/model";

/**
 * Requests in their order, of which the last ones break a law. A sequence is JSON: the report has it, and scripts and workflows are written from it.
 * It has no credentials and no ids of the run that found it: values that a server issues are taken from earlier responses.
 */
export interface Sequence {
  /** Name of the law, as for `--without-law`. */
  readonly law: string;
  readonly steps: readonly SequenceStep[];
  /** Index of the step whose response breaks the law. */
  readonly broke: number;
  /** The requirement of the law, which the response of the step `broke` does not fulfil. */
  readonly expected: Expectation;
  /** One sentence about the server's behaviour. */
  readonly message: string;
  readonly seed: number;
  /** `reproduced`: two replays broke the law again. `flaky`: one of them did not. */
  readonly certain: "reproduced" | "flaky";
}

/** One request, and the response that it had. */
export interface SequenceStep {
  /** Key of the operation: `POST /zones`. */
  readonly operation: string;
  readonly operationId?: string;
  /** Upper case. */
  readonly method: string;
  /** Path template: `/zones/{zone_id}`. */
  readonly path: string;
  readonly values: SequenceValues;
  /** Whose credentials the request carries: `main` (those of `--header`), `anonymous` (no credentials), `invalid` (credentials that no server issued), or a name of `--as`. Their values are not part of a sequence. */
  readonly as: string;
  /** Status of the response. */
  readonly status?: number;
  /** What the step is for: `create a zone`. */
  readonly shows: string;
  /** Steps that are sent together with the step before. */
  readonly together?: true;
  /** Milliseconds for which the last request is repeated until the law holds: a job needs time. */
  readonly within?: number;
  /** The document forbids the request. */
  readonly invalid?: true;
  /** The next page of the step before: not sent if that page leads to none. */
  readonly continues?: true;
  /** Set for a step that the law needs, so that it cannot be omitted. */
  readonly premise?: true;
}

/** The range of statuses that a step needs so that the sequence shows something; nothing for the steps that the law judges. */
export function premiseOf({ steps, expected }: Sequence, index: number): string | undefined {
  const { status = 0, premise, as, invalid } = steps[index] ?? {};
  const isJudged = index === expected.step || (expected.kind === "one-succeeds" && expected.of.includes(index));
  // Of a write that should be refused, the law judges the effect.
  const isForbidden = (as !== "main" || invalid === true) && status < 300;
  return premise !== true || isJudged || isForbidden || status < 200 || status >= 500 ? undefined : `${Math.floor(status / 100)}XX`;
}

/** Seconds for which the last request is repeated until the law holds. */
export function secondsToWait({ steps, expected }: Sequence): number {
  const last = steps.length - 1;
  return expected.step === last ? Math.ceil((steps[last]?.within ?? 0) / 1000) : 0;
}

interface SequenceValues {
  readonly path: Readonly<Record<string, SequenceValue>>;
  readonly query: Readonly<Record<string, SequenceValue>>;
  /** Headers other than credentials. */
  readonly headers: Readonly<Record<string, SequenceValue>>;
  readonly body?: SequenceBody;
}

export interface SequenceBody {
  readonly mediaType: string;
  /** Written as `mediaType`. */
  readonly value?: SequenceValue;
  /** Text that is sent unchanged, for bodies that are not written from a value. */
  readonly text?: string;
  /** Bytes in base64. */
  readonly base64?: string;
}

/** JSON in which parts may be references. */
export type SequenceValue = Json | Reference | Fresh | readonly SequenceValue[] | { readonly [name: string]: SequenceValue };

/** A value of an earlier response: of its body (`from` is a JSON pointer, `""` for the whole body), or of a header. */
export interface Reference {
  readonly $step: number;
  readonly from?: string;
  readonly header?: string;
  /** Only the last segment of the path of a URL, as of a `Location` header. */
  readonly segment?: "last";
  /** Only this query parameter of a URL, or of the next link of a `Link` header. */
  readonly query?: string;
}

/** A text that no earlier run has sent: so many random letters or digits between prefix and suffix. The same number means the same text within one run. */
export interface Fresh {
  readonly $fresh: number;
  readonly prefix: string;
  readonly length: number;
  readonly characters: "lower" | "upper" | "digits";
  readonly suffix?: string;
}

/** An object of a document or a server that is not exactly one is data, also if it has the name. */
export function isReference(value: unknown): value is Reference {
  if (!isJsonObject(value) || !isCount(value["$step"])) return false;
  const { $step: _step, from, header, segment, query, ...rest } = value;
  return isTextOrNone(from) && isTextOrNone(header) && isTextOrNone(query) && (segment === undefined || segment === "last") && isEmpty(rest);
}

export function isFresh(value: unknown): value is Fresh {
  if (!isJsonObject(value) || !isCount(value["$fresh"])) return false;
  const { $fresh: _fresh, ...shape } = value;
  return isFreshShape(shape);
}

/** A longer new text is none that a run needs. */
const longestFresh = 1000;

export function isFreshShape(value: unknown): value is Omit<Fresh, "$fresh"> {
  if (!isJsonObject(value)) return false;
  const { prefix, length, characters, suffix, ...rest } = value;
  const isShaped = isCount(length) && length <= longestFresh && (characters === "lower" || characters === "upper" || characters === "digits");
  return isShaped && typeof prefix === "string" && isTextOrNone(suffix) && isEmpty(rest);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

/**
 * How the last of several pages shows that no other follows: it has no value at a pointer, or in `header:Link`, or fewer items than `size`. If
 * another page follows, a requirement on all pages is met: what is missing may be there. That an item is listed nowhere is then not decided.
 */
export interface PageEnd {
  readonly at?: string;
  readonly size?: number;
}

/**
 * The requirement of a law on responses. `step` is the index of the evaluated step, `at`, `items` and `key` are JSON pointers; `""` is the whole
 * value.
 */
export type Expectation =
  /** The status is one of these: `"404"`, `"2XX"`. */
  | { readonly kind: "status"; readonly step: number; readonly in: readonly string[] }
  /** The value at a pointer of the body equals this value, or differs from it and from all of `others`. */
  | {
      readonly kind: "equals" | "differs";
      readonly step: number;
      readonly at: string;
      readonly value: SequenceValue;
      readonly others?: readonly string[];
    }
  /** The body has no value at a pointer. */
  | { readonly kind: "absent"; readonly step: number; readonly at: string }
  /**
   * The response has this header, with this value if one is given; with `not`, another value. `matches` is a regular expression for its value;
   * with `orAbsent`, the header may be missing.
   */
  | {
      readonly kind: "header";
      readonly step: number;
      readonly name: string;
      readonly value?: SequenceValue;
      readonly not?: true;
      readonly matches?: string;
      readonly orAbsent?: true;
    }
  /** The lists of these steps together have exactly `times` items whose value at `key` is this value. */
  | {
      readonly kind: "listed";
      readonly step: number;
      readonly of: readonly number[];
      readonly items: string;
      readonly key: string;
      readonly value: SequenceValue;
      readonly times: number;
      readonly end?: PageEnd;
    }
  /** Each item of a list compares with this value: `at-least` means that the item's value is the same or greater. */
  | {
      readonly kind: "every";
      readonly step: number;
      readonly items: string;
      readonly key: string;
      readonly compare: "equals" | "at-least" | "at-most" | "contains";
      readonly value: SequenceValue;
    }
  /** The items of a list are in the order of their values at `key`. */
  | { readonly kind: "sorted"; readonly step: number; readonly items: string; readonly key: string; readonly order: "ascending" | "descending" }
  /** A list has at most so many items, or at most as many as the list of the step `as`. */
  | { readonly kind: "length"; readonly step: number; readonly items: string; readonly most?: number; readonly as?: number }
  /** The lists of these steps have as many items together as the value at a pointer or a header: `header:X-Total-Count`. */
  | {
      readonly kind: "total";
      readonly step: number;
      readonly at: string;
      readonly of: readonly number[];
      readonly items: string;
      readonly end?: PageEnd;
    }
  /**
   * The value at a pointer is the number of these lists that have items. Or the links of `header:Link` lead to the pages that these lists are: the
   * query `parameter` of the first one is `first`.
   */
  | {
      readonly kind: "pages";
      readonly step: number;
      readonly at: string;
      readonly of: readonly number[];
      readonly items: string;
      readonly parameter?: string;
      readonly first?: number;
      readonly end?: PageEnd;
    }
  /** The body has these bytes. */
  | { readonly kind: "bytes"; readonly step: number; readonly base64: string }
  /** At most one of these steps has a status of 2xx. */
  | { readonly kind: "one-succeeds"; readonly step: number; readonly of: readonly number[] };
