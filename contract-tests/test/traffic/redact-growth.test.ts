import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { slowShapes, type Shape } from "../../../generator/test/growth.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";
import type { Interaction } from "../../src/traffic/index.js";
import { createRecorder, printRecording, redact, redactionRules } from "../../src/traffic/index.js";
import { createRedactor } from "../../src/traffic/redact/redact.js";
import { rewriteInteraction } from "../../src/traffic/rewrite/interaction.js";
import { hideSecrets, showValue } from "../../src/findings/show.js";
import { inBody, inJson, secret, textOf } from "./in-body.js";

const document = { title: "", version: "", sha256: "" };

/** All that `record` does with an interaction: redacts, normalises and prints it. */
async function record(interaction: Interaction): Promise<string> {
  const recorder = createRecorder({ source: "live", document });
  recorder.add({ ...interaction, request: { ...interaction.request, headers: [["authorization", `Bearer ${secret}`]] } });
  return printRecording(await recorder.recording()).text;
}

const digits = (index: number): string => ((index * 2_654_435_761) >>> 0).toString(36).padStart(7, "0");

const shapes: Record<string, readonly Shape[]> = {
  "application/json": [
    { before: "[0", part: (index) => `,{"id":${index},"name":"n ${digits(index)}","url":"https://h.example/x?page=${index}"}`, after: "]" },
    { before: "[0", part: (index) => `,{"token":"Tk1${digits(index)}${digits(index + 1)}"}`, after: "]" },
    { before: "{", part: '"value":{', after: "" },
    { before: '{"a":"', part: "http://h.example/?u=", after: '"}' },
    { before: '{"a":"', part: "%25", after: '"}' },
    { part: "[" },
    { before: '{"password":', part: '{"a":', after: "1" },
    { before: '{"', part: "A", after: '":"x"}' },
  ],
  "text/csv": [
    { before: "id,token\n", part: (index) => `${index},Tk1${digits(index)}${digits(index + 1)}\n` },
    { before: "id,name\n", part: 'x,"a ""b"" c"\n' },
    { before: "id\n", part: '"a' },
    { before: "id\n", part: '""' },
  ],
  "application/xml": [
    { before: "<r>", part: (index) => `<item n="${index}"><password>${digits(index)}${digits(index + 1)}</password></item>`, after: "</r>" },
    { part: "<password>" },
    { part: "<b>text ", after: "</b>" },
    { part: `<a "'` },
    { part: "<![CDATA[ ]]>" },
    { before: "<a ", part: "x", after: '="1" value="2">' },
    { part: "]]><![CDATA[" },
  ],
  "text/html": [
    { before: "<p>", part: (index) => `<input name="csrf_token" value="${digits(index)}${digits(index + 1)}"> &amp; &#65; ` },
    { before: "<script>x={", part: '{"a":', after: "</script>" },
    { part: "&amp;" },
    { part: "<a b='" },
  ],
  "multipart/form-data; boundary=b": [
    { part: (index) => `--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nTk1${digits(index)}${digits(index + 1)}\r\n`, after: "--b--\r\n" },
    { before: "--b\r\nContent-Type: ", part: " x", after: "\r\n\r\nbody\r\n--b--" },
    { before: "--b\r\nContent-Disposition: x", part: ';name="\\', after: "\r\n\r\nbody\r\n--b--" },
    { part: "--b  " },
  ],
  "application/x-www-form-urlencoded": [
    { part: (index) => `token=Tk1${digits(index)}${digits(index + 1)}&a%20b=c+d&` },
    { part: "a=token=" },
    { part: "&" },
  ],
  "application/x-ndjson": [
    { part: (index) => `{"n":${index},"refresh_token":"Tk1${digits(index)}${digits(index + 1)}"}\n` },
    { before: '{"a":1}\n', part: "\n" },
    { before: "{", part: " ", after: "x" },
    { part: '{"a":\n' },
  ],
  "text/event-stream": [
    { part: (index) => `event: x\nid: ${index}\ndata: {"token":"Tk1${digits(index)}${digits(index + 1)}"}\n\n` },
    { part: 'data: {"a":\n' },
    { before: "data: [1]\n", part: "data:  \n" },
  ],
  "text/plain": [
    { part: (index) => `line ${index}: token=Tk1${digits(index)}${digits(index + 1)} and words that follow\n` },
    { part: "token=" },
    { part: "pin=" },
    { part: "key=" },
    { part: 'token="' },
    { part: "-----BEGIN A-----" },
    { part: "a.b-" },
    { part: "eyJ" },
    { part: "curl -u a:" },
    { part: "61:" },
    { part: "QUJD" },
    { part: "=41" },
    { part: "\0a" },
  ],
  "application/octet-stream": [{ part: (index) => `\u0001${digits(index)}\u0000${secret}` }, { part: "\u0000\u0001" }],
};

describe("record takes linear time for", () => {
  test.each(Object.keys(shapes))(
    "%s",
    async (type) => {
      expect(await slowShapes((text) => record(inBody(text, type)), shapes[type] ?? [])).toEqual([]);
    },
    600_000,
  );
});

describe("reports take linear time for", () => {
  test.each([
    ["values", (text: string) => showValue({ a: [text, { token: text }] })],
    ["messages", hideSecrets],
  ] as const)("%s", async (_, read) => {
    expect(await slowShapes(read, [...(shapes["text/plain"] ?? []), ...(shapes["application/json"] ?? [])])).toEqual([]);
  });
});

describe("a large body", () => {
  test.each([
    ["60 kB of the beginning of a key", "-----BEGIN A-----".repeat(3600), "text/plain"],
    ["60 kB of a key that never ends", `-----BEGIN A-----${"x".repeat(60_000)}`, "text/plain"],
    ["12 MB of Base64", "QUJD".repeat(3_000_000), "text/plain"],
    ["12 MB of quotes in a table", `a\n"${'""'.repeat(6_000_000)}"`, "text/csv"],
    ["12 MB of letters in one tag", `<a b="${"c".repeat(12_000_000)}">`, "text/html"],
    ["300 kB of one token", JSON.stringify({ token: "Ab1".repeat(100_000) }), "application/json"],
    ["300 kB of brackets", "[".repeat(300_000), "application/json"],
    ["300 kB of nested lists", "[".repeat(150_000) + "]".repeat(150_000), "application/json"],
  ])("%s ends without an error", (_, text, type) => {
    // The first pass of three reads all that the others read.
    const read = createRedactor(redactionRules(undefined));
    expect(() => rewriteInteraction(inBody(text, type), read)).not.toThrow();
  });

  test("is searched for many secrets at once", () => {
    const tokens = Array.from({ length: 6_000 }, (_, index) => `Tk1${digits(index)}${digits(index + 1)}`);
    const text = JSON.stringify({ list: tokens.map((token) => ({ token })), log: tokens.map((token) => `got ${token}.`) });
    const before = cpuTime();
    const after = textOf(redact([inJson(text)]));
    expect(cpuTime() - before).toBeLessThan(20_000);
    expect(after).not.toMatch(/Tk1[a-z0-9]{14}/);
  });
});

describe("a decompression bomb", () => {
  const zeros = Buffer.alloc(60_000_000, "a");
  test.each([
    ["gzip in base64", gzipSync(zeros).toString("base64")],
    ["Brotli in base64", brotliCompressSync(zeros.subarray(0, 30_000_000)).toString("base64")],
    ["gzip in gzip in base64", gzipSync(gzipSync(zeros).toString("base64")).toString("base64")],
  ])("of %s takes bounded time and is not opened", (_, bomb) => {
    const interaction = inJson({ list: Array.from({ length: 20 }, () => bomb.slice(0, 200_000)) });
    const before = cpuTime();
    expect(redact([interaction])).toEqual([interaction]);
    expect(cpuTime() - before).toBeLessThan(60_000);
  });

  test("of gzip as a body is not opened", () => {
    const bytes = new Uint8Array(gzipSync(Buffer.concat([Buffer.from(`{"token":"${secret}"}`), Buffer.alloc(68_000_000, " ")])));
    const { response, ...rest } = inBody("", "application/json");
    const interaction: Interaction = { ...rest, response: { status: 200, headers: response?.headers ?? [], body: { kind: "binary", bytes } } };
    expect(redact([interaction])).toEqual([interaction]);
  });
});
