// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { CallError } from "../errors.js";
import type { BaseCallOptions } from "../options.js";

/** `Symbol.asyncDispose`, where the compiler's `lib` knows it. */
type AsyncDispose = SymbolConstructor extends { readonly asyncDispose: infer S extends symbol } ? S : never;

/** What a call made, and its end: `await using thing = await …`. */
export type Disposing<T> = T & { readonly [K in AsyncDispose]: () => Promise<void> };

/**
 * What `made` resolves to, ended by `close` when its block is left. What is gone by then needs no end: 404 and 410 are fine.
 *
 * @param options What the call was told. Its signal and its additions were for that call only.
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
  // Not enumerable: what is printed or sent on is the data.
  if (Object(data) === data) Object.defineProperty(data, asyncDispose, { value });
  return data as Disposing<T>;
}
