import * as fc from "fast-check";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bodyOf } from "../../src/traffic/body.js";
import { decodeContent } from "../../src/traffic/decode.js";

const plain = new TextEncoder().encode(JSON.stringify({ text: "hello ".repeat(50) }));
const limit = 1024 * 1024;

test.each([
  ["gzip", gzipSync(plain)],
  ["x-gzip", gzipSync(plain)],
  ["deflate", deflateSync(plain)],
  ["deflate", deflateRawSync(plain)],
  ["br", brotliCompressSync(plain)],
  ["br, gzip", gzipSync(brotliCompressSync(plain))],
  ["identity", plain],
  ["", plain],
])("decodes %s", (coding, bytes) => {
  expect(decodeContent(bytes, coding, limit)).toEqual({ ok: true, bytes: plain });
});

test.each(["gzip", "deflate", "br", "zstd"])("does not decode twice what fetch decoded from %s", (coding) => {
  expect(decodeContent(plain, coding, limit, { mayBeDecoded: true })).toEqual({ ok: true, bytes: plain });
});

test("decodes the received part of a truncated body", () => {
  const decoded = decodeContent(gzipSync(Buffer.alloc(100_000, "abc")).subarray(0, 60), "gzip", limit, { isCutOff: true });
  expect(decoded.ok && Buffer.from(decoded.bytes).toString()).toMatch(/^(?:abc)+/);
});

test.each([
  ["gzip", plain],
  ["gzip", brotliCompressSync(plain)],
  ["deflate", deflateRawSync(plain).subarray(0, -4)],
  ["br", plain],
  ["br", brotliCompressSync(plain).subarray(0, -1)],
  ["br", deflateRawSync(plain)],
])("rejects bytes from the network that are not %s", (coding, bytes) => {
  expect(decodeContent(bytes, coding, limit)).toEqual({ ok: false, kind: "protocol", why: `The body is not valid "${coding}".` });
});

test("rejects too large bodies and unknown codings", () => {
  expect(decodeContent(gzipSync(Buffer.alloc(limit + 1)), "gzip", limit)).toMatchObject({ ok: true, tooLarge: true });
  expect(decodeContent(plain, "rot13", limit)).toEqual({ ok: false, kind: "coding", why: 'Unknown content coding "rot13".' });
});

test("decoding any bytes never throws", () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.constantFrom("gzip", "deflate", "br", "zstd", "gzip, br"),
      fc.boolean(),
      fc.boolean(),
      (bytes, coding, isCutOff, mayBeDecoded) => {
        expect(decodeContent(bytes, coding, limit, { isCutOff, mayBeDecoded })).toHaveProperty("ok");
      },
    ),
    { numRuns: 500 },
  );
});

test.each<[string, Uint8Array, string | undefined, boolean, unknown]>([
  ["JSON", Buffer.from('{"a":1}'), "application/json", false, { kind: "text", text: '{"a":1}' }],
  ["text in Latin-1", Buffer.from([0x63, 0xe9]), "text/plain; charset=iso-8859-1", false, { kind: "text", text: "cé" }],
  ["a byte order mark, kept", Buffer.from("\ufeff1"), "application/json", false, { kind: "text", text: "\ufeff1" }],
  ["text that is none", new Uint8Array([0x22, 0xff]), "application/json", false, { kind: "binary", bytes: new Uint8Array([0x22, 0xff]) }],
  ["a character cut in half", Buffer.from("aé").subarray(0, 2), "text/plain", true, { kind: "text", text: "a", truncated: true }],
  ["text without a media type", Buffer.from("hello"), undefined, false, { kind: "text", text: "hello" }],
  ["bytes without a media type", new Uint8Array([0, 1]), undefined, false, { kind: "binary", bytes: new Uint8Array([0, 1]) }],
  ["an image", new Uint8Array([0x89, 0x50, 0, 1]), "image/png", false, { kind: "binary", bytes: new Uint8Array([0x89, 0x50, 0, 1]) }],
  ["an unknown character set", Buffer.from("a"), "text/plain; charset=klingon", false, { kind: "binary", bytes: new Uint8Array([0x61]) }],
])("reads a body by its content type: %s", (_, bytes, contentType, truncated, want) => {
  expect(bodyOf(bytes, contentType, truncated)).toEqual(want);
});
