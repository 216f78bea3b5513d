/** Names and values; of a name that is there twice, the last. Not by `Object.fromEntries`: without the library `DOM.Iterable` nothing says that it could be. */
export function fields(from: URLSearchParams): Record<string, string> {
  const all: [string, string][] = [];
  from.forEach((value, name) => all.push([name, value]));
  return Object.fromEntries(all);
}
