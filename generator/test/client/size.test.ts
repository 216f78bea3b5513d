import { build } from "esbuild";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const sources = fileURLToPath(new URL("../../../generated/src", import.meta.url));

/** A program over the committed package, as a bundler ships it: minified. */
async function bundled(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: sources, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["nock", "msw"],
    nodePaths: [modules],
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Its bytes, gzipped. */
async function size(contents: string): Promise<number> {
  return gzipSync(await bundled(contents), { level: 9 }).length;
}

const engine = await size(`export { default } from "openapi-fetch";`);
const connected = `export { connect } from "./connection.js";`;
const listing = `${connected} export { listSessions } from "./operations/sessions.js";`;

// Budgets move only in the commit that needs it, and that says why. docs/decisions/0015-bundle-contents.md has what the bytes are spent on,
// 0030-issues-by-rules.md what rules add to the first schema.
const budgets = { list: 6175, second: 380, validators: 1700, client: 11_755 };

test("listing sessions stays within its budget over openapi-fetch", async () => {
  expect((await size(listing)) - engine).toBeLessThanOrEqual(budgets.list);
});

test("a second operation adds only its own bytes", async () => {
  const both = `${listing} export { closeBrowser } from "./operations/browsers.js";`;
  expect((await size(both)) - (await size(listing))).toBeLessThanOrEqual(budgets.second);
});

test("validators alone are small", async () => {
  const validated = `export { isListSessions200, listSessions200Rule } from "./validators/operations/sessions.js"; export { issuesOf } from "./runtime/validators/core.js";`;
  expect(await size(validated)).toBeLessThanOrEqual(budgets.validators);
});

test("an unused variant is not in the bundle", async () => {
  const created = `${connected} export { createBrowser } from "./operations/browsers.js";`;
  const ended = `${connected} export { createBrowser, createBrowserDisposable } from "./operations/browsers.js";`;
  expect(await size(created)).toBeLessThan((await size(ended)) - 300);
  expect(await size(listing)).toBeLessThan((await size(`${listing} export { listSessionsPages } from "./operations/sessions.js";`)) - 300);
});

test("a mock bundles no other operation of its module", async () => {
  const text = Buffer.from(await bundled(`export { mockListSessions } from "./mocks/msw.js";`)).toString();
  expect(text).toContain('"listSessions"');
  expect(text).not.toContain("getSession");
  expect(text).not.toContain("/json/");
});

test("the client object of all operations stays within its budget", async () => {
  expect(await size(`export { createClient } from "./client.js";`)).toBeLessThanOrEqual(budgets.client);
});

test("all artefacts of the sessions API are at most 0.55 MB", () => {
  const sizes = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(sources, path)))
    .map((file) => (file.isFile() ? file.size : 0));
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(550_000);
});

test("an unused import adds nothing", async () => {
  const bare = ["./index.js", "./client.js", "./operations/index.js", "./validators/index.js"].map(
    (path) => `import * as _${path.replace(/\W/g, "")} from "${path}";`,
  );
  expect(await size(bare.join("\n"))).toBeLessThanOrEqual(20);
});

test("a built package costs no more than its modules", async () => {
  const { scripts } = JSON.parse(readFileSync(join(sources, "../package.json"), "utf8")) as { readonly scripts: { readonly build: string } };
  const entries = scripts.build.match(/(?<= src\/)\S+\.ts/g) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "tallystick-size-"));
  try {
    await build({
      entryPoints: entries.map((entry) => join(sources, entry)),
      bundle: true,
      splitting: true,
      packages: "external",
      format: "esm",
      target: "es2022",
      outdir: folder,
      outbase: sources,
      chunkNames: "shared/[hash]",
    });
    for (const used of [
      `export { connect, listSessions } from "./operations/index.js";`,
      `export { session } from "./validators/index.js";`,
      `export { session } from "./fixtures/index.js";`,
      `export { listSessions } from "./fixtures/index.js";`,
      `export { mockListSessions } from "./mocks/msw.js";`,
    ]) {
      const built = used.replace("./", `${folder}/`);
      expect(await size(built), used).toBeLessThanOrEqual((await size(used)) * 1.02);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
