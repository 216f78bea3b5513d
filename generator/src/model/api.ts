import type { Json } from "./json.js";
import type { Loss } from "./losses.js";
import type { Place } from "./place.js";
import type { Schema, SchemaId } from "./schemas/schema.js";

/** One HTTP API as its document describes it, whatever version the document was written in. Readonly; nothing in it points back. */
export interface ApiModel {
  readonly dialect: Dialect;
  /** SHA-256 of the root document's bytes (and of each further file, in order of name), lower-case hex. */
  readonly sha256: string;
  readonly info: Info;
  readonly servers: readonly Server[];
  readonly operations: readonly Operation[];
  readonly webhooks: readonly Operation[];
  /** Defaults for operations without their own: the same objects. */
  readonly security: readonly SecurityRequirement[];
  /** Every schema with its own identity: each component, and each target of a reference, wherever it is. */
  readonly schemas: ReadonlyMap<SchemaId, Schema>;
  readonly components: Components;
  readonly tags: readonly Tag[];
  readonly extensions: Extensions;
  /** Parts of the document that cannot be read. */
  readonly losses: readonly Loss[];
}

export type Dialect = "swagger-2.0" | "openapi-3.0" | "openapi-3.1" | "openapi-3.2";
export type Extensions = Readonly<Record<string, Json>>;

export interface Info {
  readonly title: string;
  readonly version: string;
  readonly summary?: string;
  readonly description?: string;
  readonly license?: string;
  /** Name, address and email of the contact. */
  readonly contact?: string;
  readonly termsOfService?: string;
  /** URL of further documentation of the whole document (`externalDocs`). */
  readonly documentation?: string;
}

export interface Server {
  readonly url: string;
  /** Its name, other than its address (OpenAPI 3.2). */
  readonly name?: string;
  readonly description?: string;
  readonly variables: ReadonlyMap<string, ServerVariable>;
  readonly place: Place;
}
export interface ServerVariable {
  readonly default: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}
export interface Tag {
  readonly name: string;
  /** A short title (OpenAPI 3.2). */
  readonly summary?: string;
  readonly description?: string;
  /** The name of the tag that this one is part of (OpenAPI 3.2). */
  readonly parent?: string;
  /** The purpose of the tag: `nav`, `badge`, `audience` or another word (OpenAPI 3.2). */
  readonly kind?: string;
  readonly place: Place;
}

/** The named parts of the document, by name, in the author's order. Operations use the same objects (`component` has the name). */
export interface Components {
  readonly schemas: ReadonlyMap<string, SchemaId>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly requestBodies: ReadonlyMap<string, RequestBody>;
  readonly responses: ReadonlyMap<string, Response>;
  readonly headers: ReadonlyMap<string, Header>;
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
}

/** In lower case: one of OpenAPI's own, or another one, of 3.2's `additionalOperations`. */
export type HttpMethod = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" | (string & {});

/** `GET /zones/{zone_id}`: the identity of an operation. Webhooks are `POST webhook:name`, callbacks `POST callback:operation/name/expression`. */
export type OperationKey = string;

export interface Operation {
  readonly key: OperationKey;
  readonly kind: "path" | "webhook" | "callback";
  /** As the document has it; the plan makes a name where there is none. */
  readonly operationId?: string;
  readonly method: HttpMethod;
  /** The path template, `/zones/{zone_id}`; the webhook's name; the callback's expression. */
  readonly path: string;
  /** Path item and operation parameters merged, in the author's order (OpenAPI 3.1 §4.8.10). */
  readonly parameters: readonly Parameter[];
  /** Those of its path item alone, where it has some. */
  readonly pathParameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  /** Exact status codes, then ranges, then `default`. */
  readonly responses: readonly Response[];
  /** Alternatives; absent or empty: no credential is needed. `{}` among them makes credentials optional. */
  readonly security: readonly SecurityRequirement[];
  /** Only where they differ from the document's. */
  readonly servers?: readonly Server[];
  readonly callbacks: readonly Operation[];
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  /** URL of further documentation (`externalDocs`). */
  readonly documentation?: string;
  /** Summary and description of its path item. */
  readonly pathDescription?: string;
  readonly deprecated?: true;
  readonly extensions: Extensions;
  readonly place: Place;
}

/** All schemes of one requirement are needed together (AND): scheme name → scopes. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export type ParameterLocation = "path" | "query" | "header" | "cookie" | "querystring";
export type ParameterStyle = "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject" | "cookie" | "tabDelimited";

/** `style` and `explode` are always filled in (OpenAPI 3.1 §4.8.12.2); 2.0's `collectionFormat` is one of them. */
export interface Parameter {
  readonly component?: string;
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /**
   * For path parameters: the value may be several segments, and the slashes between them are not encoded. OpenAPI has no such parameters; templates
   * use the syntax of gateways and frameworks: `{proxy+}`, `{path:.*}`, `{name=projects/*}`.
   */
  readonly spansSegments?: true;
  readonly allowEmptyValue: boolean;
  /** Exactly one of `schema` and `content`. */
  readonly schema?: Schema;
  readonly content?: MediaType;
  readonly examples: readonly Example[];
  readonly description?: string;
  readonly deprecated?: true;
  readonly extensions: Extensions;
  readonly place: Place;
}

export interface Header {
  readonly component?: string;
  readonly name: string;
  readonly required: boolean;
  readonly explode: boolean;
  readonly schema?: Schema;
  readonly content?: MediaType;
  readonly examples: readonly Example[];
  readonly description?: string;
  readonly deprecated?: true;
  readonly place: Place;
}

export interface RequestBody {
  readonly component?: string;
  readonly required: boolean;
  readonly content: readonly MediaType[];
  readonly description?: string;
  readonly extensions: Extensions;
  readonly place: Place;
}

/** `"200"`, `"4XX"` (upper case) or `"default"`. */
export type StatusKey = string;

export interface Response {
  readonly component?: string;
  readonly status: StatusKey;
  readonly description: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
  readonly links: readonly Link[];
  readonly extensions: Extensions;
  readonly place: Place;
}

/** One entry of `content`. 2.0's `consumes`/`produces` and `formData` end here. */
export interface MediaType {
  /** As written: `application/json; charset=utf-8`, `image/*`. */
  readonly mediaType: string;
  /** The document names none (2.0 without `produces`), so this one is only likely. */
  readonly assumed?: true;
  readonly schema?: Schema;
  /** For each item of a stream (OpenAPI 3.2 `itemSchema`). */
  readonly itemSchema?: Schema;
  readonly examples: readonly Example[];
  readonly encoding: ReadonlyMap<string, Encoding>;
  /** For parts without names, by position (OpenAPI 3.2 §4.14.4). */
  readonly byPosition?: EncodingByPosition;
  readonly place: Place;
}

/** OpenAPI 3.2's `prefixEncoding` and `itemEncoding`. */
export interface EncodingByPosition {
  readonly prefix: readonly Encoding[];
  /** Of all parts after those. */
  readonly item?: Encoding;
}

export interface Encoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly headers: readonly Header[];
  /** For a part that consists of parts without names. */
  readonly byPosition?: EncodingByPosition;
  /** Of a part that is a form itself: its fields by name. */
  readonly byName?: ReadonlyMap<string, Encoding>;
}

export interface Example {
  readonly name: string;
  /** As data. Absent if the document only has the serialized form. */
  readonly value?: Json;
  /** Serialized: a whole body, or a parameter or header as sent (OpenAPI 3.2 `serializedValue`). */
  readonly serialized?: string;
  readonly summary?: string;
  readonly place: Place;
}

export interface Link {
  readonly name: string;
  /** The target operation of the link, if it is in this document. */
  readonly operation?: OperationKey;
  /** Parameter name (`path.id` or `id`) → constant or runtime expression (`$response.body#/id`). */
  readonly parameters: ReadonlyMap<string, Json>;
  readonly requestBody?: Json;
  readonly description?: string;
  readonly place: Place;
}

export type SecurityScheme = {
  readonly name: string;
  readonly description?: string;
  readonly deprecated?: true;
  readonly extensions: Extensions;
  readonly place: Place;
} & (
  | { readonly type: "apiKey"; readonly in: "query" | "header" | "cookie"; readonly parameter: string }
  | { readonly type: "http"; readonly scheme: string; readonly bearerFormat?: string }
  | { readonly type: "mutualTLS" }
  /** `metadataUrl`: metadata of the authorization server (RFC 8414, OpenAPI 3.2). */
  | { readonly type: "oauth2"; readonly flows: readonly OAuthFlow[]; readonly metadataUrl?: string }
  | { readonly type: "openIdConnect"; readonly url: string }
);
export interface OAuthFlow {
  readonly flow: "implicit" | "password" | "clientCredentials" | "authorizationCode" | "deviceAuthorization";
  readonly authorizationUrl?: string;
  /** The address at which a device requests a code for its user (OpenAPI 3.2). */
  readonly deviceAuthorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly scopes: ReadonlyMap<string, string>;
}
