/**
 * What a consumer uses of an API: the operations it calls, what it sends, and what it reads of the responses. It holds no source text and no values beyond enum members.
 *
 * Fields are named by their path in the message, not by a pointer into the document: `/result/*&#47;closeReason`, where `*` is each item of an array or each value of a map.
 * Path and names are escaped as in a JSON pointer (RFC 6901 §3). A path survives a document that moves a schema into a component; a pointer would not.
 * A schema that contains itself is one place: `/children/*&#47;name` is written as `/name`.
 */
export interface UsageManifest {
  readonly version: 1;
  /** The name of the consumer, as reports show it: by default the name in its package.json. */
  readonly consumer: string;
  /** Sorted by path, then by method. */
  readonly operations: readonly UsedOperation[];
  /** Uses that belong to no known operation: a computed path, a client that became `any`. A join must treat every operation as possibly used there. */
  readonly unknown: readonly UnknownUse[];
  /** Its client rejects responses that do not match the document, so that a break in a part that it never reads reaches it, too. */
  readonly validatesResponses?: true;
}

export interface UsedOperation {
  /** Lower case: `get`. */
  readonly method: string;
  /** The template as the document writes it: `/accounts/{account_id}/sessions`. */
  readonly path: string;
  readonly operationId?: string;
  /** Where it is called. Empty where it was only observed, or where the consumer only handles values of its types. */
  readonly places: readonly UsePlace[];
  /** How often it was observed at run time; absent where it was only read from source. */
  readonly observed?: number;
  readonly parameters: readonly UsedParameter[];
  /** Where parameters or a body are passed that cannot be known: any of them may be sent. */
  readonly escapes?: readonly UnknownUse[];
  /** Fields of the request body that are sent. */
  readonly request: readonly UsedField[];
  readonly responses: readonly UsedResponse[];
}

/** A line of the consumer: `src/cart.ts:41`, relative to the folder of its project, with `/` on every system. */
export type UsePlace = string;

export interface UsedParameter {
  readonly in: "path" | "query" | "header" | "cookie";
  readonly name: string;
  readonly places: readonly UsePlace[];
  /** Members of its enum that are sent. */
  readonly values?: readonly (string | number | boolean)[];
  /** The value is sent from something that cannot be known from the source: any member may be sent. Of a header that is read: the name is `*`, and any may be read. */
  readonly isOpen?: true;
}

export interface UsedResponse {
  /** As the document names it: `200`, `4XX`, `default`. `*` where the consumer tells no status from another. */
  readonly status: string;
  /** Where the status, or the error class of it, is handled. */
  readonly places: readonly UsePlace[];
  /** A header with the name `*` is any of them: the headers go where they cannot be followed. */
  readonly headers: readonly UsedParameter[];
  readonly fields: readonly UsedField[];
}

export interface UsedField {
  /** From the body's root: `` is the whole body, `/id`, `/items/*&#47;name`. */
  readonly path: string;
  /** Where it is read or sent. Empty where it was only observed. */
  readonly places: readonly UsePlace[];
  /** Members of its enum that the consumer compares with or sends. */
  readonly values?: readonly (string | number | boolean)[];
  /** Sent from something that cannot be known from the source: any member may be sent. */
  readonly isOpen?: true;
  /** Discriminator values of the branches that the consumer distinguishes. */
  readonly branches?: readonly string[];
  /** The whole value goes where it cannot be followed (`JSON.stringify`, `any`, a dynamic key, a function outside the project): all below it may be used. Places of that, and why. */
  readonly escapes?: readonly UnknownUse[];
  /** Known by its type only: the consumer handles a value of this component, and this operation is one of those that have it. */
  readonly isByType?: true;
}

export interface UnknownUse {
  readonly place: UsePlace;
  readonly reason: UnknownReason;
}

/** Why a use cannot be known. */
export type UnknownReason =
  | "any"
  | "computed-path"
  | "dynamic-key"
  | "spread"
  | "serialized"
  | "passed-outside"
  | "returned-outside"
  /** Of what is sent: it comes from outside the project. */
  | "received-outside"
  /** A value of a component that so many operations have that naming each would be as good as naming all. */
  | "widespread"
  /** A component file, such as `App.vue`, whose code and template are not read. */
  | "unread-file"
  /** The analysis reached its maximum number of steps before it followed the value. */
  | "unfinished";
