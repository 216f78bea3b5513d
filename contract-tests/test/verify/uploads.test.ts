import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../src/verify/verify.js";

const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff]);
const file = { type: "string", format: "binary" };
const form = {
  "multipart/form-data": { schema: { type: "object", required: ["title", "photo"], properties: { title: { type: "string" }, photo: file } } },
};
const post = (content: object): object => ({ post: { requestBody: { required: true, content }, responses: { "204": { description: "taken" } } } });
const paths = { "/photos": post(form), "/raw": post({ "application/octet-stream": {} }) };

let folder: string;
let baseUrl: string;
const received: { readonly url: string | undefined; readonly type: string; readonly body: Buffer }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    received.push({ url: request.url, type: request.headers["content-type"] ?? "", body: Buffer.concat(chunks) });
    response.writeHead(204).end();
  });
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-uploads-"));
  await writeFile(join(folder, "openapi.json"), JSON.stringify({ openapi: "3.1.0", info: { title: "Photos", version: "1" }, paths }));
  await writeFile(join(folder, "photo.png"), image);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function requested(params: string): Promise<void> {
  const path = join(folder, "params.yaml");
  await writeFile(path, params);
  received.length = 0;
  const report = await verify({ spec: join(folder, "openapi.json"), baseUrl, params: path, methods: ["post"], writes: "all", unusual: false });
  expect(report.findings.filter((finding) => finding.class !== "never-observed")).toEqual([]);
}

test("sends files of params.yaml byte for byte", async () => {
  await requested(`operations:
  POST /photos: { body: { title: Boat, photo: !file photo.png } }
  POST /raw: { body: !file photo.png }
`);
  const [photo, raw] = ["/photos", "/raw"].map((url) => received.find((each) => each.url === url));
  if (photo === undefined) throw new Error("nothing was sent");
  const sent = await new Response(new Uint8Array(photo.body), { headers: { "content-type": photo.type } }).formData();
  expect(sent.get("title")).toBe("Boat");
  const part = sent.get("photo") as File;
  expect([part.name, Buffer.from(await part.arrayBuffer())]).toEqual(["photo.png", image]);
  expect(raw?.body).toEqual(image);
  expect(raw?.type).toBe("application/octet-stream");
});

test("generates a form with files without params", async () => {
  await requested("");
  expect(received.map(({ url }) => url)).toContain("/photos");
});

test.each([
  ["is not there", "photo: !file nothing.png", /params\.yaml:2:47: File not found: "nothing\.png"\./],
  ["is no body's", "limit: !file photo.png", /params\.yaml:2:19: "limit" is not part of a body/],
])("locates the error of a file that %s", async (_, line, message) => {
  const where = line.startsWith("photo") ? `body: { title: Boat, ${line} }` : line;
  await expect(requested(`operations:\n  POST /photos: { ${where} }\n`)).rejects.toThrow(message);
});
