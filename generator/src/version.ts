import { createRequire } from "node:module";

const manifest = createRequire(import.meta.url)("tallystick/package.json") as {
  readonly version: string;
  readonly repository: { readonly url: string };
};

/** The version of this tool from its package.json, for the first line of every generated file. */
export const version: string = manifest.version;

/** Address of the repository as a browser opens it. */
export const repositoryUrl: string = manifest.repository.url.replace(/^git\+|\.git$/g, "");
