/** One error of a value, with Ajv's five fields. */
export interface Issue {
  /** The JSON Schema keyword that rejects the value: `maxLength`. */
  readonly keyword: string;
  /** JSON Pointer into the value, such as `/0/sessionId`. `""` is the whole value. */
  readonly instancePath: string;
  /** Location of the keyword in the document, behind each `$ref`: `#/components/schemas/Session/properties/sessionId/type`. */
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The expected and the received value. */
  readonly message: string;
}

export type Result<T, I = readonly Issue[]> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: I };

export interface CheckOptions {
  /** Maximum number of issues, at least 1. Default: 100. */
  readonly maxIssues?: number;
}

/** Changes that `parse` functions make, in a copy of the value. */
export interface ParseOptions extends CheckOptions {
  /** Removes unknown properties of objects whose schema lists or closes its properties. Default: false. */
  readonly strip?: boolean;
  /** Fills in the `default` of absent properties. Default: false. */
  readonly defaults?: boolean;
}

/** The functions that are exported for a schema: `checkSession`, `assertSession`, `parseSession`. */
export interface Check<T> {
  /** Returns the value, or its issues. */
  (value: unknown, options?: CheckOptions): Result<T>;
}

export interface Assert<T> {
  /** @throws ValidationError with every issue (up to `maxIssues`). */
  (value: unknown, options?: CheckOptions): asserts value is T;
}

export interface Parse<T> {
  /** Returns the value, or a copy if an option changes it. @throws ValidationError */
  (value: unknown, options?: ParseOptions): T;
}

/** The validator of a schema. It never coerces values. */
export interface Validator<T> {
  /** Tests a value. Allocates nothing. */
  is(value: unknown): value is T;
  /** @throws ValidationError with every issue (up to `maxIssues`). */
  assert(value: unknown, options?: CheckOptions): asserts value is T;
  check(value: unknown, options?: CheckOptions): Result<T>;
  /** Returns the value unchanged. For `strip` and `defaults`, use the function (`parseSession`). @throws ValidationError */
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
