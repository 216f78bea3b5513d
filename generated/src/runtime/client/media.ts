// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

/** The entry of `content` that speaks of a media type: the same, then a range, then JSON for JSON's many names. */
export function entryFor<T>(content: Readonly<Record<string, T>>, mediaType: string): T | undefined {
  const wanted = essence(mediaType);
  const names = Object.keys(content);
  const found =
    names.find((name) => essence(name) === wanted) ??
    names.find((name) => name.includes("*") && wanted.startsWith(essence(name).replace(/\*.*/, ""))) ??
    names.find((name) => /json/i.test(name) && /json/.test(wanted));
  return found === undefined ? undefined : content[found];
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
