import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configNames } from "../../config/config.js";
import { isPackageName } from "../../config/read-config.js";
import { version } from "../../version.js";
import { configFile, installations, runScript, withScripts, workflow, type Choices } from "../init/files.js";
import { findProject, type Project } from "../init/project.js";
import { exit, UsageError } from "../outcome.js";

/** `tallystick init`: writes what a project needs, tells what it wrote, and generates for the first time. Nothing that is there is overwritten. */
export async function runInit(options: Readonly<Record<string, unknown>>): Promise<number> {
  const folder = process.cwd();
  const project = findProject(folder);
  if ("problem" in project) return refuse(project.problem);
  const existing = configNames.find((name) => existsSync(join(folder, name)));
  if (existing !== undefined) return refuse(`There is a ${existing} already. Change it by hand, or delete it and run tallystick init again.`);
  const choices = await choose(project, options);
  if (choices === undefined) return exit.usage;
  const problem = wrong(choices, folder);
  if (problem !== undefined) return refuse(problem);

  const done: string[] = [];
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    done.push(path);
  };
  const manifest = project.manifest ?? emptyManifest();
  const scripts = withScripts(manifest.text, manifest.value);
  if (project.manifest === undefined || scripts.added.length > 0) write("package.json", scripts.text);
  write("tallystick.config.mjs", configFile(choices));
  const workflowPath = ".github/workflows/api-contract.yml";
  if (choices.ci && !existsSync(join(folder, workflowPath))) write(workflowPath, workflow(project.manager, project.classic));
  process.stderr.write(`Wrote ${done.join(", ")}.\n`);

  let mocks: string | undefined;
  if (options["install"] !== false) {
    for (const { command, parameters, without } of installations(project.manager, version, choices)) {
      process.stderr.write(`${command} ${parameters.join(" ")}\n`);
      const { status } = spawnSync(command, parameters, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
      if (status === 0) continue;
      if (without === undefined)
        return refuse(`${command} could not install. What is written stays; install by hand, then run ${runScript(project.manager, "codegen")}.`);
      mocks = "nock";
      writeFileSync(join(folder, "tallystick.config.mjs"), configFile({ ...choices, mocks: [mocks] }));
      process.stderr.write(`${command} could not install ${parameters.at(-1) ?? ""}: ${without}.\n`);
    }
  }
  const { runGenerate } = await import("./generate.js");
  const code = await runGenerate({
    spec: choices.spec,
    out: choices.out,
    ...(choices.name === undefined ? {} : { name: choices.name }),
    ...(mocks === undefined ? {} : { mocks }),
  });
  if (code !== exit.success) return code;
  const [lint] = project.lint;
  // Not by a comment in each file: where there is nothing to switch off, ESLint warns of the comment.
  if (lint !== undefined) process.stderr.write(`Leave the output out of what ${lint} looks at: "${choices.out}/**" among its ignored files.\n`);
  process.stderr.write(`From now on: ${runScript(project.manager, "codegen")}, and ${runScript(project.manager, "codegen:check")} in CI.\n`);
  return code;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return exit.usage;
}

function emptyManifest(): NonNullable<Project["manifest"]> {
  return { text: "", value: { private: true, type: "module" } };
}

/** What is wrong with a choice, in one sentence. */
function wrong(choices: Choices, folder: string): string | undefined {
  if (!existsSync(join(folder, choices.spec)))
    return `There is no file at "${choices.spec}". Give the path of your OpenAPI document, relative to this folder.`;
  if (!looksLikeOpenApi(join(folder, choices.spec)))
    return `"${choices.spec}" does not look like an OpenAPI document: it has neither openapi nor swagger at its top.`;
  if (choices.name !== undefined && !isPackageName(choices.name))
    return `"${choices.name}" is no package name that npm takes. It looks like @scope/name, in lower case.`;
  return undefined;
}

function looksLikeOpenApi(path: string): boolean {
  return /^\s*(?:\{\s*)?["']?(?:openapi|swagger)["']?\s*:/m.test(readFileSync(path, "utf8"));
}

/** From options, else by asking where somebody can answer, else from what is found. */
async function choose(project: Project, options: Readonly<Record<string, unknown>>): Promise<Choices | undefined> {
  const given = (name: string): string | undefined => {
    const value = options[name];
    if (typeof value === "boolean" || value === "") throw new UsageError(`--${name} needs a value`);
    return value === undefined ? undefined : String(value);
  };
  const spec = given("spec");
  const out = given("out");
  const name = given("name");
  const ci = options["ci"] !== false;
  const asks = options["yes"] !== true && process.stdin.isTTY && process.stdout.isTTY && (spec === undefined || out === undefined);
  if (asks) return ask(project, { spec, out, name, ci });
  const [found] = project.specs;
  if (spec === undefined && found === undefined) {
    process.stderr.write("There is no OpenAPI document here. Give its path with --spec.\n");
    return undefined;
  }
  return { spec: spec ?? found ?? "", out: out ?? (name === undefined ? "src/api" : "generated"), ci, ...(name === undefined ? {} : { name }) };
}

interface Given {
  readonly spec: string | undefined;
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly ci: boolean;
}

async function ask(project: Project, given: Given): Promise<Choices | undefined> {
  const { confirm, intro, isCancel, text } = await import("@clack/prompts");
  intro("tallystick");
  const answer = async (known: string | undefined, message: string, initialValue: string, optional = false): Promise<string | undefined> => {
    if (known !== undefined) return known;
    const said = await text({ message, initialValue, validate: (value) => (optional || (value ?? "") !== "" ? undefined : "This is needed.") });
    return isCancel(said) ? undefined : said;
  };
  const spec = await answer(given.spec, "Where is your OpenAPI document?", project.specs[0] ?? "openapi.yaml");
  if (spec === undefined) return undefined;
  const name = await answer(given.name, "Name of the generated package? (empty: source inside this project)", "", true);
  if (name === undefined) return undefined;
  const out = await answer(given.out, "Which folder shall it go to?", name === "" ? "src/api" : "generated");
  if (out === undefined) return undefined;
  const ci = given.ci && (await confirm({ message: "Add a GitHub workflow that fails when the output is out of date?" }));
  if (isCancel(ci)) return undefined;
  return { spec, out, ci, ...(name === "" ? {} : { name }) };
}
