import { type Rule, always, served, show, showValue, sides } from "./rule.js";

export const parameterRules: readonly Rule[] = [
  {
    code: "required-parameter-added",
    surface: "wire",
    // Sent as a credential, it was there.
    level: ({ credential }) => (credential === true ? { request: undefined, response: undefined } : { request: "breaking", response: "safe" }),
    types: { request: "breaking", response: undefined },
    message: (p) =>
      `The required ${String(p["in"])} parameter ${show(p["name"])} was added${"default" in p ? ` with default ${show(p["default"])}` : ""}.`,
    reason: "Existing calls omit it and are rejected.",
    policy: true,
  },
  {
    code: "optional-parameter-added",
    surface: "wire",
    level: always("safe"),
    message: (p) => `The optional ${String(p["in"])} parameter ${show(p["name"])} was added.`,
    reason: "Existing calls omit it and still work.",
  },
  {
    code: "parameter-became-required",
    surface: "wire",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: undefined },
    message: (p) =>
      `The ${String(p["in"])} parameter ${show(p["name"])} became required${"default" in p ? ` (its default is ${show(p["default"])})` : ""}.`,
    reason: "Existing calls may omit it.",
    policy: true,
  },
  {
    code: "parameter-became-optional",
    surface: "wire",
    level: sides("safe", "breaking"),
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} became optional.`,
    reason: "Calls that send it still work. The receiver can no longer rely on it.",
  },
  {
    code: "parameter-removed",
    surface: "wire",
    // Sent as a credential, it still is.
    level: ({ in: where, required, credential }) => ({
      request: credential === true ? undefined : where === "path" ? "breaking" : "warning",
      response: credential === true ? undefined : where === "path" || required === true ? "breaking" : "warning",
    }),
    types: { request: "breaking", response: undefined },
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} was removed.`,
    reason: "Most servers ignore unknown parameters, so a filter has no effect.",
    reasonFor: served("response", "The receiver no longer gets it."),
    policy: true,
  },
  {
    code: "parameter-moved",
    surface: "wire",
    level: always("breaking"),
    types: { request: "breaking", response: undefined },
    message: (p) => `The ${String(p["from"])} parameter ${show(p["old"])} is now the ${String(p["to"])} parameter ${show(p["new"])}.`,
    reason: "The server no longer reads it at the old location.",
  },
  {
    code: "path-parameter-renamed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The path parameter ${show(p["old"])} is now called ${show(p["new"])}.`,
    reason: "The URL is the same. The argument of the generated function has another name.",
  },
  {
    code: "spread-parameter-renamed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The query parameter ${show(p["old"])}, whose properties are separate parameters in the URL, is now called ${show(p["new"])}.`,
    reason: "The name is not in the URL. The argument of the generated function has another name.",
  },
  {
    code: "parameter-serialisation-changed",
    surface: "wire",
    level: always("breaking"),
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is written differently: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "The same value is sent as a different text.",
  },
  {
    code: "parameter-became-list",
    surface: "wire",
    level: sides("safe", "breaking"),
    // Code that gives one value gives no list.
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} now accepts a list.`,
    reason: "A single value is a list of one, so existing calls still work.",
  },
  {
    code: "empty-value-refused",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `The query parameter ${show(p["name"])} may no longer be sent without a value.`,
    reason: "Calls that send the parameter without a value are rejected.",
  },
  {
    code: "empty-value-allowed",
    surface: "wire",
    level: sides("safe", "warning"),
    message: (p) => `The query parameter ${show(p["name"])} may now be sent without a value.`,
    reason: "Calls with a value still work.",
    reasonFor: served("response", "The receiver may get no value."),
  },
  {
    code: "several-segments-refused",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `The path parameter ${show(p["name"])} may now be one segment only.`,
    reason: "A value with a slash now leads to another path.",
  },
  {
    code: "several-segments-allowed",
    surface: "wire",
    level: sides("safe", "safe"),
    message: (p) => `The path parameter ${show(p["name"])} may now be several segments.`,
    reason: "A single segment is still accepted.",
  },
  {
    code: "parameter-default-changed",
    surface: "wire",
    // If one of the two documents does not describe it, it may be unchanged.
    level: (p) =>
      p["asked"] === true
        ? { request: "documentation", response: "documentation" }
        : { request: "old" in p === "new" in p ? "breaking" : "warning", response: "warning" },
    message: (p) =>
      `The default of the ${String(p["in"])} parameter ${show(p["name"])} changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
    reason: "Calls that omit the parameter have another meaning.",
    reasonFor: (_, p) =>
      p["asked"] === true
        ? "The parameter is required, so the default is never used."
        : "old" in p === "new" in p
          ? undefined
          : "Calls that omit the parameter may have another meaning: one of the documents has no default.",
    policy: true,
  },
  {
    code: "parameter-deprecated",
    surface: "documentation",
    level: always("safe"),
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is now deprecated.`,
    reason: "The parameter still works. Plan to replace it.",
  },
  {
    code: "parameter-undeprecated",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is no longer deprecated.`,
    reason: "Announcement only.",
  },
  {
    code: "parameter-words-changed",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => `The ${String(p["keyword"] ?? "description")} of the ${String(p["in"])} parameter ${show(p["name"])} changed.`,
    reason: "Text only.",
  },
];
