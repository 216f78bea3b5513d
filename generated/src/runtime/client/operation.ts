// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { CodecOf } from "../codecs/types.js";
import type { ValueFormat } from "../codecs/value-format.js";
import type { Rule } from "../validators/core.js";
import type { Issue } from "../validators/types.js";
import type { Attempt } from "./sending/attempt.js";
import type { Values } from "./connection.js";
import type { Outgoing } from "./request/outgoing.js";
import type { Composed } from "./request/request.js";

/**
 * One operation as data: everything that the runtime needs to send its requests and read its responses.
 *
 * It refers to functions, not to names of functions, so that a bundler keeps only the functions in use.
 */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** The path template of the document. */
  readonly path: string;
  /** By the name that the caller uses. */
  readonly parameters: Readonly<Record<string, ParameterEntry>>;
  readonly body?: RequestBody;
  /** Alternatives of options whose credentials are needed together. An empty one is the last and needs none. */
  readonly security: readonly (readonly string[])[];
  /**
   * Default options that differ from the client's: `accept`, the media types of successful responses; `retries`, if the operation is not safe
   * to repeat (RFC 9110 §9.2.2) and the server does not recognise a repetition by its key.
   */
  readonly defaults?: { readonly accept?: string; readonly retries?: number; readonly [option: string]: unknown };
  /** Successful responses by status: `200`, `2XX`, `default`. */
  readonly responses: Readonly<Record<string, ResponseEntry>>;
  /** Documented errors by status: the body of each one passes one of the tests. */
  readonly errors: Readonly<Record<string, readonly Is[]>>;
  /** How a redirect changes the request; absent for GET and HEAD, which stay the same. */
  readonly redirect?: (sent: Composed, attempt: Attempt) => void;
  /**
   * Converts a response for openapi-fetch: one that it would not treat as a success, or that it cannot read. Absent if each success has a status
   * of 2xx and no error has a binary format.
   */
  readonly accept?: (response: Response, operation: Operation) => void | Promise<Response>;
}

/** Writes one parameter's value into the request. Returns `false` if the value cannot be sent there. */
export type ParameterWriter = (outgoing: Outgoing, name: string, value: unknown, entry: ParameterEntry) => boolean | void;

export interface ParameterEntry {
  /** Only the writers `styled…` read style, encoding and text. */
  readonly write: ParameterWriter;
  /** The name on the wire, if the caller's name differs. */
  readonly name?: string;
  /** The style, if it is not the default of the location (OpenAPI 3.1 §4.8.12.3). */
  readonly style?: ParameterStyle;
  /** Set if it differs from the style's default. */
  readonly explode?: boolean;
  /** The encoding that keeps reserved characters, if the document allows them. */
  readonly encode?: (text: string) => string;
  /** For `content` parameters: the value as text, before it is encoded. */
  readonly text?: (value: unknown) => string;
  /** For a whole query string that is a form: OpenAPI's `encoding` of each property. Only `queryForm` reads it. */
  readonly encoding?: PartEncodings;
  /** The option of the client or the operation that is used if the call has no value. */
  readonly option?: string;
  readonly required?: true;
}

/** A value as the pieces of a parameter. `encode` is applied to values and to separators. */
export type ParameterStyle = (name: string, value: unknown, explode: boolean | undefined, encode: (text: string) => string) => string;

/** Whether a value matches the document. */
export type Is = (value: unknown) => boolean;

/** How a body is checked, if the document has a schema for it. */
export interface BodyCheck {
  readonly rule?: Rule;
  /** The function that runs the check: a special one if a schema refers to itself, because data may be nested too deeply. */
  readonly ask?: (rule: Rule, value: unknown) => readonly Issue[];
}

export interface RequestBody {
  /** Chooses the media type, checks and writes the body, and sets its headers. Returns options of `fetch`, if there is a body. */
  readonly write: (body: RequestBody, given: Given, headers: Headers, attempt: Attempt) => Values | undefined;
  /** In the document's order; the first is sent unless the caller names another. */
  readonly content: Readonly<Record<string, BodyEntry>>;
  readonly required?: true;
}
/** The value that the caller passed. */
export interface Given {
  readonly body?: unknown;
  readonly contentType?: unknown;
}

export interface BodyEntry extends BodyCheck {
  readonly write: BodyWriter;
  /** Values with another form in code. Only the writers in `decoded.ts` read it. */
  readonly codec?: CodecOf;
  /** OpenAPI's `encoding` of each property of a form or multipart body. */
  readonly encoding?: PartEncodings;
  /** The encoding of the parts of a multipart body without names. */
  readonly parts?: PartsByPlace;
  /** For a form, the tests of its fields. For XML and binary formats, whether a value is of this type. */
  readonly fields?: BodyCheck;
  /** For a body that is sent item by item, the type of an item. */
  readonly items?: ItemEntry;
  /** How a value is written as XML. */
  readonly xml?: XmlDocument;
  /** How a value is written as bytes. */
  readonly format?: ValueFormat;
}
export interface ItemEntry extends BodyCheck {
  readonly codec?: CodecOf;
  /** Serializes to another text than JSON. */
  readonly text?: (item: unknown) => string;
}
export type BodyWriter = (value: unknown, mediaType: string, entry: BodyEntry, attempt: Attempt) => WrittenBody;

export type PartEncodings = Readonly<Record<string, PartEncoding>>;
export interface PartEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly encode?: (text: string) => string;
  /** For a part with parts of its own: its media type and its parts. */
  readonly write?: PartWriter;
}
/** Writes a part with parts of its own; `undefined` for another value. */
export type PartWriter = (value: unknown) => readonly [type: string, pieces: readonly (string | Blob)[]] | undefined;

/** OpenAPI 3.2's `prefixEncoding` and `itemEncoding`. */
export interface PartsByPlace {
  readonly prefix?: readonly PartByPlace[];
  /** For all later ones. */
  readonly rest?: PartByPlace;
}
export interface PartByPlace {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For a part with parts of its own. */
  readonly parts?: PartsByPlace;
  /** For a part that is a form: the media types of its fields. */
  readonly fields?: Readonly<Record<string, { readonly contentType?: string }>>;
}

/**
 * How a value is written in XML (OpenAPI 3.1 §4.8.26, 3.2 §4.26). By default, a value is an element with the name of its property, and a list is
 * an element for each item.
 */
export interface XmlShape {
  /** Set if it is no element. */
  readonly node?: "attribute" | "text" | "none";
  /** Set if its name differs from its property. */
  readonly name?: string;
  readonly namespace?: string;
  /** Whether a list has an element around its items. */
  readonly wrapped?: boolean;
  readonly properties?: Readonly<Record<string, XmlShape>>;
  /** For all other properties. */
  readonly others?: XmlShape;
  readonly prefix?: readonly XmlShape[];
  /** For all later items. */
  readonly items?: XmlShape;
  /** The entry of `shapes` with its parts. */
  readonly of?: string;
}

/** A whole document: its root always has a name. */
export interface XmlDocument extends XmlShape {
  readonly name: string;
  /** Shapes that occur several times, or in themselves. */
  readonly shapes?: Readonly<Record<string, XmlShape>>;
}

export interface WrittenBody {
  /** This type also exists without the DOM library: Node has no global `BodyInit`. */
  readonly body: NonNullable<RequestInit["body"]>;
  /** Absent if `fetch` sets it, as for multipart boundaries. */
  readonly contentType?: string;
  /** A stream can be sent only once. */
  readonly once?: boolean;
}

export interface ResponseEntry extends BodyCheck {
  /** Absent if the document or HTTP has no body. */
  readonly read?: ResponseReader;
  /** Values with another form in code. Only the readers in `decoded.ts` read it. */
  readonly codec?: CodecOf;
  /** How a value is read from bytes. */
  readonly format?: ValueFormat;
  /** By media type, if there are several. */
  readonly content?: Readonly<Record<string, ResponseEntry>>;
  /** Set if the body may be absent, by the status. */
  readonly body?: ResponseEntry;
  /** For a form, how its fields are read. Other fields are read by their own media types. */
  readonly fields?: Readonly<Record<string, PartReading>>;
  /** For parts without names, how they are read by their position. */
  readonly places?: PartsReading;
  /** For parts that are described one by one, the type of a part. */
  readonly items?: BodyCheck;
}

/** How a part of a response is read, if its own media type does not determine it. */
export interface PartReading {
  /** A blob; a JSON value, such as a number, that arrives as a text; or a text, even if it is JSON. */
  readonly as?: "file" | "json" | "text";
  /** Any number of parts may have this name. */
  readonly list?: true;
  /** For a part with parts of its own. */
  readonly parts?: PartsReading;
  /** For a part that is a form. */
  readonly fields?: Readonly<Record<string, PartReading>>;
}
export interface PartsReading {
  readonly prefix?: readonly PartReading[];
  /** For all later ones. */
  readonly rest?: PartReading;
}
export type ResponseReader = (response: Response, attempt: Attempt, entry: ResponseEntry) => Promise<unknown>;
