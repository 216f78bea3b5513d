/** Where the reader stands: outside of `log.entries`, between its items, or inside one. */
type State = "outside" | "between" | "inside";

const quote = 0x22;
const backslash = 0x5c;

/**
 * The texts of the items of `log.entries`, in order, from a HAR file that arrives in pieces.
 * Only quotes and brackets are looked at, so that a file of any size takes the memory of its largest entry.
 */
export async function* entriesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let state = "outside" as State;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Outside of the entries, the names on the way: `log` at depth 1, `entries` at depth 2. */
  let word = "";
  let lastWord = "";
  const keys: string[] = [];
  let held: string[] = [];
  let first = true;
  let sawEntries = false;
  for await (let chunk of chunks) {
    if (first) {
      chunk = chunk.replace(/^\ufeff/, "");
      const start = chunk.trimStart().charAt(0);
      if (start === "") continue;
      if (start !== "{") throw new Error("This is not a HAR file: it does not start with an object.");
      first = false;
    }
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) {
          inString = false;
          lastWord = word;
        }
        if (inString && state === "outside" && word.length < 64) word += chunk.charAt(at);
        continue;
      }
      switch (code) {
        case quote:
          inString = true;
          word = "";
          break;
        case 0x3a: // :
          if (state === "outside") keys[depth] = lastWord;
          break;
        case 0x7b: // {
        case 0x5b: // [
          depth++;
          if (state === "outside" && code === 0x5b && depth === 3 && keys[1] === "log" && keys[2] === "entries") {
            state = "between";
            sawEntries = true;
          } else if (state === "between") {
            state = "inside";
            start = at;
          }
          break;
        case 0x7d: // }
        case 0x5d: // ]
          depth--;
          if (state === "inside" && depth === 3) {
            held.push(chunk.slice(start, at + 1));
            yield held.join("");
            held = [];
            state = "between";
          } else if (state === "between" && depth === 2) state = "outside";
          break;
      }
    }
    if (state === "inside") held.push(chunk.slice(start));
  }
  if (first) throw new Error("This is not a HAR file: it is empty.");
  if (state === "inside" || state === "between" || depth !== 0) throw new Error("The HAR file breaks off in the middle.");
  if (!sawEntries) throw new Error('This is not a HAR file: it has no "log" with "entries".');
}
