// The parser of options makes a number of each value that looks like one: `--out 2024.10` would be a folder 2024.1, and `--out ""` one with the name 0.

/** No argument of a process can hold it. */
const mark = "\u0000";

/** Arguments, the command's name first, of which no value looks like a number. What says yes or no to a flag stays what it is. */
export function guarded([command, ...rest]: readonly string[]): string[] {
  const values = rest.map((argument) => {
    if (/^(?:-[^=]*=)?(?:true|false)$/.test(argument)) return argument;
    return argument.startsWith("-") ? argument.replace(/^(-[^=]*=)/, `$1${mark}`) : mark + argument;
  });
  return command === undefined ? [] : [command, ...values];
}

/** Options as they were typed: what the parser made of guarded arguments. */
export function asTyped(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, Array.isArray(value) ? value.map(unguarded) : unguarded(value)]));
}

export function unguarded(value: unknown): unknown {
  return typeof value === "string" && value.startsWith(mark) ? value.slice(mark.length) : value;
}
