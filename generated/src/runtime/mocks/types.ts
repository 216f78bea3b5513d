// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { ValueFormat } from "../codecs/value-format.js";
import type { Result } from "../validators/types.js";

/** One body of a response. */
export interface MockBody {
  /** `application/json`. */
  readonly mediaType: string;
  /** For `text/event-stream`: the value is the whole event, not only its data. */
  readonly whole?: boolean;
  /** For multipart, and for binary formats such as CBOR. */
  readonly parts?: MockParts;
  /** The document's example, or a generated one; absent if no value was found. */
  readonly example?: () => unknown;
  /** An example with all properties. */
  readonly full?: () => unknown;
  /** A valid value for each seed. */
  readonly made?: (seed: number) => unknown;
  /** The document's example, sent unchanged. */
  readonly serialized?: { readonly text: string; readonly contentType: string };
  /** The generated validator; `undefined` if the document has no schema. */
  readonly check?: (value: unknown) => Result<unknown>;
}

/** Writes a body that is neither JSON nor text. */
export interface MockParts {
  /** Returns the media type with its boundary, and the body. */
  readonly write: (value: unknown) => readonly [type: string, body: string | Uint8Array];
  /** A text is a value to encode, not the whole body. */
  readonly isEncoded?: boolean;
  /** The schema describes one part. */
  readonly each?: boolean;
}

/** One documented response. */
export interface MockResponse {
  /** `"200"`, `"4XX"` or `"default"`. */
  readonly status: string;
  readonly bodies: readonly MockBody[];
  /** Headers that the document requires, with an example each. */
  readonly headers?: HeaderLines;
}

/** The parameters that select a page of a list, and where a response names the next page. Pointers into the body are RFC 6901. */
export interface MockPages {
  readonly style: "offset" | "page" | "cursor" | "link";
  /** Items of a page, unless the request states a number. */
  readonly size: number;
  /** Query parameters: number of items, index of the first one, page, cursor. */
  readonly limit?: string;
  readonly offset?: string;
  readonly page?: string;
  readonly parameter?: string;
  /** Number of the first page. Default: 1. */
  readonly first?: number;
  /** Pointer to the items; absent: the body is the list. */
  readonly items?: string;
  readonly cursor?: string;
  /** Pointer to the URL of the next page; absent: in the `Link` header. */
  readonly link?: string;
  readonly more?: string;
}

/** The items of a body that is a list, or of the lists in it. */
export type ItemsOf<B> = B extends readonly (infer I)[] ? I : B extends object ? ItemsIn<B[keyof B]> : never;
type ItemsIn<P> = P extends readonly (infer I)[] ? I : never;

/** What an operation does to a resource of a stateful mock. */
export interface MockRole {
  readonly resource: string;
  readonly role: "create" | "list" | "get" | "update" | "delete";
  /** The property that identifies an item. */
  readonly id: string;
  /** Path parameter with the id. */
  readonly parameter?: string;
  /** Pointer to the items of a list; absent: the body is the list. */
  readonly items?: string;
}

/** One operation as a mock needs it. `S` and `E`: bodies of successes and of errors by status. */
export interface MockOperation<S = unknown, E = unknown> {
  readonly name: string;
  /** Upper case. */
  readonly method: string;
  /** Path template after the server's URL. */
  readonly path: string;
  /** Query parameters that distinguish the operation from others of the path. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers that distinguish it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** URL of the document's first server. */
  readonly server: string;
  /** All spellings of path segments that have several. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>;
  /** Path parameter that matches one or more segments. */
  readonly rest?: string;
  readonly responses: readonly MockResponse[];
  readonly pages?: MockPages;
  readonly role?: MockRole;
  /** Reads a request body in a binary format. */
  readonly format?: ValueFormat;
  /** Types only; never set. */
  readonly types?: { readonly success: S; readonly errors: E };
}

/** The bodies of an operation's responses by status. @typeParam O As types.ts has the operation. */
export type MockBodies<O extends { readonly responses: object }> = { readonly [S in keyof O["responses"]]: BodyOf<O["responses"][S]> };
type BodyOf<R> = R extends { content: infer C } ? C[keyof C] : undefined;

/** The mock data of an operation. @typeParam B Its bodies by status. @typeParam S Statuses of successes. @typeParam E Statuses of errors. */
export type Mock<B, S extends keyof B, E extends keyof B> = MockOperation<Pick<B, S>, Pick<B, E>>;

/** The body of the response, or a function of the request that returns it. */
export type Given<B> = B | ((request: MockRequest) => B | Promise<B>);

export interface MockRequest {
  readonly method: string;
  readonly url: URL;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Parsed if it is JSON or a documented binary format, else text; `undefined` without a body. */
  readonly body: unknown;
}

export interface MockResponseOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** `false` also sends a response that the document does not allow. Default: true. */
  readonly validate?: boolean;
}

/** Headers by name. `Set-Cookie` may have several lines (RFC 9110 §5.3). */
export type HeaderLines = Readonly<Record<string, string | readonly string[]>>;

/** A response as it is sent. */
export interface WrittenResponse {
  readonly status: number;
  readonly headers: HeaderLines;
  readonly text: string | Uint8Array;
}

/** Statuses of the documented errors; any number if the document has a range or `default`. */
export type ErrorStatus<E> = E extends { readonly default: unknown } | { readonly "4XX": unknown } | { readonly "5XX": unknown }
  ? number
  : Extract<keyof E, number>;

/** The body of a status. */
export type ErrorBodyOf<E, K> = K extends keyof E ? E[K] : E[Extract<keyof E, string>];
