/** A request while it is put together: parameters and credentials write into it. */
export interface Outgoing {
  /** By name in the path template: text that is ready to stand there. */
  readonly path: Record<string, string>;
  /** `name=value` pieces, encoded. */
  readonly query: string[];
  readonly headers: Headers;
  /** `name=value` pieces of the `Cookie` header. */
  readonly cookies: string[];
}
