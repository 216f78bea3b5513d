import { type Parameters, type Rule, always, served, show, sides } from "./rule.js";

export const bodyRules: readonly Rule[] = [
  {
    code: "required-request-body-added",
    surface: "wire",
    level: sides("breaking", "warning"),
    types: { request: "breaking", response: undefined },
    message: () => "A required request body was added.",
    reason: "Existing calls send no body and are rejected.",
  },
  {
    code: "optional-request-body-added",
    surface: "wire",
    level: sides("safe", "warning"),
    message: () => "An optional request body was added.",
    reason: "Existing calls send no body and still work.",
  },
  {
    code: "request-body-removed",
    surface: "wire",
    // Most servers ignore the body of such a request.
    level: ({ meaningless }) => (meaningless === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
    types: { request: "breaking", response: "breaking" },
    message: () => "The request body was removed.",
    reason: "Servers reject or ignore the body.",
    reasonFor: (_, p) => (p["meaningless"] === true ? "The body was optional, and HTTP gives it no meaning for this method." : undefined),
    policy: true,
  },
  {
    code: "request-body-became-required",
    surface: "wire",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: undefined },
    message: () => "The request body became required.",
    reason: "Existing calls may send no body.",
  },
  {
    code: "request-body-became-optional",
    surface: "wire",
    level: sides("safe", "breaking"),
    message: () => "The request body became optional.",
    reason: "Calls with a body still work. The receiver can no longer rely on the body.",
  },
  {
    code: "response-body-added",
    surface: "wire",
    level: sides("breaking", "warning"),
    message: (p) => `The ${String(p["status"])} response now has a body.`,
    reason: "Most clients ignore an unexpected body.",
    reasonFor: served("request", "A response without a body may be rejected."),
  },
  {
    code: "response-body-removed",
    surface: "wire",
    level: always("breaking"),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The ${String(p["status"])} response no longer has a body.`,
    reason: "Clients that read the body find none.",
  },
  {
    code: "media-type-added",
    surface: "wire",
    level: (p) => ({ request: "safe", response: p["unasked"] === true ? "breaking" : "safe" }),
    // What a call gives may be something else now.
    types: { request: undefined, response: "breaking" },
    sameTypes: (p) => p["sameType"] === true,
    message: (p) => `The media type ${show(p["mediaType"])} was added${inStatuses(p)}.`,
    reason: "Clients still get the media type that they request.",
    reasonFor: (side, p) =>
      side === "response" && p["unasked"] === true ? "Clients may receive it without requesting it, and cannot read it." : undefined,
  },
  {
    code: "media-type-removed",
    surface: "wire",
    level: (p) => ({ request: "breaking", response: p["unasked"] === true ? "safe" : "breaking" }),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The media type ${show(p["mediaType"])} was removed${inStatuses(p)}.`,
    reason: "Clients that send or request it get 415 or 406.",
    reasonFor: (side, p) => (side === "response" && p["unasked"] === true ? "It is no longer sent." : undefined),
  },
  {
    code: "media-type-widened",
    surface: "wire",
    level: sides("safe", "breaking"),
    message: (p) => `The media type ${show(p["old"])} became ${show(p["new"])}.`,
    reason: "More media types are accepted in requests, and more may be in responses.",
  },
  {
    code: "media-type-narrowed",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `The media type ${show(p["old"])} became ${show(p["new"])}.`,
    reason: "Fewer media types are accepted in requests, and fewer are sent in responses.",
  },
  {
    code: "media-type-parameters-changed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The media type ${show(p["old"])} is now written ${show(p["new"])}.`,
    reason: "A parameter such as charset may change how the body is read.",
  },
  {
    code: "encoding-changed",
    surface: "wire",
    // Of several media types that a part may have, any will do.
    level: ({ moved }) => ({ request: moved === "wider" ? "safe" : "breaking", response: moved === "narrower" ? "safe" : "breaking" }),
    message: (p) =>
      `The part ${p["at"] === undefined ? show(p["property"]) : String(p["at"])} is written differently: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "The same value is sent as different bytes.",
  },
  {
    code: "body-schema-added",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `The ${show(p["new"])} body now has a schema.`,
    reason: "Any body was accepted before. Bodies that do not match the schema are now rejected.",
  },
  {
    code: "body-schema-removed",
    surface: "wire",
    level: sides("safe", "warning"),
    types: { request: undefined, response: "breaking" },
    message: (p) => `The ${show(p["new"])} body no longer has a schema.`,
    reason: "Responses may have any body.",
  },
  {
    code: "success-status-added",
    surface: "wire",
    level: sides("safe", "warning"),
    // What a call gives may be something else now.
    types: { request: undefined, response: "breaking" },
    sameTypes: (p) => p["sameType"] === true,
    message: (p) => `The status ${String(p["status"])} was added.`,
    reason: "Clients that check for the old statuses may not handle the new one.",
    reasonFor: served("request", "Existing responses remain valid."),
  },
  {
    code: "success-status-removed",
    surface: "wire",
    level: always("breaking"),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The status ${String(p["status"])} was removed.`,
    reason: "Clients expect the status.",
  },
  {
    code: "error-status-added",
    surface: "wire",
    level: always("safe"),
    message: (p) => `The status ${String(p["status"])} was added.`,
    reason: "Clients must handle unknown error statuses anyway.",
    reasonFor: (_, p) =>
      /^[13]/.test(String(p["status"])) ? "The status is no error: clients wait for another response or follow a redirect." : undefined,
  },
  {
    code: "error-status-removed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The status ${String(p["status"])} was removed.`,
    reason: "Code that handles the status is no longer needed.",
    policy: true,
  },
  {
    code: "status-became-range",
    surface: "wire",
    level: sides("safe", "warning"),
    message: (p) => `The status ${String(p["old"])} is now part of ${String(p["new"])}.`,
    reason: "The server may send more status codes.",
    reasonFor: served("request", "Existing responses remain valid."),
  },
  {
    code: "status-narrowed",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `Of ${String(p["old"])}, only the status ${String(p["new"])} remains.`,
    reason: "The server may send fewer status codes.",
    reasonFor: served("request", "Responses with another status are no longer accepted."),
  },
  {
    code: "header-added",
    surface: "wire",
    level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: "safe" }),
    message: (p) => `The response header ${show(p["name"])} was added.`,
    reason: "Clients ignore unknown headers.",
    reasonFor: served("request", "If the header is required, the receiver must send it."),
  },
  {
    code: "link-removed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} response was removed.`,
    reason: "The response is the same. Clients that follow the link cannot continue.",
  },
  {
    code: "link-added",
    surface: "wire",
    level: always("safe"),
    message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} response was added.`,
    reason: "No existing code uses the link.",
  },
  {
    code: "link-changed",
    surface: "wire",
    level: always("warning"),
    message: (p) =>
      `The link ${show(p["name"])} of the ${String(p["status"])} response ${aspects[String(p["aspect"])]}: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "The response is the same. Clients that follow the link send a different request.",
  },
  {
    code: "required-header-removed",
    surface: "wire",
    level: sides("warning", "breaking"),
    types: { request: undefined, response: "breaking" },
    message: (p) => `The required response header ${show(p["name"])} was removed.`,
    reason: "Clients rely on the header.",
    reasonFor: served("request", "The receiver may still send it."),
  },
  {
    code: "optional-header-removed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The response header ${show(p["name"])} was removed.`,
    reason: "Clients already handle its absence.",
  },
  {
    code: "header-became-optional",
    surface: "wire",
    level: sides("safe", "breaking"),
    types: { request: undefined, response: "breaking" },
    message: (p) => `The response header ${show(p["name"])} became optional.`,
    reason: "Clients rely on the header.",
  },
  {
    code: "header-became-required",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `The response header ${show(p["name"])} became required.`,
    reason: "Clients that handle its absence still work.",
  },
  {
    code: "header-serialisation-changed",
    surface: "wire",
    level: always("breaking"),
    message: (p) => `The header ${show(p["name"])} is written differently: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "The same value is sent as a different text.",
  },
  {
    code: "response-words-changed",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => {
      if (p["link"] !== undefined) return `The description of the link ${show(p["link"])} changed.`;
      return p["header"] === undefined
        ? `The description of the ${String(p["status"])} response changed.`
        : `The ${String(p["keyword"] ?? "description")} of the header ${show(p["header"])} changed.`;
    },
    reason: "Text only.",
  },
];

const aspects: Readonly<Record<string, string>> = {
  operation: "leads to another operation",
  parameters: "sets its parameters differently",
  requestBody: "sets its request body differently",
};

/** ` (200, 404)`: the statuses of a change. */
function inStatuses(parameters: Parameters): string {
  const statuses = parameters["statuses"];
  return Array.isArray(statuses) ? ` (${statuses.join(", ")})` : "";
}
