/**
 * Names and values; of a repeated name, the last. Without `Object.fromEntries`, whose argument is not typed as iterable without the library
 * `DOM.Iterable`.
 */
export function fields(from: URLSearchParams): Record<string, string> {
  const all: [string, string][] = [];
  from.forEach((value, name) => all.push([name, value]));
  return Object.fromEntries(all);
}
