import { createRequire } from "node:module";
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

function installedNock(): string | undefined {
  try {
    const manifest: unknown = createRequire(import.meta.url)("nock/package.json");
    return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}
