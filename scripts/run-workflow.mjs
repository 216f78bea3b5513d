// Runs a job of .github/workflows on this machine, step by step, in a fresh clone of the repository in the current folder.
// Usage: node scripts/run-workflow.mjs WORKFLOW JOB [--matrix NAME=VALUE]… [--env NAME=VALUE]… [--node FOLDER] [--keep]
//   --matrix  Choose a combination of the job's matrix. Default: the first value of each name
//   --env     Replace a variable of the workflow, such as an address that cannot be reached from here
//   --node    Use the Node in this folder
//   --keep    Keep the clone
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";

const many = /** @type {const} */ ({ type: "string", multiple: true, default: [] });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { matrix: many, env: many, node: { type: "string" }, keep: { type: "boolean", default: false } },
});
const [workflowName = "", jobName = ""] = positionals;
const path = join(".github", "workflows", `${workflowName}.yml`);
if (!existsSync(path)) stop(`File not found: "${path}". Name a workflow without ".yml".`);
const workflow = parse(readFileSync(path, "utf8"));
const job = workflow.jobs[jobName];
if (job === undefined) stop(`Unknown job "${jobName}". Available: ${Object.keys(workflow.jobs).join(", ")}.`);

const folder = mkdtempSync(join(tmpdir(), "workflow-"));
process.once("exit", () => values.keep || rmSync(folder, { recursive: true, force: true }));
const [clone, temp] = [join(folder, "clone"), join(folder, "temp")];
mkdirSync(temp);
const replaced = pairs(values.env);
/** @type {Record<string, Record<string, string>>} */
const contexts = {
  matrix: { ...Object.fromEntries(Object.entries(job.strategy?.matrix ?? {}).map(([name, all]) => [name, String(all[0])])), ...pairs(values.matrix) },
  env: {},
  runner: { temp, os: "Linux" },
  github: { ref: "refs/heads/main", event_name: "push", run_id: "1", run_number: "1", repository: "owner/repository", token: "" },
  secrets: {},
};
for (const [name, value] of Object.entries(contexts.matrix ?? {}))
  if (!job.strategy?.matrix?.[name]?.some((/** @type {unknown} */ each) => String(each) === value)) stop(`The matrix has no ${name}=${value}.`);

// A job sees nothing of this machine's settings.
const own = Object.entries(process.env).filter(([name]) => !/^(TALLYSTICK_|npm_|GITHUB_|INIT_CWD$|NODE_ENV$|VITEST)/.test(name));
/** @type {Record<string, string | undefined>} */
const environment = {
  ...Object.fromEntries(own),
  PATH: [...(values.node === undefined ? [] : [resolve(values.node)]), process.env.PATH].join(delimiter),
  CI: "true",
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_NAME: "push",
  GITHUB_WORKSPACE: clone,
  RUNNER_TEMP: temp,
};
for (const name of ["GITHUB_ENV", "GITHUB_STEP_SUMMARY"]) writeFileSync((environment[name] = join(temp, name)), "");
Object.assign(environment, resolved(workflow.env), resolved(job.env));

/** What stands for an action here. Any other action is not run. @type {Record<string, (step: any) => boolean>} */
const actions = {
  "actions/checkout": () => spawnSync("git", ["clone", "--quiet", process.cwd(), clone], { stdio: "inherit" }).status === 0,
  "actions/setup-node": ({ with: { "node-version": wanted } }) => {
    const { stdout } = spawnSync("node", ["--version"], { env: environment, encoding: "utf8" });
    console.log(`Node ${stdout.trim()}; the job wants ${text(wanted)}`);
    return stdout.startsWith(`v${text(wanted)}.`);
  },
};

const counts = { passed: 0, failed: 0, "not run here": 0 };
/** @type {string[]} */
const lines = [];
const chosen = Object.entries(contexts.matrix ?? {}).map(([name, value]) => ` ${name}=${value}`);
for (const step of job.steps) {
  const name = text(step.name ?? step.uses?.replace(/@.*/, "") ?? step.run.trim().split("\n")[0]);
  const began = Date.now();
  const outcome = !isWanted(step.if ?? "success()") ? "not run here" : run(step);
  counts[outcome] += 1;
  lines.push(`${outcome}: ${name} (${Math.round((Date.now() - began) / 1000)} s)`);
  console.log(`── ${lines.at(-1)}`);
}
console.log(`\n${workflowName} ${jobName}${chosen.join("")}\n${lines.join("\n")}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts["not run here"]} not run here`);
if (values.keep) console.log(clone);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** @param {any} step @returns {"passed" | "failed" | "not run here"} */
function run(step) {
  if (step.uses !== undefined) {
    const action = actions[step.uses.replace(/@.*/, "")];
    return action === undefined ? "not run here" : action(step) ? "passed" : "failed";
  }
  const shell = step.shell ?? job.defaults?.run?.shell ?? workflow.defaults?.run?.shell;
  const script = join(temp, "step.sh");
  writeFileSync(script, text(step.run));
  // The command lines of GitHub's runners: `pipefail` only where the workflow names bash.
  const { status } = spawnSync(
    "bash",
    ["--noprofile", "--norc", shell === "bash" ? "-eo" : "-e", ...(shell === "bash" ? ["pipefail"] : []), script],
    {
      cwd: clone,
      env: { ...environment, ...resolved(step.env) },
      stdio: "inherit",
    },
  );
  Object.assign(environment, pairs(readFileSync(join(temp, "GITHUB_ENV"), "utf8").split("\n").filter(Boolean)), replaced);
  return status === 0 ? "passed" : "failed";
}

/** Whether a step's condition holds: `always()`, `failure()` and comparisons, joined with `&&`. @param {string} condition */
function isWanted(condition) {
  const terms = condition.split("&&").map((term) => term.trim());
  const ofState = /^(always|failure|success)\(\)$/;
  if (!terms.some((term) => ofState.test(term))) terms.unshift("success()");
  return terms.every((term) => {
    if (term === "always()") return true;
    if (term === "failure()") return counts.failed > 0;
    if (term === "success()") return counts.failed === 0;
    const [left = "", right = ""] = term.split("==").map((side) => /^\s*'(.*)'\s*$/.exec(side)?.[1] ?? valueOf(side.trim()));
    return left === right;
  });
}

/** @param {unknown} template */
function text(template) {
  return String(template).replace(/\$\{\{\s*([^}]+?)\s*\}\}/g, (_, expression) => valueOf(expression));
}

/** The value of `matrix.node`; absent ones are empty, as on GitHub. @param {string} expression */
function valueOf(expression) {
  const [context = "", ...rest] = expression.split(".");
  if (contexts[context] === undefined && !/^(steps|github)$/.test(context)) stop(`Not supported here: \${{ ${expression} }}.`);
  return contexts[context]?.[rest.join(".")] ?? "";
}

/** @param {Record<string, unknown> | undefined} variables */
function resolved(variables = {}) {
  const all = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)]));
  return { ...all, ...replaced };
}

/** @param {readonly string[]} written `NAME=VALUE` @returns {Record<string, string>} */
function pairs(written) {
  return Object.fromEntries(written.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}
