// A registry on this machine that has our packed packages, as if they were published, and sends every other request on to the registry that npm uses.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";

/**
 * @param {string} folder The folder of the tarballs.
 * @param {string} upstream The URL of the registry that has all other packages.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveRegistry(folder, upstream) {
  const packages = new Map(readdirSync(folder).map((file) => packed(join(folder, file))));
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "/").slice(1).replace(/\?.*$/, ""));
    const [name, tarball] = path.split("/-/");
    const found = packages.get(name);
    if (found === undefined) return void response.writeHead(302, { location: new URL(request.url ?? "/", upstream).href }).end();
    if (tarball !== undefined) return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(found.bytes);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(packument(found, `http://${request.headers.host}`)));
  });
  await new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** @typedef {{ bytes: Buffer, manifest: { name: string, version: string } & Record<string, unknown> }} Packed */

/** @param {string} path @returns {[string, Packed]} */
function packed(path) {
  const bytes = readFileSync(path);
  const manifest = JSON.parse(fileIn(gunzipSync(bytes), "package/package.json"));
  return [manifest.name, { bytes, manifest }];
}

/** @param {Packed} packed @param {string} origin */
function packument({ bytes, manifest }, origin) {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const dist = { tarball: `${origin}/${name}/-/${name.replace(/^.*\//, "")}-${version}.tgz`, integrity };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

/**
 * The text of one file of a tar archive (POSIX ustar: blocks of 512 bytes, a name at 0, an octal size at 124).
 *
 * @param {Buffer} archive @param {string} wanted
 */
function fileIn(archive, wanted) {
  for (let at = 0; at < archive.length;) {
    const name = archive.toString("utf8", at, at + 100).replace(/\0.*$/, "");
    const size = Number.parseInt(archive.toString("utf8", at + 124, at + 136), 8) || 0;
    if (name === wanted) return archive.toString("utf8", at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`The archive has no ${wanted}.`);
}
