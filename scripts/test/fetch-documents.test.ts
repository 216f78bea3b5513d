import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";

const script = fileURLToPath(new URL("../fetch-documents.mjs", import.meta.url));

async function fetched(respond: RequestListener): Promise<{ readonly folder: string; readonly code: number; readonly stderr: string }> {
  const server = createServer(respond).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const folder = mkdtempSync(join(tmpdir(), "tallystick-documents-"));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder, address], (error, _stdout, stderr) =>
      resolve({ folder, code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}

test("fetches each document at a commit and compresses it", async () => {
  const paths: string[] = [];
  const { folder, code } = await fetched((request, response) => {
    paths.push(request.url ?? "");
    response.end(`document of ${request.url}`);
  });
  expect(code).toBe(0);
  for (const path of paths) expect(path).toMatch(/^\/[^/]+\/[^/]+\/[0-9a-f]{40}\/.+\.(?:ya?ml|json)$/);
  const files = readdirSync(join(folder, "corpus"));
  expect(files).toHaveLength(paths.length);
  expect(files.map((file) => gunzipSync(readFileSync(join(folder, "corpus", file))).toString()).toSorted()).toEqual(
    paths.map((path) => `document of ${path}`).toSorted(),
  );
});

test("reports a missing document and measures nothing for it", async () => {
  const { code, stderr } = await fetched((_request, response) => response.writeHead(404).end());
  expect(code).toBe(1);
  expect(stderr).toMatch(/^adyen-checkout\.json: .* responded with 404\.$/m);
});
