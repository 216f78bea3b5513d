import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configNames } from "../../config/config.js";
import { mockLibraries, type MockLibrary } from "../../plan/plan-options.js";
import { version } from "../../version.js";
import { makeFolder } from "../../files/make-folder.js";
import { defined } from "../../algorithms/defined.js";
import type { Values } from "../options/command.js";
import { readGenerateFlags } from "../options/generate-options.js";
import type { initCommand } from "../options/init-options.js";
import { choose, listed, wrong } from "../init/choose.js";
import { defaultTarget } from "../generate/default-target.js";
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
import { findSources } from "../init/origin.js";
import { findProject, type Project } from "../init/project.js";
import { starter, starterPath } from "../init/starter.js";
import { vendor, type Vendored } from "../init/vendor.js";
import { startProgram } from "../../start-program.js";
import { exit } from "../terminal/outcome.js";
import { printLine } from "../terminal/print-line.js";
import { UsageError } from "../options/usage-error.js";

/**
 * `tallystick init`: writes the files of a project, lists them, and generates the first output. Overwrites no file; adds lines to two
 * files: scripts to package.json, and the ignored folder to the linters' configuration.
 */
export async function runInit(values: Values<typeof initCommand.options>): Promise<number> {
  const folder = process.cwd();
  const project = findProject(folder);
  if ("problem" in project) throw new UsageError(project.problem, { code: "input-invalid", file: "package.json", help: project.help });
  const existing = configNames.find((name) => existsSync(join(folder, name)));
  if (existing !== undefined) throw new UsageError(`${existing} already exists`, { help: "Edit it, or delete it and run tallystick init again." });
  const chosen = await choose(project, values);
  if (chosen === undefined) return exit.usage;
  const problem = wrong(chosen, folder);
  if (problem !== undefined) throw new UsageError(problem);

  const installs = values["no-install"] !== true;
  const sources = findSources(project, version);
  if (typeof sources === "string" && installs) throw new UsageError(sources, { code: "package-missing" });

  // Before anything is written: when it fails, init can be run again.
  const vendored = installs && typeof sources !== "string" ? vendor(project, sources) : undefined;
  if (typeof vendored === "string") throw new UsageError(vendored, { code: "package-missing" });
  const setup = new Setup(project, chosen);
  setup.goByCompiler();
  const left = leaveOut(project, folderOf(chosen.out), configPath);
  setup.advice.push(...left.advice);
  const done = writeAll(project, setup.choices, left.edits);
  printLine(`Wrote ${done.join(", ")}.`);
  if (chosen.begins === true) printLine(`No OpenAPI document was found, so ${chosen.spec} is an example. Replace it with your document.`);
  if (chosen.documents !== undefined)
    printLine(`Several OpenAPI documents were found, so ${configPath} lists them: ${chosen.documents.join(", ")}. Use one only with --spec.`);
  else if (values.spec === undefined && project.specs.length > 1)
    printLine(`Uses ${chosen.spec}. Other documents were found: ${listed(project.specs.slice(1))}. Choose one with --spec.`);
  if (vendored !== undefined) {
    const failed = setup.install(vendored);
    if (failed !== undefined) throw new UsageError(failed, { code: "package-missing" });
  } else if (typeof sources === "string" || sources.size > 0) {
    setup.advice.push(
      `A clone of this repository cannot install tallystick. Delete ${configPath} and run tallystick init without --no-install: it copies the packages.`,
    );
  }
  if (project.prettier) format(project, done);
  const code = await generateFirst(setup.choices);
  if (code !== exit.success) return code;
  for (const sentence of setup.advice) printLine(sentence);
  const scripts = scriptsFor(project.manifest?.value);
  printLine(`To regenerate, run ${runScript(project.manager, scripts.generate)}. In CI, run ${runScript(project.manager, scripts.check)}.`);
  return code;
}

/** The choices, limited to what the project supports, and the notes about them for the end. */
class Setup {
  readonly advice: string[] = [];
  readonly #project: Project;
  #choices: Choices;

  constructor(project: Project, choices: Choices) {
    this.#project = project;
    this.#choices = choices;
  }

  get choices(): Choices {
    return this.#choices;
  }

  goByCompiler(): void {
    // A package is compiled by a configuration of its own.
    const isFolder = this.#choices.name === undefined;
    const compiler = isFolder ? findCompiler(this.#project) : undefined;
    this.advice.push(...(compiler?.advice ?? []));
    if (isFolder) this.#chooseTarget();
    if (compiler?.imports !== undefined && this.#choices.target === "ts") {
      const { extension, reason } = compiler.imports;
      this.#choices = { ...this.#choices, importExtension: extension };
      const names = extension === "none" ? "without an extension" : `with the extension .${extension}`;
      this.advice.push(`Imports in the output are written ${names}, because ${reason}. ${configPath} has the setting.`);
    }
    for (const library of ["msw", "nock"] as const) {
      const reason = compiler?.without[library];
      if (reason !== undefined) this.#leaveLibrary(library, reason);
    }
  }

  #chooseTarget(): void {
    const target = defaultTarget(join(this.#project.folder, this.#choices.out));
    this.#choices = { ...this.#choices, target };
    this.advice.push(
      target === "js"
        ? `The output is JavaScript with declarations, which your compiler checks fastest. For TypeScript source, set target to "ts" in ${configPath}.`
        : `The output is TypeScript source, because tsc compiles ${this.#choices.out}. If your build copies .js and .d.ts files, set target to "js" in ${configPath}.`,
    );
  }

  /** Omits mocks of a library that cannot be installed. Returns the reason if the tool itself cannot be installed. */
  install(vendored: Vendored): string | undefined {
    const { folder, manager, manifest } = this.#project;
    if (vendored.written.length > 0) printLine(`Copied ${vendored.written.join(" and ")}.`);
    this.advice.push(...vendored.advice);
    for (const { command, parameters, mocksFor } of installations(manager, version, this.#choices, manifest?.value, vendored.specs)) {
      printLine(`${command} ${parameters.join(" ")}`);
      if (run(folder, command, parameters) === 0) continue;
      if (mocksFor === undefined)
        return `${command} failed. The written files are complete. Install the packages, then run ${runScript(manager, scriptsFor(manifest?.value).generate)}.`;
      this.#leaveLibrary(mocksFor, `${command} failed`);
      writeFileSync(join(folder, configPath), configFile(this.#choices));
    }
    return undefined;
  }

  #leaveLibrary(library: MockLibrary, reason: string): void {
    const rest = (this.#choices.mocks ?? mockLibraries).filter((each) => each !== library);
    if (rest.length === 0) return void this.advice.push(`Mocks for ${library} are generated, but ${reason}.`);
    this.#choices = { ...this.#choices, mocks: rest };
    this.advice.push(`Mocks are generated for ${rest.join()} only, not for ${library}, because ${reason}. ${configPath} has the setting.`);
  }
}

/** In the project's own style; where that fails nothing is wrong but the style. */
function format(project: Project, written: readonly string[]): void {
  const made = [configPath, workflowPath(project), starterPath];
  const [command, ...parameters] = programCall(project.manager, "prettier", ["--write", ...written.filter((path) => made.includes(path))]);
  startProgram(command, parameters, { cwd: project.folder, stdio: "ignore" });
}

async function generateFirst({ spec, documents, out, name, mocks, target, importExtension }: Choices): Promise<number> {
  const { runGenerate } = await import("./generate.js");
  if (documents !== undefined) return runGenerate(readGenerateFlags({}));
  return runGenerate(readGenerateFlags(defined({ spec, out, name, mocks, target, "import-extension": importExtension })));
}

/** The folder that all outputs lie in: `packages` for `packages/api-{dir}`. */
function folderOf(out: string): string {
  const placeholder = out.indexOf("{");
  const end = placeholder === -1 ? -1 : out.lastIndexOf("/", placeholder);
  return end === -1 ? out : out.slice(0, end);
}

/** Returns the paths. */
function writeAll(project: Project, choices: Choices, edits: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  const done: string[] = [];
  const write = (path: string, text: string): void => {
    makeFolder(dirname(join(project.folder, path)));
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
  if (choices.ci && existsSync(join(project.folder, ci))) printLine(`${ci} already exists and was not changed.`);
  else if (choices.ci) write(ci, workflow(project, scriptsFor(project.manifest?.value)));
  for (const { path, text } of edits) write(path, text);
  return done;
}

function run(folder: string, command: string, parameters: readonly string[]): number | null {
  return startProgram(command, parameters, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] }).status;
}
