import { readFileSync } from "node:fs";
import type { Target } from "./print/module.js";
import type { GeneratedFile } from "../write/generated-file.js";

/** The source files, and their compiled files. */
const folders: Readonly<Record<Target, URL>> = {
  ts: new URL("../../runtime/", import.meta.url),
  js: new URL("../../dist/runtime/", import.meta.url),
};
const extensions: Readonly<Record<Target, readonly string[]>> = { ts: [".ts"], js: [".js", ".d.ts"] };
const sources = new Map<string, string>();

/**
 * The files of the hand-written runtime that are requested, those that they import, and the licence of all of them. They are copied, so that the output
 * depends on no package of ours.
 */
export function runtimeFiles(asked: ReadonlySet<string>, version: string, target: Target): GeneratedFile[] {
  const wanted = new Set(asked);
  const files: GeneratedFile[] = [];
  const header = `// Part of the runtime of tallystick ${version} (MIT, see runtime/LICENSE), copied from there. Do not edit.`;
  // A set grows while it is iterated: files found on the way are visited too.
  for (const path of wanted) {
    for (const extension of extensions[target]) {
      const text = read(`${path}${extension}`, target);
      for (const [, specifier = ""] of text.matchAll(/\bfrom "(\.{1,2}\/[^"]+)\.js"/g))
        wanted.add(new URL(specifier, `file:///${path}`).pathname.slice(1));
      files.push({ path: `${path}${extension}`, text: `${header}\n\n${text}` });
    }
  }
  if (files.length > 0) files.push({ path: "runtime/LICENSE", text: read("runtime/LICENSE", "ts") });
  return files;
}

function read(path: string, target: Target): string {
  const key = `${target} ${path}`;
  let text = sources.get(key);
  // Concurrently: reading seventy small files in turn takes ten times as long.
  if (text === undefined) sources.set(key, (text = readFileSync(new URL(path.slice("runtime/".length), folders[target]), "utf8")));
  return text;
}
