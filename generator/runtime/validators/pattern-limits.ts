import { add, untested, within, type Issues, type Rule } from "./core.js";
import { pattern } from "./keywords.js";
import { PatternLimitError } from "./pattern.js";

/** An issue for a pattern that takes too long for a text. @param source The pattern as the document has it. */
export function patternInTime(source: string, expression: { test(text: string): boolean }): Rule {
  const { asserts: [report] = [] } = pattern(source, expression);
  return {
    asserts: [
      (value, issues, rule) => {
        try {
          report?.(value, issues, rule);
        } catch (error) {
          // The test then has no result.
          if (issues.isTest) throw error;
          addLimit(issues, error, "/pattern");
        }
      },
    ],
  };
}

/** A rule with such patterns. A text that takes too long is the only issue of the value. */
export function inTime(rule: Rule): Rule {
  const { place, of, isRepeated } = rule;
  const whole = isRepeated ? rule : untested(rule);
  const report = (value: unknown, issues: Issues): void => {
    if (issues.isTest) return within(whole, value, issues, "");
    const { depth, found, way } = issues;
    const lengths = [found.length, way.length] as const;
    try {
      within(whole, value, issues, "");
    } catch (error) {
      [found.length, way.length] = lengths;
      issues.depth = depth;
      addLimit(issues, error, "");
    }
  };
  return { asserts: [report], ...(place === undefined ? {} : { place }), all: of === undefined ? [] : [{ of }] };
}

function addLimit(issues: Issues, error: unknown, schemaPath: string): void {
  if (!(error instanceof PatternLimitError)) throw error;
  add(issues, "patternLimit", { pattern: error.pattern }, error.message, undefined, schemaPath);
}
