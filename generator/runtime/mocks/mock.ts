import type { HeaderLines, MockResponse, MockBody, MockOperation } from "./types.js";

/** The data of an operation's mock. Its responses are created on first use. */
/* @__NO_SIDE_EFFECTS__ */
export function mock<S, E>(
  name: string,
  method: string,
  path: string,
  server: string,
  makeResponses: () => readonly MockResponse[],
  more: Pick<MockOperation, "query" | "headers" | "spellings" | "rest" | "pages" | "role"> = {},
): MockOperation<S, E> {
  let responses: readonly MockResponse[] | undefined;
  return {
    name,
    method,
    path,
    server,
    ...more,
    get responses() {
      return (responses ??= makeResponses());
    },
  };
}

/** A documented response. @param headers Headers that the document requires, with an example each. */
export function respond(status: number | string, bodies: MockBody | readonly MockBody[] = [], headers?: HeaderLines): MockResponse {
  return { status: String(status), bodies: [bodies].flat(), ...(headers === undefined ? {} : { headers }) };
}
