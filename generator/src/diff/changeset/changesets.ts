import { load } from "js-yaml";
import { isFolder } from "../../files/look.js";
import { Root } from "../../files/root.js";
import { isJsonObject } from "../../model/json.js";
import { size, type Bump } from "../semver.js";

/** The largest bump of pending changesets for one package; `none` if no changeset names it. */
export function pendingBump(folder: string, packageName: string): Bump {
  const root = new Root(folder);
  const names = isFolder(folder) ? root.list() : [];
  let largest: Bump = "none";
  for (const name of names) {
    if (!name.endsWith(".md") || name === "README.md") continue;
    const bump = releases(root.text(name) ?? "").get(packageName) ?? "none";
    if (size[bump] > size[largest]) largest = bump;
  }
  return largest;
}

/** The front matter of a changeset: `"@scope/package": minor`. Other lines are ignored. */
function releases(text: string): ReadonlyMap<string, Bump> {
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1];
  if (front === undefined) return new Map();
  let value: unknown;
  try {
    value = load(front);
  } catch {
    return new Map();
  }
  if (!isJsonObject(value)) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, Bump] => ["major", "minor", "patch", "none"].includes(String(entry[1]))));
}
