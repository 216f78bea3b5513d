import type { Level, Side } from "../change.js";
import { type Parameters, type Rule, always, show, showValue } from "./rule.js";

/** Rules about defaults, XML, generated types and words of a schema. */
export const schemaRules: readonly Rule[] = [
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

/** What the comparison of the generated types found. */
function byTypes({ level }: Parameters): Readonly<Record<Side, Level>> {
  const own = level === "safe" ? "safe" : "breaking";
  return { request: own, response: own };
}

function whereStillCompiles(_: Side | "both", { level }: Parameters): string | undefined {
  return level === "safe" ? "Requests and responses are the same. Existing code still compiles." : undefined;
}
