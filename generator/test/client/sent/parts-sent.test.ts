import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { typeErrors } from "../generated.js";
import { client, made } from "../one-operation.js";

// Bodies whose parts have no names (OpenAPI 3.2 §4.14.4, Encoding By Position): the specification's own examples, as a server gets them.

const document = { openapi: "3.2.0" };

/** A server that takes bodies as bytes: what came last, and where it is. */
async function listening(): Promise<{ readonly url: string; readonly last: () => { readonly type: string; readonly text: string } }> {
  let last = { type: "", text: "" };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      last = { type: request.headers["content-type"] ?? "", text: Buffer.concat(pieces).toString("latin1") };
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, last: () => last };
}

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | readonly Part[];
}

/** The parts of a body, by RFC 2046 §5.1.1. */
function partsOf(type: string, text: string): readonly Part[] {
  const boundary = /boundary=([^;]+)/.exec(type)?.[1] ?? "";
  const [preamble, ...pieces] = `\r\n${text}`.split(`\r\n--${boundary}`);
  expect([preamble, pieces.pop()]).toEqual(["", "--\r\n"]);
  return pieces.map((piece) => {
    const [, head = "", body = ""] = /^\r\n(.*?)\r\n\r\n(.*)$/s.exec(piece) ?? [];
    const headers = Object.fromEntries(head.split("\r\n").map((line) => line.split(": ") as [string, string]));
    const own = headers["Content-Type"] ?? "";
    const { "Content-Type": _, ...others } = headers;
    return own.startsWith("multipart/")
      ? { headers: { ...others, "Content-Type": own.replace(/;.*/, "") }, body: partsOf(own, body) }
      : { headers, body };
  });
}

async function sent(mediaType: string, media: object, body: unknown): Promise<{ readonly type: string; readonly parts: readonly Part[] }> {
  const { url, last } = await listening();
  const operation = { requestBody: { required: true, content: { [mediaType]: media } } };
  const { call } = await client(operation, [], { document, options: { baseUrl: url, fetch: globalThis.fetch } });
  await call({ body });
  const { type, text } = last();
  return { type: type.replace(/; boundary=.*/, ""), parts: partsOf(type, text) };
}

const part = (type: string, body: Part["body"], more: Part["headers"] = {}): Part => ({ headers: { ...more, "Content-Type": type }, body });
const metadata = { type: "object", properties: { author: { type: "string" } } };

test("sends unnamed parts in order by their encodings", async () => {
  const media = { schema: { type: "array", prefixItems: [metadata, {}] }, prefixEncoding: [{}, { contentType: "image/*" }] };
  const image = new Blob([new Uint8Array([0, 13, 10, 255])], { type: "image/png" });
  expect(await sent("multipart/mixed", media, [{ author: "A" }, image])).toEqual({
    type: "multipart/mixed",
    parts: [part("application/json", '{"author":"A"}'), part("image/png", "\u0000\r\n\u00ff")],
  });
});

test("sends parts without an encoding by their values", async () => {
  const media = { schema: { type: "array", prefixItems: [{ type: "string" }], items: {} }, itemEncoding: { contentType: "text/csv, image/gif" } };
  const untyped = new Blob(["GIF"]);
  expect((await sent("multipart/related; type=text/plain", media, ["a", "b;c", untyped, 7])).parts).toEqual([
    part("text/csv", "a"),
    part("text/csv", "b;c"),
    part("text/csv", "GIF"),
    part("text/csv", "7"),
  ]);
  const plain = await sent("multipart/mixed", { schema: { type: "array" } }, ["a", 1, true, { n: 1 }, [2], untyped, new Uint8Array([65])]);
  expect(plain.parts).toEqual([
    part("text/plain", "a"),
    part("text/plain", "1"),
    part("text/plain", "true"),
    part("application/json", '{"n":1}'),
    part("application/json", "[2]"),
    part("application/octet-stream", "GIF"),
    part("application/octet-stream", "A"),
  ]);
});

test("accepts a list without type array", async () => {
  const media = {
    schema: { prefixItems: [{ type: "string" }] },
    prefixEncoding: [{ contentType: "text/html" }],
    itemEncoding: { contentType: "text/css,image/*" },
  };
  const body = ["<p>", "p {}", new Blob(["PNG"], { type: "image/png" })];
  expect(await sent("multipart/related; type=text/html", media, body)).toEqual({
    type: "multipart/related; type=text/html",
    parts: [part("text/html", "<p>"), part("text/css", "p {}"), part("image/png", "PNG")],
  });
});

test("sends nested parts", async () => {
  const media = {
    schema: {
      type: "array",
      prefixItems: [{ type: "array" }, { type: "array", prefixItems: [{ type: "string" }, { type: "string" }, {}] }],
    },
    prefixEncoding: [{}, { contentType: "multipart/mixed", prefixEncoding: [{ contentType: "application/xml" }, {}, { contentType: "image/png" }] }],
  };
  expect(
    (
      await sent("multipart/mixed", media, [
        [1, 2],
        ["<a/>", "text", new Blob(["PNG"])],
      ])
    ).parts,
  ).toEqual([
    part("application/json", "[1,2]"),
    part("multipart/mixed", [part("application/xml", "<a/>"), part("text/plain", "text"), part("image/png", "PNG")]),
  ]);
});

test("applies the encoding of items to each part", async () => {
  const media = { itemSchema: {}, itemEncoding: { contentType: "image/jpg" } };
  expect((await sent("multipart/mixed", media, [new Blob(["1"]), new Blob(["2"])])).parts).toEqual([part("image/jpg", "1"), part("image/jpg", "2")]);
});

test("sends a part's header that has one value", async () => {
  const headers = { "Content-Language": { required: true, schema: { const: "en" } }, "Content-ID": { schema: false } };
  const media = { schema: { type: "array" }, itemEncoding: { contentType: "text/html", headers } };
  expect((await sent("multipart/related", media, ["<p>"])).parts).toEqual([part("text/html", "<p>", { "Content-Language": "en" })]);
});

test("sends bytes and blobs unchanged", async () => {
  const { url, last } = await listening();
  const content = { "multipart/mixed": { schema: { type: "array" } } };
  const { call } = await client({ requestBody: { content } }, [], { document, options: { baseUrl: url, fetch: globalThis.fetch } });
  await call({ body: new Blob(["--x--\r\n"], { type: "multipart/mixed; boundary=x" }) });
  expect(last()).toEqual({ type: "multipart/mixed; boundary=x", text: "--x--\r\n" });
});

test("types parts by their schemas, or as a blob", async () => {
  const content = { "multipart/mixed": { schema: { type: "array", prefixItems: [metadata, {}], minItems: 2, items: false } } };
  const streamed = { "multipart/mixed": { itemSchema: metadata, itemEncoding: { contentType: "application/json" } } };
  const post = (operationId: string, requestBody: object): object => ({
    post: { operationId, requestBody, responses: { "204": { description: "Done." } } },
  });
  const paths = { "/a": post("send", { required: true, content }), "/b": post("stream", { required: true, content: streamed }) };
  const output = await made({ openapi: "3.2.0", info: { title: "Parts", version: "1" }, paths });
  const calls = `
    import { createClient } from "./client.js";
    const client = createClient({ baseUrl: "http://127.0.0.1" });
    await client.send({ body: [{ author: "A" }, new Blob([])] });
    await client.send({ body: [new Blob(["{}"], { type: "application/json" }), "text"] });
    await client.send({ body: new Blob([], { type: "multipart/mixed; boundary=a" }) });
    await client.stream({ body: [{ author: "A" }, new Blob([])] });
    // @ts-expect-error: an author is a text
    await client.send({ body: [{ author: 1 }, new Blob([])] });
    // @ts-expect-error: a part is missing
    await client.send({ body: [{ author: "A" }] });
    // @ts-expect-error: of each part
    await client.stream({ body: [{ author: 1 }] });
    export {};
  `;
  expect(await typeErrors(output, { "calls.ts": calls })).toEqual([]);
});
