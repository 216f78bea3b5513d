/** Which of several names speaks of a media type: the one with the same parameters, the one without any, then the narrowest range. */
export function documented(names: readonly string[], mediaType: string): string | undefined {
  const wanted = essence(mediaType);
  const same = names.filter((name) => essence(name) === wanted);
  const ranges = names.filter((name) => name.includes("*") && wanted.startsWith(rangeOf(name)));
  const exact = same.find((name) => whole(name) === whole(mediaType)) ?? same.find((name) => !name.includes(";")) ?? same[0];
  return exact ?? ranges.find((name) => ranges.every((other) => rangeOf(other).length <= rangeOf(name).length));
}

/** What a media type of the range begins with: `text/` of `text/*`, nothing where any type will do. */
function rangeOf(name: string): string {
  return essence(name).replace(/\*.*/, "");
}

/** With its parameters, however these are spaced. */
function whole(mediaType: string): string {
  return mediaType.replace(/\s|"/g, "").toLowerCase();
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
