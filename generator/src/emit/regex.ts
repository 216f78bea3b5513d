import { searchOf } from "../regex/search.js";
import { code, quote, raw, symbol, type Code } from "./print/code.js";

const linear = symbol("runtime/validators/linear", "linear");

/** What was written for a pattern: it is asked for wherever it is tested and reported, and costs a search for slow parts. */
const written = new Map<string, Code>();

/** Code for what has `test`, as a RegExp does: the expression itself, or where a text could keep an engine busy for ever, another way to look for it. */
export function regexLiteral(source: string): Code {
  let literal = written.get(source);
  if (literal === undefined) written.set(source, (literal = writeRegex(source)));
  return literal;
}

/** A lone surrogate cannot stand in a file. */
function writeRegex(source: string): Code {
  const flags = flagsOf(source);
  // What a backtracking engine could take for ever over is matched another way; what takes it long over a long text, there.
  const { program, short } = searchOf(source, flags);
  if (program === undefined) return nativeRegex(source, flags);
  if (short === 0) return code`/* @__PURE__ */ ${linear}(${program}, ${flags})`;
  const native = nativeRegex(source, flags);
  return short === 200
    ? code`/* @__PURE__ */ ${linear}(${program}, ${flags}, ${native})`
    : code`/* @__PURE__ */ ${linear}(${program}, ${flags}, ${native}, ${short})`;
}

/** With `u`, as JSON Schema asks (2020-12 §6.4); without, where the author's pattern is only valid so (`^\-$`). */
export function flagsOf(source: string): string {
  return isRegex(source, "u") ? "u" : "";
}

function nativeRegex(source: string, flags: string): Code {
  const text = new RegExp(source, flags).source;
  return isPlain.test(text) && !text.includes("(?<")
    ? raw(`/${text}/${flags}`)
    : raw(`/* @__PURE__ */ new RegExp(${quote(source)}, ${quote(flags)})`);
}

/** Text that may stand between slashes. Groups with names may not where a project's target is older than they are (ES2018), as Next.js sets it. */
// oxlint-disable-next-line no-control-regex
const isPlain = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\u{d800}-\u{dfff}]*$/u;

function isRegex(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
