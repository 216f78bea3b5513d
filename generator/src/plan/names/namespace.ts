import { shortHash } from "./names.js";

/**
 * A set of distinct names. The first claim gets the name; a later one gets a suffix made from its own identity, so that it stays when the document
 * grows.
 */
export class Namespace {
  readonly #owners = new Map<string, string>();

  /** @param fold Two names that fold to one are one: file names differ by more than case. */
  constructor(
    reserved: Iterable<string> = [],
    readonly fold: (name: string) => string = (name) => name,
  ) {
    for (const name of reserved) this.#owners.set(this.fold(name), "");
  }

  /** The owner of a name: an identity, `""` for a reserved word, `undefined` if it is free. */
  owner(name: string): string | undefined {
    return this.#owners.get(this.fold(name));
  }

  /**
   * @param name The wanted name.
   * @param identity The claimant; two calls with one identity are two claims.
   * @param exported The names that belong to a name; the name itself by default.
   */
  claim(name: string, identity: string, exported?: (name: string) => readonly string[], join = "_"): string {
    for (let attempt = 0; ; attempt += 1) {
      const candidate = this.#candidate(name, identity, attempt, join);
      if (exported === undefined) {
        // A document has thousands of names, nearly all of which are free.
        if (this.#owners.has(this.fold(candidate))) continue;
        this.#owners.set(this.fold(candidate), identity);
        return candidate;
      }
      const names = exported(candidate);
      if (names.some((each) => this.#owners.has(this.fold(each)))) continue;
      for (const each of names) this.#owners.set(this.fold(each), identity);
      return candidate;
    }
  }

  #candidate(name: string, identity: string, attempt: number, join: string): string {
    if (attempt === 0) return name;
    // `default_`: a reserved word is reserved for all, so its suffix needs no identity.
    if (attempt === 1) return this.owner(name) === "" ? `${name}_` : `${name}${join}${shortHash(identity).slice(0, 4)}`;
    return `${name}${join}${shortHash(attempt === 2 ? identity : `${identity} ${attempt}`)}`;
  }
}

/** Words that cannot name a value in a module. */
const reservedWords: readonly string[] =
  "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield undefined NaN Infinity".split(
    " ",
  );

/** Globals that generated code uses: shadowing one would change the meaning of that code. */
const globals: readonly string[] =
  "globalThis Object Array String Number Boolean Symbol BigInt Map Set WeakMap WeakSet Date RegExp Math JSON Promise Proxy Reflect Error TypeError RangeError URL URLSearchParams Headers Request Response FormData Blob File ReadableStream TextDecoder TextEncoder AbortController AbortSignal fetch crypto console process structuredClone setTimeout clearTimeout encodeURIComponent decodeURIComponent parseInt parseFloat isNaN isFinite".split(
    " ",
  );

export const reservedValues: readonly string[] = [
  ...reservedWords,
  ...globals,
  // Parameters of generated functions: an imported value with one of these names would be hidden by them.
  ..."value at issues issue client options init".split(" "),
  // A module that exports `then` is treated as a promise by dynamic imports.
  "then",
  // Next to the fixtures is the list of schemas without any.
  "withoutFixture",
];

/** Exports of the index of operations are not available either. */
export const reservedFunctions: readonly string[] = [...reservedValues, "connect"];

/** Types of TypeScript, JavaScript and the DOM. */
const reservedPlatformTypes: readonly string[] =
  "any unknown never void null undefined string number boolean bigint symbol object this true false import typeof keyof readonly infer unique is asserts Record Partial Required Readonly Pick Omit Exclude Extract NonNullable Parameters ReturnType InstanceType Awaited Array ReadonlyArray Object String Number Boolean Symbol BigInt Function Promise PromiseLike Map Set ReadonlyMap ReadonlySet WeakMap WeakSet Date RegExp Error Iterator Iterable AsyncIterable AsyncIterator AsyncGenerator Generator URL URLSearchParams Headers Request Response RequestInit FormData Blob File ReadableStream AbortSignal Uint8Array ArrayBuffer".split(
    " ",
  );

/** Type names that TypeScript, the DOM or generated code already use. */
export const reservedTypes: readonly string[] = [
  ...reservedPlatformTypes,
  ..."Issue Result Validator ParseOptions CheckOptions StandardProps Client ClientOptions components operations paths webhooks".split(" "),
];

/** Exports of mock modules besides those of operations. */
export const reservedMocks: readonly string[] = ["mockState", "mockOperations"];

/** Base names that a file system or our own layout keeps for itself. */
export const reservedFiles: readonly string[] =
  "index con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 operations json-schema".split(" ");

/** The kind of a reserved name, as the end of a sentence: `a reserved word of JavaScript`. */
export function reasonOf(name: string): string {
  if (reservedWords.includes(name)) return "a reserved word of JavaScript";
  if (globals.includes(name)) return "a global of JavaScript that generated code uses";
  if (reservedPlatformTypes.includes(name)) return "a type of TypeScript or the platform";
  if (reservedMocks.includes(name)) return "an export of each mock module";
  return "a name that generated code uses";
}
