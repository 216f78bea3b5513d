import * as fc from "fast-check";
import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type Body,
  createRecorder,
  type HeaderField,
  type Interaction,
  isRedacted,
  printRecording,
  type Recording,
  redact,
  redactionRules,
  toHar,
} from "../../src/traffic/index.js";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";

/*
 * A canary is a random secret. It is put into one place after the other, everything that would be written is searched for it,
 * decoded in every way that somebody who finds the file would try, and must not be there.
 */

const rules = {
  ...redactionRules(undefined),
  headers: new Set(["x-house-key"]),
  query: new Set(["house"]),
  cookies: new Set(["crumb"]),
  fields: new Set(["pass_word"]),
};

const alphanumeric = fc.stringMatching(/^[a-z][A-Za-z0-9]{14,38}[0-9]$/);
const canaries: Record<string, fc.Arbitrary<string>> = {
  alphanumeric,
  hex: fc.stringMatching(/^[0-9a-f]{8}[a-f][0-9][0-9a-f]{22}$/),
  uuid: fc.uuid(),
  base64url: fc.uint8Array({ minLength: 24, maxLength: 48 }).map((bytes) => `x1${Buffer.from(bytes).toString("base64url")}`),
};

type Place = (
  canary: string,
) => Partial<Interaction> & { headers?: HeaderField[]; url?: string; json?: string; body?: Body; responseHeaders?: HeaderField[] };

const text = (value: string): Body => ({ kind: "text", text: value });
const jwtWith = (canary: string): string =>
  [JSON.stringify({ alg: "HS256" }), JSON.stringify({ sub: canary })].map((part) => Buffer.from(part).toString("base64url")).join(".") +
  `.${Buffer.from(canary).toString("base64url")}`;
const pem = (canary: string): string => `-----BEGIN RSA PRIVATE KEY-----\n${canary}\nMIIEow\n-----END RSA PRIVATE KEY-----`;
const multipart = (canary: string): string =>
  `--frontier\r\nContent-Disposition: form-data; name="password"\r\n\r\n${canary}\r\n--frontier\r\nContent-Disposition: form-data; name="note"; filename="a.json"\r\nContent-Type: application/json\r\n\r\n{"api_key":"${canary}"}\r\n--frontier--\r\n`;

const places: Record<string, Place> = {
  "authorization header": (c) => ({ headers: [["Authorization", `Bearer ${c}`]] }),
  "authorization header with another scheme": (c) => ({ headers: [["authorization", `Splunk ${c}`]] }),
  "authorization header without a scheme": (c) => ({ headers: [["authorization", c]] }),
  "basic credentials": (c) => ({ headers: [["authorization", `Basic ${Buffer.from(`user:${c}`).toString("base64")}`]] }),
  "basic credentials' user": (c) => ({ headers: [["authorization", `Basic ${Buffer.from(`${c}:`).toString("base64")}`]] }),
  "header of a security scheme": (c) => ({ headers: [["X-House-Key", c]] }),
  "well-known header": (c) => ({ headers: [["X-Auth-Key", c]] }),
  "header named like a secret": (c) => ({ headers: [["X-Acme-Access-Token", c]] }),
  "proxy authorization": (c) => ({ headers: [["Proxy-Authorization", `Basic ${Buffer.from(`a:${c}`).toString("base64")}`]] }),
  "query of a security scheme": (c) => ({ url: `https://api.example.com/x?a=1&house=${c}` }),
  "query named like a secret": (c) => ({ url: `https://api.example.com/x?access_token=${c}&a=1` }),
  "query with a signed url": (c) => ({ url: `https://api.example.com/x?next=${encodeURIComponent(`https://u:${c}@host/p?sig=${c}`)}` }),
  "fragment of a url": (c) => ({ responseHeaders: [["Location", `https://app.example.com/cb#access_token=${c}&state=1`]] }),
  "password of a url": (c) => ({ json: JSON.stringify({ remote: `postgres://admin:${c}@db.example.com:5432/main` }) }),
  "user of a url": (c) => ({ json: JSON.stringify({ remote: `https://${c}@github.com/a/b.git` }) }),
  "jwt= in a url in a body": (c) => ({
    json: JSON.stringify([{ devtoolsFrontendUrl: `https://live.example.com/ui/view?wss=live.example.com/p/1?jwt=${c}&mode=x` }]),
  }),
  "token= in a url in a url in a body": (c) => ({
    json: JSON.stringify({ u: `https://e.com/?wss=${encodeURIComponent(`wss://e.com/?token=${c}`)}` }),
  }),
  "token= in a url that is encoded twice": (c) => ({
    url: `https://api.example.com/x?next=${encodeURIComponent(encodeURIComponent(`https://h/?token=${c}`))}`,
  }),
  "cookie of a request": (c) => ({ headers: [["Cookie", `theme=dark; crumb=${c}; s=${c}`]] }),
  "cookie of a response": (c) => ({ responseHeaders: [["Set-Cookie", `s=${c}; Path=/; HttpOnly`]] }),
  "several cookies": (c) => ({
    responseHeaders: [
      ["Set-Cookie", "a=1"],
      ["set-cookie", `sid=${c}`],
    ],
  }),
  "property named like a secret": (c) => ({
    json: JSON.stringify({ id: 1, accessToken: c, nested: { client_secret: c, list: { passwords: [c, c] } } }),
  }),
  "property that the document calls a password": (c) => ({ json: JSON.stringify({ pass_word: c }) }),
  "inside an object of credentials": (c) => ({ json: JSON.stringify({ credentials: { anything: c } }) }),
  "JSON in JSON": (c) => ({ json: JSON.stringify({ payload: JSON.stringify({ inner: JSON.stringify({ secret: c }) }) }) }),
  "escaped JSON": (c) => ({ json: `{"to\\u006ben":"${[...c].map((x) => `\\u${x.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"}` }),
  JWT: (c) => ({ json: JSON.stringify({ note: `see ${jwtWith(c)} please` }) }),
  "bearer in a text": (c) => ({ json: JSON.stringify({ curl: `curl -H 'Authorization: Bearer ${c}' https://x` }) }),
  "curl -u in a text": (c) => ({ json: JSON.stringify({ a: `curl -X PUT -u user:${c} https://x`, b: `curl https://x --user 'user:${c}'` }) }),
  "GitHub token": (c) => ({ json: JSON.stringify({ a: `ghp_${c.replace(/\W|_/g, "")}` }) }),
  "secret key": (c) => ({ body: text(`my key is sk_live_${c.replace(/\W|_/g, "")}.`) }),
  PEM: (c) => ({ json: JSON.stringify({ data: pem(c) }) }),
  "PEM in a text": (c) => ({ body: text(`key:\n${pem(c)}\n`) }),
  "base64 of JSON": (c) => ({ json: JSON.stringify({ blob: Buffer.from(JSON.stringify({ password: c })).toString("base64") }) }),
  form: (c) => ({
    body: text(`grant_type=password&username=u&password=${c}`),
    responseHeaders: [["content-type", "application/x-www-form-urlencoded"]],
  }),
  multipart: (c) => ({ body: text(multipart(c)), responseHeaders: [["content-type", "multipart/form-data; boundary=frontier"]] }),
  "multipart with bytes": (c) => ({
    body: { kind: "binary", bytes: Buffer.concat([Buffer.from(multipart(c)), Buffer.from([0xff, 0])]) },
    responseHeaders: [["content-type", "multipart/form-data; boundary=frontier"]],
  }),
  "a CDATA section": (c) => ({
    body: text(`<r><access_token><![CDATA[${c}]]></access_token></r>`),
    responseHeaders: [["content-type", "application/xml"]],
  }),
  "a pair": (c) => ({ json: JSON.stringify([{ name: "Authorization", value: c }]) }),
  "a path parameter": (c) => ({ url: `https://api.example.com/x;jsessionid=${c}/y` }),
  HTML: (c) => ({
    body: text(`<html><a href="/login?token=${c}">in</a><input name="x" value="1"></html>`),
    responseHeaders: [["content-type", "text/html"]],
  }),
  XML: (c) => ({
    body: text(`<?xml version="1.0"?><r><SecretAccessKey>${c}</SecretAccessKey></r>`),
    responseHeaders: [["content-type", "application/xml"]],
  }),
  "server-sent events": (c) => ({
    body: text(`event: x\ndata: {"token":"${c}"}\n\ndata: [DONE]\n\n`),
    responseHeaders: [["content-type", "text/event-stream"]],
  }),
  "lines of JSON": (c) => ({ body: text(`{"a":1}\n{"refresh_token":"${c}"}\n`), responseHeaders: [["content-type", "application/x-ndjson"]] }),
  "JSON that breaks off": (c) => ({ body: { kind: "text", text: `{"a":[{"secret":"${c}`, truncated: true } }),
  "JSON that breaks off, called text": (c) => ({
    body: { kind: "text", text: `{"a":[{"secret":"${c}`, truncated: true },
    responseHeaders: [["content-type", "text/plain"]],
  }),
  bytes: (c) => ({
    body: { kind: "binary", bytes: Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(`password=${c}`), Buffer.from([0, 255])]) },
    responseHeaders: [["content-type", "application/octet-stream"]],
  }),
  "a gzip file": (c) => ({
    body: { kind: "binary", bytes: gzipSync(JSON.stringify({ token: c })) },
    responseHeaders: [["content-type", "application/gzip"]],
  }),
  "an error message that repeats a header": (c) => ({
    headers: [["X-Api-Key", c]],
    json: JSON.stringify({ error: `Key ${c} is not known`, again: encodeURIComponent(c), quoted: `(${c})` }),
  }),
  "base64 that repeats a header": (c) => ({
    headers: [["X-Api-Key", c]],
    json: JSON.stringify({ debug: Buffer.from(`the key was ${c}, sorry`).toString("base64") }),
  }),
  "a path that repeats a header": (c) => ({ headers: [["X-Api-Key", c]], url: `https://api.example.com/keys/${encodeURIComponent(c)}/use` }),
  "a property name": (c) => ({ headers: [["X-Api-Key", c]], json: JSON.stringify({ [c]: { uses: 1 } }) }),
  "a link header": (c) => ({ responseHeaders: [["Link", `<https://api.example.com/x?page=2&access_token=${c}>; rel="next"`]] }),
  "a form in a query": (c) => ({ url: `https://api.example.com/x?q=${encodeURIComponent(`a=1&password=${c}`)}` }),
  "a cookie's attribute-like text": (c) => ({ json: JSON.stringify({ log: `Set-Cookie: session_token=${c}; Path=/` }) }),
  YAML: (c) => ({ body: text(`auth:\n  password: ${c}\n  user: me\n`), responseHeaders: [["content-type", "application/yaml"]] }),
  CSV: (c) => ({ body: text(`user,password\nbob,${c}\n`), responseHeaders: [["content-type", "text/csv"]] }),
  "CSV with quotes": (c) => ({
    body: text(`"user ""id""";"Password"\r\n"a;""b""\nc";"${c}"\r\nx;${c}`),
    responseHeaders: [["content-type", "text/csv; charset=utf-8"]],
  }),
  JavaScript: (c) => ({
    body: text(`window.config = { apiKey: '${c}', "clientSecret": "${c}" };`),
    responseHeaders: [["content-type", "text/javascript"]],
  }),
  "a WebSocket url": (c) => ({ json: JSON.stringify({ webSocketDebuggerUrl: `wss://live.example.com/devtools/page/1?jwt=${c}` }) }),
  "a JWT in a query": (c) => ({ url: `https://api.example.com/x?state=${jwtWith(c)}` }),
  "a JWT in a path": (c) => ({ url: `https://api.example.com/x/${jwtWith(c)}/y` }),
  "a failure's message": (c) => ({ failure: { kind: "connection", message: `connect to https://u:${c}@x failed` } }),
};

function interactionOf(place: Place, canary: string): Interaction {
  const { headers = [], url = "https://api.example.com/things", json, body, responseHeaders = [], ...rest } = place(canary);
  const responseBody = json === undefined ? body : text(json);
  const typed = responseHeaders.some(([name]) => name === "content-type")
    ? responseHeaders
    : [...responseHeaders, ["content-type", "application/json"] as const];
  return {
    origin: "live#1",
    request: {
      method: "POST",
      url,
      headers: [...headers, ...typed.filter(([name]) => name === "content-type")],
      ...(responseBody === undefined ? {} : { body: responseBody }),
    },
    response: { status: 200, headers: typed, ...(responseBody === undefined ? {} : { body: responseBody }) },
    ...rest,
  };
}

/** Everything that somebody could read out of what was written. */
function* readings(bytes: Uint8Array, depth = 0): Generator<string> {
  const plain = Buffer.from(bytes).toString("latin1");
  yield plain;
  if (depth > 3) return;
  if (depth === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) yield* readings(gunzipSync(bytes), depth + 1);
  const unescaped = plain.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replaceAll("\\", "");
  if (unescaped !== plain) yield* readings(Buffer.from(unescaped, "latin1"), depth + 1);
  const decoded = plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (decoded !== plain) yield* readings(Buffer.from(decoded, "latin1"), depth + 1);
  for (const [encoded] of plain.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)) yield Buffer.from(encoded, "base64").toString("latin1");
}

const provenance = { format: 1, source: "live", recordedOn: "2026-01-01", document: { title: "", version: "", sha256: "" }, tool: "" } as const;

function written(recording: Recording): Uint8Array[] {
  const { text: file, bodies } = printRecording(recording);
  return [Buffer.from(file), Buffer.from(JSON.stringify(toHar(recording.interactions))), ...bodies.values()];
}

for (const [kind, arbitrary] of Object.entries(canaries)) {
  test.each(Object.entries(places))(`a canary (${kind}) in %s is in no written file`, (_, place) => {
    fc.assert(
      fc.property(arbitrary, (canary) => {
        const interactions = redact([interactionOf(place, canary)], rules);
        const recording = { ...provenance, interactions };
        const needle = /ghp_|sk_live/.test(JSON.stringify(place(canary))) ? canary.replace(/\W|_/g, "") : canary;
        for (const file of written(recording)) for (const reading of readings(file)) expect(reading).not.toContain(needle);
        expect(isRedacted(recording, rules)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
}

test("a canary in an undecodable body is in no written file", async () => {
  const canary = "c4n4ryc4n4ryc4n4ry99";
  const headers = { "content-type": "application/json", "content-encoding": "rot13" };
  const body = JSON.stringify({ token: canary });
  const recorder = createRecorder({ source: "live", document: provenance.document, fetch: async () => new Response(body, { headers }) });
  await recorder.fetch("https://api.example.com/x", { method: "POST", body, headers });
  const recording = await recorder.recording();
  expect(recording.interactions[0]?.failure).toEqual({ kind: "coding", message: 'Unknown content coding "rot13".' });
  for (const file of written(recording)) for (const reading of readings(file)) expect(reading).not.toContain(canary);
});

test("a canary in a compressed body is in no written file", async () => {
  const encodings = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    "deflate, gzip": (body: string) => gzipSync(deflateSync(body)),
    "x-gzip": gzipSync,
    raw: deflateRawSync,
  };
  for (const [encoding, encode] of Object.entries(encodings)) {
    const canary = "c4n4ryc4n4ryc4n4ry99";
    const response = encode(JSON.stringify({ token: canary, big: 1 }));
    const recorder = createRecorder({
      source: "live",
      document: provenance.document,
      // A fetch that leaves decoding to the caller, as a proxy's would.
      fetch: async () =>
        new Response(new Uint8Array(response), {
          headers: { "content-type": "application/json", "content-encoding": encoding === "raw" ? "deflate" : encoding },
        }),
    });
    await recorder.fetch("https://api.example.com/x", {
      method: "POST",
      body: new Uint8Array(response),
      headers: { "content-type": "application/json", "content-encoding": encoding === "raw" ? "deflate" : encoding },
    });
    const recording = await recorder.recording();
    const [interaction] = recording.interactions;
    expect(interaction?.failure).toBeUndefined();
    expect(interaction?.request.body).toEqual(interaction?.response?.body);
    expect(interaction?.response?.body).toMatchObject({ kind: "text", text: expect.stringMatching(/^\{"token":"[a-z0-9]{20}","big":1\}$/) });
    for (const file of written(recording)) for (const reading of readings(file)) expect(reading).not.toContain(canary);
  }
});

/* The reports quote offending values; none of them may be a secret, wherever the server put it. */

const plainCanary = "c4n4ryc4n4ryc4n4ry99";
const spec = `openapi: 3.1.0
info: { title: Things, version: "1" }
security: [{ key: [] }]
paths:
  /things:
    get:
      operationId: listThings
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } } } }
  /big:
    get:
      operationId: getBig
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { secret: { type: integer }, url: { enum: [a] } } } } } } }
  /odd:
    get:
      operationId: getOdd
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-House } }
  schemas:
    Thing:
      type: object
      required: [id]
      additionalProperties: false
      properties: { id: { type: string, format: uuid }, at: { type: integer }, token: { type: integer }, password: { type: string, const: x } }
`;

describe("reports", () => {
  let folder: string;
  let server: Server;
  let printed = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "canary-"));
    await writeFile(join(folder, "openapi.yaml"), spec);
    server = createServer((request, response) => {
      response.setHeader("set-cookie", `sid=${plainCanary}`);
      response.setHeader("x-session-token", plainCanary);
      response.setHeader("content-type", "application/json");
      if (request.url === "/big") {
        response.setHeader("content-encoding", "gzip");
        response.end(
          gzipSync(JSON.stringify({ secret: plainCanary, url: `https://u:${plainCanary}@h/?jwt=${plainCanary}`, more: { token: plainCanary } })),
        );
        return;
      }
      // In a media type, in the reason, in the name of a header and after broken JSON.
      if (request.url === "/odd") {
        response.writeHead(200, `OK ${plainCanary}`, { "content-type": `text/${plainCanary}`, [`x-${plainCanary}`]: "1" }).end(`{"a":${plainCanary}`);
        return;
      }
      if (request.url?.startsWith("/things") !== true) return void response.writeHead(404).end();
      const thing = {
        id: `Bearer ${plainCanary}`,
        at: `token=${plainCanary}`,
        token: plainCanary,
        password: [plainCanary],
        seen: `key was ${String(request.headers["x-house"])}`,
      };
      response.end(JSON.stringify([thing, { [plainCanary]: 1 }]));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, "write").mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true, force: true });
  });

  test("a canary is in no report, overlay, baseline or terminal output", async () => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const common = ["--spec", join(folder, "openapi.yaml"), "--base-url", base, "--header", `X-House: ${plainCanary}`];
    const reports = ["json", "html", "junit", "sarif", "gitlab"].flatMap((kind) => ["--report", `${kind}=${join(folder, `report.${kind}`)}`]);
    expect(await runVerify([...common, ...reports, "--report", "github", "--suggest", join(folder, "overlay.yaml")])).toBe(1);
    expect(await runVerify([...common, "--baseline", join(folder, "baseline.yaml"), "--update-baseline"])).toBeLessThan(2);
    await runRecord([
      ...common,
      "--out",
      join(folder, "recordings"),
      "--to-har",
      join(folder, "traffic.har"),
      "--arazzo",
      join(folder, "traffic.arazzo.yaml"),
    ]);
    const report = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as { findings: { class: string }[] };
    expect(new Set(report.findings.map((finding) => finding.class))).toContain("schema-violation");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(await readFile(file, "latin1"), file).not.toContain(plainCanary);
    expect(printed).not.toContain(plainCanary);
  });
});
