// The most memory that commands and the generated client take with 10,000 interactions, bodies of 100 MB and 4,000 operations.
// A document of 20 MB and more may take 10 times its size and 350 MB. --megabytes says how large it is; 0 leaves it out.
// node contract-tests/bench/memory/run.mjs [--root FOLDER] [--only TEXT] [--limit MB] [--megabytes MB]
import { build } from "esbuild";
import { mkdtempSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { documentOfMegabytes, largeDocument, smallDocument, writeHar, writeRecordings } from "./inputs.mjs";
import { startServer } from "./server.mjs";

const { values } = parseArgs({
  options: {
    root: { type: "string", default: fileURLToPath(new URL("../../..", import.meta.url)) },
    only: { type: "string", default: "" },
    limit: { type: "string", default: "500" },
    megabytes: { type: "string", default: "20" },
  },
});
const root = values.root;
const folder = mkdtempSync(join(tmpdir(), "tallystick-memory-"));
const file = (name) => join(folder, name);
const reportMemory = fileURLToPath(new URL("report-memory.mjs", import.meta.url));

/** Runs Node until it ends, or until `until` resolves and it is asked to end. @returns Its peak in MB, and what it printed. */
function run(parameters, { until, options = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", pathToFileURL(reportMemory).href, ...parameters], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      ...options,
    });
    let out = "";
    let peak = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (out += chunk));
    child.stdio[3].on("data", (chunk) => (peak += chunk));
    const timer = setTimeout(() => child.kill("SIGKILL"), 600_000);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ peak: peak === "" ? Number.NaN : Number(peak) / 1024, code: code ?? signal, out });
    });
    until?.(() => out).then(() => child.kill("SIGTERM"), reject);
  });
}

const tallystick = (parameters, more) => run([join(root, "generator/bin/tallystick.js"), ...parameters], more);
const client = (name) => run([fileURLToPath(new URL("client.mjs", import.meta.url)), file("client.mjs"), server.url, name]);

/** Waits until the mock server listens, and sends it a body of 100 MB. */
const uploading = (type) => async (out) => {
  while (!/http:\/\/\S+/.test(out())) await new Promise((resolve) => setTimeout(resolve, 50));
  const [address] = /http:\/\/[^\s/]+:\d+/.exec(out());
  const response = await fetch(`${address}/upload`, { method: "POST", headers: { "content-type": type }, body: server.bodyOf(type), duplex: "half" });
  await response.body?.cancel();
};

/** Waits until the mock server listens. */
const listening = async (out) => {
  while (!/http:\/\/\S+/.test(out())) await new Promise((resolve) => setTimeout(resolve, 50));
};

const small = file("small.json");
const large = file("large.json");
const changed = file("changed.json");
const mock = ["mock", "--spec", small, "--port", "0"];
const cases = {
  "generate, 4,000 operations": () => tallystick(["generate", "--spec", large, "--out", file("large"), "--no-cache"]),
  "diff, 4,000 operations": () => tallystick(["diff", large, changed]),
  "verify a server, 4,000 operations": () =>
    tallystick(["verify", "--spec", large, "--base-url", server.url, "--report", `json=${file("large-report.json")}`, "--quiet"]),
  "report, 4,000 operations": () => tallystick(["report", file("large-report.json"), "--out", file("large.html")]),
  "verify HAR, 10,000 interactions": () =>
    tallystick(["verify", "--spec", large, "--har", file("many.har"), "--report", `json=${file("many-report.json")}`, "--quiet"]),
  "report, 10,000 interactions": () => tallystick(["report", file("many-report.json"), "--out", file("many.html")]),
  "verify recordings, 10,000 interactions": () => tallystick(["verify", "--spec", large, "--recordings", file("many"), "--quiet"]),
  "verify a server, 100 MB of JSON": () =>
    tallystick(["verify", "--spec", small, "--base-url", server.url, "--include", "getItems", "--timeout", "120000"]),
  "verify a server, 100 MB of bytes": () =>
    tallystick(["verify", "--spec", small, "--base-url", server.url, "--include", "getFile", "--timeout", "120000"]),
  "verify a server, 970 MB as 3 layers of gzip": () =>
    tallystick(["verify", "--spec", small, "--base-url", server.url, "--include", "getBomb", "--timeout", "120000"]),
  "verify HAR, 100 MB of JSON": () => tallystick(["verify", "--spec", small, "--har", file("big-json.har")]),
  "verify HAR, 100 MB of bytes": () => tallystick(["verify", "--spec", small, "--har", file("big-bytes.har")]),
  "mock, upload of 100 MB of bytes": () => tallystick(mock, { until: uploading("application/octet-stream") }),
  "mock, upload of 100 MB of JSON": () => tallystick(mock, { until: uploading("application/json") }),
  "client, 100 MB of JSON": () => client("getItems"),
  "client, 100 MB as a blob": () => client("getFile"),
  "client, 100 MB as a stream": () => client("getFile stream"),
  "client, 100 MB of NDJSON": () => client("getLines"),
  "client, 970 MB as 3 layers of gzip": () => client("getBomb"),
};

const megabytes = Number(values.megabytes);
const [huge, hugeChanged] = [file("huge.json"), file("huge-changed.json")];
const hugeCases = {
  "generate, large document": () => tallystick(["generate", "--spec", huge, "--out", file("huge"), "--no-cache"]),
  "generate --only types, large document": () =>
    tallystick(["generate", "--spec", huge, "--out", file("huge-types"), "--only", "types", "--no-cache"]),
  "diff, two large documents": () => tallystick(["diff", huge, hugeChanged]),
  "mock, large document": () => tallystick(["mock", "--spec", huge, "--port", "0"], { until: listening }),
};
if (megabytes > 0) Object.assign(cases, hugeCases);

/** Bytes that a case reads as documents, in MB. */
const read = (name) => (!(name in hugeCases) ? 0 : statSync(huge).size / 1024 / 1024) * (name.startsWith("diff") ? 2 : 1);
const limitOf = (name) => (name in hugeCases ? 10 * read(name) + 350 : Number(values.limit));

const server = await startServer();
let failed = 0;
try {
  writeFileSync(small, JSON.stringify(smallDocument(server.url)));
  writeFileSync(large, JSON.stringify(largeDocument(4000)));
  writeFileSync(changed, JSON.stringify(largeDocument(4000, { isChanged: true })));
  if (megabytes > 0) {
    writeFileSync(huge, JSON.stringify(documentOfMegabytes(megabytes)));
    writeFileSync(hugeChanged, JSON.stringify(documentOfMegabytes(megabytes, { isChanged: true })));
  }
  mkdirSync(file("many"));
  writeRecordings(file("many"), 10_000);
  await writeHar(file("many.har"), 10_000);
  await server.writeHar(file("big-json.har"), "application/json");
  await server.writeHar(file("big-bytes.har"), "application/octet-stream");
  const made = await tallystick(["generate", "--spec", small, "--out", file("small"), "--only", "types,client,validators"]);
  if (made.code !== 0) throw new Error(made.out);
  await build({
    entryPoints: [join(file("small"), "client.js")],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: file("client.mjs"),
    nodePaths: [fileURLToPath(new URL("../../../node_modules", import.meta.url))],
  });
  for (const [name, measure] of Object.entries(cases)) {
    if (!name.includes(values.only)) continue;
    const began = Date.now();
    const { peak, code, out } = await measure();
    const isTooMuch = !(peak < limitOf(name));
    if (isTooMuch) failed += 1;
    const [first = ""] = out
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-1);
    console.log(
      `${isTooMuch ? "✗" : "✓"} ${name.padEnd(45)} ${peak.toFixed(0).padStart(6)} MB  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  exit ${code}  ${first.slice(0, 80)}`,
    );
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
