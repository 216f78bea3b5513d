import type { MediaType } from "tallystick/model";
import type { BareRequest } from "../observe/checks/missing-credentials.js";
import type { Observer } from "../observe/observe.js";
import type { ObservedBody, Observations } from "../observe/observations.js";

/** What a run observed besides its counts: with it, reports are merged as if all traffic had been one run. */
export interface Observed {
  /** Ids of the schemas that a `SeenSchemas` names by index. */
  readonly schemas: readonly string[];
  /** Base paths by which recorded requests were matched. Absent if none was. */
  readonly basePaths?: readonly string[];
  /** Examples of requests, if none matches the document. */
  readonly unmatched?: readonly string[];
  /** Credentials that recorded requests have, such as `header authorization`. Never their values. */
  readonly credentials?: readonly string[];
  /** Accepted requests without credentials. */
  readonly bare?: readonly BareRequest[];
  /** Whether requests were sent that the document forbids. */
  readonly negative?: true;
  /** Names of the laws that were checked. */
  readonly laws?: readonly string[];
}

/** The observed parts of one body: ranges of indexes, such as `0-3,7`. */
export interface SeenSchemas {
  /** Schemas that were applied to a value. */
  readonly applied: string;
  /** Schemas of properties that were present. */
  readonly properties?: string;
  /** Branches of unions that were chosen. */
  readonly branches?: string;
  /** Of a schema with an enum, by its index: the observed values, by their index. */
  readonly enums?: Readonly<Record<string, string>>;
}

/** Numbers the schemas of a report. */
export class SchemaIndex {
  readonly ids: readonly string[];
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(observed: Observations) {
    const ids = new Set<string>();
    for (const body of bodiesOf(observed))
      for (const list of [body.applied, body.properties, body.branches, body.enumValues.keys()]) for (const id of list) ids.add(id);
    this.ids = [...ids].toSorted();
    this.#indexes = new Map(this.ids.map((id, index) => [id, index]));
  }

  encode({ applied, properties, branches, enumValues }: ObservedBody): SeenSchemas {
    const ranges = (ids: Iterable<string>): string => rangesOf(Array.from(ids, (id) => this.#indexes.get(id) ?? 0));
    return {
      applied: ranges(applied),
      ...(properties.size > 0 && { properties: ranges(properties) }),
      ...(branches.size > 0 && { branches: ranges(branches) }),
      ...(enumValues.size > 0 && {
        enums: Object.fromEntries([...enumValues].map(([id, values]) => [String(this.#indexes.get(id) ?? 0), rangesOf([...values])])),
      }),
    };
  }
}

function* bodiesOf(observed: Observations): Generator<ObservedBody> {
  for (const { requestBodies, responses } of observed.operations.values()) {
    yield* requestBodies.values();
    for (const { bodies } of responses.values()) yield* bodies.values();
  }
}

/** `0-3,7` */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join();
}

/** Calls back with each number below `end`, once. Ranges ascend: what repeats earlier numbers is passed over, so a report cannot keep a merge busy. */
export function eachInRanges(text: string, end: number, use: (number: number) => void): void {
  if (text === "") return;
  let next = 0;
  for (const range of text.split(",")) {
    const dash = range.indexOf("-");
    const from = Number(dash < 0 ? range : range.slice(0, dash));
    const to = Math.min(dash < 0 ? from : Number(range.slice(dash + 1)), end - 1);
    if (!Number.isSafeInteger(from)) continue;
    for (let number = Math.max(from, next); number <= to; number++) use(number);
    next = Math.max(next, to + 1 || 0);
  }
}

/** The observations of a run that its operations do not have. */
export function observedOf(
  { observations, matcher, credentials }: Observer,
  schemas: SchemaIndex,
  run: { readonly isLive: boolean; readonly isNegative: boolean; readonly laws: readonly string[]; readonly unmatched: readonly string[] },
): Observed {
  const { isLive, isNegative, laws, unmatched } = run;
  const bare = [...credentials.bare.values()].toSorted((a, b) => (a.operation < b.operation ? -1 : 1));
  // Without a matched request, the note names the base paths.
  const basePaths =
    observations.operations.size > 0 ? matcher.basePaths : unmatched.length > 0 ? matcher.basePaths.filter((path) => path !== "") : undefined;
  return {
    schemas: schemas.ids,
    ...(!isLive && basePaths !== undefined && { basePaths }),
    ...(unmatched.length > 0 && { unmatched: [...unmatched] }),
    ...(!isLive && credentials.sent.size > 0 && { credentials: [...credentials.sent].toSorted() }),
    ...(!isLive && bare.length > 0 && { bare }),
    ...(isLive && isNegative && { negative: true as const }),
    ...(laws.length > 0 && { laws: laws.toSorted() }),
  };
}

/** Note for traffic without a documented path. */
export function unmatchedNote(unmatched: readonly string[], basePaths: readonly string[]): string {
  const shown = unmatched.slice(0, 3).join(", ");
  const bases = basePaths.filter((base) => base !== "").join(", ");
  const where = bases === "" ? "" : ` Base path of the document: ${bases}.`;
  return `No request of the traffic matches a path of the document: ${shown}${unmatched.length > 3 ? " …" : "."}${where}`;
}

/** The body with a media type, as a report names it. */
export function mediaNamed(content: readonly MediaType[], mediaType: string): MediaType | undefined {
  return content.find((media) => media.mediaType === mediaType);
}
