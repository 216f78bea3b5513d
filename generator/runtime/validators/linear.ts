/**
 * A regular expression as a program for {@link matches}: `["char", source]` takes one character, `["split", a, b]` goes on at
 * both, `["jump", a]` at one, `["start"]` and `["end"]` look where we are.
 */
export type Program = readonly (
  readonly ["char", string] | readonly ["split", number, number] | readonly ["jump", number] | readonly ["start" | "end"]
)[];

/**
 * What has `test`, as a RegExp does, and takes time that only grows with the length of the text: all ways are walked at once (Thompson, 1968).
 *
 * @param native The same as a RegExp, for short texts, where its time grows with a power of their length only.
 * @param short In a text of this length a native search that is slow is not slow yet.
 */
export function linear(program: Program, flags: string, native?: RegExp, short = 200): { test(text: string): boolean } {
  const characters = program.map((step) => (step[0] === "char" ? new RegExp(`^(?:${step[1]})$`, flags) : undefined));
  return {
    test: (text) =>
      native !== undefined && text.length <= short
        ? native.test(text)
        : matches(program, characters, flags === "" ? text.split("") : Array.from(text)),
  };
}

function matches(program: Program, characters: readonly (RegExp | undefined)[], text: readonly string[]): boolean {
  let current = new Set<number>();
  for (let position = 0; position <= text.length; position++) {
    // A match may begin anywhere.
    const waiting = [0, ...current];
    const reached = new Set<number>();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at === program.length) return true;
      if (reached.has(at)) continue;
      reached.add(at);
      const step = program[at];
      if (step === undefined) continue;
      if (step[0] === "jump") waiting.push(step[1]);
      else if (step[0] === "split") waiting.push(step[1], step[2]);
      else if ((step[0] === "start" && position === 0) || (step[0] === "end" && position === text.length)) waiting.push(at + 1);
    }
    current = new Set([...reached].filter((at) => characters[at]?.test(text[position] ?? "") === true).map((at) => at + 1));
  }
  return false;
}
