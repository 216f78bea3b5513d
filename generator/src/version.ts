import { createRequire } from "node:module";

/** The version of this tool, as its package.json says: part of every generated file's first line. */
export const version: string = (createRequire(import.meta.url)("tallystick/package.json") as { readonly version: string }).version;
