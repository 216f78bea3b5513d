// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { HeaderLines, MockAnswer, MockBody, MockOperation } from "./types.js";

/** The data of an operation's mock. Its responses are created on first use. */
/* @__NO_SIDE_EFFECTS__ */
export function mock<S, E>(
  name: string,
  method: string,
  path: string,
  server: string,
  makeAnswers: () => readonly MockAnswer[],
  more: Pick<MockOperation, "query" | "headers" | "spellings" | "rest" | "pages" | "role"> = {},
): MockOperation<S, E> {
  let answers: readonly MockAnswer[] | undefined;
  return {
    name,
    method,
    path,
    server,
    ...more,
    get answers() {
      return (answers ??= makeAnswers());
    },
  };
}

/** A documented response. @param headers Headers that the document requires, with an example each. */
export function answer(status: number | string, bodies: MockBody | readonly MockBody[] = [], headers?: HeaderLines): MockAnswer {
  return { status: String(status), bodies: [bodies].flat(), ...(headers === undefined ? {} : { headers }) };
}
