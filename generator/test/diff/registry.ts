import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../documents.js";

/** An npm registry on loopback that has one package, `hostile@1.0.0`, for npm until the test is done. Without an archive it never responds. */
export async function registryWith(archive: Buffer | undefined): Promise<void> {
  const server = createServer((request, response) => {
    if (archive === undefined) return;
    if (request.url === "/hostile.tgz") return void response.end(archive);
    if (request.url !== "/hostile") return void response.writeHead(404).end("{}");
    const dist = { tarball: `${address}/hostile.tgz`, integrity: `sha512-${createHash("sha512").update(archive).digest("base64")}` };
    const manifest = { name: "hostile", version: "1.0.0", dist };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name: "hostile", "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": manifest } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("npm_config_registry", address);
  vi.stubEnv("npm_config_cache", temporaryFolder());
  vi.stubEnv("npm_config_fetch_retries", "0");
  vi.stubEnv("npm_config_update_notifier", "false");
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
}
