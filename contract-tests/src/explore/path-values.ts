/** Path values under the names that another template has at the same position; else those of the same names. */
export function alignPath(from: string, values: Readonly<Record<string, unknown>>, to: string): Readonly<Record<string, unknown>> {
  const names = [...to.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = atPosition(from, values, to, name) ?? values[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The value of the parameter at the position that `name` has in another template, if both templates are equal up to there. */
export function atPosition(from: string, values: Readonly<Record<string, unknown>>, to: string, name: string): unknown {
  const [source, target] = [from.split("/"), to.split("/")];
  const end = target.findIndex((segment) => segment.includes(`{${name}}`));
  const isAlike = target.slice(0, end + 1).every((segment, index) => {
    const other = source[index] ?? "";
    return segment.includes("{") ? other.includes("{") : segment === other;
  });
  const other = isAlike ? /\{([^{}]*)\}/.exec(source[end] ?? "")?.[1] : undefined;
  return other === undefined ? undefined : values[other];
}
