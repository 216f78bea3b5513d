import type { ValueFormat } from "../codecs/value-format.js";
import type { Result } from "../validators/types.js";

/** One body that an operation answers with. */
export interface MockBody {
  /** `application/json`. */
  readonly mediaType: string;
  /** Of `text/event-stream`: the value is the event itself, and not only its data. */
  readonly whole?: boolean;
  /** Of multipart, and of formats of bytes such as CBOR. */
  readonly parts?: MockParts;
  /** The document's example, or what the generator found; absent where no value was found. */
  readonly example?: () => unknown;
  /** A value with all that it may have. */
  readonly full?: () => unknown;
  /** Another valid value for each seed. */
  readonly made?: (seed: number) => unknown;
  /** The document's example as it is sent, byte for byte. */
  readonly serialized?: { readonly text: string; readonly contentType: string };
  /** The generated validator; `undefined` where the document has no schema. */
  readonly check?: (value: unknown) => Result<unknown>;
}

/** How a body is written that is neither JSON nor text. */
export interface MockParts {
  /** The media type, with the boundary in it, and the body. */
  readonly write: (value: unknown) => readonly [type: string, body: string | Uint8Array];
  /** A text is a value like any other, and not the whole body. */
  readonly isEncoded?: boolean;
  /** What is described, and checked, is each of them. */
  readonly each?: boolean;
}

/** One documented answer. */
export interface MockAnswer {
  /** `"200"`, `"4XX"` or `"default"`. */
  readonly status: string;
  readonly bodies: readonly MockBody[];
  /** Headers that the document requires, with an example each. */
  readonly headers?: HeaderLines;
}

/** How pages of a list are asked for, and where an answer says how to go on; pointers into its body are RFC 6901. */
export interface MockPages {
  readonly style: "offset" | "page" | "cursor" | "link";
  /** Items of a page where the request does not say. */
  readonly size: number;
  /** Query parameters: how many, from which on, which page, after what. */
  readonly limit?: string;
  readonly offset?: string;
  readonly page?: string;
  readonly parameter?: string;
  /** Number of the first page. Default: 1. */
  readonly first?: number;
  /** Where the items are; absent: the body is the list. */
  readonly items?: string;
  readonly cursor?: string;
  /** Where the URL of the next page is; absent: in the `Link` header. */
  readonly link?: string;
  readonly more?: string;
}

/** What a list may be filled with: the items of a body that is a list, or of the lists that it holds. */
export type ItemsOf<B> = B extends readonly (infer I)[] ? I : B extends object ? ItemsIn<B[keyof B]> : never;
type ItemsIn<P> = P extends readonly (infer I)[] ? I : never;

/** What an operation does to a resource that a stateful mock keeps. */
export interface MockRole {
  readonly resource: string;
  readonly role: "create" | "list" | "get" | "update" | "delete";
  /** The property that tells one from another. */
  readonly id: string;
  /** Path parameter that names one. */
  readonly parameter?: string;
  /** Where a list has its items, when the answer is not the list itself. */
  readonly items?: string;
}

/** One operation as a mock needs it. `S` and `E`: bodies of successes and of errors by status. */
export interface MockOperation<S = unknown, E = unknown> {
  readonly name: string;
  /** Upper case. */
  readonly method: string;
  /** Path template behind the server's URL. */
  readonly path: string;
  /** What a request has in its query, where that tells the operation from others of the path. */
  readonly query?: Readonly<Record<string, string>>;
  /** The same of its headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** URL of the document's first server. */
  readonly server: string;
  /** Path segments that have other spellings, with all of them. */
  readonly spellings?: Readonly<Record<string, readonly string[]>>;
  /** Path parameter that takes one or more segments. */
  readonly rest?: string;
  readonly answers: readonly MockAnswer[];
  readonly pages?: MockPages;
  readonly role?: MockRole;
  /** How a request body is read that is in a format of bytes. */
  readonly format?: ValueFormat;
  /** Types only; never there. */
  readonly types?: { readonly success: S; readonly errors: E };
}

/** The bodies of an operation's responses by status. @typeParam O As types.ts has the operation. */
export type MockBodies<O extends { readonly responses: object }> = { readonly [S in keyof O["responses"]]: BodyOf<O["responses"][S]> };
type BodyOf<R> = R extends { content: infer C } ? C[keyof C] : undefined;

/** The mock data of an operation. @typeParam B Its bodies by status. @typeParam S Statuses of successes. @typeParam E Statuses of errors. */
export type Mock<B, S extends keyof B, E extends keyof B> = MockOperation<Pick<B, S>, Pick<B, E>>;

/** What to answer with: a body, or a function of the request. */
export type Given<B> = B | ((request: MockRequest) => B | Promise<B>);

export interface MockRequest {
  readonly method: string;
  readonly url: URL;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Parsed where it is JSON or in a documented format of bytes, else text; `undefined` where there is none. */
  readonly body: unknown;
}

export interface AnswerOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** `false` lets an answer through that the document does not allow. Default: true. */
  readonly validate?: boolean;
}

/** Headers by name. `Set-Cookie` may have several lines (RFC 9110 §5.3). */
export type HeaderLines = Readonly<Record<string, string | readonly string[]>>;

/** An answer as it is sent. */
export interface WrittenAnswer {
  readonly status: number;
  readonly headers: HeaderLines;
  readonly text: string | Uint8Array;
}

/** Statuses of the errors that the document names; any number where it has a range or `default`. */
export type ErrorStatus<E> = E extends { readonly default: unknown } | { readonly "4XX": unknown } | { readonly "5XX": unknown }
  ? number
  : Extract<keyof E, number>;

/** The body that goes with a status. */
export type ErrorBodyOf<E, K> = K extends keyof E ? E[K] : E[Extract<keyof E, string>];
