import { documented, essence } from "#runtime/client/response/media-types.js";
/** The preferences of a request (RFC 7240): `Prefer: code=404, example=none, dynamic=true, seed=7`. */
export interface Preference {
  readonly code?: string;
  readonly example?: string;
  readonly dynamic: boolean;
  readonly seed?: number;
}

export function preference(header: string | undefined): Preference {
  const preferences = new Map<string, string>();
  for (const [, name = "", quoted, plain] of (header ?? "").matchAll(/([\w-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;]+)))?/g))
    preferences.set(name.toLowerCase(), quoted ?? plain ?? "true");
  const [code, example, seed] = ["code", "example", "seed"].map((name) => preferences.get(name));
  return {
    dynamic: preferences.get("dynamic") === "true",
    ...(code === undefined ? {} : { code }),
    ...(example === undefined ? {} : { example }),
    ...(seed !== undefined && /^\d{1,9}$/.test(seed) ? { seed: Number(seed) } : {}),
  };
}

/** The available media type that the client prefers; `undefined` if it accepts none of them. */
export function negotiate<T extends { readonly mediaType: string }>(available: readonly T[], accept: string | undefined): T | undefined {
  const json = available.find(({ mediaType }) => /[/+]json\b/i.test(mediaType));
  const ordered = json === undefined ? available : [json, ...available.filter((each) => each !== json)];
  if (accept === undefined || accept.trim() === "") return ordered[0];
  const ranges = accept.split(",").map((text) => {
    const [range = "", ...parameters] = text.trim().toLowerCase().split(";");
    const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find((each) => each !== undefined);
    const mediaType = parameters.filter((each) => !/^\s*q=/.test(each)).join(";");
    return { range: range.trim(), asked: `${range};${mediaType}`, quality: quality === undefined ? 1 : Number(quality) };
  });
  let best: { readonly each: T; readonly score: number } | undefined;
  for (const each of ordered) {
    const type = essence(each.mediaType);
    // Of two types that differ in a parameter, the requested one.
    const alike = available.flatMap(({ mediaType }) => (essence(mediaType) === type ? [mediaType] : []));
    for (const { range, asked, quality } of ranges) {
      const exact =
        range === type ? 3 : range.endsWith("/*") && type.startsWith(range.slice(0, -1)) ? 2 : range === "*/*" ? 1 : /\*/.test(type) ? 1 : 0;
      const isPreferred = exact < 3 || alike.length < 2 || documented(alike, asked) === each.mediaType;
      const score = exact === 0 || !isPreferred ? 0 : quality * 10 + exact;
      if (score > 0 && quality > 0 && score > (best?.score ?? 0)) best = { each, score };
    }
  }
  return best?.each;
}
