/** A format that holds the values of JSON in bytes. */
export interface ValueFormat {
  /** The end of its media types: `cbor` of `application/cbor` and `application/problem+cbor`. */
  readonly name: string;
  readonly encode: (value: unknown) => Uint8Array;
  /** @param exact Integers that a double cannot hold are bigints. @throws SyntaxError */
  readonly decode: (bytes: Uint8Array, exact?: boolean) => unknown;
}
