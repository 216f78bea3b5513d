// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/**
 * Selects the name that matches a media type: one with the same parameters, one without any, then the most specific range. A name with another
 * value of a parameter does not match.
 */
export function documented(names: readonly string[], mediaType: string): string | undefined {
  let best: string | undefined;
  let bestRank = 0;
  for (const name of names) {
    const rank = rankOf(name, mediaType);
    if (rank > bestRank) [best, bestRank] = [name, rank];
  }
  return best;
}

function rankOf(name: string, mediaType: string): number {
  const given = parametersOf(mediaType);
  let met = 0;
  for (const [key, value] of parametersOf(name)) {
    const other = given.get(key);
    // A missing parameter is a weaker match than none, and a charset does not select a schema.
    if (other === undefined || key === "charset") met -= 0.1;
    else if (other === value) met += 1;
    else return 0;
  }
  const [wanted, is] = [essence(name), essence(mediaType)];
  if (wanted === is) return 1000 + met;
  const [before = "", after] = wanted === "*" ? ["", ""] : wanted.replace("*/*", "*").split("*");
  return after !== undefined && is.startsWith(before) && is.endsWith(after) ? 100 + before.length + after.length : 0;
}

function parametersOf(mediaType: string): ReadonlyMap<string, string> {
  const [, ...parameters] = mediaType.replace(/[\s"]/g, "").toLowerCase().split(";");
  return new Map(parameters.map((parameter) => [parameter.replace(/=.*/, ""), parameter]));
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
