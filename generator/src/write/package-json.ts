import { isJsonObject, type Json, type JsonObject } from "../model/json.js";

/**
 * The generator's fields in the package.json of a generated package. All other fields belong to the team that publishes it and are kept:
 * `repository`, `author`, `keywords`, `publishConfig`, `private`, further scripts and dependencies.
 */
const owned: Readonly<Record<string, true | readonly string[]>> = {
  name: true,
  type: true,
  sideEffects: true,
  engines: true,
  exports: true,
  files: ["dist", "src", "document.json"],
  scripts: ["build"],
  dependencies: ["openapi-fetch", "temporal-polyfill"],
  peerDependencies: ["msw", "nock"],
  peerDependenciesMeta: ["msw", "nock"],
  devDependencies: ["esbuild", "msw", "nock", "typescript"],
};

/** The generated package.json with the additional fields of the existing one. Each kept field follows the same field as before. */
export function keepFields(written: JsonObject, existing: JsonObject): JsonObject {
  const merged: [string, Json][] = Object.entries(written);
  for (const [index, [key, value]] of merged.entries()) {
    const before = existing[key];
    if (before !== undefined) merged[index] = [key, keepValue(key, value, before)];
  }
  const remaining = Object.entries(existing).flatMap(([key, value]): [string, Json][] => {
    if (Object.hasOwn(written, key)) return [];
    const theirs = notOwned(key, value);
    return theirs === undefined ? [] : [[key, theirs]];
  });
  return Object.fromEntries(inserted(merged, remaining, Object.keys(existing)));
}

/** Our fields as text, in a fixed order. Two package.json with the same text differ only in the team's fields. */
export function ownedText(text: string): string | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    fields.flatMap(([key, field]) => {
      const names = Object.hasOwn(owned, key) ? owned[key] : undefined;
      if (names === undefined) return [];
      if (names === true) return [[key, field]];
      if (Array.isArray(field)) return [[key, field.filter((item) => names.includes(item as string))]];
      return [[key, isJsonObject(field) ? Object.entries(field).filter(([name]) => names.includes(name)) : field]];
    }),
  );
}

function keepValue(key: string, written: Json, existing: Json): Json {
  // A description of our own follows the document; one that the team wrote stays.
  if (key === "description") return typeof existing === "string" && !existing.endsWith(" Generated.") ? existing : written;
  if (key === "version" || key === "license") return typeof existing === "string" ? existing : written;
  const theirs = notOwned(key, existing);
  if (theirs === undefined) return written;
  if (Array.isArray(written) && Array.isArray(theirs)) return [...written, ...theirs];
  if (!isJsonObject(written) || !isJsonObject(theirs) || !isJsonObject(existing)) return written;
  return Object.fromEntries(inserted(Object.entries(written), Object.entries(theirs), Object.keys(existing)));
}

/** The team's part of a field; `undefined` if it is all ours. */
function notOwned(key: string, value: Json): Json | undefined {
  const names = Object.hasOwn(owned, key) ? owned[key] : undefined;
  if (names === undefined) return value;
  if (names === true) return undefined;
  if (Array.isArray(value)) return some(value.filter((item) => !names.includes(item as string)));
  return isJsonObject(value) ? some(Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))) : undefined;
}

function some<T extends Json>(value: T): T | undefined {
  return Object.keys(value as object).length === 0 ? undefined : value;
}

/** Adds each entry behind the one that it followed in `order`. */
function inserted(entries: readonly [string, Json][], added: readonly [string, Json][], order: readonly string[]): [string, Json][] {
  const result = [...entries];
  for (const entry of added) {
    const before = order.slice(0, order.indexOf(entry[0])).toReversed();
    const previous = before.find((name) => result.some(([known]) => known === name));
    result.splice(previous === undefined ? 0 : result.findIndex(([known]) => known === previous) + 1, 0, entry);
  }
  return result;
}
