import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generated, typeErrors } from "./generated.js";

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

test("compiles every block of the client's page", async () => {
  const output = await generated(root("spec/openapi.yaml"));
  const page = await readFile(root("docs/client.md"), "utf8");
  // With what only the compiler needs, as `<!-- with: … -->` has it.
  const blocks = [...page.matchAll(/<!-- with: (.*?) -->|```ts\n(.*?)```/gs)].map(([, declared, block = `${declared}\n`]) => block);
  expect(blocks.length).toBeGreaterThan(5);
  const lines = blocks
    .join("\n")
    .replaceAll('"@tallystick/browser-sessions/operations"', '"./operations/index.js"')
    .replaceAll('"@tallystick/browser-sessions"', '"./index.js"');
  const console = "declare const console: { log(...values: unknown[]): void };";
  expect(await typeErrors(output, { "page.ts": `${lines}\n${console}` }, { lib: ["lib.esnext.disposable.d.ts"] })).toEqual([]);
  await output.remove();
});

test("the client's page names only tests that exist", async () => {
  const page = await readFile(root("docs/client.md"), "utf8");
  const [, table = ""] = /\n## Compared with the official SDK\n([^]*?)\n## /.exec(page) ?? [];
  const rows = table.split("\n").filter((line) => line.endsWith("` |"));
  expect(rows.length).toBeGreaterThan(20);
  const named = rows.flatMap((row) => [...(row.split("|").at(-2) ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.filter((name) => !existsSync(root(`generator/test/client/${name}.test.ts`)))).toEqual([]);
});
