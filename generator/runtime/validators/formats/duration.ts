import { formatted, type Rule } from "../core.js";

const pattern = /^P(?!$)(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?(?:T(?=\d)(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)$/;

/** RFC 3339 appendix A: units from large to small, without a gap. */
export function isDuration(text: string): boolean {
  return pattern.test(text);
}

export const duration: Rule = /* @__PURE__ */ formatted("duration", isDuration);
