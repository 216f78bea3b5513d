import type { Codec, CodecOf } from "./types.js";

/** A value that came, in the form for code. It has passed its validator. */
export function decode(value: unknown, codec: CodecOf, exact?: unknown): unknown {
  return recode(value, codec, { exact });
}

/** A value in its wire form. Its members are not changed. */
export function encode(value: unknown, codec: CodecOf): unknown {
  return recode(value, codec, undefined);
}

/** @param decoding Absent: encode. */
function recode(value: unknown, of: CodecOf, decoding: { readonly exact: unknown } | undefined): unknown {
  if (typeof of === "function") return recode(value, of(), decoding);
  const { scalar, all = [], any = [], ...inside } = of;
  if (scalar) return decoding ? scalar.decode(value, decoding.exact) : scalar.encode(value);
  let result = within(value, inside, decoding);
  for (const codec of all) result = recode(result, codec, decoding);
  for (const [codec, is] of any) {
    // Tests apply to the wire form: before decoding and after encoding.
    if (is && decoding && !is(value)) continue;
    const changed = recode(result, codec, decoding);
    if (is ? decoding || is(onWire(changed)) : changed !== result) return changed;
  }
  return result;
}

function within(
  value: unknown,
  { parts, patterns = [], others, first = [], items }: Codec,
  decoding: { readonly exact: unknown } | undefined,
): unknown {
  const part = (key: PropertyKey, item: unknown, codec: CodecOf | null | undefined): unknown =>
    codec ? recode(item, codec, decoding && { exact: (decoding.exact as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key] }) : item;
  if (Array.isArray(value)) {
    if (!items && first.length === 0) return value;
    return value.map((item: unknown, index) => part(index, item, index < first.length ? first[index] : items));
  }
  if (typeof value !== "object" || value === null || (!parts && !others && patterns.length === 0)) return value;
  const byName = (name: string): CodecOf | undefined => {
    const matching = patterns.filter(([pattern]) => pattern.test(name)).map(([, codec]) => codec);
    return matching.length > 1 ? { all: matching } : matching[0];
  };
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    const own = parts && Object.prototype.hasOwnProperty.call(parts, name) ? parts[name] : undefined;
    return [name, part(name, item, own ?? byName(name) ?? others)];
  });
  // `fromEntries` defines properties: a name such as `__proto__` stays one.
  return Object.fromEntries(entries);
}

/** The value that a validator receives. */
function onWire(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
