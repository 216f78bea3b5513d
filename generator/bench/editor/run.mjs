// What an editor waits for: completions of the generated client, and of openapi-fetch alone over openapi-typescript's types, from TypeScript's
// own server; interleaved pairs of processes. Usage: node bench/editor/run.mjs [--pairs N] [--json FILE] [document]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { corpus, root, workFolder } from "../generate/documents.mjs";
import { median, table } from "../generate/measure.mjs";
import { tallystick as version } from "../peers.mjs";
import { spread, takeJson, writeResult } from "../result.mjs";
import { TypeScriptServer } from "./tsserver.mjs";

const parameters = process.argv.slice(2);
const json = takeJson(parameters);
const at = parameters.indexOf("--pairs");
const pairs = at < 0 ? 3 : Number(parameters.splice(at, 2)[1]);
const [wanted = join(root, "spec", "openapi.yaml")] = parameters;
// A document of the corpus by its name, or a file.
const isName = /^[\w-]+$/.test(wanted);
const document = isName ? corpus(workFolder()).find(({ name }) => name === wanted)?.path : resolve(process.env["INIT_CWD"] ?? ".", wanted);
if (document === undefined) throw new Error(`The corpus has no document named "${wanted}".`);

const folder = mkdtempSync(join(tmpdir(), "tallystick-editor-"));
try {
  const settings = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    lib: ["es2022", "dom", "dom.iterable"],
  };
  for (const side of ["ours", "alone"]) {
    mkdirSync(join(folder, side));
    symlinkSync(join(root, "node_modules"), join(folder, side, "node_modules"));
    writeFileSync(join(folder, side, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, side, "tsconfig.json"), JSON.stringify({ compilerOptions: settings, files: ["use.ts"] }));
  }
  execFileSync(
    process.execPath,
    [join(root, "generator", "bin", "tallystick.js"), "generate", "--spec", document, "--out", join(folder, "ours", "api"), "--target", "js"],
    { stdio: "ignore" },
  );
  const types = join(createRequire(import.meta.url).resolve("openapi-typescript"), "..", "..", "bin", "cli.js");
  execFileSync(process.execPath, [types, document, "-o", join(folder, "alone", "types.ts")], { stdio: "ignore" });
  writeUses();

  const runs = { ours: [], alone: [] };
  for (let pair = 0; pair < pairs; pair += 1)
    for (const side of pair % 2 === 0 ? ["ours", "alone"] : ["alone", "ours"]) runs[side].push(await session(side));
  const row = (side) => {
    const of = (key) => median(runs[side].map((run) => run[key]));
    return [side, of("first").toFixed(2), of("all").toFixed(2), of("warm").toFixed(0)];
  };
  const ratio = (key) => median(runs.ours.map((run, index) => run[key] / runs.alone[index][key])).toFixed(2);
  console.log(`${document}, ${pairs} interleaved pairs, Node ${process.versions.node}; medians, ratios of pairs.`);
  console.log(
    table([
      ["", "first completion, CPU s", "whole session, CPU s", "the same completions again, ms"],
      row("ours"),
      row("alone"),
      ["ratio", ratio("first"), ratio("all"), ratio("warm")],
    ]),
  );
  const results = Object.fromEntries(
    ["first", "all", "warm"].map((key) => [
      key,
      {
        ours: spread(runs.ours.map((run) => run[key])),
        alone: spread(runs.alone.map((run) => run[key])),
        ratio: spread(runs.ours.map((run, index) => run[key] / runs.alone[index][key])),
      },
    ]),
  );
  const of = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  const versions = {
    tallystick: version,
    ...Object.fromEntries(["openapi-fetch", "openapi-typescript", "typescript"].map((name) => [name, of(name)])),
  };
  writeResult(json, { versions, settings: { pairs, document: basename(document) }, results });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same on both sides: the operations there are, the parameters of one, its response. `|` stands where a person waits. */
function writeUses() {
  const api = join(folder, "ours", "api", "operations");
  const [, method, path, name] =
    readdirSync(api)
      .flatMap((file) => [/`(GET) (\/[^`]*\{[^`]*)`\n[^]*?function (\w+)\(client\b/.exec(readFileSync(join(api, file), "utf8")) ?? []])
      .find(({ length }) => length > 0) ?? [];
  if (name === undefined) throw new Error("The document has no GET with a path parameter.");
  write(
    "ours",
    `import { createClient } from "./api/index.js";\nconst client = createClient();\nconst response = await client.${name}({ | });\nresponse.|;\nclient.|;\n`,
  );
  write(
    "alone",
    `import createClient from "openapi-fetch";\nimport type { paths } from "./types.js";\nconst client = createClient<paths>();\n` +
      `const { data: response } = await client.${method}("${path}", { params: { | } });\nresponse!.|;\nawait client.GET("|");\n`,
  );
}

function write(side, text) {
  writeFileSync(join(folder, side, "use.ts"), text.replaceAll("|", ""));
  const marks = [...text.matchAll(/\|/g)].map(({ index }, before) => index - before);
  writeFileSync(join(folder, side, "marks.json"), JSON.stringify(marks));
}

async function session(side) {
  const file = join(folder, side, "use.ts");
  const text = readFileSync(file, "utf8");
  const positions = JSON.parse(readFileSync(join(folder, side, "marks.json"), "utf8")).map((mark) => {
    const lines = text.slice(0, mark).split("\n");
    return { file, line: lines.length, offset: lines.at(-1).length + 1 };
  });
  const server = new TypeScriptServer();
  server.open(file);
  const ask = async () => {
    const requested = [];
    // Somebody who types asks for operations first.
    for (const position of positions.toReversed()) requested.push(await server.ask("completionInfo", position));
    return requested;
  };
  const first = await ask();
  // Of openapi-fetch's paths, in a large document, TypeScript offers none; it takes its time all the same.
  if (side === "ours" && !first.every(({ body }) => body?.entries?.length > 0)) throw new Error("no completion");
  const again = await ask();
  const all = server.cpu();
  await server.close();
  return { first: first[0].cpu, all, warm: again.reduce((sum, { ms }) => sum + ms, 0) };
}
