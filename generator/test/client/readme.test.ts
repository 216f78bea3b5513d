import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { everything } from "./everything.js";
import { generated, typeErrors } from "./generated.js";

/** The TypeScript of a README as one module: what the first block declares is there for the others. */
function program(readme: string, name: string): string {
  const [first = "", ...others] = [...readme.matchAll(/```ts\n(.*?)\n```/gs)].map(([, code = ""]) => code);
  return [
    first.replace(JSON.stringify(name), '"./src/client.js"'),
    ...others.map((code) => `{\n${code}\n}`),
    "declare const console: { log(...values: unknown[]): void };",
  ].join("\n");
}

test("gives each operation of the sessions an example that compiles", async () => {
  const output = await generated(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)), {
    packageName: "@tallystick/browser-sessions",
  });
  const readme = output.text("README.md");
  expect(readme).toContain('import { createClient } from "@tallystick/browser-sessions";');
  expect(readme).toContain("| `apiToken` | `CLOUDFLARE_API_TOKEN` |");
  expect(readme.match(/### /g)).toHaveLength(12);
  expect(readme).toContain("in `@tallystick/browser-sessions/validators`");
  expect(await typeErrors(output, { "readme.ts": program(readme, "@tallystick/browser-sessions") }, { source: "src/" })).toEqual([]);
  await output.remove();
});

test("gives every kind of operation an example that compiles", async () => {
  const output = await generated(everything, { packageName: "everything" });
  expect(await typeErrors(output, { "readme.ts": program(output.text("README.md"), "everything") }, { source: "src/" })).toEqual([]);
  await output.remove();
});
