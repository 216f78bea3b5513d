import { readFile } from "node:fs/promises";
import type { GeneratedFile } from "../generate.js";

const folder = new URL("../../runtime/", import.meta.url);
const sources = new Map<string, Promise<string>>();

/** The files of the hand-written runtime that are asked for, and those that these import: copied, so that the output depends on no package of ours. */
export async function runtimeFiles(asked: ReadonlySet<string>, version: string): Promise<GeneratedFile[]> {
  const wanted = new Set(asked);
  const files: GeneratedFile[] = [];
  // A set grows while it is walked: files found on the way are visited too.
  for (const path of wanted) {
    const text = await read(path);
    for (const [, specifier = ""] of text.matchAll(/\bfrom "(\.{1,2}\/[^"]+)\.js"/g))
      wanted.add(new URL(specifier, `file:///${path}`).pathname.slice(1));
    files.push({ path: `${path}.ts`, text: `// Part of the runtime of tallystick ${version}, copied from there. Do not edit.\n\n${text}` });
  }
  return files;
}

function read(path: string): Promise<string> {
  let text = sources.get(path);
  if (text === undefined) sources.set(path, (text = readFile(new URL(`${path.slice("runtime/".length)}.ts`, folder), "utf8")));
  return text;
}
