// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A request while it is put together: parameters and credentials write into it. */
export interface Outgoing {
  /** The path template, whose parameters are replaced. */
  path: string;
  /** `name=value` pieces, encoded. */
  readonly query: string[];
  readonly headers: Headers;
}

/** Adds a `name=value` piece to the `Cookie` header. Browsers send their own cookies and ignore it. */
export function addCookie({ headers }: Outgoing, piece: string): void {
  const others = headers.get("cookie");
  headers.set("cookie", others ? `${others}; ${piece}` : piece);
}
