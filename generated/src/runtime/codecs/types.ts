// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** The wire form and the code form of a scalar. Other values stay unchanged. */
export interface Scalar {
  /** @param exact The same location of the text, where an integer that a double cannot hold is a bigint. */
  readonly decode: (value: unknown, exact: unknown) => unknown;
  readonly encode: (value: unknown) => unknown;
}

/** The parts of a value with another form in code than on the wire. Follows the schema; other parts stay unchanged. */
export interface Codec {
  readonly scalar?: Scalar;
  /** Codecs of named properties; one without a codec is only listed if `patterns` or `others` must not apply to it. */
  readonly parts?: Readonly<Record<string, CodecOf>>;
  /** Codecs of matching names; one without a codec is only listed if `others` must not apply to it. */
  readonly patterns?: readonly (readonly [pattern: { test(name: string): boolean }, codec: CodecOf])[];
  /** Of every other property. */
  readonly others?: CodecOf;
  /** Of the first items; `null` for an unchanged one. */
  readonly first?: readonly (CodecOf | null)[];
  readonly items?: CodecOf;
  /** Codecs of the same value. */
  readonly all?: readonly CodecOf[];
  /** Branches with the test for them; without a test, a branch is taken where it changes the value. */
  readonly any?: readonly (readonly [codec: CodecOf, is?: (value: unknown) => boolean])[];
}

/** A function, because codecs may be recursive. */
export type CodecOf = Codec | (() => CodecOf);
