import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A remote cache on loopback, in memory. */
export interface CacheServer {
  readonly url: string;
  /** Methods and statuses of its responses, such as `PUT 200`. */
  readonly log: readonly string[];
  /** What is cached, by hash. */
  readonly items: ReadonlyMap<string, Buffer>;
  stop(): void;
}

/**
 * Speaks the cache protocol of Turborepo (`/v8/artifacts/{hash}`) or of Nx (`/v1/cache/{hash}`), as both publish it. A request needs the token.
 */
export async function startCache(path: "/v8/artifacts/" | "/v1/cache/", token: string): Promise<CacheServer> {
  const items = new Map<string, Buffer>();
  const tags = new Map<string, string>();
  const log: string[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const method = request.method ?? "";
      const end = (status: number, body?: string | Buffer, headers: Readonly<Record<string, string | number>> = {}): void => {
        log.push(`${method} ${status}`);
        response.writeHead(status, { "content-length": body?.length ?? 0, ...headers });
        response.end(method === "HEAD" ? undefined : body);
      };
      if (request.headers.authorization !== `Bearer ${token}`) return end(401);
      const hash = pathname.startsWith(path) ? pathname.slice(path.length) : "";
      if (hash === "status") return end(200, JSON.stringify({ status: "enabled" }), { "content-type": "application/json" });
      if (hash === "events" || hash === "") return end(hash === "" ? 404 : 200);
      const item = items.get(hash);
      if (method === "PUT") {
        // Nx refuses to overwrite.
        if (item !== undefined && path === "/v1/cache/") return end(409);
        items.set(hash, Buffer.concat(chunks));
        const tag = request.headers["x-artifact-tag"];
        if (typeof tag === "string") tags.set(hash, tag);
        return end(path === "/v1/cache/" ? 200 : 202, JSON.stringify({ urls: [] }), { "content-type": "application/json" });
      }
      const tag = tags.get(hash);
      return item === undefined
        ? end(404)
        : end(200, item, {
            "content-type": "application/octet-stream",
            "content-length": item.length,
            ...(tag !== undefined && { "x-artifact-tag": tag }),
          });
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log, items, stop: () => void server.close() };
}
