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

test("names only tests that exist", async () => {
  const page = await readFile(root("docs/client.md"), "utf8");
  const names: Record<string, string> = {};
  for (const [letter, file] of Object.entries({
    S: "sessions",
    F: "received/errors",
    B: "bad-input",
    W: "received/retries",
    Q: "sent/requests",
    M: "received/streams",
    X: "extras",
    T: "types",
    R: "received/redirects",
    D: "received/disposable",
  }))
    names[letter] = await readFile(root(`generator/test/client/${file}.test.ts`), "utf8");
  const rows = page.split("\n").filter((line) => /\| [SQMXTRDFBW] /.test(line));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    for (const mention of (row.split("|").at(-2) ?? "").split(";")) {
      const [, letter = "", sentence = ""] = /^([SQMXTRDFBW]) (.*?)(?: for 400)?,? ?…?$/.exec(mention.trim()) ?? [];
      expect(names[letter] ?? "", mention).toContain(sentence.replace(/BadRequestError$/, "$name"));
    }
  }
});
