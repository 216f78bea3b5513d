import { isIP } from "node:net";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { Body, Interaction } from "../../src/traffic/index.js";
import { normalise, redact, redactionRules, whatIsSecret } from "../../src/traffic/index.js";
import { open as opened } from "../observe/open.js";
import { isPlaceholder, placeholder } from "../../src/traffic/redact/placeholder.js";
import { runs } from "../runs.js";

function inJson(value: unknown, headers: readonly (readonly [string, string])[] = []): Interaction {
  const typed = [["content-type", "application/json"]] as const;
  return {
    origin: "live#1",
    request: { method: "GET", url: "https://api.example.com/", headers },
    response: { status: 200, headers: typed, body: { kind: "text", text: typeof value === "string" ? value : JSON.stringify(value) } },
  };
}
function bodyOf(interaction: Interaction | undefined): unknown {
  const body = interaction?.response?.body;
  return body?.kind === "text" ? JSON.parse(body.text) : undefined;
}

const shapes: Record<string, RegExp> = {
  "3fa85f64-5717-4562-b3fc-2c963f66afa6": /^00000000-0000-4000-8000-000000000001$/,
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U":
    /^eyJ[\w-]+\.eyJ[\w-]+\.redactedx+$/,
  // Put together here, so that no scanner takes them for real ones.
  [`${"ghp"}_16C7e42F292c6912E7710c838347Ae178B4a`]: /^ghp_[A-Za-z0-9]{36}$/,
  [`${"sk"}_live_4eC39HqLyjWDarjtT1zdp7dc`]: /^sk_live_[A-Za-z0-9]{24}$/,
  "5d41402abc4b2a76b9719d911017c592": /^decade[0-9]{26}$/,
  "user@example.org": /^red1@example\.com$/,
  "a.longer.address@mail.example.org": /^redactedx+1@example\.com$/,
  "me@a.io": /^[a-z]{4}\.[a-z]{2}$/,
  "ABCD-1234-EFGH": /^[A-Z]{4}-\d{4}-[A-Z]{4}$/,
  hunter2: /^[a-z]{6}\d$/,
  "p@$$wörd!": /^[a-z]{9}$/,
  "481516234299887766554433": /^90{19}\d{4}$/,
};
test.each(Object.entries(shapes))("the placeholder of %s has its shape", (secret, shape) => {
  const standIn = placeholder(secret, 1);
  expect(standIn).toMatch(shape);
  expect(isPlaceholder(standIn)).toBe(true);
  expect(isPlaceholder(secret)).toBe(false);
});

test("recognises placeholders and keeps the length", () => {
  const beginnings = [
    "sk_live_",
    "ghp_",
    "AKIA",
    "eyJ",
    "@",
    "a@b.cc",
    "@example.com",
    "::",
    "192.0.2.",
    "decade",
    "redacted",
    "DEAD",
    "𐀀",
    " ",
    "\r\n",
  ];
  const part = fc.oneof(fc.constantFrom(...beginnings), fc.string({ unit: "grapheme", maxLength: 4 }), fc.stringMatching(/^[0-9a-fA-F]{1,8}$/));
  const parts = fc.array(part, { minLength: 1, maxLength: 12 }).map((texts) => texts.join(""));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "grapheme" }), parts), fc.integer({ min: 1, max: 99_999_999 }), (secret, n) => {
      const standIn = placeholder(secret, n);
      expect(isPlaceholder(standIn)).toBe(true);
      // An address of documentation has a length of its own, and so has a JWT.
      if (isIP(secret) === 0 && !secret.startsWith("ey")) expect([...standIn].length).toBe([...secret].length);
    }),
    { numRuns: runs(2000) },
  );
});

test.each([10_000, 65_536, 99_999_999])("placeholder %i of an IPv6 address is one", (n) => {
  const standIn = placeholder("2606:4700::1111", n);
  expect(isIP(standIn)).toBe(6);
  expect(isPlaceholder(standIn)).toBe(true);
});

test.each(["0::!:!!!", "0G::", "::0!"])("recognises the placeholder of %s", (secret) => {
  const standIn = placeholder(secret, 1);
  expect(isIP(standIn)).toBe(6);
  expect(isPlaceholder(standIn)).toBe(true);
});

test("keeps equal secrets equal", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{16,24}$/), { minLength: 2, maxLength: 20 }), (secrets) => {
      const [interaction] = redact([inJson([...secrets, ...secrets].map((secret) => ({ password: secret })))]);
      const after = (bodyOf(interaction) as { password: string }[]).map(({ password }) => password);
      expect(after.slice(0, secrets.length)).toEqual(after.slice(secrets.length));
      expect(new Set(after).size).toBe(secrets.length);
    }),
  );
});

test("keeps values that only look like secrets", () => {
  const open = {
    public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8example",
    token_type: "Bearer",
    tokenUrl: "https://auth.example.com/token",
    next_page_token: "eyJsYXN0IjoxMDB9",
    nextPageToken: "CAUQAA",
    max_tokens: 512,
    usage: { total_tokens: 12345 },
    passwordPolicy: "strong",
    hasPassword: true,
    password: null,
    tokens: ["Hello", " world"],
    token: "the",
    key: "theme",
    object_key: "images/2026/11/harbour-at-dawn-small.png",
    sortKey: "USER#3fa85f64-5717-4562-b3fc-2c963f66afa6",
    cacheKey: "5d41402abc4b2a76b9719d911017c592",
    code: "not_found",
    message: "Authentication error: the bearer token is invalid. Basic authentication is required.",
    signature: "Jane Doe",
    id: "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    sha: "5d41402abc4b2a76b9719d911017c592",
    secretary: "Mary",
    author: "author@example.org",
    created: "2026-01-01T00:00:00Z",
    text: "a=b; c: d",
    link: "https://example.com/path?page=2&sort=name#top",
    base64: "aGVsbG8gd29ybGQsIHRoaXMgaXMgZmluZQ==",
  };
  const interaction = inJson(open);
  expect(redact([interaction])).toEqual([interaction]);
});

test("redacts a secret number as a number", () => {
  const interaction = inJson('{"password":481516234299887766554433,"otp":31415926535897932384626433832795}');
  const around = [0, 0] as const;
  const [recorded] = normalise(redact([interaction]), { around });
  expect(recorded?.response?.body).toEqual({ kind: "text", text: '{"password":900000000000000000000001,"otp":90000000000000000000000000000002}' });
});

test("redacts values that look like keys", () => {
  const bytes = "LigHw95bsLihxRzLj7SiEX//S74jjeb5RVq+kDyaAbc=";
  const [interaction] = redact([inJson({ name: "k.", key: bytes, tsigKey: bytes, log: `key=${bytes}`, other: "x" })]);
  const after = bodyOf(interaction) as Record<string, string>;
  expect(JSON.stringify(after)).not.toContain(bytes.slice(0, 20));
  expect(after["key"]).toHaveLength(bytes.length);
  expect(after["key"]).toBe(after["tsigKey"]);
  expect([after["name"], after["other"]]).toEqual(["k.", "x"]);
});

test("redacts a value equal to its property name", async () => {
  const [own] = redact([inJson({ access_token: "access_token", client_secret: "7Fq2xW90aLm", "7Fq2xW90aLm": 1 })]);
  expect(Object.keys(bodyOf(own) as object)).toEqual(["access_token", "client_secret", expect.not.stringContaining("7Fq2")]);
  expect(bodyOf(own)).toMatchObject({ access_token: expect.not.stringContaining("access") });
  const schema = { properties: { access_token: { type: "string" }, access_tokens: { type: "array" } } };
  const { model } = await opened({
    openapi: "3.1.0",
    info: { title: "Tokens", version: "1" },
    paths: { "/": { get: { responses: { "200": { description: "ok", content: { "application/json": { schema } } } } } } },
  });
  const [other] = redact([inJson({ access_token: "x", access_tokens: ["access_token"] })], redactionRules(model));
  expect(Object.keys(bodyOf(other) as object)).toEqual(["access_token", "access_tokens"]);
});

test("keeps enumerations and redacts documented credentials", () => {
  const rules = { ...redactionRules(undefined), open: new Set(["secret"]), headers: new Set(["x-house"]) };
  const [interaction] = redact([inJson({ secret: "optional", other_secret: "optional" }, [["X-House", "open sesame"]])], rules);
  expect(bodyOf(interaction)).toEqual({ secret: "optional", other_secret: expect.not.stringContaining("optional") });
  expect(interaction?.request.headers[0]?.[1]).not.toContain("sesame");
});

test("keeps values that the document lists", async () => {
  const credential = { type: "object", properties: { type: { enum: ["public-key"] }, secret: { enum: ["not-yet-set"] }, id: { type: "string" } } };
  const schema = {
    type: "object",
    properties: {
      credentials: { type: "array", items: credential },
      secret: { type: "string" },
      type: { type: "string" },
      role: { enum: ["admin"] },
    },
  };
  const { model } = await opened({
    openapi: "3.1.0",
    info: { title: "Keys", version: "1" },
    paths: { "/": { get: { responses: { "200": { description: "ok", content: { "application/json": { schema } } } } } } },
  });
  const value = { credentials: [{ type: "public-key", secret: "not-yet-set", id: "7Fq2xW90aLm" }], secret: "other-words-1", password: "admin" };
  const [redacted] = redact([inJson(value)], redactionRules(model));
  expect(bodyOf(redacted)).toEqual({
    credentials: [{ type: "public-key", secret: "not-yet-set", id: expect.not.stringContaining("7Fq2") }],
    secret: expect.not.stringContaining("words"),
    password: expect.not.stringContaining("admin"),
  });
});

test("keeps cookies with listed values", async () => {
  const cookie = (name: string): object => ({ name, in: "cookie", schema: { enum: ["dark", "light"] } });
  const responses = { "200": { description: "ok" } };
  const { model } = await opened({
    openapi: "3.1.0",
    info: { title: "Cookies", version: "1" },
    paths: {
      "/": { get: { parameters: [cookie("theme"), cookie("sid"), cookie("other")], responses } },
      "/b": { get: { parameters: [{ name: "other", in: "cookie", schema: { type: "string" } }], responses } },
    },
    components: { securitySchemes: { sid: { type: "apiKey", in: "cookie", name: "sid" } } },
  });
  const interaction = inJson({}, [["cookie", "theme=dark; sid=light; other=white"]]);
  const [redacted] = redact([interaction], redactionRules(model));
  expect(redacted?.request.headers[0]?.[1]).toMatch(/^theme=dark; sid=(?!light)[^;]+; other=(?!white)/);
});

test("keeps the spelling of the rest of a JSON body", () => {
  const text = '{ "token" : "abcdef0123456789",\r\n\t"n":1.0, "big": 123456789012345678901234567890, "e":1E+2, "dup":1, "dup":2, "u":"\\u00e9\\/" }';
  const [interaction] = redact([inJson(text)]);
  const body = interaction?.response?.body;
  expect(body?.kind === "text" && body.text.replace(/"token" : "[^"]*"/, "")).toBe(text.replace(/"token" : "[^"]*"/, ""));
});

test.each([
  ["application/json", '{"list":["'],
  ["application/x-www-form-urlencoded", "a=1&b="],
  ["text/csv", "a,b\n1,"],
  ["text/plain", "The value is "],
])("finds the start of a secret at the end of cut %s", (type, before) => {
  const body = { kind: "text", text: `${before}k9Zq2mW7`, truncated: true } as const;
  const sent = { method: "GET", url: "https://api.example.com/", headers: [["authorization", "Bearer k9Zq2mW7xT4bV1nR"]] } as const;
  const interaction: Interaction = { origin: "live#1", request: sent, response: { status: 200, headers: [["content-type", type]], body } };
  const redacted = redact([interaction]);
  expect(redacted[0]?.response?.body).toMatchObject({ text: expect.stringMatching(/^[^]{4,}\w{8}$/) as string, truncated: true });
  expect(JSON.stringify(redacted)).not.toContain("k9Zq2mW7");
  expect(redact(redacted)).toEqual(redacted);
});

test.each([
  ["bytes", "application/octet-stream", (text: string) => Buffer.concat([Buffer.from([0, 0xff]), Buffer.from(text)])],
  ["CBOR", "application/cbor", (text: string) => Buffer.concat([Buffer.from([0x81, 0x70]), Buffer.from(text)])],
  ["gzip", "application/gzip", (text: string) => gzipSync(`Some words, then ${text}`).subarray(0, -8)],
  [
    "form data with a file",
    "multipart/form-data; boundary=b",
    (text: string) => Buffer.from(`--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff${text}`, "latin1"),
  ],
])("finds the start of a secret at the end of cut %s", (_, type, cut) => {
  const sent = { method: "GET", url: "https://api.example.com/", headers: [["authorization", "Bearer k9Zq2mW7xT4bV1nR"]] } as const;
  const body = { kind: "binary", bytes: new Uint8Array(cut("k9Zq2mW7")), truncated: true } as const;
  const redacted = redact([{ origin: "live#1", request: sent, response: { status: 200, headers: [["content-type", type]], body } }]);
  const changed = redacted[0]?.response?.body;
  const bytes = Buffer.from(changed?.kind === "binary" ? changed.bytes : []);
  const plain = type === "application/gzip" ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  expect(plain.length).toBeGreaterThan(8);
  expect(plain.toString("latin1")).not.toContain("k9Zq2mW7");
  expect(redact(redacted)).toEqual(redacted);
});

describe("nested encodings", () => {
  const token = "k9Zq2mW7xT4bV1nR";
  const sent = { method: "GET", url: "https://api.example.com/", headers: [["authorization", `Bearer ${token}`]] } as const;
  const responseOf = (type: string, body: Body): Interaction => ({
    origin: "live#1",
    request: sent,
    response: { status: 200, headers: [["content-type", type]], body },
  });
  const times = <T>(count: number, value: T, change: (value: T) => T): T => (count === 0 ? value : times(count - 1, change(value), change));

  test.each([
    [6, false],
    [7, true],
  ])("opens %i gzip files inside each other: the secret stays: %s", (count, stays) => {
    const bytes = times(count, Buffer.from(token), (inner) => gzipSync(inner));
    const [redacted] = redact([responseOf("application/gzip", { kind: "binary", bytes: new Uint8Array(bytes) })]);
    const body = redacted?.response?.body;
    const plain = times(count, Buffer.from(body?.kind === "binary" ? body.bytes : []), (inner) => gunzipSync(inner));
    expect(plain.toString() === token).toBe(stays);
  });

  test.each([
    [6, false],
    [7, true],
  ])("decodes Base64 %i times: the secret stays: %s", (count, stays) => {
    const text = times(count, `user ${token} signed in`, (inner) => Buffer.from(inner).toString("base64"));
    const [redacted] = redact([responseOf("text/plain", { kind: "text", text })]);
    const body = redacted?.response?.body;
    const plain = times(count, body?.kind === "text" ? body.text : "", (inner) => Buffer.from(inner, "base64").toString());
    expect(plain.includes(token)).toBe(stays);
  });
});

test("redacting twice changes nothing", () => {
  const name = fc.constantFrom("id", "token", "password", "x", "Authorization", "url", "jwt", "note", "apiKey", "name", "value");
  const word = fc.oneof(
    name,
    fc.string(),
    fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.uuid(),
    fc.string().map((text) => `Bearer ${text}`),
    fc.string().map((text) => `token=${text}&password=${text}`),
    fc.json(),
    fc.base64String(),
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ depthSize: "small" }, word, fc.integer(), fc.dictionary(name, tie("node")), fc.array(tie("node"))),
  })).node;
  fc.assert(
    fc.property(value, fc.array(fc.tuple(name, fc.stringMatching(/^[ -~]*$/))), fc.webUrl({ withQueryParameters: true }), (json, headers, url) => {
      const interaction: Interaction = { ...inJson(json, headers), request: { method: "GET", url, headers } };
      const once = redact([interaction]);
      expect(whatIsSecret({ interactions: once })).toEqual([]);
      expect(redact(once)).toEqual(once);
    }),
    { numRuns: runs(300) },
  );
});

test("locates unredacted values without showing them", () => {
  const found = whatIsSecret({ interactions: [inJson({ nested: { password: "correct horse 1" } }, [["X-Api-Key", "k1234567890"]])] });
  expect(found).toEqual(['interaction 1, header "X-Api-Key"', 'interaction 1, json "password"']);
});

const formats: readonly (readonly [schema: object, values: fc.Arbitrary<unknown>])[] = [
  [{ type: "string", format: "uuid" }, fc.uuid()],
  [{ type: "string", format: "email", minLength: 9, maxLength: 60 }, fc.stringMatching(/^[a-z0-9]{3,20}@[a-z]{3,20}\.(?:org|com|io)$/)],
  [{ type: "string", format: "ipv4" }, fc.ipV4()],
  [{ type: "string", format: "ipv6" }, fc.ipV6()],
  [{ type: "string", format: "uri" }, fc.webUrl({ withQueryParameters: true })],
  [
    { type: "string", format: "date-time" },
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }).map((date) => date.toISOString()),
  ],
  [{ type: "string", format: "byte" }, fc.uint8Array({ minLength: 9 }).map((bytes) => Buffer.from(bytes).toString("base64"))],
  [{ type: "string", pattern: "^[0-9a-f]{32}$" }, fc.stringMatching(/^[0-9a-f]{32}$/)],
  [{ type: "string", pattern: "^[A-Z]{4}-\\d{6}-[a-z]{8}$" }, fc.stringMatching(/^[A-Z]{4}-\d{6}-[a-z]{8}$/)],
  [{ type: "string", pattern: "^\\+[1-9]\\d{6,14}$" }, fc.stringMatching(/^\+[1-9]\d{6,14}$/)],
  [{ type: "string", pattern: "^sk_live_[A-Za-z0-9]{24}$" }, fc.stringMatching(/^sk_live_[A-Za-z0-9]{24}$/)],
  [
    { type: "string", pattern: "^ey[\\w-]+\\.[\\w-]+\\.[\\w-]*$" },
    fc.string().map((sub) => [{ alg: "none" }, { sub }].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") + ".c2ln"),
  ],
  [{ type: "string", minLength: 8, maxLength: 20 }, fc.string({ minLength: 8, maxLength: 20 })],
  [{ type: "integer", minimum: 1000 }, fc.integer({ min: 1000 })],
];
test.each(formats)("redaction keeps a valid value valid: %j", (schema, values) => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const isValid = ajv.compile(schema);
  fc.assert(
    fc.property(values, (password) => {
      fc.pre(isValid(password));
      const [interaction] = redact([inJson({ password })]);
      const after = (bodyOf(interaction) as { password: unknown }).password;
      expect(isValid(after), `${JSON.stringify(password)} → ${JSON.stringify(after)}`).toBe(true);
    }),
  );
});

test.each(["s3cret!(of*us)'", "s3cret!/of us"])("redacts %s in each URL spelling", (secret) => {
  const encoded = encodeURIComponent(secret);
  const whole = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const given = inJson({ words: [secret, encoded, whole].map((each) => `see ${each} there`) }, [["authorization", `Bearer ${secret}`]]);
  const [redacted] = redact([given]);
  for (const spelling of [secret, encoded, whole]) expect(JSON.stringify(redacted)).not.toContain(spelling);
});
