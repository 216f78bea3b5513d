import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { loadInstalled } from "../support/generated-package.js";
import { openTarget, type Target } from "../support/target.js";

const consumer = inject("installed");
const { api } = await loadInstalled(consumer);
const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
const script = join(consumer, "readme-example.mjs");

let target: Target;
beforeAll(async () => {
  // One of its own: scenarios count the sessions of the shared one.
  target = await openTarget("emulator", {});
});
afterAll(async () => {
  await rm(script, { force: true });
  await target.close();
});

test("the README's first example lists the sessions of the emulator, with the package as it is installed", async () => {
  const client = api.createClient({ ...target.credentials, baseUrl: target.baseUrl });
  const { sessionId } = await client.createBrowser();
  try {
    // Types are checked with all other blocks of the pages; here they only have to go.
    const { outputText } = ts.transpileModule(example, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
    await writeFile(script, outputText);
    const { accountId, apiToken } = target.credentials;
    const env = { ...process.env, CLOUDFLARE_BASE_URL: target.baseUrl, CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: apiToken };
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
    expect(stdout.split("\n")).toContain(`${sessionId} open`);
  } finally {
    await client.closeBrowser({ session_id: sessionId });
  }
});
