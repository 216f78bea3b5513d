import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generated } from "../client/generated.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sources = join(root, "generated");
let folder = "";

/** Runs the last step of the package's own build script, into a folder of the test. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-package-"));
  const manifest = JSON.parse(await readFile(join(sources, "package.json"), "utf8")) as { readonly scripts: { readonly build: string } };
  const [command = "", ...parameters] = (manifest.scripts.build.split(" && ").at(-1) ?? "").split(" ");
  expect(command).toBe("esbuild");
  const bundler = join(root, "node_modules", "esbuild", "bin", "esbuild");
  await promisify(execFile)(bundler, [...parameters.filter((each) => !each.startsWith("--outdir")), `--outdir=${join(folder, "dist")}`], {
    cwd: sources,
  });
  await writeFile(join(folder, "package.json"), '{ "type": "module", "sideEffects": false }');
});
afterAll(() => rm(folder, { recursive: true }));

async function bundled(contents: string, resolveDir: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    packages: "external",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.contents.length ?? 0;
}

test("code is one file per entry point and one for each shared part, however many modules there are", async () => {
  const files = (await readdir(join(folder, "dist"), { recursive: true })).filter((name) => name.endsWith(".js"));
  const modules = (await readdir(join(sources, "src"), { recursive: true })).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeLessThan(25);
  expect(modules.length).toBeGreaterThan(100);
});

test.each([
  'export { isSession } from "./validators/index.js";',
  'export { checkSession } from "./validators/index.js";',
  'export { session } from "./validators/index.js";',
  'export { checkListSessions200 } from "./validators/operations/index.js";',
  'export { connect, listSessions } from "./operations/index.js";',
  'export { createClient } from "./index.js";',
])("a bundler takes no more from the package than from its modules one by one: %s", async (contents) => {
  const separate = await bundled(contents, join(sources, "src"));
  expect(await bundled(contents, join(folder, "dist"))).toBeLessThan(separate * 1.01 + 20);
});

test("who imports the validators of schemas does not wait for bodies of operations, nor for schemas as JSON", async () => {
  const document = {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {
      "/pets": {
        get: {
          operationId: "listPets",
          responses: { 200: { description: "ok", content: { "application/json": { schema: { type: "array", items: { type: "string" } } } } } },
        },
      },
    },
    components: { schemas: { Pet: { type: "object", properties: { name: { type: "string" } } }, JsonSchema: { type: "integer" } } },
  };
  const output = await generated(document, { only: ["validators"] });
  const reached = new Set(["validators/index.ts"]);
  for (const path of reached) {
    for (const [, specifier = ""] of output.text(path).matchAll(/ from "(\.{1,2}\/[^"]+)\.js"/g)) {
      reached.add(`${new URL(specifier, `file:///${path}`).pathname.slice(1)}.ts`);
    }
  }
  const validators = [...reached].filter((path) => path.startsWith("validators/"));
  // A schema may have the name of a module: its own is another one.
  expect(validators.toSorted()).toEqual(["validators/index.ts", "validators/json-schema_.ts", "validators/pet.ts"]);
  const { checkListPets200 } = await output.load<{ checkListPets200: (value: unknown) => { ok: boolean } }>("validators/operations/index");
  expect([checkListPets200(["a"]).ok, checkListPets200([1]).ok]).toEqual([true, false]);
  const { jsonSchema } = await output.load<{ jsonSchema: (name: string) => object }>("validators/json-schema");
  expect(jsonSchema("JsonSchema")).toMatchObject({ $ref: "#/$defs/JsonSchema", $defs: { JsonSchema: { type: "integer" } } });
  await output.remove();
});
