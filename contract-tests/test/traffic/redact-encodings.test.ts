import * as fc from "fast-check";
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Body, Interaction } from "../../src/traffic/index.js";
import { redact, whatIsSecret } from "../../src/traffic/index.js";
import { runs } from "../runs.js";

/** A way to write a text, and to read it again. */
interface Encoding {
  readonly encode: (text: string) => string;
  readonly decode: (text: string) => string;
}

const each = (text: string, write: (character: string) => string): string => [...text].map(write).join("");
const hexOf = (character: string, length = 2): string => character.charCodeAt(0).toString(16).padStart(length, "0");
const fromHex = (_: string, digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const bitsOf = (text: string): string => each(text, (character) => character.charCodeAt(0).toString(2).padStart(8, "0"));
const toBase32 = (text: string): string => bitsOf(text).replace(/.{1,5}/g, (bits) => base32.charAt(Number.parseInt(bits.padEnd(5, "0"), 2)));
const fromBase32 = (text: string): string =>
  each(text.toUpperCase().replace(/=+$/, ""), (digit) => base32.indexOf(digit).toString(2).padStart(5, "0")).replace(/[01]{8}|[01]+$/g, (bits) =>
    bits.length === 8 ? String.fromCharCode(Number.parseInt(bits, 2)) : "",
  );
const buffered = (encoding: BufferEncoding): Encoding => ({
  encode: (text) => Buffer.from(text).toString(encoding),
  decode: (text) => Buffer.from(text, encoding).toString(),
});
const packed = (pack: (bytes: Buffer) => Buffer, unpack: (bytes: Buffer) => Buffer): Encoding => ({
  encode: (text) => pack(Buffer.from(JSON.stringify({ seen: text, by: "someone" }))).toString("base64"),
  decode: (text) => (JSON.parse(unpack(Buffer.from(text, "base64")).toString()) as { seen: string }).seen,
});
const within = (before: string, after: string): Encoding => ({
  encode: (text) => Buffer.from(before + text + after).toString("base64"),
  decode: (text) =>
    Buffer.from(text, "base64")
      .toString()
      .slice(before.length, after.length === 0 ? undefined : -after.length),
});
const twice = ({ encode, decode }: Encoding): Encoding => ({ encode: (text) => encode(encode(text)), decode: (text) => decode(decode(text)) });
const percent: Encoding = { encode: (text) => each(text, (character) => `%${hexOf(character)}`), decode: decodeURIComponent };
const json: Encoding = { encode: (text) => JSON.stringify(text).slice(1, -1), decode: (text) => JSON.parse(`"${text}"`) as string };

/** Has characters that every encoding escapes. */
const secret = 'Zq8/Zk3+Lw9=Xv2&Tn5"Rb7mP4cD6';

const encodings: Record<string, Encoding> = {
  plain: { encode: (text) => text, decode: (text) => text },
  "upper case": { encode: (text) => text.toUpperCase(), decode: (text) => text },
  "lower case": { encode: (text) => text.toLowerCase(), decode: (text) => text },
  "percent-encoding": { encode: encodeURIComponent, decode: decodeURIComponent },
  "percent-encoding of every character": percent,
  "percent-encoding in upper case": { ...percent, encode: (text) => percent.encode(text).toUpperCase() },
  "percent-encoding twice": twice({ encode: encodeURIComponent, decode: decodeURIComponent }),
  "JSON escapes": json,
  "JSON escapes of every character": { ...json, encode: (text) => each(text, (character) => `\\u${hexOf(character, 4)}`) },
  "escaped slashes": { ...json, encode: (text) => json.encode(text).replaceAll("/", "\\/") },
  "JSON in JSON": twice(json),
  "JSON in JSON in JSON": { encode: (text) => json.encode(twice(json).encode(text)), decode: (text) => json.decode(twice(json).decode(text)) },
  "escapes of JavaScript": {
    encode: (text) => each(text, (character) => `\\x${hexOf(character)}`),
    decode: (text) => text.replace(/\\x(..)/g, fromHex),
  },
  base64: buffered("base64"),
  base64url: buffered("base64url"),
  "base64 without padding": { ...buffered("base64"), encode: (text) => Buffer.from(text).toString("base64").replace(/=+$/, "") },
  "base64 at the second byte": within("x", "y"),
  "base64 at the third byte": within("id", ""),
  "base64 in a longer text": within("user:", ":and more text after it, to the end of the line"),
  "base64 twice": twice(buffered("base64")),
  "base64 of bytes": {
    encode: (text) => Buffer.concat([Buffer.from([0xff, 1]), Buffer.from(text), Buffer.from([0xfe])]).toString("base64"),
    decode: (text) => Buffer.from(text, "base64").subarray(2, -1).toString(),
  },
  base32: { encode: toBase32, decode: fromBase32 },
  "base32 in lower case": { encode: (text) => toBase32(text).toLowerCase(), decode: fromBase32 },
  hex: buffered("hex"),
  "hex in upper case": { ...buffered("hex"), encode: (text) => Buffer.from(text).toString("hex").toUpperCase() },
  "hex after 0x": { encode: (text) => `0x${Buffer.from(text).toString("hex")}`, decode: (text) => Buffer.from(text.slice(2), "hex").toString() },
  "hex with colons": {
    encode: (text) => [...text].map((character) => hexOf(character)).join(":"),
    decode: (text) => Buffer.from(text.replaceAll(":", ""), "hex").toString(),
  },
  "character references": {
    encode: (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
    decode: (text) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  },
  "named references": {
    encode: (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("/", "&sol;").replaceAll("+", "&plus;"),
    decode: (text) => text.replaceAll("&plus;", "+").replaceAll("&sol;", "/").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  },
  "decimal references": {
    encode: (text) => each(text, (character) => `&#${character.charCodeAt(0)};`),
    decode: (text) => text.replace(/&#(\d+);|./g, (all, digits?: string) => (digits === undefined ? all : String.fromCharCode(Number(digits)))),
  },
  "hexadecimal references": {
    encode: (text) => each(text, (character) => `&#x${hexOf(character)};`),
    decode: (text) => text.replace(/&#x(\w+);/g, fromHex),
  },
  "quoted-printable": {
    encode: (text) => each(text, (character) => `=${hexOf(character).toUpperCase()}`),
    decode: (text) => text.replace(/=(..)/g, fromHex),
  },
  "UTF-16 in base64": {
    encode: (text) => Buffer.from(text, "utf16le").toString("base64"),
    decode: (text) => Buffer.from(text, "base64").toString("utf16le"),
  },
  "gzip in base64": packed(gzipSync, gunzipSync),
  "deflate in base64": packed(deflateSync, inflateSync),
  "raw deflate in base64": packed(deflateRawSync, inflateRawSync),
  "Brotli in base64": packed(brotliCompressSync, brotliDecompressSync),
};

const changed = (encode: Encoding["encode"], decode: Encoding["decode"]): Encoding => ({ encode, decode });
const groups = (size: number, separator: string): Encoding =>
  changed(
    (text) =>
      (
        Buffer.from(text)
          .toString("hex")
          .match(new RegExp(`.{1,${size}}`, "g")) ?? []
      ).join(separator),
    (text) => Buffer.from(text.replaceAll(separator, ""), "hex").toString(),
  );
const marked = (mark: Buffer, encoding: "utf16le" | "latin1", around: (bytes: Buffer) => Buffer): Encoding =>
  changed(
    (text) => Buffer.concat([mark, around(Buffer.from(text, encoding))]).toString("base64"),
    (text) => around(Buffer.from(text, "base64").subarray(mark.length)).toString(encoding),
  );
const lines = (size: number, between: string): Encoding => {
  const long = within("x".repeat(40), "y".repeat(40));
  return changed(
    (text) => (long.encode(text).match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(between),
    (text) => long.decode(text),
  );
};
const split = (mark: string): Encoding =>
  changed(
    (text) => text.slice(0, 14) + mark + text.slice(14),
    (text) => text.replace(mark, ""),
  );

/** Each in some carriers only. */
const rareEncodings: Record<string, Encoding> = {
  "escapes of the function escape": changed(
    (text) => each(text, (character) => `%u${hexOf(character, 4)}`),
    (text) => text.replace(/%u(....)/g, fromHex),
  ),
  "escapes of Python": changed(
    (text) => each(text, (character) => `\\U${hexOf(character, 8)}`),
    (text) => text.replace(/\\U(.{8})/g, fromHex),
  ),
  "escapes of Perl": changed(
    (text) => each(text, (character) => `\\x{${hexOf(character)}}`),
    (text) => text.replace(/\\x\{(..)\}/g, fromHex),
  ),
  "octal escapes": changed(
    (text) => each(text, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`),
    (text) => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))),
  ),
  "escapes of CSS": changed(
    (text) => each(text, (character) => `\\${hexOf(character)} `),
    (text) => text.replace(/\\(..) /g, fromHex),
  ),
  "a text with a colour of the terminal": split("\u001b[31m"),
  "a regular expression": changed(
    (text) => text.replace(/[/+=&"]/g, "\\$&"),
    (text) => text.replaceAll("\\", ""),
  ),
  "references with zeros": changed(
    (text) => each(text, (character) => `&#${String(character.charCodeAt(0)).padStart(10, "0")};`),
    (text) => text.replace(/&#(\d+);|./g, (all, digits?: string) => (digits === undefined ? all : String.fromCharCode(Number(digits)))),
  ),
  "hex in groups of two bytes": groups(4, " "),
  "hex in groups of four bytes": groups(8, " "),
  "hex in lines": groups(32, "\n"),
  "hex with dots": groups(2, "."),
  "a list of bytes over lines": groups(2, ",\n      0x"),
  "gzip in hex": changed(
    (text) => gzipSync(text).toString("hex"),
    (text) => gunzipSync(Buffer.from(text, "hex")).toString(),
  ),
  "gzip in base32": changed(
    (text) => toBase32(gzipSync(text).toString("latin1")),
    (text) => gunzipSync(Buffer.from(fromBase32(text), "latin1")).toString(),
  ),
  "UTF-16 with a mark in base64": marked(Buffer.from([0xff, 0xfe]), "utf16le", (bytes) => bytes),
  "UTF-16 of the other order in base64": marked(Buffer.from([0xfe, 0xff]), "utf16le", (bytes) => Buffer.from(bytes).swap16()),
  "UTF-16 after other letters in base64": marked(Buffer.from("ü", "utf16le"), "utf16le", (bytes) => bytes),
  "base64 in lines of 20": lines(20, "\n"),
  "base64 in indented lines": lines(64, "\n    "),
  "base64 in a folded header": lines(64, " "),
  "a text with a soft hyphen": split("\u00ad"),
  "a text with a space without width": split("\u200b"),
  "HTML with a soft hyphen": split("&shy;"),
  "HTML with a possible line end": split("<wbr>"),
  "HTML with a comment": split("<!-- note -->"),
  "XML with the mark of CDATA": split("<![CDATA["),
};
const rarePairs = Object.keys(rareEncodings).flatMap((name) => ["JSON", "text", "a form"].map((carrierName) => [name, carrierName] as const));

/** A body with a text in it: how it is written, and how the text is read from it. */
interface Carrier {
  readonly type: string;
  readonly write: (text: string) => string;
  readonly read: (body: string) => string;
}

const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const unXml = (text: string): string => text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
const between =
  (before: string, after: string, read = (text: string): string => text): Carrier["read"] =>
  (body) => {
    expect(body.startsWith(before)).toBe(true);
    expect(body.endsWith(after)).toBe(true);
    return read(body.slice(before.length, body.length - after.length));
  };
const carrier = (type: string, before: string, after: string, escape?: (text: string) => string, read?: (text: string) => string): Carrier => ({
  type,
  write: (text) => before + (escape?.(text) ?? text) + after,
  read: between(before, after, read),
});

const carriers: Record<string, Carrier> = {
  JSON: carrier("application/json", '{"a":1.0,"note":"', '","b":[true,"ü"]}', json.encode, json.decode),
  "a list of JSON": carrier("application/json", '[["one",2],["', '",3]]', json.encode, json.decode),
  "JSON in JSON": carrier("application/json", '{"a":"{\\"note\\":\\"', '\\",\\"n\\":1.0}"}', twice(json).encode, twice(json).decode),
  NDJSON: carrier("application/x-ndjson", '{"n":1}\n{"note":"', '"}\n{"n":2}\n', json.encode, json.decode),
  "server-sent events": carrier("text/event-stream", 'event: x\ndata: {"note":"', '"}\n\ndata: end\n\n', json.encode, json.decode),
  "a form": carrier("application/x-www-form-urlencoded", "a=1&note=", "&b=%20x", encodeURIComponent, (text) =>
    decodeURIComponent(text.replaceAll("+", " ")),
  ),
  "a URL in a text": carrier("text/plain", "see https://h.example/x?note=", "&b=2 there", encodeURIComponent, decodeURIComponent),
  "an XML element": carrier("application/xml", "<r><note a='1'>", "</note><b/></r>", xml, unXml),
  "an XML attribute": carrier("application/xml", '<r><b note="', '" c="d"/></r>', xml, unXml),
  "a CDATA section": carrier("application/xml", "<r><note><![CDATA[", "]]></note></r>"),
  HTML: carrier("text/html", "<!doctype html><p title=x>", "</p><br>", xml, unXml),
  CSV: carrier(
    "text/csv",
    'id,note\r\n1,"',
    '"\r\n2,"b ""c"""\r\n',
    (text) => text.replaceAll('"', '""'),
    (text) => text.replaceAll('""', '"'),
  ),
  "a part of a multipart body": carrier(
    "multipart/form-data; boundary=frontier",
    '--frontier\r\nContent-Disposition: form-data; name="note"\r\n\r\n',
    "\r\n--frontier--\r\n",
  ),
  text: carrier("text/plain; charset=utf-8", "line one\nnote: ", "\nline three ü\n"),
};

function sentAndSeen(body: Body, type: string, given = secret): Interaction {
  return {
    origin: "live#1",
    request: { method: "GET", url: "https://api.example.com/", headers: [["Authorization", `Bearer ${given}`]] },
    response: { status: 200, headers: [["content-type", type]], body },
  };
}

const pairs = Object.keys(carriers).flatMap((name) => Object.keys(encodings).map((encoding) => [encoding, name] as const));

describe("a credential that was sent", () => {
  test("is tested in more than 200 encodings and carriers", () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
  });

  test.each([...pairs, ...rarePairs])("is redacted as %s in %s", (encodingName, carrierName) => {
    const { encode, decode } = { ...encodings, ...rareEncodings }[encodingName]!;
    const { type, write, read } = carriers[carrierName]!;
    const given = write(encode(secret));
    expect(read(given)).toBe(encode(secret));
    const once = redact([sentAndSeen({ kind: "text", text: given }, type)]);
    const body = once[0]?.response?.body;
    const text = body?.kind === "text" ? body.text : "";
    // `read` also checks everything around the text, byte for byte.
    const decoded = decode(read(text));
    expect(decoded).toHaveLength(secret.length);
    expect(decoded).not.toMatch(/Zk3|Lw9|Xv2|Tn5|Rb7|mP4/i);
    expect(decoded.toLowerCase()).toMatch(/^re.*xx.*$|^re.+/);
    expect(whatIsSecret({ interactions: once })).toEqual([]);
  });

  const inBasic = (plain: string): Partial<Interaction["request"]> => ({
    headers: [["Authorization", `Basic ${Buffer.from(plain).toString("base64")}`]],
  });
  const token = "Zq8Zk3Lw9Xv2Tn5Rb7mP4cD6";

  test.each([
    ["as a user without a password", inBasic(`${token}:`)],
    ["as a user with a fixed password", inBasic(`${token}:x-oauth-basic`)],
    ["as a password", inBasic(`ann:${token}`)],
    ["as a parameter of the path", { url: `https://api.example.com/a;jsessionid=${token}/b` }],
    ["as a session in a cookie", { headers: [["Cookie", `theme=dark; sid=${token}`]] as const }],
    ["in the query", { url: `https://api.example.com/a?api_key=${token}` }],
    ["in JSON in Base64 in a cookie", { headers: [["Cookie", `s=${Buffer.from(`{"user":"ann","token":"${token}"}`).toString("base64")}`]] as const }],
    [
      "in JSON in Base64 as a bearer",
      { headers: [["Authorization", `Bearer ${Buffer.from(`{"apiKey":"${token}"}`).toString("base64url")}`]] as const },
    ],
    ["as a signature of Azure", { headers: [["Authorization", `SharedAccessSignature sr=a&sig=${token}&se=1&skn=k`]] as const }],
    ["in the path of another header", { headers: [["X-Original-URL", `/a?access_token=${token}`]] as const }],
    [
      "as a protocol of Kubernetes",
      { headers: [["Sec-WebSocket-Protocol", `base64url.bearer.authorization.k8s.io.${token}, v4.channel.k8s.io`]] as const },
    ],
    ["as a protocol after bearer", { headers: [["Sec-WebSocket-Protocol", `bearer, ${token}`]] as const }],
  ])("is redacted in a response when it was sent %s", (_, sent) => {
    const [redacted] = redact([
      {
        origin: "live#1",
        request: { method: "GET", url: "https://api.example.com/", headers: [], ...sent } as Interaction["request"],
        response: { status: 200, headers: [["x-debug", `note ${token}`]], body: { kind: "text", text: `{"note":"${token}"}` } },
      },
    ]);
    expect(JSON.stringify(redacted)).not.toMatch(/Zk3|Lw9|Xv2|Tn5|Rb7/);
  });

  test.each([
    ["a buffer", (bytes: Buffer) => JSON.stringify({ note: bytes })],
    ["a list of bytes over lines", (bytes: Buffer) => JSON.stringify({ lists: [[1, 2], [...bytes]], n: 1 }, undefined, 2)],
    ["a list of bytes in JSON in JSON", (bytes: Buffer) => JSON.stringify({ inner: JSON.stringify({ data: [...bytes] }) })],
  ])("is redacted as numbers of %s", (_, write) => {
    const given = write(Buffer.from(secret));
    const [redacted] = redact([sentAndSeen({ kind: "text", text: given }, "application/json")]);
    const body = redacted?.response?.body;
    const text = body?.kind === "text" ? body.text : "";
    const numbers = /\d+(?:,\s*\d+){20,}/;
    expect(text.replace(numbers, "")).toBe(given.replace(numbers, ""));
    const read = Buffer.from(JSON.parse(`[${numbers.exec(text)?.[0] ?? ""}]`) as number[]).toString();
    expect(read).toHaveLength(secret.length);
    expect(read).not.toMatch(/Zk3|Lw9|Xv2|Tn5|Rb7|mP4/);
  });

  test("keeps other lists of numbers", () => {
    const given = `{"tokens":[ 72,101,  108, 108,111,44,32,119],"point":[1.5,-2],"ids":[300,65,66,67,68,69,70],"empty":[]}`;
    const [redacted] = redact([sentAndSeen({ kind: "text", text: given }, "application/json")]);
    expect(redacted?.response?.body).toEqual({ kind: "text", text: given });
  });

  test.each(["...", "…", "****"])("is redacted where %s replaces its end", (mark) => {
    const [redacted] = redact([sentAndSeen({ kind: "text", text: `key ${secret.slice(0, 12)}${mark} is known` }, "text/plain")]);
    expect(JSON.stringify(redacted?.response?.body)).not.toContain(secret.slice(0, 8));
  });

  test("keeps an ordinary user with a short password in the response", () => {
    const [redacted] = redact([
      {
        origin: "live#1",
        request: {
          method: "GET",
          url: "https://api.example.com/a;color=blue/b;v=1",
          headers: [],
          ...inBasic("administrator:1234"),
        } as Interaction["request"],
        response: { status: 200, headers: [], body: { kind: "text", text: '{"role":"administrator"}' } },
      },
    ]);
    expect(redacted?.response?.body).toEqual({ kind: "text", text: '{"role":"administrator"}' });
    expect(redacted?.request.url).toBe("https://api.example.com/a;color=blue/b;v=1");
  });

  test.each(["utf16le", "latin1"] as const)("is redacted in bytes of %s", (charset) => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x81]), Buffer.from(`note ${secret} end`, charset)]);
    const [redacted] = redact([sentAndSeen({ kind: "binary", bytes }, "application/octet-stream")]);
    const body = redacted?.response?.body;
    const after = Buffer.from(body?.kind === "binary" ? body.bytes : []);
    expect(after).toHaveLength(bytes.length);
    expect(after.subarray(3).toString(charset)).toMatch(/^note (?!.*Zk3).{29} end$/);
  });

  const plainToken = "Zk9tQ7wXv2LmN4pR8sY1uAbC";
  test.each<[string, Partial<Interaction["request"]>]>([
    ["a header", { headers: [[`x-${plainToken}`, "1"]] }],
    ["a cookie", { headers: [["cookie", `a=b; ${plainToken}=1`]] }],
    ["a parameter of a path", { url: `https://api.example.com/a;${plainToken}=1` }],
    [
      "a boundary",
      {
        headers: [["content-type", `multipart/form-data; boundary=${plainToken}`]],
        body: { kind: "text", text: `--${plainToken}\r\n\r\nv\r\n--${plainToken}--` },
      },
    ],
  ])("is redacted as the name of %s", (_, part) => {
    const headers = [["authorization", `Bearer ${plainToken}`] as const, ...(part.headers ?? [])];
    const [redacted] = redact([{ origin: "a", request: { method: "GET", url: "https://api.example.com/a", ...part, headers } }]);
    expect(JSON.stringify(redacted)).not.toContain(plainToken);
  });

  const sentAs = (request: Partial<Interaction["request"]>, text: string): string => {
    const whole = { method: "GET", url: "https://api.example.com/", headers: [], ...request };
    return JSON.stringify(redact([{ origin: "a", request: whole, response: { status: 200, headers: [], body: { kind: "text", text } } }]));
  };
  const [header, payload, signature] = ['{"alg":"HS256","typ":"JWT"}', '{"sub":"1234567890","by":"someone"}', plainToken + plainToken].map((part) =>
    Buffer.from(part).toString("base64url"),
  );

  test.each<[string, Partial<Interaction["request"]>, string]>([
    ["the payload of a JWT", { headers: [["authorization", `Bearer ${header}.${payload}.${signature}`]] }, payload!],
    ["the signature of a JWT", { headers: [["cookie", `sid=${header}.${payload}.${signature}`]] }, signature!],
    ["a cookie without its escapes", { headers: [["cookie", `sid=a%2Fb%2B${plainToken}`]] }, `a/b+${plainToken}`],
    ["the id of a signed cookie", { headers: [["cookie", `sid=s%3A${plainToken}.q8Zk3Lw9Xv2Tn5Rb7`]] }, plainToken],
    [
      "letters of Latin-1 in Basic",
      { headers: [["authorization", `Basic ${Buffer.from("a:pässwört99", "latin1").toString("base64")}`]] },
      "pässwört99",
    ],
    ["composed letters", { headers: [["authorization", `Basic ${Buffer.from("a:pässwört99").toString("base64")}`]] }, "pässwört99".normalize("NFD")],
    ["letters in another case", { headers: [["authorization", `Basic ${Buffer.from("a:pässwört99").toString("base64")}`]] }, "PÄSSWÖRT99"],
    ["letters as references", { headers: [["authorization", `Basic ${Buffer.from("a:pässwört99").toString("base64")}`]] }, "p&auml;ssw&ouml;rt99"],
    ["the beginning before three dots", { headers: [["authorization", `Bearer ${plainToken}`]] }, `${plainToken.slice(0, 12)}...`],
    ["a number with a fraction", { headers: [["x-api-key", "48151623421234"]] }, "[48151623421234.0]"],
    ["a number with an exponent", { headers: [["x-api-key", "48151623421234"]] }, "[4.8151623421234e13]"],
    ["an HTTP method", { headers: [["authorization", `Bearer ${plainToken}`]], method: plainToken.toUpperCase() }, "{}"],
  ])("is redacted in other spellings: %s", (_, request, text) => {
    const redacted = sentAs(request, text);
    expect(redacted).not.toContain(text === "{}" ? plainToken.toUpperCase() : JSON.stringify(text).slice(1, -1));
    expect(sentAs({}, text)).toContain(JSON.stringify(text).slice(1, -1));
  });

  test("is redacted after a large image in the same body", () => {
    const image = Buffer.alloc(4_200_000, Uint8Array.of(0x89, 1, 2, 0xfe, 7)).toString("base64");
    const note = Buffer.from(plainToken).toString("base64");
    const text = JSON.stringify({ image, note });
    const [redacted] = redact([sentAndSeen({ kind: "text", text }, "application/json", plainToken)]);
    const body = redacted?.response?.body;
    expect(body?.kind === "text" && body.text.length).toBe(text.length);
    expect(body?.kind === "text" && body.text.includes(note)).toBe(false);
  }, 120_000);

  const long = Buffer.from(`note ${secret} end ${Array.from({ length: 2000 }, (_, at) => at.toString(36)).join(" ")}`);
  const cut = { finishFlush: constants.Z_SYNC_FLUSH };
  test.each<[string, Buffer, (bytes: Uint8Array) => Buffer]>([
    ["gzip without its end", gzipSync(long).subarray(0, -20), (bytes) => gunzipSync(bytes, cut)],
    ["zlib without its end", deflateSync(long).subarray(0, -20), (bytes) => inflateSync(bytes, cut)],
    ["deflate without its end", deflateRawSync(long).subarray(0, -20), (bytes) => inflateRawSync(bytes, cut)],
    ["Brotli", brotliCompressSync(long), (bytes) => brotliDecompressSync(bytes)],
    ["gzip with text after it", Buffer.concat([gzipSync("note"), Buffer.from(` ${secret} end`)]), (bytes) => Buffer.from(bytes)],
  ])("is redacted in a body of %s", (_, bytes, open) => {
    const [redacted] = redact([sentAndSeen({ kind: "binary", bytes }, "application/octet-stream")]);
    const body = redacted?.response?.body;
    const after = open(body?.kind === "binary" ? body.bytes : new Uint8Array()).toString("latin1");
    expect(after).toMatch(/ .{29} end/);
    expect(after).not.toContain(secret);
  });

  test("is redacted in gzip in base64 in gzip", () => {
    const inner = gzipSync(`note ${secret} end`).toString("base64");
    const bytes = gzipSync(JSON.stringify({ inner }));
    const [redacted] = redact([sentAndSeen({ kind: "binary", bytes }, "application/gzip")]);
    const body = redacted?.response?.body;
    const outer = JSON.parse(gunzipSync(body?.kind === "binary" ? body.bytes : new Uint8Array()).toString()) as { inner: string };
    expect(gunzipSync(Buffer.from(outer.inner, "base64")).toString()).toMatch(/^note (?!.*Zk3).{29} end$/);
  });
});

describe("bodies without a secret", () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z]{1,12}$/),
    fc.stringMatching(/^[A-Za-z0-9+/]{8,60}={0,2}$/),
    fc.stringMatching(/^(?:[0-9a-f]{2}){4,40}$/),
    fc.stringMatching(/^[A-Z2-7]{8,40}$/),
    fc.uuid(),
    fc.string({ unit: "grapheme" }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string().map((text) => gzipSync(text).toString("base64")),
    fc.constantFrom("%41%zz", "&amp;&#65;&unknown;", "a=3D\r\nb=\r\n", "\\u0041\\x41\\/", "61:62:63:64:65:66:67", "a\0b\0", "…"),
  );
  const bodies = Object.values(carriers).map(({ type, write }) => fc.array(word).map((words) => [write(words.join(" | ")), type] as const));

  test("do not change in a single byte", () => {
    fc.assert(
      fc.property(fc.oneof(...bodies), ([text, type]) => {
        const interaction = sentAndSeen({ kind: "text", text }, type);
        expect(redact([interaction])[0]?.response?.body).toEqual({ kind: "text", text });
      }),
      { numRuns: runs(1500) },
    );
  });
});

describe("values below a secret name", () => {
  const redacted = (body: string): unknown => {
    const [interaction] = redact([sentAndSeen({ kind: "text", text: body }, "application/json", "unrelated-1")]);
    const after = interaction?.response?.body;
    return JSON.parse(after?.kind === "text" ? after.text : "");
  };
  const other = (text: string): unknown => expect.not.stringContaining(text);

  test.each([
    ["objects of a list", { tokens: [{ value: "abc" }] }, { tokens: [{ value: other("abc") }] }],
    ["objects", { password: { current: "abc", was: ["def"] } }, { password: { current: other("abc"), was: [other("def")] } }],
    ["lists of lists", { secrets: [[["abc"]]] }, { secrets: [[[other("abc")]]] }],
    ["numbers", { password: { first: 48_151, second: -623.42 } }, { password: { first: expect.any(Number), second: expect.any(Number) } }],
    ["deep objects", { apiKeys: { a: { b: { c: { d: { e: { f: { g: { h: { i: "x1" } } } } } } } } } }, expect.anything()],
    ["cookies", { cookies: [{ name: "theme", value: "dark" }] }, { cookies: [{ name: "theme", value: other("dark") }] }],
  ])("are redacted in %s", (_, given, wanted) => {
    const after = redacted(JSON.stringify(given));
    expect(after).toEqual(wanted);
    expect(JSON.stringify(after)).not.toMatch(/"abc"|"def"|48151|623\.42|"x1"|"dark"/);
  });

  test.each([
    { tokens: [{ text: "Hello", type: "word", position: 12_345 }] },
    { credentials: { type: "public-key", user: "ann", createdAt: "2026-01-01", count: 12_345, isActive: true, none: null } },
    { ticket: { id: "ABC-123456", summary: "The printer-is-broken" } },
  ])("stay where they describe it: %j", (given) => {
    expect(redacted(JSON.stringify(given))).toEqual(given);
  });
});
