import type { Issues } from "../validators/issues.js";
import type { Outgoing } from "./outgoing.js";
import type { Reading } from "./reading.js";

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
  readonly parameters?: Readonly<Record<string, ParameterWriter | ParameterEntry>>;
  /** By media type, in the document's order; the first is sent unless the caller names another. */
  readonly body?: Readonly<Record<string, BodyEntry>>;
  /** Alternatives of scheme names that are needed together; absent: no credential is needed. */
  readonly security?: readonly (readonly string[])[];
  /** By status (`200`, `4XX`, `default`), then by media type. A status without a body has an empty record. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, ResponseEntry>>>>;
  /** Only where the operation has a server of its own. */
  readonly server?: string;
  /** Name of the header that makes a repetition harmless. */
  readonly idempotencyHeader?: string;
}

/** Writes one parameter's value into the request. */
export type ParameterWriter = (outgoing: Outgoing, name: string, value: unknown, entry: ParameterEntry) => void;

export interface ParameterEntry {
  readonly write: ParameterWriter;
  /** As it is on the wire, where the caller's name differs. */
  readonly name?: string;
  /** Another style than its location's usual one (OpenAPI 3.1 §4.8.12.3). */
  readonly style?: ParameterStyle;
  /** Where it differs from the style's default. */
  readonly explode?: boolean;
  readonly allowReserved?: true;
  /** For `content` parameters: the value as text, before it is encoded. */
  readonly text?: (value: unknown) => string;
  /** The client option that stands in when the call has no value. */
  readonly option?: string;
  readonly required?: true;
}

/** A value as the pieces that a parameter is made of; `encode` is applied to names and values. */
export type ParameterStyle = (name: string, value: unknown, explode: boolean | undefined, encode: (text: string) => string) => string;

/** What a body is checked with, where the document has a schema for it: the fast answer, and what is wrong. Error bodies only need the first. */
export interface BodyCheck {
  readonly is?: (value: unknown) => boolean;
  readonly issues?: (value: unknown, issues: Issues) => void;
}

export interface BodyEntry extends BodyCheck {
  readonly write: BodyWriter;
  /** Per property of a form or multipart body, what OpenAPI's `encoding` says. */
  readonly encoding?: PartEncodings;
}
export type BodyWriter = (value: unknown, mediaType: string, encoding: PartEncodings) => WrittenBody;

export type PartEncodings = Readonly<Record<string, PartEncoding>>;
export interface PartEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: true;
}

export interface WrittenBody {
  readonly body: BodyInit | undefined;
  /** Absent where `fetch` sets it by itself, as for multipart boundaries. */
  readonly contentType?: string;
  /** A stream can be sent only once. */
  readonly once?: boolean;
}

export interface ResponseEntry extends BodyCheck {
  readonly read: ResponseReader;
}
export type ResponseReader = (response: Response, reading: Reading) => Promise<unknown>;
