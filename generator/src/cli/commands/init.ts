import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configNames } from "../../config/config.js";
import { mockLibraries, type MockLibrary } from "../../plan/plan-options.js";
import { version } from "../../version.js";
import { choose, wrong } from "../init/choose.js";
import { findCompiler } from "../init/compiler.js";
import {
  configFile,
  configPath,
  installations,
  newProject,
  programCall,
  runScript,
  scriptsFor,
  withScripts,
  workflow,
  workflowPath,
  type Choices,
} from "../init/files.js";
import { leaveOut } from "../init/linters.js";
import { findProject, type Project } from "../init/project.js";
import { starter, starterPath } from "../init/starter.js";
import { exit } from "../outcome.js";
import { tell } from "../tell.js";

/**
 * `tallystick init`: writes what a project needs, tells what it wrote, and generates for the first time. Nothing that is there is overwritten; two
 * files get lines more: package.json its scripts, and what tells linters where not to look.
 */
export async function runInit(options: Readonly<Record<string, unknown>>): Promise<number> {
  const folder = process.cwd();
  const project = findProject(folder);
  if ("problem" in project) return refuse(project.problem);
  const existing = configNames.find((name) => existsSync(join(folder, name)));
  if (existing !== undefined) return refuse(`There is a ${existing} already. Change it by hand, or delete it and run tallystick init again.`);
  const chosen = await choose(project, options);
  if (chosen === undefined) return exit.usage;
  const problem = wrong(chosen, folder);
  if (problem !== undefined) return refuse(problem);

  // A package is compiled by a configuration of its own.
  const compiler = chosen.name === undefined ? findCompiler(project) : undefined;
  const advice = [...(compiler?.advice ?? [])];
  let choices: Choices = chosen;
  const leaveLibrary = (library: MockLibrary, reason: string): void => {
    const rest = (choices.mocks ?? mockLibraries).filter((each) => each !== library);
    if (rest.length === 0) return void advice.push(`Mocks for ${library} are made, but ${reason}.`);
    choices = { ...choices, mocks: rest };
    advice.push(`Mocks are made for ${rest.join()} only, as ${configPath} says: ${library} is left out, for ${reason}.`);
  };
  if (compiler?.imports !== undefined) {
    const { extension, reason } = compiler.imports;
    choices = { ...choices, importExtension: extension };
    const names = extension === "none" ? "without an extension" : `by .${extension}`;
    advice.push(`Modules name each other ${names}, as ${configPath} says: ${reason}.`);
  }
  for (const library of ["msw", "nock"] as const) {
    const reason = compiler?.without[library];
    if (reason !== undefined) leaveLibrary(library, reason);
  }

  const left = leaveOut(project, choices.out, configPath);
  advice.push(...left.advice);
  const done = writeAll(project, choices, left.edits);
  const scripts = scriptsFor(project.manifest?.value);
  const made = [configPath, workflowPath(project), starterPath];
  tell(`Wrote ${done.join(", ")}.`);
  if (choices.begins === true) tell(`There was no OpenAPI document, so ${choices.spec} is a small one to begin with. Put yours in its place.`);

  if (options["install"] !== false) {
    for (const { command, parameters, mocksFor } of installations(project.manager, version, choices, project.manifest?.value)) {
      tell(`${command} ${parameters.join(" ")}`);
      if (run(folder, command, parameters) === 0) continue;
      if (mocksFor === undefined)
        return refuse(
          `${command} could not install. What is written stays; install by hand, then run ${runScript(project.manager, scripts.generate)}.`,
        );
      leaveLibrary(mocksFor, `${command} could not install it`);
      writeFileSync(join(folder, configPath), configFile(choices));
    }
  }
  if (project.prettier) {
    const [command, ...parameters] = programCall(project.manager, "prettier", ["--write", ...done.filter((path) => made.includes(path))]);
    // In the project's own style; where that fails nothing is wrong but the style.
    spawnSync(command, parameters, { cwd: folder, stdio: "ignore", shell: process.platform === "win32" });
  }
  const { runGenerate } = await import("./generate.js");
  const code = await runGenerate({
    spec: choices.spec,
    out: choices.out,
    ...(choices.name === undefined ? {} : { name: choices.name }),
    ...(choices.mocks === undefined ? {} : { mocks: choices.mocks.join() }),
    ...(choices.importExtension === undefined ? {} : { importExtension: choices.importExtension }),
  });
  if (code !== exit.success) return code;
  for (const sentence of advice) tell(sentence);
  tell(`From now on: ${runScript(project.manager, scripts.generate)}, and ${runScript(project.manager, scripts.check)} in CI.`);
  return code;
}

/** Returns the paths. */
function writeAll(project: Project, choices: Choices, edits: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  const done: string[] = [];
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project.folder, path)), { recursive: true });
    writeFileSync(join(project.folder, path), text);
    done.push(path);
  };
  const fresh = newProject(project.manager, process.env["npm_config_user_agent"] ?? "");
  const scripts = withScripts(project.manifest?.text ?? "", project.manifest?.value ?? fresh.manifest);
  if (choices.begins === true) write(choices.spec, starter);
  if (project.manifest === undefined || scripts.added.length > 0) write("package.json", scripts.text);
  if (project.manifest === undefined && !existsSync(join(project.folder, ".gitignore"))) write(".gitignore", fresh.ignored);
  write(configPath, configFile(choices));
  const ci = workflowPath(project);
  if (choices.ci && existsSync(join(project.folder, ci))) tell(`${ci} is there already, and stays as it is.`);
  else if (choices.ci) write(ci, workflow(project, scriptsFor(project.manifest?.value)));
  for (const { path, text } of edits) write(path, text);
  return done;
}

function run(folder: string, command: string, parameters: readonly string[]): number | null {
  return spawnSync(command, parameters, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" }).status;
}

function refuse(sentence: string): number {
  tell(sentence);
  return exit.usage;
}
