// What a bundle carries to validate a list of sessions, ours and others: esbuild, minified, gzip -9.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { printJavaScript, schemaModules } from "../../dist/internals.js";
import { workloads } from "./workloads.mjs";

const runtime = fileURLToPath(new URL("../../dist/", import.meta.url));
const bench = fileURLToPath(new URL("..", import.meta.url));
const { schema } = workloads[0];

/** @returns {Promise<{ name: string, withoutFormats?: number, withFormats?: number }[]>} bytes */
export async function measureSizes() {
  const columns = [];
  for (const formats of [false, true]) columns.push({ ...(await ourSizes(formats)), ...(await otherSizes(formats)) });
  const [without, withFormats] = columns;
  const rows = Object.keys(withFormats).map((name) => ({ name, withoutFormats: without[name], withFormats: withFormats[name] }));
  console.log("\nsize of validating a list of sessions (esbuild, minified and gzipped, bytes): without formats, with formats");
  for (const row of rows) console.log(`${row.name.padEnd(48)}${String(row.withoutFormats ?? "-").padStart(7)}${String(row.withFormats).padStart(7)}`);
  return rows;
}

/** @param {boolean} formats @returns {Promise<Record<string, number>>} bytes, by what is called */
export async function ourSizes(formats) {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-size-"));
  const { modules, root } = schemaModules(schema, { formats: formats ? "assert" : "annotate" });
  for (const module of modules) {
    const file = join(folder, `${module.path}.mjs`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      printJavaScript(module, (from) => (from.startsWith("runtime/") ? `${runtime}${from}.js` : join(folder, `${from}.mjs`))),
    );
  }
  const from = JSON.stringify(`./validators/${root.file}.mjs`);
  const entries = {
    is: `export { ${root.isName} } from ${from};`,
    check: `export { ${root.checkName} } from ${from};`,
    assert: `export { ${root.assertName} } from ${from};`,
    parse: `export { ${root.parseName} } from ${from};`,
    object: `export { ${root.constName} } from ${from};`,
  };
  const sizes = {};
  for (const [name, text] of Object.entries(entries)) sizes[name] = await bundled(text, folder);
  rmSync(folder, { recursive: true });
  return sizes;
}

/** Each as its documentation says, for the same list; the hand-written function contains the whole check. */
async function otherSizes(formats) {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true, validateFormats: formats, code: { source: true, esm: true } });
  if (formats) addFormats.default(ajv);
  const entries = {
    // Formats are a parameter of the hand-written function: it always carries them.
    ...(formats && {
      hand: `import { sessions } from "./validators/hand-sessions.mjs"; const { is, issues } = sessions(true); export { is, issues };`,
    }),
    "Ajv, standalone": standaloneCode.default(ajv, ajv.compile(schema)),
    "Ajv at run time": `import Ajv from "ajv/dist/2020.js"; ${formats ? `import formats from "ajv-formats";` : ""}
      const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: ${formats} }); ${formats ? "formats(ajv);" : ""}
      export const check = ajv.compile(${JSON.stringify(schema)});`,
    valibot: `import * as v from "valibot"; const string = v.optional(v.string()); const number = v.optional(v.number());
      const uri = v.optional(${formats ? "v.pipe(v.string(), v.url())" : "v.string()"});
      const list = v.array(v.looseObject({ sessionId: ${formats ? "v.pipe(v.string(), v.uuid())" : "v.string()"},
        closeReason: v.optional(v.union([v.pipe(v.number(), v.integer()), v.string()])), ${plain}, ${uris} }));
      export const check = (value) => v.safeParse(list, value);`,
    zod: `import * as z from "zod"; const string = z.string().optional(); const number = z.number().optional();
      const uri = ${formats ? "z.url()" : "z.string()"}.optional();
      const list = z.array(z.looseObject({ sessionId: ${formats ? "z.uuid()" : "z.string()"},
        closeReason: z.union([z.int(), z.string()]).optional(), ${plain}, ${uris} }));
      export const check = (value) => list.safeParse(value);`,
  };
  const sizes = {};
  for (const [name, text] of Object.entries(entries)) sizes[name] = await bundled(text, bench);
  return sizes;
}

const named = (type, value) =>
  Object.entries(schema.items.properties)
    .filter(([, property]) => property.type === type && property.format === undefined)
    .map(([name]) => `${name}: ${value}`)
    .join(", ");
const plain = `${named("string", "string")}, ${named("number", "number")}`;
const uris = Object.entries(schema.items.properties)
  .filter(([, { format }]) => format === "uri")
  .map(([name]) => `${name}: uri`)
  .join(", ");

async function bundled(contents, resolveDir) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
