import type { Level, Side } from "../change.js";
import { byFormat, byNewForSenders, whereWide } from "./formats.js";
import { type Parameters, type Rule, always, show, showValue, sides, unlessContained, whereClosed } from "./rule.js";

export const schemaRules: readonly Rule[] = [
  {
    code: "type-changed",
    surface: "wire",
    about: "values",
    level: always("breaking"),
    types: { request: "breaking", response: "breaking" },
    sameTypes: isOneNumber,
    message: (p) => `The type changed from ${String(p["old"])} to ${String(p["new"])}.`,
    reason: "Old values are rejected, and readers may get values of an unexpected type.",
  },
  {
    code: "type-narrowed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    sameTypes: isOneNumber,
    message: (p) => `The type was narrowed from ${String(p["old"])} to ${String(p["new"])}.`,
    reason: "Values that were accepted are rejected.",
  },
  {
    code: "type-widened",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    types: { request: "safe", response: "breaking" },
    sameTypes: isOneNumber,
    message: (p) => `The type was widened from ${String(p["old"])} to ${String(p["new"])}.`,
    reason: "Readers may get values of an unexpected type.",
  },
  {
    code: "null-added",
    surface: "wire",
    about: "values",
    // No text of a URL or a header is null.
    level: ({ written }) => (written === false ? { request: undefined, response: undefined } : { request: "safe", response: "breaking" }),
    types: { request: "safe", response: "breaking" },
    message: () => "null is now allowed.",
    reason: "Readers may get an unexpected null.",
  },
  {
    code: "null-removed",
    surface: "wire",
    about: "values",
    // No text of a URL or a header is null.
    level: ({ written }) => (written === false ? { request: undefined, response: undefined } : { request: "breaking", response: "safe" }),
    types: { request: "breaking", response: "safe" },
    message: () => "null is no longer allowed.",
    reason: "Requests with null are rejected.",
  },
  {
    code: "enum-value-removed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    message: (p) => `No longer allowed: ${show(p["values"])}.`,
    reason: "Requests with the value are rejected.",
  },
  {
    code: "enum-value-added",
    surface: "wire",
    about: "values",
    level: (p) => ({ request: "safe", response: p["extensible"] === true ? "warning" : "breaking" }),
    types: { request: "safe", response: "breaking" },
    message: (p) => `Newly allowed: ${show(p["values"])}.`,
    reason: "Readers that handle each known value may get an unknown one.",
    policy: true,
  },
  {
    code: "enum-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    message: (p) => `Only these values are now allowed: ${show(p["values"])}.`,
    reason: "Other values were accepted before.",
  },
  {
    code: "enum-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    types: { request: "safe", response: "breaking" },
    message: (p) => `Any value is now allowed, not only ${show(p["values"])}.`,
    reason: "Readers that handle each known value may get an unknown one.",
  },
  {
    code: "extensible-value-added",
    surface: "wire",
    level: sides("safe", "warning"),
    message: (p) => `Newly listed: ${show(p["values"])}.`,
    reason: "Readers may get the value. The document states that the list may grow (x-extensible-enum).",
    policy: true,
  },
  {
    code: "extensible-value-removed",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) => `No longer listed: ${show(p["values"])}.`,
    reason: "The server may no longer know the value, although the list may grow (x-extensible-enum).",
    policy: true,
  },
  {
    code: "bound-tightened",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `${String(p["keyword"])} was tightened from ${show(p["old"])} to ${show(p["new"])}.`,
    reason: "Values between the two bounds are rejected.",
  },
  {
    code: "bound-loosened",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `${String(p["keyword"])} was loosened from ${show(p["old"])} to ${show(p["new"])}.`,
    reason: "Responses may have values beyond the old bound.",
    policy: true,
  },
  {
    code: "bound-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `${String(p["keyword"])} ${show(p["new"])} is new.`,
    reason: "Values beyond the bound may have been accepted.",
    policy: true,
  },
  {
    code: "bound-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `${String(p["keyword"])} ${show(p["old"])} was removed.`,
    reason: "Responses may have values beyond the bound.",
    policy: true,
  },
  {
    code: "multiple-of-narrowed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `multipleOf is stricter: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "Some multiples of the old number are rejected.",
  },
  {
    code: "multiple-of-widened",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `multipleOf is looser: ${show(p["old"])} before, ${show(p["new"])} now.`,
    reason: "Responses may have other numbers.",
  },
  {
    code: "multiple-of-changed",
    surface: "wire",
    about: "values",
    level: always("breaking"),
    message: (p) => `multipleOf changed from ${show(p["old"])} to ${show(p["new"])}.`,
    reason: "Neither set of numbers includes the other.",
  },
  {
    code: "unique-items-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: () => "Items must now be unique.",
    reason: "Lists with equal items are rejected.",
  },
  {
    code: "unique-items-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: () => "Items may now be equal.",
    reason: "Readers that use items as keys may lose some.",
    policy: true,
  },
  {
    code: "pattern-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `A pattern is new: ${show(p["added"])}.`,
    reason: "Strings that do not match are rejected.",
  },
  {
    code: "pattern-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `The pattern ${show(p["removed"])} was removed.`,
    reason: "Readers that parse such strings may fail.",
    policy: true,
  },
  {
    code: "pattern-changed",
    surface: "wire",
    about: "values",
    level: unlessContained,
    message: (p) => `The pattern changed from ${show(p["removed"])} to ${show(p["added"])}.${p["contained"] === true ? "" : undecided}`,
    reason: "Whether one regular expression includes the other cannot be decided.",
    undecidable: true,
    proved: (p, acceptedBy) =>
      `The pattern changed from ${show(p["removed"])} to ${show(p["added"])}. ${
        acceptedBy === "old" ? "Some strings that matched no longer match." : "Some strings that did not match now match."
      }`,
  },
  {
    code: "format-added",
    surface: "wire",
    about: "values",
    level: byFormat("breaking", "safe"),
    message: (p) => `The format ${show(p["added"])} is new.`,
    reason: "A format is an annotation in JSON Schema, but many servers enforce it.",
    reasonFor: whereWide("added"),
    policy: true,
  },
  {
    code: "format-removed",
    surface: "wire",
    about: "values",
    level: byFormat("safe", "breaking"),
    message: (p) => `The format ${show(p["removed"])} was removed.`,
    reason: "Readers that parse the format may fail.",
    reasonFor: whereWide("removed"),
    policy: true,
  },
  {
    code: "format-changed",
    surface: "wire",
    about: "values",
    level: byNewForSenders,
    message: (p) => `The format changed from ${show(p["removed"])} to ${show(p["added"])}.`,
    reason: "The same text has another meaning.",
  },
  {
    code: "format-widened",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `The format was widened from ${show(p["removed"])} to ${show(p["added"])}.`,
    reason: "Responses may have values too large for existing readers.",
  },
  {
    code: "format-narrowed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `The format was narrowed from ${show(p["removed"])} to ${show(p["added"])}.`,
    reason: "Values that only the old format allows are rejected.",
  },
  {
    code: "content-added",
    surface: "wire",
    about: "names",
    level: always("breaking"),
    message: (p) => `The content encoding or media type is new: ${show(p["removed"])} before, ${show(p["added"])} now.`,
    reason: "The string contains different bytes.",
  },
  {
    code: "content-removed",
    surface: "wire",
    about: "names",
    level: always("breaking"),
    message: (p) => `The content encoding or media type was removed: ${show(p["removed"])} before, ${show(p["added"])} now.`,
    reason: "The string contains different bytes.",
  },
  {
    code: "content-changed",
    surface: "wire",
    about: "names",
    level: always("breaking"),
    message: (p) => `The content encoding or media type changed: ${show(p["removed"])} before, ${show(p["added"])} now.`,
    reason: "The string contains different bytes.",
  },
  {
    code: "constraint-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `${String(p["keyword"])} is new.`,
    reason: "Existing values may not meet the new condition.",
  },
  {
    code: "constraint-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `${String(p["keyword"])} was removed.`,
    reason: "Responses may have values that the old document excluded.",
  },
  {
    code: "constraint-changed",
    surface: "wire",
    about: "values",
    level: unlessContained,
    message: (p) => `"${String(p["keyword"])}" changed.${p["contained"] === true ? "" : undecided}`,
    reason: "Whether one includes the other cannot be decided.",
    undecidable: true,
    proved: (p, acceptedBy) =>
      `"${String(p["keyword"])}" changed. ${acceptedBy === "old" ? "Some values that were accepted are now rejected." : "Some values that were rejected are now accepted."}`,
  },
  {
    code: "values-changed",
    surface: "wire",
    level: always("breaking"),
    message: (p) =>
      p["side"] === "request"
        ? "A value that the old schema allows is now rejected."
        : "The server may now send a value that the old schema rejects.",
    reason: "Several changes together cause this, or branches of a oneOf now overlap.",
  },
  {
    code: "required-property-added",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: "breaking", response: p["closed"] === true ? "warning" : "safe" }),
    types: { request: "breaking", response: "safe" },
    message: (p) => `The required property ${show(p["property"])} was added${"default" in p ? ` with default ${show(p["default"])}` : ""}.`,
    reason: "Requests without it are rejected. Readers ignore unknown properties.",
    reasonFor: whereClosed("response", "The old schema allows no other property, so strict readers reject it."),
    policy: true,
  },
  {
    code: "optional-property-added",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: "safe", response: p["closed"] === true ? "warning" : "safe" }),
    message: (p) => `The optional property ${show(p["property"])} was added.`,
    reason: "Senders omit the property. Readers ignore unknown properties.",
    reasonFor: whereClosed("response", "The old schema allows no other property, so strict readers reject it."),
  },
  {
    code: "required-property-removed",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "breaking" }),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The required property ${show(p["property"])} was removed.`,
    reason: "Readers no longer get a property that they rely on. Servers ignore it.",
    reasonFor: whereClosed("request", "No other property is allowed, so requests with it are rejected."),
  },
  {
    code: "optional-property-removed",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "warning" }),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The optional property ${show(p["property"])} was removed.`,
    reason: "Servers ignore the property, and readers no longer get it.",
    reasonFor: whereClosed("request", "No other property is allowed, so requests with it are rejected."),
  },
  {
    code: "property-became-required",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    message: (p) => `The property ${show(p["property"])} became required.`,
    reason: "Requests without it are rejected.",
    policy: true,
  },
  {
    code: "property-became-optional",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    types: { request: "safe", response: "breaking" },
    message: (p) => `The property ${show(p["property"])} became optional.`,
    reason: "Readers rely on the property.",
  },
  {
    code: "read-only-set",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: undefined }),
    types: { request: "breaking", response: undefined },
    message: (p) => `The property ${show(p["property"])} can no longer be set.`,
    reason: "Servers ignore the property, or reject it if no other property is allowed.",
  },
  {
    code: "read-only-unset",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: undefined }),
    types: { request: "safe", response: undefined },
    message: (p) => `The property ${show(p["property"])} ${p["required"] === true ? "must" : "can"} now be set.`,
    reason: "Existing senders omit the property.",
  },
  {
    code: "write-only-set",
    surface: "wire",
    about: "names",
    level: (p) => ({ request: undefined, response: p["required"] === true ? "breaking" : "warning" }),
    types: { request: undefined, response: "breaking" },
    message: (p) => `The property ${show(p["property"])} is no longer in responses.`,
    reason: "Readers no longer get the property.",
  },
  {
    code: "write-only-unset",
    surface: "wire",
    about: "names",
    level: sides(undefined, "safe"),
    message: (p) => `The property ${show(p["property"])} is now in responses.`,
    reason: "Readers ignore unknown properties.",
  },
  {
    code: "additional-properties-closed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: () => "Unknown properties are now rejected.",
    reason: "Values with other properties are rejected.",
  },
  {
    code: "additional-properties-opened",
    surface: "wire",
    about: "values",
    level: sides("safe", "warning"),
    message: () => "Unknown properties are now allowed.",
    reason: "Strict decoders may reject them.",
  },
  {
    code: "pattern-properties-added",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `Properties that match ${show(p["pattern"])} now have a schema${beside(p, "not only those that match")}.`,
    reason: "Values that were accepted may be rejected.",
  },
  {
    code: "pattern-properties-removed",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    message: (p) => `Properties that match ${show(p["pattern"])} no longer have a schema${beside(p, "unless they match")}.`,
    reason: "Responses may have any value there.",
  },
  {
    code: "pattern-properties-opened",
    surface: "wire",
    about: "values",
    level: sides("safe", "warning"),
    message: (p) => `Properties that match ${show(p["pattern"])} are now allowed${beside(p, "not only those that match")}.`,
    reason: "Strict decoders may reject them.",
  },
  {
    code: "pattern-properties-closed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    message: (p) => `Properties that match ${show(p["pattern"])} are now rejected${beside(p, "unless they match")}.`,
    reason: "Requests with these properties are rejected.",
  },
  {
    code: "union-branch-added",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    types: { request: "safe", response: "breaking" },
    message: (p) => `Another variant is allowed: ${String(p["branch"])}.`,
    reason: "Readers may get an unknown variant.",
  },
  {
    code: "union-branch-removed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    message: (p) => `A variant is no longer allowed: ${String(p["branch"])}.`,
    reason: "Requests with it are rejected.",
  },
  {
    code: "discriminator-property-changed",
    surface: "wire",
    level: always("breaking"),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The discriminator is now the property ${show(p["new"])}, not ${show(p["old"])}.`,
    reason: "Another property selects the branch of a value.",
  },
  {
    code: "discriminator-value-added",
    surface: "wire",
    level: sides("safe", "breaking"),
    message: (p) =>
      p["others"] === true
        ? `Any other discriminator value now selects ${String(p["target"])}.`
        : `The discriminator value ${show(p["value"])} is new.`,
    reason: "Readers may get an unknown value.",
  },
  {
    code: "discriminator-value-removed",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) =>
      p["others"] === true
        ? `Other discriminator values no longer select ${String(p["target"])}.`
        : `The discriminator value ${show(p["value"])} was removed.`,
    reason: "Values with it are rejected.",
  },
  {
    code: "discriminator-value-moved",
    surface: "wire",
    level: always("breaking"),
    message: (p) =>
      p["others"] === true
        ? `Any other discriminator value now selects ${String(p["target"])}, another branch than before.`
        : `The discriminator value ${show(p["values"])} now selects another branch.`,
    reason: "The same value now selects another schema.",
  },
  {
    code: "discriminator-added",
    surface: "wire",
    level: always("warning"),
    message: () => "A discriminator was added.",
    reason: "The branch of a value is selected differently.",
  },
  {
    code: "discriminator-removed",
    surface: "wire",
    level: always("warning"),
    message: () => "The discriminator was removed.",
    reason: "The branch of a value is selected differently.",
  },
  {
    code: "default-changed",
    surface: "wire",
    level: (p) => ({ request: p["asked"] === true ? "documentation" : "warning", response: "documentation" }),
    message: (p) => `The default changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
    reason: "An omitted value has another meaning.",
    reasonFor: (_, p) => (p["asked"] === true ? "The value is required, so the default is never used." : undefined),
  },
  {
    code: "xml-changed",
    surface: "wire",
    level: always("breaking"),
    message: (p) => `In XML it is now written as ${show(p["new"])}, not ${show(p["old"])}.`,
    reason: "Another element or attribute has the value.",
  },
  {
    code: "generated-type-changed",
    surface: "types",
    level: byTypes,
    message: (p) =>
      p["old"] === p["new"]
        ? `The generated type changed: other combinations of its properties are possible.`
        : `The generated type changed from ${String(p["old"])} to ${String(p["new"])}.`,
    reason: "Requests and responses are the same. Code that uses the old type may no longer compile.",
    reasonFor: whereStillCompiles,
  },
  {
    code: "generated-property-removed",
    surface: "types",
    level: byTypes,
    message: (p) =>
      p["property"] === "*"
        ? "The generated type no longer has properties of any name."
        : `The generated type no longer has the property ${show(p["property"])}.`,
    reason: "Requests and responses are the same. Code that uses the property no longer compiles.",
  },
  {
    code: "generated-property-added",
    surface: "types",
    level: byTypes,
    message: (p) =>
      p["property"] === "*"
        ? "The generated type now has properties of any name."
        : `The generated type now has the property ${show(p["property"])}.`,
    reason: "Requests and responses are the same. Code that creates such objects without the property no longer compiles.",
    reasonFor: whereStillCompiles,
  },
  {
    code: "words-changed",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => `The ${String(p["keyword"])} changed.`,
    reason: "Text only.",
  },
  {
    code: "schema-deprecation-changed",
    surface: "documentation",
    level: always("documentation"),
    message: () => "The deprecation changed.",
    reason: "Announcement only.",
  },
];

/** `, unless they match "^x-[0-9]$"`: the patterns of the other document whose names are some of these. */
function beside({ others }: Parameters, words: string): string {
  return Array.isArray(others) && others.length > 0 ? `, ${words} ${show(others)}` : "";
}

const undecided = " Whether it accepts the same values cannot be decided.";

/** What the comparison of the generated types found. */
function byTypes({ level }: Parameters): Readonly<Record<Side, Level>> {
  const own = level === "safe" ? "safe" : "breaking";
  return { request: own, response: own };
}

function whereStillCompiles(_: Side | "both", { level }: Parameters): string | undefined {
  return level === "safe" ? "Requests and responses are the same. Existing code still compiles." : undefined;
}

/** Whether both sides have one type in TypeScript, which knows no integer: integer became number, or the reverse, and nothing else. */
function isOneNumber(parameters: Parameters): boolean {
  const [before, after] = [inTypeScript(parameters["before"]), inTypeScript(parameters["after"])];
  return before.size === after.size && [...before].every((type) => after.has(type));
}

function inTypeScript(types: Parameters[string] | undefined): ReadonlySet<unknown> {
  return new Set([types ?? []].flat().map((type) => (type === "integer" ? "number" : type)));
}
