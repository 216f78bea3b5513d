import { formats, numberFormatHolds } from "../../values/strings/formats.js";
import type { Level } from "../change.js";
import type { Parameters, Rule } from "./rule.js";

/** `breaking`, unless every format involved is a custom one, whose validation is unknown, or the 64 bits that nearly every program has for an integer. */
export function byFormat(request: Level, response: Level): Rule["level"] {
  return (parameters) => {
    const known = [...words(parameters["removed"]), ...words(parameters["added"])].some((format) => isAsserted(format) && format !== "int64");
    const soften = (level: Level): Level => (level === "breaking" && !known ? "warning" : level);
    return { request: soften(request), response: soften(response) };
  };
}

/** Senders meet the new format and readers had the old one: a custom format may accept the same texts. */
export const byNewForSenders: Rule["level"] = ({ removed, added }) => ({
  request: words(added).some(isAsserted) ? "breaking" : "warning",
  response: words(removed).some(isAsserted) ? "breaking" : "warning",
});

/** The reason for the format of 64 bits alone. */
export function whereWide(parameter: "added" | "removed"): NonNullable<Rule["reasonFor"]> {
  return (_, parameters) =>
    words(parameters[parameter]).join() === "int64" ? "Only integers beyond 64 bits are concerned, which few programs can read or write." : undefined;
}

function isAsserted(format: string): boolean {
  return formats.has(format) || format === "float" || !numberFormatHolds(format, Infinity);
}

function words(value: Parameters[string] | undefined): readonly string[] {
  // Without parameters the rule is about formats in general.
  return Array.isArray(value) ? (value as readonly unknown[]).filter((item): item is string => typeof item === "string") : ["date"];
}
