import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
};

/** The version of this package. The command `tallystick` needs the same version of it as its own. */
export const version: string = manifest.version;

/** Name and version of this package, for recordings and reports. */
export const toolName: string = `${manifest.name} ${version}`;

/** Where the documentation of this package is. */
export const homepage: string = manifest.homepage;
