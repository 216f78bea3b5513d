import { isBodiless } from "../client/response/statuses.js";
import { responder, headersOf, successStatus, write } from "./responses.js";
import { TallystickMockError } from "./mock-error.js";
import { bodyOf, parametersOf, requestOf } from "./match.js";
import { pageOf, withHeaders } from "./pages.js";
import { State, type StateOptions } from "./state.js";
import type { MockResponseOptions, ErrorBodyOf, ErrorStatus, Given, ItemsOf, MockOperation, MockRequest, WrittenResponse } from "./types.js";

/** The part of MSW that is used here: `http`. The predicate passes the parsed request to the resolver as `params`. */
export interface MswHttp<H> {
  all(
    isTaken: (info: { readonly request: Request }) => { matches: boolean; params: Record<string, string> },
    resolve: (info: { readonly request: Request; readonly params: Readonly<Record<string, string>> }) => Promise<Response>,
    options?: { readonly once?: boolean },
  ): H;
}

/** One operation as an MSW handler. Each response is checked against the document before it is sent. */
export class MswMock<S, E, H> {
  private readonly http: MswHttp<H>;
  private readonly base: string;
  private readonly operation: MockOperation<S, E>;
  private readonly settings: { readonly delay?: number; readonly once?: boolean };

  constructor(http: MswHttp<H>, base: string, operation: MockOperation<S, E>, settings: { readonly delay?: number; readonly once?: boolean } = {}) {
    this.http = http;
    this.base = base;
    this.operation = operation;
    this.settings = settings;
  }

  /** Delays the response by this number of milliseconds. */
  delay(milliseconds: number): MswMock<S, E, H> {
    return new MswMock(this.http, this.base, this.operation, { ...this.settings, delay: milliseconds });
  }

  /** Responds to the first request only. The next handler handles the others. */
  once(): MswMock<S, E, H> {
    return new MswMock(this.http, this.base, this.operation, { ...this.settings, once: true });
  }

  /** Sends the first documented success, with a body or the fixture. */
  success(body?: Given<S[keyof S]>, options?: MockResponseOptions): H {
    return this.respond(successStatus(this.operation), body, options);
  }

  /** Sends a documented error, with a body or the fixture. */
  error<K extends ErrorStatus<E>>(status: K, body?: Given<ErrorBodyOf<E, K>>, options?: MockResponseOptions): H {
    return this.respond(status, body, options);
  }

  /** Sends any status. The document decides whether the body is allowed. */
  respond(status: number, body?: Given<unknown>, options?: MockResponseOptions): H {
    const respond = responder(this.operation, status, body, options);
    return this.handler(async (request) => responseOf(await respond(request)));
  }

  /** @deprecated Use `respond`. */
  answer(status: number, body?: Given<unknown>, options?: MockResponseOptions): H {
    return this.respond(status, body, options);
  }

  /** Sends pages of the list by the document's pagination. */
  pages(items: readonly ItemsOf<S[keyof S]>[], options?: MockResponseOptions): H {
    return this.handler(async ({ url }) => {
      const page = pageOf(this.operation, items, url);
      return responseOf(write(this.operation, successStatus(this.operation), page, withHeaders(options, page)));
    });
  }

  /** Breaks the connection: `fetch` rejects with a TypeError. */
  networkError(): H {
    return this.handler(async () => Response.error());
  }

  private handler(respond: (request: MockRequest) => Promise<Response>): H {
    const { delay, once = false } = this.settings;
    return handlerOf(
      this.http,
      this.operation,
      this.base,
      async (request) => {
        if (delay !== undefined) await new Promise((resolve) => void setTimeout(resolve, delay));
        return respond(request);
      },
      once,
    );
  }
}

/** @param base URL that replaces the document's first server. */
export function mswMock<S, E, H>(http: MswHttp<H>, operation: MockOperation<S, E>, base: string | undefined): MswMock<S, E, H> {
  return new MswMock(http, base ?? operation.server, operation);
}

/** Returns a handler for every operation, with one state. Created items are listed, found and deleted. */
export function mswState<H>(
  http: MswHttp<H>,
  operations: readonly MockOperation[],
  options: StateOptions = {},
): { readonly handlers: H[]; readonly state: State } {
  const state = new State(operations, options);
  const handlers = operations.map((operation) =>
    handlerOf(http, operation, options.baseUrl ?? operation.server, async (request) => responseOf(state.perform(operation, request))),
  );
  return { handlers, state };
}

function handlerOf<H>(
  http: MswHttp<H>,
  operation: MockOperation,
  base: string,
  respond: (request: MockRequest) => Promise<Response>,
  once: boolean = false,
): H {
  return http.all(
    // A request with another method is not handled here: MSW would send it to the real server.
    ({ request }) => {
      const parameters = parametersOf(operation, base, request.method, new URL(request.url), request.headers);
      return { matches: parameters !== undefined, params: { ...parameters } };
    },
    async ({ request, params }) => {
      const url = new URL(request.url);
      try {
        return await respond(requestOf(operation, url, params, await bodyOf(operation, request)));
      } catch (error) {
        // MSW responds with the first and breaks the connection with the second.
        if (error instanceof Response || (error instanceof Error && "errno" in error)) throw error;
        return failed(operation, url, error);
      }
    },
    { once },
  );
}

/** A failed request with our message. MSW's own message contains the query, which may contain a credential. */
function failed(operation: MockOperation, { origin, pathname }: URL, error: unknown): Response {
  // oxlint-disable-next-line no-console -- replaces the message of MSW
  console.error(`The mock of ${operation.name} failed and responds with 500: ${operation.method} ${origin}${pathname}.`, error);
  const body = error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error;
  return new Response(JSON.stringify(body), {
    status: 500,
    statusText: "Unhandled Exception",
    headers: { "content-type": "application/json" },
  });
}

/** The part of an MSW 3 frame that is read here: an HTTP request, or a WebSocket connection. */
interface MswFrame {
  readonly data: unknown;
}

/**
 * Options for `server.listen(…)` and `worker.start(…)`: a request without a handler fails, and the error names it. MSW's own message contains the query
 * and the body, which may contain a credential. Scripts, styles and images of a page are passed through.
 * MSW 2 reads `onUnhandledRequest`, MSW 3 reads `onUnhandledFrame`.
 */
export const strict: {
  readonly onUnhandledRequest: (request: Request) => void;
  readonly onUnhandledFrame: (unhandled: { readonly frame: MswFrame }) => void;
} = {
  onUnhandledRequest: rejectUnhandled,
  onUnhandledFrame: ({ frame: { data } }) => rejectUnhandled(requestOfFrame(data)),
};

function rejectUnhandled({ destination = "", method, url }: { readonly destination?: string; readonly method: string; readonly url: string }): void {
  const { origin, pathname } = new URL(url);
  const error = new TallystickMockError(`No mock matches ${method} ${origin}${pathname}.`, "");
  // A TypeError, as of the platform: MSW turns other errors into a response of status 500.
  if (destination === "") throw Object.assign(error, { code: "ECONNREFUSED", errno: 0 });
}

function requestOfFrame(data: unknown): { readonly destination?: string; readonly method: string; readonly url: string } {
  const { request, connection } = data as { readonly request?: Request; readonly connection?: { readonly client: { readonly url: string | URL } } };
  return request ?? { method: "GET", url: String(connection?.client.url) };
}

function responseOf({ status, text, headers }: WrittenResponse): Response {
  return new Response(isBodiless(status) || text === "" ? null : (text as NonNullable<RequestInit["body"]>), { status, headers: headersOf(headers) });
}
