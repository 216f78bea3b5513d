// What each module of the committed package adds to the bundle that lists sessions: gzipped bytes with it, less those without it.
// node generator/bench/bundle/parts.mjs
import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const resolveDir = fileURLToPath(new URL("../../../generated/src", import.meta.url));
const listing = `export { connect } from "./connection.js"; export { listSessions } from "./operations/sessions.js";`;

async function bundle(contents, minifyWhitespace) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: "ts" },
    bundle: true,
    minifyIdentifiers: true,
    minifySyntax: true,
    minifyWhitespace,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return outputFiles[0].text;
}
const bytes = (text) => gzipSync(text, { level: 9 }).length;

const engine = bytes(await bundle(`export { default } from "openapi-fetch";`, true));
const whole = bytes(await bundle(listing, true));
console.log(`${whole} bytes, of which ${engine} are openapi-fetch: ${whole - engine} over it`);

// With white space the bundler says where each module begins.
const marked = await bundle(listing, false);
const [, ...pieces] = marked.split(/^\/\/ (.+)$/m);
for (let index = 0; index < pieces.length; index += 2) {
  const [path, text] = pieces.slice(index, index + 2);
  console.log(`${String(bytes(marked) - bytes(marked.replace(text, ""))).padStart(6)}  ${path.replace(/^.*generated\/src\//, "")}`);
}
