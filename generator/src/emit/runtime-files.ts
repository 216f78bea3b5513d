import { readFileSync } from "node:fs";
import { pathInRuntime, runtimeFolders, runtimeModule } from "../files/runtime-folder.js";
import type { GeneratedFile } from "../write/generated-file.js";
import type { Target } from "./print/module.js";

const extensions: Readonly<Record<Target, readonly string[]>> = { ts: [".ts"], js: [".js", ".d.ts"] };
const licence = runtimeModule("LICENSE");
const sources = new Map<string, string>();

/**
 * The files of the hand-written runtime that are requested, those that they import, and the licence of all of them. They are copied, so that the output
 * depends on no package of ours.
 */
export function runtimeFiles(requested: ReadonlySet<string>, version: string, target: Target): GeneratedFile[] {
  const paths = new Set(requested);
  const files: GeneratedFile[] = [];
  const header = `// Part of the runtime of tallystick ${version} (MIT, see ${licence}), copied from there. Do not edit.`;
  // A set grows while it is iterated: files found on the way are visited too.
  for (const path of paths) {
    for (const extension of extensions[target]) {
      const text = read(`${path}${extension}`, target);
      for (const [, specifier = ""] of text.matchAll(/\bfrom "(\.{1,2}\/[^"]+)\.js"/g))
        paths.add(new URL(specifier, `file:///${path}`).pathname.slice(1));
      files.push({ path: `${path}${extension}`, text: `${header}\n\n${text}` });
    }
  }
  if (files.length > 0) files.push({ path: licence, text: read(licence, "ts") });
  return files;
}

/** The names that a runtime module exports: values and types. */
export function runtimeExports(module: string): { readonly values: readonly string[]; readonly types: readonly string[] } {
  const values: string[] = [];
  const types: string[] = [];
  for (const [, type, names = ""] of read(`${runtimeModule(module)}.ts`, "ts").matchAll(/^export (type )?\{([^}]*)\}/gm))
    for (const [, typeOnly = type, name = ""] of names.matchAll(/(type )?\b(\w+)/g)) (typeOnly === undefined ? values : types).push(name);
  return { values, types };
}

function read(path: string, target: Target): string {
  const key = `${target} ${path}`;
  let text = sources.get(key);
  if (text === undefined) sources.set(key, (text = readFileSync(new URL(pathInRuntime(path), runtimeFolders[target]), "utf8")));
  return text;
}
