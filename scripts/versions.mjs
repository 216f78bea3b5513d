// Installs our packed packages next to the versions of other packages that they admit, and tries them there. See docs/reference/compatibility.md.
//
//   npm run versions                  everything, with the Node that runs it
//   npm run versions -- --newest      only the newest version of each package, in one project
//   npm run versions -- --write       keeps the results for the page, which is rewritten
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import semver from "semver";
import { installLines } from "./versions/install-lines.mjs";
import { boundsOf, combinationsOf, compilers, peerRanges } from "./versions/matrix.mjs";
import { pagePath, pageWith, readResults, resultsPath } from "./versions/page.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values: options } = parseArgs({
  options: { newest: { type: "boolean", default: false }, write: { type: "boolean", default: false }, only: { type: "string" } },
});
const node = process.versions.node;
const base = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-versions-")));
const tarballs = join(base, "tarballs");
/** The Node that runs this also runs npm and everything that npm starts. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|VITEST|NODE_ENV$)/i.test(name))),
  PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
  NO_COLOR: "1",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_yes: "true",
  npm_config_update_notifier: "false",
};
const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8", shell: process.platform === "win32" }).trim();
const failures = [];

mkdirSync(tarballs);
for (const workspace of ["generator", "contract-tests", "generated"])
  command(root, `npm pack --silent -w ${workspace} --pack-destination "${tarballs}"`);
// npx keeps what it installed by name and version, and our version does not change between two runs.
Object.assign(environment, { npm_config_cache: join(base, "cache"), npm_config_prefix: join(base, "global") });
packExample();
const registry = new Worker(new URL("versions/registry-thread.mjs", import.meta.url), { workerData: { folder: tarballs, upstream } });
const [registryUrl] = /** @type {[string]} */ (await once(registry, "message"));
Object.assign(environment, { npm_config_registry: registryUrl });
try {
  const result = {
    node,
    npm: command(base, "npm --version").trim(),
    date: new Date().toISOString().slice(0, 10),
    combinations: options.only === "installs" ? undefined : await tryCombinations(),
    installs: options.only === "combinations" || options.newest ? undefined : await tryInstalls(),
  };
  if (options.write) write(result);
} finally {
  await registry.terminate();
  rmSync(base, { recursive: true, force: true, maxRetries: 3 });
}
console.log(failures.length === 0 ? "Everything passed." : `${failures.length} failed:\n${failures.join("\n")}`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** A package as another team would publish it: the pages show its name. */
function packExample() {
  const folder = join(base, "example");
  cpSync(join(root, "scripts/versions/installs"), folder, { recursive: true });
  command(folder, `node "${join(root, "generator/bin/tallystick.js")}" generate --spec openapi.yaml --out generated --name @acme/cups`);
  command(folder, "cd generated && npm install && npm run build");
  command(join(folder, "generated"), `npm pack --silent --pack-destination "${tarballs}"`);
}

async function tryCombinations() {
  const published = Object.fromEntries(
    await Promise.all(Object.entries(peerRanges(root)).map(async ([name, range]) => [name, await bounds(name, range)])),
  );
  const all = combinationsOf(/** @type {any} */ (published), compilers);
  const chosen = options.newest ? all.slice(0, 1) : all;
  const compilerOf = new Map(compilers.map((version) => [version, compiler(version)]));
  const compiledPairs = new Set();
  return chosen.map((combination, index) => tryCombination(combination, join(base, `project-${index}`), compilerOf, compiledPairs));
}

/** @param {string} name @param {string} range */
async function bounds(name, range) {
  const response = await fetch(new URL(name, registryUrl), { headers: { accept: "application/vnd.npm.install-v1+json" } });
  const { versions } = /** @type {{ versions: Record<string, { engines?: { node?: string } }> }} */ (await response.json());
  return boundsOf(
    range,
    Object.entries(versions).map(([version, { engines }]) => ({ version, node: engines?.node })),
    node,
  );
}

/** @param {string} version The program of that compiler. */
function compiler(version) {
  const folder = join(base, `typescript-${version}`);
  project(folder);
  command(folder, `npm install typescript@${version}`);
  return join(folder, "node_modules/typescript/bin/tsc");
}

/**
 * @param {import("./versions/matrix.mjs").Combination} combination @param {string} folder
 * @param {ReadonlyMap<string, string>} compilerOf @param {Set<string>} compiledPairs
 */
function tryCombination(combination, folder, compilerOf, compiledPairs) {
  const name = Object.entries(combination)
    .map((pair) => pair.join(" "))
    .join(", ");
  /** @type {Record<string, number | boolean>} */
  const passed = {};
  try {
    project(folder);
    cpSync(join(root, "scripts/versions/project"), folder, { recursive: true });
    const { root: file, files } = JSON.parse(readFileSync(join(root, "generated/document.json"), "utf8"));
    writeFileSync(join(folder, "openapi.yaml"), files[file]);
    const versions = Object.entries(combination)
      .map((pair) => pair.join("@"))
      .join(" ");
    install(
      folder,
      `npm install --save-dev tallystick @tallystick/contract @tallystick/browser-sessions @types/node@${semver.major(node)} ${versions}`,
    );
    for (const [library, version] of Object.entries(combination)) expect(installed(folder, library), version, library);
    command(folder, "npx --no-install tallystick generate --spec openapi.yaml --out api");
    const numPassedTests = runTests(folder);
    passed.tests = numPassedTests;
    // The output imports MSW and nock, and nothing of Vitest.
    const pair = `${combination.msw} ${combination.nock}`;
    for (const [version, tsc] of compiledPairs.has(pair) ? [] : compilerOf) {
      for (const settings of ["tsconfig.json", "tsconfig.declarations.json"]) command(folder, `node "${tsc}" -p ${settings}`);
      passed[version] = true;
    }
    compiledPairs.add(pair);
    console.log(
      `Node ${node}, ${name}: ${numPassedTests} tests passed${Object.keys(passed).length > 1 ? `, compiled with TypeScript ${compilers.join(", ")}` : ""}`,
    );
  } catch (error) {
    fail(`Node ${node}, ${name}`, error);
  }
  const { tests, ...compiled } = passed;
  return { ...combination, tests: tests ?? 0, compiled: Object.keys(compiled) };
}

/** @param {string} folder @returns {number} How many tests passed; it throws with the messages of those that failed. */
function runTests(folder) {
  const report = join(folder, "tests.json");
  const { status, stdout, stderr } = run(folder, "npx --no-install vitest run --reporter=json --outputFile=tests.json");
  if (!existsSync(report)) throw new Error(`Vitest ended with ${status}:\n${stdout}${stderr}`);
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const messages = testResults.flatMap((/** @type {any} */ file) => [
    ...(file.message ? [file.message] : []),
    ...file.assertionResults.flatMap((/** @type {any} */ each) =>
      each.failureMessages.map((/** @type {string} */ message) => `${each.fullName}: ${message}`),
    ),
  ]);
  if (status !== 0 || messages.length > 0) throw new Error([`Vitest ended with ${status}:`, ...messages, stderr].join("\n"));
  return numPassedTests;
}

/** Each command of the pages in a folder of its own, as it is written. */
async function tryInstalls() {
  return [...installLines(root).keys()].map((line, index) => {
    const folder = join(base, `install-${index}`);
    let works = true;
    try {
      project(folder);
      cpSync(join(root, "scripts/versions/installs"), folder, { recursive: true });
      for (const name of readdirSync(tarballs)) if (line.includes(name)) cpSync(join(tarballs, name), join(folder, name));
      if (line.includes("./vendor/")) cpSync(tarballs, join(folder, "vendor"), { recursive: true });
      install(folder, line);
      tryInstalled(folder, line);
    } catch (error) {
      works = false;
      fail(`Node ${node}, ${line}`, error);
    }
    const names = ["tallystick", "@tallystick/contract", "@tallystick/browser-sessions", "@acme/cups", "nock", "msw", "vitest", "openapi-fetch"];
    const versions = Object.fromEntries(names.map((name) => [name, installed(folder, name)]).filter(([, version]) => version !== undefined));
    console.log(`Node ${node}, ${line}: ${works ? "works" : "FAILS"} ${JSON.stringify(versions)}`);
    return { line, works, versions };
  });
}

/** What a command installed is used, each part of it. @param {string} folder @param {string} line */
function tryInstalled(folder, line) {
  const has = (/** @type {string} */ name) => existsSync(join(folder, "node_modules", name));
  if (has("tallystick")) command(folder, "npx --no-install tallystick generate --spec openapi.yaml --out out");
  if (has("@tallystick/contract") && has("nock")) {
    command(folder, "node replay.mjs");
    command(folder, "npx --no-install tallystick verify --spec openapi.yaml --recordings recordings");
    if (has("vitest")) command(folder, "npx --no-install vitest run");
  }
  for (const name of ["@tallystick/browser-sessions", "@acme/cups"]) if (has(name)) command(folder, `node package.mjs ${name}`);
  if (line.startsWith("npx")) command(folder, "npm run codegen:check");
  if (has("nock") && !has("@tallystick/contract")) {
    install(folder, "npm install --save-dev tallystick @tallystick/contract");
    command(folder, "node replay.mjs");
  }
}

/** @param {string} folder */
function project(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
}

/** A warning is a failure too: an engine that does not fit, or peers that do not. @param {string} folder @param {string} line */
function install(folder, line) {
  const output = command(folder, line);
  const warning = /^npm warn (?:EBADENGINE|ERESOLVE)[\s\S]*?(?=^(?!npm warn))/m.exec(output)?.[0];
  if (warning !== undefined) throw new Error(`${line}\n${warning}`);
}

/** @param {string} folder @param {string} line @returns {string} What it printed. */
function command(folder, line) {
  const { status, stdout, stderr } = run(folder, line);
  if (status !== 0) throw new Error(`"${line}" ended with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** @param {string} folder @param {string} line */
function run(folder, line) {
  return spawnSync(line, { cwd: folder, shell: true, encoding: "utf8", env: environment, maxBuffer: 2 ** 28 });
}

/** @param {string} folder @param {string} name @returns {string | undefined} */
function installed(folder, name) {
  const path = join(folder, "node_modules", name, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : undefined;
}

/** @param {unknown} got @param {unknown} wanted @param {string} what */
function expect(got, wanted, what) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
}

/** @param {string} what @param {unknown} error */
function fail(what, error) {
  failures.push(`${what}: ${error instanceof Error ? error.message.slice(0, 4000) : String(error)}`);
  console.error(failures.at(-1));
}

/** Only a run without a failure is stored. @param {any} result */
function write(result) {
  if (failures.length > 0) return;
  const results = readResults();
  const major = String(semver.major(node));
  const defined = Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
  const all = { ...results, [major]: { ...results[major], ...defined } };
  writeFileSync(resultsPath, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(pagePath, pageWith(readFileSync(pagePath, "utf8"), all));
}
