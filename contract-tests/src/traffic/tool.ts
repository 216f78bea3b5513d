import { readFileSync } from "node:fs";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

let known: Manifest | undefined;

/** Name and version of this package, for recordings and reports. */
export function toolName(): string {
  const { name, version } = manifest();
  return `${name} ${version}`;
}

/** Where the documentation of this package is. */
export function homepage(): string {
  return manifest().homepage;
}

function manifest(): Manifest {
  known ??= JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Manifest;
  return known;
}
