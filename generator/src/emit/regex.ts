import { matchingOf } from "../regex/matching.js";
import { invariant } from "../invariant.js";
import { code, quote, raw, type Code } from "./print/code.js";
import { runtimeSymbol } from "./print/runtime.js";

const linear = runtimeSymbol("validators/linear", "linear");
const limited = runtimeSymbol("validators/limited", "limited");

/** The cached code of a pattern: it is needed wherever the pattern is tested and reported, and takes an analysis. */
const written = new Map<string, Code>();

/** Code for an object with `test`, like a RegExp: a regular expression if the engine takes linear time for it, else one of our matchers. */
export function regexLiteral(source: string): Code {
  let literal = written.get(source);
  if (literal === undefined) written.set(source, (literal = writeRegex(source)));
  return literal;
}

function writeRegex(pattern: string): Code {
  const matching = matchingOf(pattern);
  invariant(matching !== undefined, `the pattern ${JSON.stringify(pattern)} was found usable`);
  const { by, source, flags, short } = matching;
  if (by === "native") return nativeRegex(source, flags);
  if (by === "limited") return code`/* @__PURE__ */ ${limited}(${source}, ${flags})`;
  return short > 0 ? code`/* @__PURE__ */ ${linear}(${source}, ${flags}, ${short})` : code`/* @__PURE__ */ ${linear}(${source}, ${flags})`;
}

/** A file cannot contain a lone surrogate. */
function nativeRegex(source: string, flags: string): Code {
  const text = new RegExp(source, flags).source;
  return isPlain.test(text) && !text.includes("(?<")
    ? raw(`/${text}/${flags}`)
    : raw(`/* @__PURE__ */ new RegExp(${quote(source)}, ${quote(flags)})`);
}

/** Text that is valid between slashes. Without named groups, which projects with a target before ES2018, such as that of Next.js, reject. */
// oxlint-disable-next-line no-control-regex
const isPlain = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\u{d800}-\u{dfff}]*$/u;
