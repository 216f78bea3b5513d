import { readFileSync } from "node:fs";
import type { GeneratedFile } from "../write/generated-file.js";

const folder = new URL("../../runtime/", import.meta.url);
const sources = new Map<string, string>();

/**
 * The files of the hand-written runtime that are requested, those that they import, and the licence of all of them. They are copied, so that the output
 * depends on no package of ours.
 */
export function runtimeFiles(asked: ReadonlySet<string>, version: string): GeneratedFile[] {
  const wanted = new Set(asked);
  const files: GeneratedFile[] = [];
  const header = `// Part of the runtime of tallystick ${version} (MIT, see runtime/LICENSE), copied from there. Do not edit.`;
  // A set grows while it is walked: files found on the way are visited too.
  for (const path of wanted) {
    const text = read(`${path}.ts`);
    for (const [, specifier = ""] of text.matchAll(/\bfrom "(\.{1,2}\/[^"]+)\.js"/g))
      wanted.add(new URL(specifier, `file:///${path}`).pathname.slice(1));
    files.push({ path: `${path}.ts`, text: `${header}\n\n${text}` });
  }
  if (files.length > 0) files.push({ path: "runtime/LICENSE", text: read("runtime/LICENSE") });
  return files;
}

function read(path: string): string {
  let text = sources.get(path);
  // At once: seventy small files, one after the other, take ten times as long to wait for as to read.
  if (text === undefined) sources.set(path, (text = readFileSync(new URL(path.slice("runtime/".length), folder), "utf8")));
  return text;
}
