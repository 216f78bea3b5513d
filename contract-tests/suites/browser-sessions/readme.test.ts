import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { surviveOneCrash } from "../../emulator/index.js";
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
  target = await openTarget("emulator", { ...process.env, TALLYSTICK_EMULATOR: "" });
});
afterAll(async () => {
  await rm(script, { force: true });
  await target.close();
});

test("the README's first example lists the emulator's sessions", async () => {
  // Types are checked with all other blocks of the pages; here the example only has to run.
  const { outputText } = ts.transpileModule(example, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
  await writeFile(script, outputText);
  const { accountId, apiToken } = target.credentials;
  const env = { ...process.env, CLOUDFLARE_BASE_URL: target.baseUrl, CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: apiToken };
  const client = api.createClient({ ...target.credentials, baseUrl: target.baseUrl });
  const listed = async (): Promise<void> => {
    const { sessionId } = await client.createBrowser();
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
    expect(stdout.split("\n")).toContain(`${sessionId} open`);
    await client.closeBrowser({ session_id: sessionId });
  };
  await surviveOneCrash(target, listed);
});
