// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** One thing that is wrong with a value: Ajv's five fields. */
export interface Issue {
  /** The JSON Schema keyword that said no: `maxLength`. */
  readonly keyword: string;
  /** JSON Pointer into the value, `""` for the whole: `/0/sessionId`. */
  readonly instancePath: string;
  /** Place of the keyword in the document, where it resolves: `#/components/schemas/Session/properties/sessionId/type`. */
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What was expected and what was received, in one phrase. */
  readonly message: string;
}

export type Result<T, I = readonly Issue[]> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: I };

export interface CheckOptions {
  /** Stop after this many issues; 1, the least, is first-error mode. Default: 100. */
  readonly maxIssues?: number;
}

/** What `parseSession` and the like may change; they give a copy where something does, else the value itself. */
export interface ParseOptions extends CheckOptions {
  /** Leave out properties that the schema does not name, where it closes or lists them. Default: false. */
  readonly strip?: boolean;
  /** Fill in `default` where a property is absent. Default: false. */
  readonly defaults?: boolean;
}

/** What every generated schema offers. Nothing is ever coerced. */
export interface Validator<T> {
  /** The fast answer: no allocation. */
  is(value: unknown): value is T;
  /** @throws ValidationError with every issue (up to `maxIssues`). */
  assert(value: unknown, options?: CheckOptions): asserts value is T;
  check(value: unknown, options?: CheckOptions): Result<T>;
  /** The value itself. What may change it, `strip` and `defaults`, is a function of its own (`parseSession`), so that only who calls it bundles it. @throws ValidationError */
  parse(value: unknown, options?: CheckOptions): T;
  readonly "~standard": StandardProps<T>;
}

/** Standard Schema v1. */
export interface StandardProps<T> {
  readonly version: 1;
  readonly vendor: "tallystick";
  readonly validate: (
    value: unknown,
  ) => { readonly value: T } | { readonly issues: readonly { readonly message: string; readonly path: readonly (string | number)[] }[] };
  readonly types?: { readonly input: T; readonly output: T };
}
