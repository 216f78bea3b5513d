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

/**
 * Why this nock cannot run on this Node, or `undefined`. The peer range admits versions that work. A project can still force another one: nock 15.0.0 to
 * 15.0.2 claim to run on Node 20, and every intercepted call fails there.
 */
export function unusable(nockVersion: string | undefined, nodeVersion: string): string | undefined {
  const install = "Run: npm install --save-dev nock@14";
  if (nockVersion === undefined) return `Replaying recordings needs nock, which is not installed. ${install}`;
  const [nockMajor = 0, nodeMajor = 0] = [nockVersion, nodeVersion].map((version) => Number.parseInt(version, 10));
  if (nockMajor >= 15 && nodeMajor < 22) return `nock ${nockVersion} needs Node 22 or later, and this is Node ${nodeVersion}. ${install}`;
  if (nockMajor < 14) return `nock ${nockVersion} does not intercept fetch. ${install}`;
  return undefined;
}

/** The version of the nock that would be imported. Its package.json is searched for on disk, because nock 15 does not export it. */
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
