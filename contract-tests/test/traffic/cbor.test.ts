import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBody } from "tallystick";
import { valueFormatOf } from "tallystick/model";
import { describe, expect, test } from "vitest";
import { redact, type Interaction } from "../../src/traffic/index.js";
import { readRecording } from "../../src/traffic/read-recording.js";
import { createMatcher } from "../../src/traffic/replay/match.js";
import { writeRecording } from "../../src/traffic/write-recording.js";
import { brief, findingsOf, open } from "../observe/open.js";

const format = valueFormatOf("application/cbor");
if (format === undefined) throw new Error("CBOR is not a format.");
const { encode, decode } = format;
const headers = [["content-type", "application/cbor"]] as const;

const inCbor = (bytes: Uint8Array): Interaction => ({
  origin: "live#1",
  request: { method: "GET", url: "https://api.example.com/v1/things", headers: [] },
  response: { status: 200, headers, body: { kind: "binary", bytes } },
});
const bytesIn = ({ response }: Interaction): Uint8Array => (response?.body?.kind === "binary" ? response.body.bytes : new Uint8Array());

describe("redaction", () => {
  const redacted = (value: unknown): unknown => {
    const [interaction] = redact([inCbor(encode(value))]);
    return interaction && decode(bytesIn(interaction));
  };

  test("replaces secrets by their names and keeps everything else", () => {
    const value = redacted({ password: "correct horse battery", size: 7, list: [1.5, "plain"] });
    expect(value).toMatchObject({ size: 7, list: [1.5, "plain"] });
    expect(JSON.stringify(value)).not.toContain("horse");
  });

  test("finds secrets by their shape, in texts, keys and bytes", () => {
    const token = `${"ghp"}_16C7e42F292c6912E7710c838347Ae178B4a`;
    const before = encode({ note: `see ${token}`, [token]: 1, raw: Buffer.from(`x=${token}`) });
    const [after] = redact([inCbor(before)]);
    expect(Buffer.from(before).toString("latin1")).toContain(token);
    expect(Buffer.from(after ? bytesIn(after) : []).toString("latin1")).not.toContain(token);
    expect(after && Object.keys(decode(bytesIn(after)) as object)).toHaveLength(3);
  });

  test("does not change bytes without secrets", () => {
    const bytes = new Uint8Array(Buffer.from("9f01f93c007f6161ff5f4101ffff", "hex"));
    const [after] = redact([inCbor(bytes)]);
    expect(after && bytesIn(after)).toEqual(bytes);
  });

  test("finds secrets in bytes that are cut off", () => {
    const token = `${"ghp"}_16C7e42F292c6912E7710c838347Ae178B4a`;
    const [after] = redact([inCbor(encode({ token, more: "x" }).subarray(0, -1))]);
    expect(Buffer.from(after ? bytesIn(after) : []).toString("latin1")).not.toContain(token);
  });
});

test("a recording keeps the bytes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  const document = { title: "Things", version: "1", sha256: "0".repeat(64) };
  const interaction = inCbor(encode({ a: "readable" }));
  await writeRecording(folder, { format: 1, source: "live", recordedOn: "2026-01-01", document, tool: "test 1", interactions: [interaction] });
  const { interactions } = await readRecording(join(folder, "recording.json"));
  expect(interactions.map(bytesIn).map((bytes) => decode(bytes))).toEqual([{ a: "readable" }]);
  await rm(folder, { recursive: true });
});

test("matches a replayed request with properties in any order", () => {
  const request = (value: object): Interaction["request"] => ({
    method: "POST",
    url: "https://api.example.com/",
    headers,
    body: { kind: "binary", bytes: encode(value) },
  });
  const matcher = createMatcher([{ ...inCbor(encode(1)), request: request({ a: 1, b: 2 }) }]);
  expect(matcher.find(request({ b: 2, a: 1 }), () => true)).toBe(0);
  expect(matcher.find(request({ a: 1, b: 3 }), () => true)).toBeUndefined();
  expect(matcher.nearest(request({ a: 1, b: 3 }))?.differences).toEqual([{ where: "body/b", recorded: "2", sent: "3" }]);
});

describe("verify", () => {
  const schema = { type: "object", required: ["id"], properties: { id: { type: "integer" }, key: { type: "string" } } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Things", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    paths: { "/things": { get: { responses: { 200: { description: "ok", content: { "application/cbor": { schema } } } } } } },
  };

  test.each<[string, Uint8Array, string[]]>([
    ["nothing", encode({ id: 1, key: Uint8Array.of(1) }), []],
    ["a value of another type", encode({ id: "1" }), ["schema-violation /id type"]],
    ["an undocumented field", encode({ id: 1, other: 2 }), ["undocumented-field /other properties"]],
    ["a body that is not CBOR", Uint8Array.of(0x1c), ["invalid-body / encoding"]],
    ["a body that is cut off", encode({ id: 1 }).subarray(0, -1), ["invalid-body / encoding"]],
    ["an empty body", new Uint8Array(), ["invalid-body / empty"]],
  ])("reports %s", async (_, bytes, expected) => {
    expect(await brief(document, inCbor(bytes))).toEqual(expected);
  });

  test("names the format in its finding", async () => {
    const [finding] = await findingsOf(document, inCbor(Uint8Array.of(0x1c)));
    expect(finding?.message).toBe("The body is not CBOR: not well-formed CBOR at byte 0.");
  });

  test("sends values in the format", async () => {
    const { model } = await open(document);
    const media = model.operations[0]?.responses[0]?.content[0];
    const written = media && (await writeBody(media, { id: 1 }, model));
    expect(written && [written.contentType, decode(written.bytes)]).toEqual(["application/cbor", { id: 1 }]);
  });
});
