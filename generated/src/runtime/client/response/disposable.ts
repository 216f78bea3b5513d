// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { CallError } from "../errors.js";
import type { BaseCallOptions } from "../options.js";

/** `Symbol.asyncDispose`, where the compiler's `lib` knows it. */
type AsyncDispose = SymbolConstructor extends { readonly asyncDispose: infer S extends symbol } ? S : never;

/** A created resource that is deleted at the end of its block: `await using thing = await …`. */
export type Disposing<T> = T & { readonly [K in AsyncDispose]: () => Promise<void> };

/**
 * Returns the result of `made`, which `close` deletes when its block ends. A resource that is already gone is accepted: 404 and 410 are no errors.
 *
 * @param options The options of the call. Its signal and its additions applied to that call only.
 */
export async function disposable<T, O extends BaseCallOptions>(
  made: Promise<T>,
  options: O | undefined,
  close: (made: T, options: O) => Promise<unknown>,
): Promise<Disposing<T>> {
  const data = await made;
  const value = async (): Promise<void> => {
    await close(data, { ...options, signal: undefined, query: undefined, accept: undefined } as unknown as O).catch((error: unknown) => {
      if (!(error instanceof CallError && (error.status === 404 || error.status === 410))) throw error;
    });
  };
  // Where the platform has no such symbol, compilers use this one for `await using`.
  const { asyncDispose = Symbol.for("Symbol.asyncDispose") } = Symbol as { readonly asyncDispose?: symbol };
  // Not enumerable, so that printing or serializing shows the data only.
  if (Object(data) === data) Object.defineProperty(data, asyncDispose, { value });
  return data as Disposing<T>;
}
