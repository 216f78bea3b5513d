// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** How a scalar is written on the wire and held in code. What is in the other form already, or in neither, stays as it is. */
export interface Scalar {
  /** @param exact The same place of the text, where an integer that a double cannot hold is a bigint. */
  readonly decode: (value: unknown, exact: unknown) => unknown;
  readonly encode: (value: unknown) => unknown;
}

/** Where the parts of a value have another form in code than on the wire. It follows the schema; what it does not mention stays as it is. */
export interface Codec {
  readonly scalar?: Scalar;
  /** Of the named properties; one without a form of its own is only listed where `patterns` or `others` must not take it. */
  readonly parts?: Readonly<Record<string, CodecOf>>;
  /** Of those whose names match; one without a form of its own is only listed where `others` must not take it. */
  readonly patterns?: readonly (readonly [pattern: { test(name: string): boolean }, codec: CodecOf])[];
  /** Of every other property. */
  readonly others?: CodecOf;
  /** Of the first items; `null` where one stays as it is. */
  readonly first?: readonly (CodecOf | null)[];
  readonly items?: CodecOf;
  /** What holds for the same value. */
  readonly all?: readonly CodecOf[];
  /** Branches with the test for them; without a test, a branch is taken where it changes the value. */
  readonly any?: readonly (readonly [codec: CodecOf, is?: (value: unknown) => boolean])[];
}

/** A function where codecs may lead back to themselves. */
export type CodecOf = Codec | (() => CodecOf);
