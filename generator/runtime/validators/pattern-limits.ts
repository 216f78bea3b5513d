import { add, collect, look, type Issues, type Rule } from "./core.js";
import { pattern } from "./keywords.js";
import { PatternLimitError } from "./pattern.js";

/** A pattern that a text may take too long to match: that is an issue of its own. @param source The pattern as the document has it. */
export function patternInTime(source: string, expression: { test(text: string): boolean }): Rule {
  const { asserts: [report] = [] } = pattern(source, expression);
  return {
    asserts: [
      (value, issues, rule) => {
        try {
          report?.(value, issues, rule);
        } catch (error) {
          // A test has no answer then.
          if (issues.isTest) throw error;
          addLimit(issues, error, "/pattern");
        }
      },
    ],
  };
}

/** A rule with such patterns in it. A text that takes too long to match in a test is the only issue of the value. */
export function inTime(rule: Rule): Rule {
  const { place, of, isRepeated } = rule;
  const report = (value: unknown, issues: Issues): void => {
    if (issues.isTest) return look(rule, value, issues);
    const { depth, found } = issues;
    const { length } = found;
    try {
      if (isRepeated) collect(rule, value, issues);
      else look(rule, value, issues);
    } catch (error) {
      // What was found before has no whole path yet.
      found.length = length;
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
