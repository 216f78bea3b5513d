import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Packument {
  readonly versions: Record<string, { dist: Record<string, string> }>;
  readonly "dist-tags": Record<string, string>;
  readonly _attachments?: Record<string, { data: string }>;
}

/** An npm registry on loopback that keeps what is published, and has nothing else. It ends with the test. */
export async function startRegistry(): Promise<string> {
  const packages = new Map<string, Packument>();
  const tarballs = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? "").slice(1));
    if (request.method !== "PUT") {
      const known = packages.get(name);
      const found = known === undefined ? tarballs.get(name) : JSON.stringify(known);
      return void response.writeHead(found === undefined ? 404 : 200).end(found ?? "{}");
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { _attachments: attachments = {}, ...published } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Packument;
      for (const [file, { data }] of Object.entries(attachments)) {
        const bytes = Buffer.from(data, "base64");
        tarballs.set(file, bytes);
        for (const version of Object.values(published.versions))
          version.dist = {
            tarball: `${address}/${encodeURIComponent(file)}`,
            integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
          };
      }
      const earlier = packages.get(name);
      packages.set(name, {
        ...published,
        versions: { ...earlier?.versions, ...published.versions },
        "dist-tags": { ...earlier?.["dist-tags"], ...published["dist-tags"] },
      });
      response.writeHead(201).end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => new Promise((done) => server.close(() => done())));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return address;
}
