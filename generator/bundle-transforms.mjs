import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

/** What the transforms import, and what they get instead. */
const replacements = {
  // The compiler that ts-morph brings: a second one would take as long to load as all types of a medium document.
  typescript: `module.exports = require("ts-morph").ts;`,
  // The part of Redocly's linter that the transforms call. The linter also brings an HTTP client, globs and a YAML parser.
  "@redocly/openapi-core/lib/ref-utils.js": `
    import { escapeToken, tokens } from "./src/model/place.ts";
    export const parseRef = (reference) => ({ pointer: tokens(reference).map(decodeURIComponent) });
    export const escapePointer = escapeToken;`,
  // Colours of messages that the transforms do not write.
  "ansi-colors": `export default {};`,
  "supports-color": `export default {};`,
  // The path of each schema is built for names of enums, which we do not use: a sixth of the time that the types of a large document take.
  "../lib/utils.mjs": `
    export * from "openapi-typescript/dist/lib/utils.mjs";
    export const createRef = () => "";`,
};

/** Bundles the transforms of openapi-typescript: users install neither its command nor the linter that its command runs. */
export async function bundleTransforms(outfile) {
  const root = join(createRequire(import.meta.url).resolve("openapi-typescript"), "..", "..");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const transforms = ["Operation", "Parameter", "PathItem", "RequestBody", "Response", "Schema"].map((name) => {
    const file = `${name.replaceAll(/\B[A-Z]/g, "-$&").toLowerCase()}-object.mjs`;
    return `export { default as transform${name}Object } from "openapi-typescript/dist/transform/${file}";`;
  });
  const unused = new Set(Object.keys(replacements));
  await build({
    stdin: {
      contents: [...transforms, `export { addJSDocComment, tsPropertyIndex } from "openapi-typescript/dist/lib/ts.mjs";`].join("\n"),
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    external: ["ts-morph"],
    format: "cjs",
    platform: "node",
    target: "es2022",
    banner: { js: `/*!\nopenapi-typescript ${version}\n\n${readFileSync(join(root, "LICENSE"), "utf8").trim()}\n*/` },
    logLevel: "warning",
    plugins: [
      {
        name: "replacements",
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /.*/ }, ({ path }) => {
            if (!Object.hasOwn(replacements, path)) return undefined;
            unused.delete(path);
            return { path, namespace: "replacement" };
          });
          onLoad({ filter: /.*/, namespace: "replacement" }, ({ path }) => ({ contents: replacements[path], resolveDir: import.meta.dirname }));
        },
      },
    ],
  });
  if (unused.size > 0) throw new Error(`openapi-typescript ${version} does not import ${[...unused].join(", ")}: check the replacements.`);
}
