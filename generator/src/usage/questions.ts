import type { Side } from "../diff/change.js";

/** What a consumer must do to notice a change. `join.ts` decides each of them from a manifest. */
export type Question =
  /** Calls the operation. */
  | "calls"
  /** Sends the body, or the part of it that is named. */
  | "sends-body"
  /** Calls the operation, perhaps without a body. */
  | "omits-body"
  /** Reads the body of the response, or the part of it that is named. */
  | "reads-body"
  /** Handles the status by itself. */
  | "handles-status"
  /** Handles the response, by itself or with others. */
  | "handles-response"
  /** Calls the operation and may rely on the status. */
  | "expects-status"
  | "reads-header"
  | "sends-parameter"
  /** Calls the operation, perhaps without the parameter. */
  | "omits-parameter"
  /** Sends or reads the value, or anything below it. */
  | "uses-value"
  /** Reads the object. Whether the consumer rejects properties that it does not know is in no manifest. */
  | "may-reject"
  /** Sends the object, perhaps without the property. */
  | "omits-property"
  /** Sends the object, perhaps without this value in it. */
  | "omits-value"
  /** Sends one of the values, or compares with one. */
  | "names-member"
  /** Compares the value with some of its members, or with branches of its union. */
  | "compares-members"
  /** Sends or reads properties that the schema does not list. */
  | "uses-other-names"
  /** Not in a manifest: unknown for those who call the operation, or for all if the change is in no operation. */
  | "not-in-manifest";

type Row = Question | Readonly<Partial<Record<Side, Question>>>;

/**
 * The question that each change rule asks of a manifest, for the side of the wire that it is on. A side without a question has only changes that
 * break no consumer. A test has an example for each row.
 */
export const questions: Readonly<Record<string, Row>> = {
  // Operations
  "operation-removed": "calls",
  "operation-id-changed": "calls",
  "sunset-changed": "calls",
  "stability-changed": "calls",
  "webhook-removed": "not-in-manifest",
  "callback-removed": "not-in-manifest",
  "callback-added": "not-in-manifest",
  "export-renamed": "not-in-manifest",
  "export-removed": "not-in-manifest",
  "component-renamed": "not-in-manifest",
  "component-removed": "not-in-manifest",

  // Servers and security: a manifest has neither addresses nor credentials.
  "only-server-changed": "not-in-manifest",
  "server-removed": "not-in-manifest",
  "server-variable-default-changed": "not-in-manifest",
  "server-variable-value-removed": "not-in-manifest",
  "server-name-removed": "not-in-manifest",
  "server-name-moved": "not-in-manifest",
  "security-added": "calls",
  "security-removed": "calls",
  "security-alternative-removed": "calls",
  "security-alternative-added": "calls",
  "security-scheme-dropped": "calls",
  "scope-added": "calls",
  "scope-removed": "calls",
  "oauth-url-changed": "not-in-manifest",
  "oauth-flow-removed": "not-in-manifest",
  "oauth-scope-removed": "not-in-manifest",
  "credential-renamed": "not-in-manifest",
  "credential-removed": "not-in-manifest",

  // Parameters
  "required-parameter-added": "omits-parameter",
  "parameter-became-required": "omits-parameter",
  "parameter-became-optional": "sends-parameter",
  "parameter-removed": "sends-parameter",
  "parameter-moved": "sends-parameter",
  "path-parameter-renamed": "calls",
  "spread-parameter-renamed": "sends-parameter",
  "parameter-serialisation-changed": "sends-parameter",
  "parameter-became-list": "sends-parameter",
  "empty-value-refused": "sends-parameter",
  "empty-value-allowed": "sends-parameter",
  "several-segments-refused": "calls",
  "parameter-default-changed": "omits-parameter",

  // Request bodies
  "required-request-body-added": "omits-body",
  "optional-request-body-added": "calls",
  "request-body-became-required": "omits-body",
  "request-body-became-optional": "sends-body",
  "request-body-removed": "sends-body",

  // Both bodies
  "media-type-added": { response: "reads-body" },
  "media-type-removed": { request: "sends-body", response: "reads-body" },
  "media-type-widened": { response: "reads-body" },
  "media-type-narrowed": { request: "sends-body" },
  "media-type-parameters-changed": { request: "sends-body", response: "reads-body" },
  "encoding-changed": { request: "sends-body", response: "reads-body" },
  "body-schema-added": { request: "sends-body" },
  "body-schema-removed": { response: "reads-body" },

  // Responses
  "response-body-added": { response: "handles-response" },
  "response-body-removed": { response: "reads-body" },
  "success-status-added": "calls",
  "success-status-removed": "expects-status",
  "error-status-removed": "handles-status",
  "status-became-range": "handles-status",
  "status-narrowed": "handles-status",
  "header-added": { request: "sends-body" },
  "required-header-removed": "reads-header",
  "optional-header-removed": "reads-header",
  "header-became-optional": "reads-header",
  "header-became-required": { request: "sends-body" },
  "header-serialisation-changed": "reads-header",
  "link-removed": "not-in-manifest",
  "link-changed": "not-in-manifest",

  // Values, wherever they are: in a body, a parameter or a header
  "type-changed": "uses-value",
  "type-narrowed": "uses-value",
  "type-widened": "uses-value",
  "null-added": "uses-value",
  "null-removed": "uses-value",
  "enum-added": "uses-value",
  "enum-removed": "uses-value",
  "enum-value-removed": "names-member",
  "enum-value-added": { response: "compares-members" },
  "extensible-value-removed": "names-member",
  "extensible-value-added": { response: "compares-members" },
  "bound-tightened": "uses-value",
  "bound-loosened": "uses-value",
  "bound-added": "uses-value",
  "bound-removed": "uses-value",
  "multiple-of-narrowed": "uses-value",
  "multiple-of-widened": "uses-value",
  "multiple-of-changed": "uses-value",
  "unique-items-added": "uses-value",
  "unique-items-removed": "uses-value",
  "pattern-added": "uses-value",
  "pattern-removed": "uses-value",
  "pattern-changed": "uses-value",
  "format-added": "uses-value",
  "format-removed": "uses-value",
  "format-changed": "uses-value",
  "format-widened": "uses-value",
  "format-narrowed": "uses-value",
  "content-added": "uses-value",
  "content-removed": "uses-value",
  "content-changed": "uses-value",
  "constraint-added": "uses-value",
  "constraint-removed": "uses-value",
  "constraint-changed": "uses-value",
  "values-changed": "uses-value",
  "xml-changed": "uses-value",
  "default-changed": { request: "omits-value" },
  "generated-type-changed": "uses-value",
  "generated-property-removed": "uses-value",
  "generated-property-added": { request: "omits-property" },

  // Objects
  "required-property-added": { request: "omits-property", response: "may-reject" },
  "optional-property-added": { response: "may-reject" },
  "required-property-removed": "uses-value",
  "optional-property-removed": "uses-value",
  "property-became-required": { request: "omits-property" },
  "property-became-optional": { response: "uses-value" },
  "read-only-set": { request: "uses-value" },
  "read-only-unset": { request: "omits-property" },
  "write-only-set": { response: "uses-value" },
  "additional-properties-closed": { request: "uses-other-names" },
  "additional-properties-opened": { response: "uses-other-names" },
  "pattern-properties-added": { request: "uses-value" },
  "pattern-properties-closed": { request: "uses-value" },
  "pattern-properties-opened": { response: "uses-other-names" },
  "pattern-properties-removed": { response: "uses-value" },

  // Unions
  "union-branch-added": { response: "uses-value" },
  "union-branch-removed": { request: "uses-value" },
  "discriminator-added": "uses-value",
  "discriminator-removed": "uses-value",
  "discriminator-property-changed": "uses-value",
  "discriminator-value-added": { response: "uses-value" },
  "discriminator-value-removed": { request: "names-member" },
  "discriminator-value-moved": "uses-value",
};
