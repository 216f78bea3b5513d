import type { CodecOf } from "../codecs/types.js";
import type { ValueFormat } from "../codecs/value-format.js";
import type { Rule } from "../validators/core.js";
import type { Issue } from "../validators/types.js";
import type { Attempt } from "./sending/attempt.js";
import type { Values } from "./connection.js";
import type { Outgoing } from "./request/outgoing.js";
import type { Composed } from "./request/request.js";

/**
 * One operation as data: everything the runtime needs to send it and to read its answers.
 *
 * It holds references to the functions that do the work, never names of them: a bundler keeps only what some operation mentions.
 */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** The path template as the document has it. */
  readonly path: string;
  /** By the name that the caller uses. */
  readonly parameters: Readonly<Record<string, ParameterEntry>>;
  readonly body?: RequestBody;
  /** Alternatives of options whose credentials are needed together; an empty one, which stands last, needs none. */
  readonly security: readonly (readonly string[])[];
  /**
   * Options that differ from the client's unless the call says otherwise: `accept`, the media types of successful answers; `retries`, where it is
   * not safe to repeat (RFC 9110 §9.2.2) and the server does not know a repetition by its key.
   */
  readonly defaults?: { readonly accept?: string; readonly retries?: number; readonly [option: string]: unknown };
  /** Successful answers by status: `200`, `2XX`, `default`. */
  readonly responses: Readonly<Record<string, ResponseEntry>>;
  /** Documented errors by status: tests of which a body as described passes one. */
  readonly errors: Readonly<Record<string, readonly Is[]>>;
  /** What a redirect may make of its request; absent for GET and HEAD, which go on as they are. */
  readonly redirect?: (sent: Composed, attempt: Attempt) => void;
  /**
   * Has an answer taken for a success that openapi-fetch would not, or hands over another one that openapi-fetch can read; absent where none has a status
   * beyond 2xx, or an error in a format of bytes.
   */
  readonly accept?: (response: Response, operation: Operation) => void | Promise<Response>;
}

/** Writes one parameter's value into the request; `false` says that it cannot stand there. */
export type ParameterWriter = (outgoing: Outgoing, name: string, value: unknown, entry: ParameterEntry) => boolean | void;

export interface ParameterEntry {
  /** Only those of `styled…` look at style, encoding and text. */
  readonly write: ParameterWriter;
  /** As it is on the wire, where the caller's name differs. */
  readonly name?: string;
  /** Another style than its location's usual one (OpenAPI 3.1 §4.8.12.3). */
  readonly style?: ParameterStyle;
  /** Where it differs from the style's default. */
  readonly explode?: boolean;
  /** The encoding that leaves reserved characters, where the document allows them. */
  readonly encode?: (text: string) => string;
  /** For `content` parameters: the value as text, before it is encoded. */
  readonly text?: (value: unknown) => string;
  /** Of a whole query string that is a form, what OpenAPI's `encoding` says of each property; only `queryForm` looks at it. */
  readonly encoding?: PartEncodings;
  /** The option, of the client or of this operation, that stands in when the call has no value. */
  readonly option?: string;
  readonly required?: true;
}

/** A value as the pieces that a parameter is made of; `encode` is applied to values, and to what stands among them. */
export type ParameterStyle = (name: string, value: unknown, explode: boolean | undefined, encode: (text: string) => string) => string;

/** True for a value that is what the document says. */
export type Is = (value: unknown) => boolean;

/** How a body is checked, if the document has a schema for it. */
export interface BodyCheck {
  readonly rule?: Rule;
  /** What asks it: another than usual where a schema leads back to itself, and data may be nested too deeply. */
  readonly ask?: (rule: Rule, value: unknown) => readonly Issue[];
}

export interface RequestBody {
  /** Chooses the media type, checks, writes, and names the type in the headers: what to tell `fetch`, if there is a body. */
  readonly write: (body: RequestBody, given: Given, headers: Headers, attempt: Attempt) => Values | undefined;
  /** In the document's order; the first is sent unless the caller names another. */
  readonly content: Readonly<Record<string, BodyEntry>>;
  readonly required?: true;
}
/** What the caller gave. */
export interface Given {
  readonly body?: unknown;
  readonly contentType?: unknown;
}

export interface BodyEntry extends BodyCheck {
  readonly write: BodyWriter;
  /** What has another form in code; only the writers of `decoded.ts` look at it. */
  readonly codec?: CodecOf;
  /** Per property of a form or multipart body, what OpenAPI's `encoding` says. */
  readonly encoding?: PartEncodings;
  /** Of a multipart body without names, what the document says of its parts. */
  readonly parts?: PartsByPlace;
  /** Of a form, what its fields are checked by; of XML and of a format of bytes, what a value is. */
  readonly fields?: BodyCheck;
  /** Of a body that is sent item by item, what each is. */
  readonly items?: ItemEntry;
  /** How a value is written as XML. */
  readonly xml?: XmlDocument;
  /** How a value is written as bytes. */
  readonly format?: ValueFormat;
}
export interface ItemEntry extends BodyCheck {
  readonly codec?: CodecOf;
  /** Another text than JSON has by itself. */
  readonly text?: (item: unknown) => string;
}
export type BodyWriter = (value: unknown, mediaType: string, entry: BodyEntry, attempt: Attempt) => WrittenBody;

export type PartEncodings = Readonly<Record<string, PartEncoding>>;
export interface PartEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly encode?: (text: string) => string;
  /** Of a part that is made of parts itself: its media type, and what it is made of. */
  readonly write?: PartWriter;
}
/** Writes a part that is made of parts; nothing where the value is not one. */
export type PartWriter = (value: unknown) => readonly [type: string, pieces: readonly (string | Blob)[]] | undefined;

/** OpenAPI 3.2's `prefixEncoding` and `itemEncoding`. */
export interface PartsByPlace {
  readonly prefix?: readonly PartByPlace[];
  /** Of all that come after those. */
  readonly rest?: PartByPlace;
}
export interface PartByPlace {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a part that is made of parts. */
  readonly parts?: PartsByPlace;
  /** Of a part that is a form: the media types of its fields. */
  readonly fields?: Readonly<Record<string, { readonly contentType?: string }>>;
}

/**
 * How a value is written in XML (OpenAPI 3.1 §4.8.26, 3.2 §4.26). What says nothing is an element with the name of its property, and a list an
 * element for each item.
 */
export interface XmlShape {
  /** Where it is no element. */
  readonly node?: "attribute" | "text" | "none";
  /** Where it is not called as its property is. */
  readonly name?: string;
  readonly namespace?: string;
  /** Whether a list has an element around its items. */
  readonly wrapped?: boolean;
  readonly properties?: Readonly<Record<string, XmlShape>>;
  /** Of the properties that are not among those. */
  readonly others?: XmlShape;
  readonly prefix?: readonly XmlShape[];
  /** Of the items after those. */
  readonly items?: XmlShape;
  /** The one of `shapes` that says what it holds. */
  readonly of?: string;
}

/** A whole document: its root always has a name. */
export interface XmlDocument extends XmlShape {
  readonly name: string;
  /** What stands in several places, or in itself. */
  readonly shapes?: Readonly<Record<string, XmlShape>>;
}

export interface WrittenBody {
  /** Spelled this way, it is there without the DOM library too: Node has no global `BodyInit`. */
  readonly body: NonNullable<RequestInit["body"]>;
  /** Absent where `fetch` sets it by itself, as for multipart boundaries. */
  readonly contentType?: string;
  /** A stream can be sent only once. */
  readonly once?: boolean;
}

export interface ResponseEntry extends BodyCheck {
  /** Absent where the document has no body, or HTTP has none. */
  readonly read?: ResponseReader;
  /** What has another form in code; only the readers of `decoded.ts` look at it. */
  readonly codec?: CodecOf;
  /** How a value is read from bytes. */
  readonly format?: ValueFormat;
  /** By media type, where there are several. */
  readonly content?: Readonly<Record<string, ResponseEntry>>;
  /** Where there may be none, by the status. */
  readonly body?: ResponseEntry;
  /** Of a form, how its fields are read; the others by their own media types. */
  readonly fields?: Readonly<Record<string, PartReading>>;
  /** Of parts without names, how they are read by their places. */
  readonly places?: PartsReading;
  /** Of parts that are described one by one, what each is. */
  readonly items?: BodyCheck;
}

/** How a part of an answer is read where its own media type does not tell. */
export interface PartReading {
  /** A blob, whatever it is; a JSON value, such as a number, that comes as a text; or a text, even where it is JSON. */
  readonly as?: "file" | "json" | "text";
  /** There may be any number of its name. */
  readonly list?: true;
  /** Of a part that is made of parts. */
  readonly parts?: PartsReading;
  /** Of a part that is a form. */
  readonly fields?: Readonly<Record<string, PartReading>>;
}
export interface PartsReading {
  readonly prefix?: readonly PartReading[];
  /** Of all that come after those. */
  readonly rest?: PartReading;
}
export type ResponseReader = (response: Response, attempt: Attempt, entry: ResponseEntry) => Promise<unknown>;
