import { readFileSync } from "node:fs";

let known: string | undefined;

/** `@tallystick/contract 1.4.0`: who wrote a recording. */
export function toolName(): string {
  if (known === undefined) {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { name: string; version: string };
    known = `${manifest.name} ${manifest.version}`;
  }
  return known;
}
