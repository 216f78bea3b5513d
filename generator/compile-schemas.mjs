import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const publisher = "@seriousme/openapi-schema-validator";

/** Writes OpenAPI's schemas as programs, so that no run of the command compiles them. @param internals The built code. */
export async function compileSchemas({ compileSchema, readyMadeFile, schemaVersions }) {
  rmSync(join(import.meta.dirname, "dist", "load", "ready-made"), { recursive: true, force: true });
  for (const version of schemaVersions) {
    const { ajv, check } = compileSchema(version);
    await build({
      stdin: { contents: standaloneCode.default(ajv, check), resolveDir: import.meta.dirname },
      outfile: readyMadeFile(version),
      bundle: true,
      minify: true,
      format: "cjs",
      platform: "node",
      target: "es2022",
      banner: { js: licences() },
      logLevel: "warning",
    });
  }
}

/** Of those whose code and words these files hold. The schemas are the OpenAPI Initiative's. */
function licences() {
  const texts = ["ajv", "fast-deep-equal", publisher].map((name) => {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const text = readFileSync(join(folder, name === publisher ? "LICENSE.txt" : "LICENSE"), "utf8");
    return `${name}\n\n${text.trim()}`;
  });
  return `/*!\n${texts.join("\n\n")}\n\nOpenAPI's JSON Schemas: Copyright The Linux Foundation, Apache License 2.0\n*/`;
}
