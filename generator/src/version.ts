import { createRequire } from "node:module";

const manifest = createRequire(import.meta.url)("tallystick/package.json") as {
  readonly version: string;
  readonly repository: { readonly url: string };
};

/** The version of this tool, as its package.json says: part of every generated file's first line. */
export const version: string = manifest.version;

/** Address of the repository as a browser opens it. */
export const repositoryUrl: string = manifest.repository.url.replace(/^git\+|\.git$/g, "");
