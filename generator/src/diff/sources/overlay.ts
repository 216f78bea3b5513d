import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { isJsonObject } from "../../model/json.js";

/** The document that an OpenAPI Overlay `extends`, when `path` is one that does: an earlier contract is kept as what was different about it. */
export async function extendedDocument(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  // Only what looks like one is parsed: a document can be many megabytes.
  if (!/^\s*(?:\{\s*)?["']?overlay["']?\s*:|^["']?overlay["']?\s*:/m.test(text.slice(0, 4096))) return undefined;
  let overlay: unknown;
  try {
    overlay = parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(overlay) || typeof overlay["overlay"] !== "string" || typeof overlay["extends"] !== "string") return undefined;
  return /^[a-z][a-z0-9+.-]+:/i.test(overlay["extends"]) ? undefined : resolve(dirname(path), overlay["extends"]);
}
