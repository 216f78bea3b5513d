// A repository of many documents: one run on all of them against one run for each, `--affected` after an edit, and growth with their number.
// Linux only: CPU time and memory of all processes are read from /proc.
// Usage: node bench/fleet/run.mjs [--counts 10,25,50,200] [--pairs 2] [--pairs-of 50] [--documents FOLDER] [--json FILE]
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { tallystick as version } from "../peers.mjs";
import { writeResult } from "../result.mjs";
import { corpus, root, workFolder } from "../generate/documents.mjs";

const { values: options } = parseArgs({
  options: {
    counts: { type: "string", default: "10,25,50,200" },
    documents: { type: "string" },
    // Full runs and single runs, one after the other, of one count: single runs of all counts take too long.
    pairs: { type: "string", default: "1" },
    "pairs-of": { type: "string", default: "50" },
    json: { type: "string" },
  },
});
const counts = options.counts.split(",").map(Number);
const pairsOf = counts.includes(Number(options["pairs-of"])) ? Number(options["pairs-of"]) : counts.at(-1);
const command = join(root, "generator", "bin", "tallystick.js");
const folder = workFolder();
const documents = options.documents === undefined ? variants(Math.max(...counts)) : copies(options.documents, Math.max(...counts));

const results = [];
for (const count of counts) {
  results.push(await measureCount(count));
  console.log(JSON.stringify(results.at(-1)));
}
writeResult(options.json, {
  versions: { tallystick: version },
  settings: { documents: options.documents === undefined ? "parts of the corpus" : basename(options.documents), pairs: Number(options.pairs) },
  results: { rows: results, exponents: { cpu: exponent(({ full }) => full.cpu), memory: exponent(({ full }) => full.memory) } },
});

/** The slope of a cost against the count of documents, on logarithmic scales, by least squares. */
function exponent(costOf) {
  const points = results.map((row) => [Math.log(row.count), Math.log(costOf(row))]);
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const under = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return Number((over / under).toFixed(2));
}

async function measureCount(count) {
  const project = join(folder, `project-${count}`);
  let bytes = 0;
  for (const [index, path] of documents.slice(0, count).entries()) {
    const service = join(project, "services", `s${String(index).padStart(3, "0")}`);
    mkdirSync(service, { recursive: true });
    cpSync(path, join(service, "openapi.json"));
    bytes += statSync(path).size;
  }
  writeFileSync(join(project, "package.json"), "{}");
  const config = { documents: ["services/*/openapi.json"], out: "packages/{dir}", target: "ts", allowLoss: true, allowMissing: true };
  writeFileSync(join(project, "tallystick.config.json"), JSON.stringify(config));
  const git = (...args) => execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.test", ...args], { cwd: project });
  const full = await run(["generate", "--json"], project);
  const failed = JSON.parse(full.stdout).documents.filter(({ exit }) => exit !== 0).length;
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "first");
  const warm = await run(["generate"], project);
  const none = await run(["generate", "--affected", "main"], project);
  // White space is an edit of the file without an effect on the output.
  const edited = join(project, "services", "s003", "openapi.json");
  appendFileSync(edited, "\n");
  const affected = await run(["generate", "--affected", "main"], project);
  appendFileSync(edited, "\n");
  const own = await run(["generate", "--spec", "services/s003/openapi.json"], project);
  const pairs = [];
  const wanted = count === pairsOf ? Number(options.pairs) : 0;
  for (let pair = 0; pair < wanted; pair++) {
    const singles = await single(project);
    rmSync(join(project, "packages"), { recursive: true });
    const together = await run(["generate", "--no-cache"], project);
    pairs.push({ singles, full: cost(together) });
  }
  rmSync(project, { recursive: true, force: true });
  return {
    count,
    bytes,
    failed,
    full: cost(full),
    warm: cost(warm),
    none: cost(none),
    affected: cost(affected),
    own: cost(own),
    ...(pairs.length > 0 && { pairs }),
  };
}

/** One run for each document, one after the other. */
async function single(project) {
  rmSync(join(project, "packages"), { recursive: true });
  const sum = { wall: 0, cpu: 0, memory: 0 };
  for (const name of readdirSync(join(project, "services"))) {
    const { wall, cpu, memory } = await run(["generate", "--spec", `services/${name}/openapi.json`, "--no-cache"], project);
    Object.assign(sum, { wall: sum.wall + wall, cpu: sum.cpu + cpu, memory: Math.max(sum.memory, memory) });
  }
  return cost(sum);
}

function cost({ wall, cpu, memory }) {
  return { wall: Number(wall.toFixed(2)), cpu: Number(cpu.toFixed(2)), memory: Math.round(memory) };
}

/** Runs a command: wall seconds, CPU seconds of all its processes, and the peak of their memory together in MB. */
async function run(args, cwd) {
  const before = childTicks();
  const start = performance.now();
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...process.env, CI: "true", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  let memory = 0;
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  const timer = setInterval(() => (memory = Math.max(memory, memoryOf(child.pid))), 100);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(timer);
  return { wall: (performance.now() - start) / 1000, cpu: (childTicks() - before) / 100, memory, stdout };
}

/** User and system time of the children that have ended, and of theirs, in hundredths of a second. */
function childTicks() {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  return Number(fields[13]) + Number(fields[14]);
}

/** Memory of a process and its children in MB. A page that several processes share counts once: each has its part of it (PSS). */
function memoryOf(pid) {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return Number(kilobytes) / 1024 + children.filter(Boolean).reduce((sum, each) => sum + memoryOf(each), 0);
  } catch {
    return 0;
  }
}

/** Real documents from a folder, as JSON. */
function copies(from, most) {
  return readdirSync(from, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:json|ya?ml)$/.test(name))
    .toSorted()
    .slice(0, most)
    .map((name, index) => write(`copy-${index}`, parse(readFileSync(join(from, name), "utf8"), { maxAliasCount: -1, logLevel: "error" })));
}

/** Documents with some paths of a document of the corpus, and the components that these reach. Each path is in one of them. */
function variants(most) {
  const from = join(folder, "corpus");
  mkdirSync(from);
  const sources = corpus(from).map(({ name, path }) => ({
    name,
    value: parse(readFileSync(path, "utf8"), { maxAliasCount: -1, logLevel: "error" }),
  }));
  const made = [];
  for (let round = 0; made.length < most; round++) {
    const before = made.length;
    for (const { name, value } of sources) {
      const paths = Object.entries(value.paths ?? {}).slice(round * 12, round * 12 + 12);
      if (paths.length > 0 && made.length < most) made.push(write(`${name}-${round}`, part(value, Object.fromEntries(paths))));
    }
    if (made.length === before) throw new Error(`The corpus has only ${before} parts of 12 paths.`);
  }
  return made;
}

function part(value, paths) {
  const components = {};
  const open = [paths];
  const found = new Set();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [, group, key] of JSON.stringify(next).matchAll(/"#\/(?:components\/)?(\w+)\/([^"/]+)/g)) {
      const target = (value.components ?? value)[group]?.[key.replaceAll("~1", "/").replaceAll("~0", "~")];
      if (target === undefined || found.has(`${group}/${key}`)) continue;
      found.add(`${group}/${key}`);
      (components[group] ??= {})[key.replaceAll("~1", "/").replaceAll("~0", "~")] = target;
      open.push(target);
    }
  }
  const { securitySchemes } = value.components ?? {};
  return { ...value, paths, webhooks: undefined, ...(value.swagger === undefined ? { components: { ...components, securitySchemes } } : components) };
}

function write(name, value) {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
}
