import { pathToFileURL } from "node:url";
import type { Json } from "../../model/json.js";
import { isJsonObject } from "../../model/json.js";
import { scheme } from "./names.js";
import type { FileStore } from "./file-store.js";

/** Reads the files that examples name with `externalValue`, as texts. */
export async function readExampleFiles(store: FileStore): Promise<void> {
  for (const { path, value } of store.files.values()) {
    const base = scheme.test(path) && !/^[a-z]:/i.test(path) ? path : pathToFileURL(path).href;
    for (const reference of externalValues(value)) if (URL.canParse(reference, base)) await store.takeText(new URL(reference, base).href);
  }
}

/** The `externalValue` of each example. */
function externalValues(root: Json): ReadonlySet<string> {
  const found = new Set<string>();
  // A list and not calls within calls: a document may be as deep as it likes.
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) open.push(item);
    else if (isJsonObject(value)) {
      const { examples } = value;
      for (const example of isJsonObject(examples) ? Object.values(examples) : [])
        if (isJsonObject(example) && typeof example["externalValue"] === "string") found.add(example["externalValue"]);
      for (const member of Object.values(value)) open.push(member);
    }
  }
  return found;
}
