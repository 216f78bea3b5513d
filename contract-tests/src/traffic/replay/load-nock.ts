import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type nock from "nock";

/** nock, loaded only when something is replayed: importing it patches `http` and `fetch`. */
export async function loadNock(): Promise<typeof nock> {
  const refusal = unusable(installedNock(), process.versions.node);
  if (refusal !== undefined) throw new Error(refusal);
  const { default: library } = await import("nock");
  return library;
}

/** Why this nock cannot run on this Node, or `undefined`. npm installs nock 15 on Node 20 without a word, and then every call dies in it. */
export function unusable(nockVersion: string | undefined, nodeVersion: string): string | undefined {
  if (nockVersion === undefined) return "Replaying recordings needs nock: npm install --save-dev nock@14";
  const [nockMajor = 0, nodeMajor = 0] = [nockVersion, nodeVersion].map((version) => Number.parseInt(version, 10));
  if (nockMajor >= 15 && nodeMajor < 22)
    return `nock ${nockVersion} needs Node 22 or later, and this is Node ${nodeVersion}: npm install --save-dev nock@14`;
  if (nockMajor < 14) return `nock ${nockVersion} does not see fetch: npm install --save-dev nock@14`;
  return undefined;
}

/** The version of the nock that would be imported. Its package.json is looked for on disk, because nock 15 does not export it. */
function installedNock(): string | undefined {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve("nock"));
  } catch {
    return undefined;
  }
  for (; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "package.json"));
    if (manifest?.name === "nock") return manifest.version;
    if (dirname(folder) === folder) return undefined;
  }
}

function readManifest(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}
