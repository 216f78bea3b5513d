import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHar } from "../../../contract-tests/src/traffic/har/read-har.js";
import type { Target } from "../target.js";

const entry = {
  startedDateTime: "2026-11-30T10:00:00.000Z",
  time: 12.5,
  request: {
    method: "POST",
    url: "https://shop.example/v1/things?tag=a",
    httpVersion: "HTTP/2",
    headers: [{ name: "Content-Type", value: "application/json" }],
    postData: { mimeType: "application/json", text: '{"name":"a"}' },
    bodySize: 12,
  },
  response: {
    status: 201,
    headers: [
      { name: "content-type", value: "application/json" },
      { name: "set-cookie", value: "a=1\nb=2" },
    ],
    content: { size: 12, mimeType: "application/json", text: "eyJuYW1lIjoiYSJ9", encoding: "base64" },
  },
};
const form = {
  ...entry,
  request: { ...entry.request, postData: { mimeType: "application/x-www-form-urlencoded", params: [{ name: "a", value: "1" }] } },
};
const failed = { ...entry, response: { status: 0, _error: "net::ERR_TIMED_OUT" } };
let path = "";

/** A HAR file. What is wrong with an entry is reported, and the other entries are read. */
export const target: Target = {
  seeds: [
    JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, pages: [], entries: [entry, form, failed] } }),
    `\ufeff${JSON.stringify({ log: { entries: [entry], version: "1.2" } }, undefined, 2)}`,
  ],
  start: async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallystick-fuzz-"));
    path = join(folder, "run.har");
    return () => rmSync(folder, { recursive: true });
  },
  async read(input) {
    writeFileSync(path, input);
    for await (const { request, response } of readHar(path, ({ message }) => void message.length)) {
      if (!URL.canParse(request.url)) throw new Error(`An interaction has the URL ${request.url}.`);
      const fields = [...request.headers, ...(response?.headers ?? [])].flat();
      const { body } = request;
      const text = body === undefined || body.kind === "binary" ? "" : body.text;
      if (![...fields, text].every((each) => typeof each === "string")) throw new Error("An interaction has a header or a body that is no text.");
    }
  },
};
