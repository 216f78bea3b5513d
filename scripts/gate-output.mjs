// What turbo adds to the output of a gate: its own settings, the name of the npm script with its command, and a summary.
const ofTurbo = /^(?:•|>|cache (?:miss|hit|bypass)|(?:Tasks|Cached|Time|Failed|Summary):)/;
const most = 8;

/** Returns the first lines that a gate's own command printed: a list of failures at the end has room for no more. @param {string} output */
export function firstLines(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !ofTurbo.test(line.trim()));
  const left = lines.length - most;
  return left > 0 ? [...lines.slice(0, most), `… ${left} more`] : lines;
}
