import { runInThisContext } from "node:vm";
import { compile, SchemaError } from "../../../generator/src/index.js";
import { matchingOf } from "../../../generator/src/regex/matching.js";
import type { Target } from "../target.js";

/** A pattern in the first line, and a text in the others. Short texts have the verdict of the engine. */
export const target: Target = {
  seeds: [
    "^[a-z]+(?:-[a-z]+)*$\nfoo-bar-baz",
    "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$\n127.0.0.1",
    "^(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
    "(?=.*\\d)(?!.*\\s).{3,8}\nab1",
    "^(.)(.)\\2\\1$\nabba",
    "\\s+$\na                 b",
    "\\p{Lu}\\p{Ll}*|[^\\x00-\\x7f]{2,}\n\u00c9t\u00e9",
    "^(?:[\\w.%+-]+)@(?:[a-z0-9-]+\\.)+[a-z]{2,}$\nuser@mail.example.com",
    "x*x*x*x*y\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "(?<year>\\d{4})-(?<month>\\d\\d)\n2026-11",
  ],
  async read(input) {
    const whole = input.toString();
    const end = whole.indexOf("\n");
    const [pattern, text] = end < 0 ? [whole, ""] : [whole.slice(0, end), whole.slice(end + 1)];
    matchingOf(pattern);
    let validate: Awaited<ReturnType<typeof compile>>;
    try {
      validate = await compile({ type: "string", pattern });
    } catch (error) {
      if (error instanceof SchemaError) return;
      throw error;
    }
    const { valid } = validate(text);
    if (text.length > 20 || pattern.length > 60) return;
    const expected = engineSays(pattern, text);
    if (expected !== undefined && valid !== expected)
      throw new Error(`The validator of ${pattern} says ${valid} of ${JSON.stringify(text)}, and the engine says ${expected}.`);
  },
};

/** `undefined` for what is only a pattern without the flag `u`, and where the engine takes more than a second: even for 20 characters it may take hours. */
function engineSays(pattern: string, text: string): boolean | undefined {
  try {
    return runInThisContext(`new RegExp(${JSON.stringify(pattern)}, "u").test(${JSON.stringify(text)})`, { timeout: 1000 }) as boolean;
  } catch {
    return undefined;
  }
}
