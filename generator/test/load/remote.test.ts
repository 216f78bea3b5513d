import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { publicAddress } from "../../src/load/files/address.js";
import { fetchFile } from "../../src/load/files/fetch-file.js";
import { readLock, type LockOptions } from "../../src/load/files/lock.js";
import { allowedHosts } from "../../src/load/files/policy.js";
import { openModel } from "../../src/open-model.js";
import { certificate } from "./certificate.js";
import { folder } from "./scratch.js";

type SiteResponse = string | Buffer | ((request: IncomingMessage, response: ServerResponse) => void);

interface Site {
  readonly url: string;
  readonly host: string;
  /** Paths by which it was asked, with `Authorization` where there was one. */
  readonly requests: string[];
  readonly responses: Record<string, SiteResponse>;
  close(): Promise<void>;
}

/** A server on this machine. */
async function site(responses: Record<string, SiteResponse>, secure?: { readonly key: string; readonly cert: string }): Promise<Site> {
  const requests: string[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { authorization } = request.headers;
    requests.push(`${request.url}${authorization === undefined ? "" : ` ${authorization}`}`);
    const served = responses[(request.url ?? "").replace(/\?.*$/, "")];
    if (typeof served === "function") served(request, response);
    else if (served === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/yaml" }).end(served);
  };
  const server = secure === undefined ? createServer(handle) : createSecureServer(secure, handle);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `${secure === undefined ? "http" : "https"}://${host}`, host, requests, responses, close };
}

const api = (schema: string, title = "t"): string => `openapi: 3.1.0
info: { title: ${title}, version: '1' }
paths:
  /x:
    get:
      operationId: readX
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { $ref: '${schema}' } } }
`;

const pet = `Pet: { type: object, properties: { tag: { $ref: '../tag.json' } } }\n`;

let scratch: string;
beforeEach(async () => {
  scratch = await folder({});
  vi.stubEnv("XDG_CACHE_HOME", join(scratch, "cache"));
  onTestFinished(() => void vi.unstubAllEnvs());
});

function lock(mode: LockOptions["mode"]): LockOptions {
  return { path: join(scratch, "tallystick.lock.json"), mode };
}

async function opened(path: string, host: string, options: Parameters<typeof openModel>[1] = {}): Promise<readonly string[]> {
  const { model, diagnostics } = await openModel(path, { allowRemote: [host], validate: false, ...options });
  return [
    ...(model === undefined ? [] : [`model ${model.info.title}`]),
    ...diagnostics.map(({ severity, code, message }) => `${severity} ${code} | ${message}`),
  ];
}

async function pets(): Promise<Site> {
  return site({ "/v1/openapi.yaml": api("schemas/pet.yaml#/Pet"), "/v1/schemas/pet.yaml": pet, "/v1/tag.json": `{ "type": "string" }` });
}

describe("a document of an address", () => {
  test("is read with the files that it refers to", async () => {
    const { url, host, requests } = await pets();
    const { model, diagnostics, document } = await openModel(`${url}/v1/openapi.yaml`, { allowRemote: [host] });
    expect(diagnostics).toEqual([]);
    expect([...(document?.files.keys() ?? [])]).toEqual(["", `${url}/v1/schemas/pet.yaml`, `${url}/v1/tag.json`]);
    expect([...(model?.schemas.keys() ?? [])]).toEqual([`${url}/v1/schemas/pet.yaml#/Pet`, `${url}/v1/tag.json#`]);
    expect(requests.toSorted()).toEqual(["/v1/openapi.yaml", "/v1/schemas/pet.yaml", "/v1/tag.json"]);
  });

  test("is refused with the server's reason if a file cannot be fetched", async () => {
    const { url, host, responses } = await pets();
    delete responses["/v1/tag.json"];
    const { diagnostics } = await openModel(`${url}/v1/openapi.yaml`, { allowRemote: [host] });
    expect(diagnostics.map(({ code, message, help }) => ({ code, message, help }))).toEqual([
      {
        code: "unreachable-reference",
        message: '"../tag.json" cannot be fetched: the server responded with status 404: file not found.',
        help: "Check the address, and that this computer reaches the host. A file next to your document needs no network.",
      },
    ]);
  });

  test("is one file, also for references back to it", async () => {
    const { url, host, requests, responses } = await pets();
    responses["/v1/schemas/pet.yaml"] =
      `Pet: { properties: { a: { $ref: '../openapi.yaml#/components/schemas/A' }, b: { $ref: '${url}/v1/openapi.yaml#/components/schemas/A' } } }`;
    responses["/v1/openapi.yaml"] = `${api("./schemas/pet.yaml#/Pet")}components: { schemas: { A: { type: string } } }\n`;
    const { model, diagnostics } = await openModel(`${url}/v1/openapi.yaml`, { allowRemote: [host] });
    expect(diagnostics).toEqual([]);
    expect([...(model?.schemas.keys() ?? [])]).toContain("#/components/schemas/A");
    expect(requests.filter((path) => path.includes("openapi"))).toHaveLength(1);
  });

  test("opens no connection to a host that is not allowed", async () => {
    const { url, host, requests } = await pets();
    expect(await opened(`${url}/v1/openapi.yaml`, "example.com")).toEqual([
      `error remote-document | "${url}/v1/openapi.yaml" would be read from ${host}. Tallystick fetches remote files only from hosts that you allow.`,
    ]);
    expect(requests).toEqual([]);
  });

  test("applies overlays and locates their errors", async () => {
    const { url, host } = await pets();
    const path = join(scratch, "o.yaml");
    await writeFile(
      path,
      `overlay: 1.1.0\ninfo: { title: o, version: '1' }\nextends: ${url}/v1/openapi.yaml\nactions:\n  - target: $.info.title\n    update: corrected\n`,
    );
    expect(await opened(`${url}/v1/openapi.yaml`, host, { overlays: [path] })).toEqual(["model corrected"]);
  });

  test.each(["file:///etc/passwd", "/etc/passwd", "../../../../etc/passwd"])("reads no file of this computer: %s", async (name) => {
    const { url, host, responses } = await pets();
    responses["/v1/openapi.yaml"] = api(name);
    const said = await opened(`${url}/v1/openapi.yaml`, host, { allowOutside: ["/etc"] });
    expect(said.join("\n")).toMatch(/error (?:outside-reference|unreachable-reference)/);
    expect(said.join("\n")).not.toContain("root:");
  });

  test.each<[name: string, served: SiteResponse, reason: string]>([
    ["a status", (_, response) => response.writeHead(401).end(), "the server responded with status 401: it requires credentials"],
    [
      "a web page",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("\n<html><body>Log in</body></html>"),
      "the server sent a web page instead of a document, for example a login page",
    ],
    [
      "a web page of another type",
      "<!DOCTYPE html><title>Log in</title>",
      "the server sent a web page instead of a document, for example a login page",
    ],
    [
      "a redirect to another host",
      (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
      "read from 169.254.169.254",
    ],
    ["a redirect to a file", (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(), "read from file:"],
    [
      "a redirect to a name of this machine",
      (_, response) => response.writeHead(302, { location: "http://localhost/x" }).end(),
      "read from localhost",
    ],
    ["a redirect to itself", (request, response) => response.writeHead(302, { location: request.url }).end(), "more than 5 redirects"],
    [
      "a wrong length",
      (_, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write("openapi: 3.1.0");
        setTimeout(() => response.destroy(), 20);
      },
      "the server closed the connection",
    ],
    [
      "a broken gzip body",
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("openapi: 3.1.0"),
      "the body of the response cannot be decompressed",
    ],
  ])("is refused for %s", async (_, served, reason) => {
    const { url, host } = await site({ "/a.yaml": served });
    const said = await opened(`${url}/a.yaml`, host);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^error (?:document-unreachable|remote-document) \| /);
    expect(said[0]).toContain(reason);
  });

  test("is rejected if it is not text", async () => {
    const { url, host } = await site({ "/a.yaml": Buffer.from([0x61, 0x3a, 0x20, 0xe9]) });
    expect((await opened(`${url}/a.yaml`, host))[0]).toContain("error not-utf8");
  });

  test("is decoded by its charset", async () => {
    const latin =
      (text: string): SiteResponse =>
      (_, response) =>
        void response.writeHead(200, { "content-type": "text/yaml; charset=ISO-8859-1" }).end(Buffer.from(text, "latin1"));
    const { url, host, responses } = await site({ "/a.yaml": latin(`${api("#/x")}x: { type: string }`.replace("title: t", "title: é")) });
    expect((await opened(`${url}/a.yaml`, host))[0]).toBe("model é");
    responses["/a.yaml"] = (_, response) =>
      response.writeHead(200, { "content-type": "text/yaml; charset=ISO-8859-1" }).end(`${api("#/x", "é")}x: { type: string }`);
    expect((await opened(`${url}/a.yaml`, host))[0]).toBe("model é");
  });

  test("is rejected after a redirect from HTTPS to HTTP", async () => {
    const { url, host } = await site(
      { "/a.yaml": (_, response) => response.writeHead(302, { location: `http://${host}/b.yaml` }).end() },
      certificate,
    );
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    expect(await opened(`${url}/a.yaml`, host)).toEqual([
      `error document-unreachable | "${url}/a.yaml" cannot be read: it redirects to http://${host}/b.yaml, which is not encrypted.`,
    ]);
  });

  test("is rejected if the certificate is not trusted", async () => {
    const { url, host } = await site({ "/a.yaml": `${api("#/x")}x: { type: string }` }, certificate);
    expect((await opened(`${url}/a.yaml`, host))[0]).toContain("the server has a self-signed certificate");
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    expect((await opened(`${url}/a.yaml`, host))[0]).toBe("model t");
  });
});

describe("limits of a fetch", () => {
  const limits = { bytes: 100_000, milliseconds: 500 };
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const reasonOf = async (served: SiteResponse, milliseconds = limits.milliseconds): Promise<unknown> => {
    const { url, host } = await site({ "/a": served });
    return fetchFile(`${url}/a`, allowedHosts([host]), { ...limits, milliseconds });
  };

  test.each<[name: string, served: SiteResponse]>([
    ["a server that is silent", () => undefined],
    [
      "a body that does not end",
      (_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write("#"), 20);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ])("ends at the time limit: %s", async (_, served) => {
    const start = performance.now();
    expect(await reasonOf(served)).toEqual({ why: "unreachable", reason: "the server takes too long" });
    // Without a limit, it would end with the test.
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  test("ends at the time limit: a broken gzip body without a length", async () => {
    // The fetch of Node 20 waits for it forever.
    const head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    expect(await reasonOf((_, response) => void response.socket?.end(`${head}openapi: 3.1.0`))).toMatchObject({ why: "unreachable" });
  });

  test("counts the redirects in the time limit", async () => {
    const slow: SiteResponse = (request, response) => void setTimeout(() => response.writeHead(302, { location: request.url }).end(), 200);
    expect(await reasonOf(slow)).toEqual({ why: "unreachable", reason: "the server takes too long" });
  });

  test.each<[name: string, served: SiteResponse]>([
    ["a large body", Buffer.alloc(200_000, 0x20)],
    ["a small body that decompresses to a large one", (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)],
  ])("ends at the size limit: %s", async (_, served) => {
    expect(await reasonOf(served, 20_000)).toEqual({ why: "unreachable", reason: "it is larger than 100000 bytes" });
  });
});

describe("credentials in an address", () => {
  test("go to their origin only, and to no file and no message", async () => {
    const other = await site({ "/tag.json": `{ "type": "string" }` });
    const { url, host, requests, responses } = await pets();
    responses["/v1/schemas/pet.yaml"] = `Pet: { properties: { tag: { $ref: '${other.url}/tag.json' }, no: { $ref: missing.yaml } } }`;
    const address = url.replace("//", "//me:s3cret-word@");
    const { model, diagnostics, document } = await openModel(`${address}/v1/openapi.yaml?token=s3cret-token`, {
      allowRemote: [host, other.host],
      lock: lock("add"),
    });
    const basic = `Basic ${Buffer.from("me:s3cret-word").toString("base64")}`;
    expect(requests.toSorted()).toEqual([
      `/v1/openapi.yaml?token=s3cret-token ${basic}`,
      `/v1/schemas/missing.yaml ${basic}`,
      `/v1/schemas/pet.yaml ${basic}`,
    ]);
    expect(other.requests).toEqual(["/tag.json"]);
    const written = await readFile(join(scratch, "tallystick.lock.json"), "utf8");
    expect(written).toContain("token=REDACTED");
    for (const text of [written, JSON.stringify(diagnostics), document?.root.path, JSON.stringify([...(model?.schemas.keys() ?? [])])])
      expect(text).not.toContain("s3cret");
  });

  test("are not sent to another origin that the server redirects to", async () => {
    const other = await site({ "/b.yaml": `${api("#/x")}x: { type: string }` });
    const { url, host } = await site({ "/a.yaml": (_, response) => response.writeHead(302, { location: `${other.url}/b.yaml` }).end() });
    const { model } = await openModel(`${url.replace("//", "//me:word@")}/a.yaml`, { allowRemote: [host, other.host] });
    expect(model?.info.title).toBe("t");
    expect(other.requests).toEqual(["/b.yaml"]);
  });

  test.each([
    ["https://me:word@example.com/a.yaml#/x", "https://example.com/a.yaml"],
    ["https://example.com/a?token=x&v=1", "https://example.com/a?token=REDACTED&v=1"],
    ["https://example.com/a?X-Amz-Signature=x&Api-Key=y", "https://example.com/a?X-Amz-Signature=REDACTED&Api-Key=REDACTED"],
    ["https://me:word@[bad/a", "https://[bad/a"],
  ])("are not in the address that is shown: %s", (address, want) => {
    expect(publicAddress(address)).toBe(want);
  });
});

describe("the lock", () => {
  test("has the hash of every remote file, and no date", async () => {
    const { url, host } = await pets();
    const said = await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    expect(said).toEqual([
      "model t",
      expect.stringMatching(/^note lock-written \| .*tallystick\.lock\.json was written: 3 remote files\. Commit it/),
    ]);
    const locks = readLock(lock("add").path);
    expect(locks).toEqual(
      new Map([
        [
          `${url}/v1/openapi.yaml`,
          new Map(
            ["openapi.yaml", "schemas/pet.yaml", "tag.json"].map((name) => [
              `${url}/v1/${name}`,
              { sha256: expect.stringMatching(/^[\da-f]{64}$/) as string, bytes: expect.any(Number) as number, mediaType: "application/yaml" },
            ]),
          ),
        ],
      ]),
    );
    const text = await readFile(lock("add").path, "utf8");
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("update") });
    expect(await readFile(lock("add").path, "utf8")).toBe(text);
  });

  test("needs no network for cached files", async () => {
    const { url, host, close } = await pets();
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    await close();
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("frozen") })).toEqual(["model t"]);
    await rm(join(scratch, "cache"), { recursive: true });
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("frozen") })).toEqual([
      expect.stringMatching(
        /^error document-unreachable \| .*the server refuses connections \(ECONNREFUSED\), and this computer has no copy of the file in .*tallystick\.lock\.json\.$/,
      ),
    ]);
  });

  test("refuses a file that has changed on the server", async () => {
    const { url, host, responses } = await pets();
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    await rm(join(scratch, "cache"), { recursive: true });
    responses["/v1/tag.json"] = `{ "type": "integer" }`;
    const said = await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    expect(said.at(-1)).toMatch(
      /^error lock-mismatch \| ".*\/v1\/tag\.json" has changed: .*tallystick\.lock\.json has sha256 [\da-f]{12}, and the server sent [\da-f]{12}\.$/,
    );
    responses["/v1/openapi.yaml"] = api("schemas/pet.yaml#/Pet", "new");
    await rm(join(scratch, "cache"), { recursive: true });
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("frozen") })).toEqual([expect.stringMatching(/^error lock-mismatch \| /)]);
  });

  test("is updated on request, with a list of changes", async () => {
    const { url, host, responses } = await pets();
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    responses["/v1/openapi.yaml"] = `${api("#/components/schemas/A", "new")}components: { schemas: { A: { type: string } } }\n`;
    const said = await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("update") });
    expect(said).toEqual([
      "model new",
      expect.stringMatching(
        /^note lock-changed \| ".*openapi\.yaml" has changed: sha256 [\da-f]{12} \(\d+ bytes\) is now [\da-f]{12} \(\d+ bytes\)\.$/,
      ),
      expect.stringMatching(/^note lock-written \| .* was written: 1 remote file\./),
    ]);
    expect(
      [...(readLock(lock("add").path) as ReturnType<typeof readLock> & ReadonlyMap<string, ReadonlyMap<string, unknown>>).values()].flatMap(
        (files) => [...files.keys()],
      ),
    ).toEqual([`${url}/v1/openapi.yaml`]);
  });

  test("is not written by a frozen run, which refuses what is missing", async () => {
    const { url, host, requests } = await pets();
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("frozen") })).toEqual([
      expect.stringMatching(
        /^error lock-missing \| ".*openapi\.yaml" is not in .*tallystick\.lock\.json\. Nothing is added to the lock in CI or with --check\.$/,
      ),
    ]);
    expect(requests).toEqual([]);
    expect(readLock(lock("add").path)).toEqual(new Map());
  });

  test("counts for the files that examples name", async () => {
    const { url, host, responses } = await pets();
    responses["/shown.json"] = `"a"`;
    const shown = `content: { application/json: { examples: { e: { externalValue: ${url}/shown.json } }, schema: { type: string } } }`;
    const path = join(scratch, "openapi.yaml");
    await writeFile(path, api("").replace(/content: .*/, shown));
    expect(await opened(path, host, { lock: lock("frozen") })).toEqual([
      "model t",
      expect.stringMatching(/^error lock-missing \| ".*\/shown\.json" is not in .*tallystick\.lock\.json\./),
    ]);
    expect(await opened(path, host, { lock: lock("add") })).toEqual(["model t", expect.stringMatching(/^note lock-written \|/)]);
    expect(await opened(path, host, { lock: lock("frozen") })).toEqual(["model t"]);
    await rm(join(scratch, "cache"), { recursive: true });
    responses["/shown.json"] = `"b"`;
    expect(await opened(path, host, { lock: lock("frozen") })).toEqual([
      "model t",
      expect.stringMatching(/^error lock-mismatch \| ".*\/shown\.json"/),
    ]);
    delete responses["/shown.json"];
    expect(await opened(path, host)).toEqual([
      "model t",
      `warning example-not-fetched | The externalValue of the example "e" cannot be fetched: "${url}/shown.json": the server responded with status 404: file not found.`,
    ]);
    // A host that the user does not allow is not asked.
    expect(await opened(path, "example.com", { lock: lock("frozen") })).toEqual(["model t"]);
  });

  test("has the remote files of a local document under its path", async () => {
    const { url, host } = await pets();
    const path = join(scratch, "openapi.yaml");
    await writeFile(path, api(`${url}/v1/schemas/pet.yaml#/Pet`));
    await opened(path, host, { lock: lock("add") });
    const locks = readLock(lock("add").path) as ReadonlyMap<string, ReadonlyMap<string, unknown>>;
    expect([...locks].map(([document, files]) => [document, [...files.keys()]])).toEqual([
      ["openapi.yaml", [`${url}/v1/schemas/pet.yaml`, `${url}/v1/tag.json`]],
    ]);
  });

  test("keeps the files of other documents", async () => {
    const { url, host, responses } = await pets();
    responses["/other.yaml"] = `${api("#/x")}x: { type: string }`;
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    await opened(`${url}/other.yaml`, host, { lock: lock("update") });
    expect([...(readLock(lock("add").path) as ReadonlyMap<string, unknown>).keys()]).toEqual([`${url}/other.yaml`, `${url}/v1/openapi.yaml`]);
  });

  test("rejects a cached copy with another hash", async () => {
    const { url, host } = await pets();
    await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") });
    const locks = readLock(lock("add").path) as ReadonlyMap<string, ReadonlyMap<string, { readonly sha256: string }>>;
    for (const files of locks.values())
      for (const { sha256 } of files.values()) await writeFile(join(scratch, "cache/tallystick/remote", sha256), "openapi: 3.1.0");
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("frozen") })).toEqual(["model t"]);
  });

  test.each([
    ["{", "it is not JSON"],
    ["{}", `it has no "lockVersion"`],
    [`{ "lockVersion": 2 }`, "its version is 2, and this version of tallystick reads 1"],
    [`{ "lockVersion": 1 }`, `it has no "documents"`],
    [`{ "lockVersion": 1, "documents": { "a": null } }`, `"a" has no files`],
    // The name of a file in the cache.
    [`{ "lockVersion": 1, "documents": { "a": { "b": { "sha256": "../${"0".repeat(64)}" } } } }`, `"b" has no "sha256" of 64 hexadecimal digits`],
    [`{ "lockVersion": 1, "documents": { "a": { "b": { "sha256": "${"0".repeat(64)}/x" } } } }`, `"b" has no "sha256" of 64 hexadecimal digits`],
  ])("is refused: %s", async (text, reason) => {
    const { url, host } = await pets();
    await writeFile(lock("add").path, text);
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") })).toEqual([expect.stringMatching(/^error lock-unreadable \| /)]);
    expect((await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") }))[0]).toContain(reason);
  });

  test("warns if it cannot be written", async () => {
    const { url, host } = await pets();
    await writeFile(join(scratch, "file"), "");
    const said = await opened(`${url}/v1/openapi.yaml`, host, { lock: { path: join(scratch, "file/lock.json"), mode: "add" } });
    expect(said).toEqual(["model t", expect.stringMatching(/^warning lock-not-written \| /)]);
  });

  test("is rejected if it is a folder", async () => {
    const { url, host } = await pets();
    await mkdir(lock("add").path);
    expect(await opened(`${url}/v1/openapi.yaml`, host, { lock: lock("add") })).toEqual([
      expect.stringMatching(/^error lock-unreadable \| .*: it is a folder\.$/),
    ]);
  });
});
