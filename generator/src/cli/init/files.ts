import { relative, sep } from "node:path";
import { mockVersions } from "../../emit/package/mock-versions.js";
import { isJsonObject, type JsonObject } from "../../model/json.js";
import type { ImportExtension, MockLibrary, Target } from "../../plan/plan-options.js";
import type { PackageManager, Project } from "./project.js";

export interface Choices {
  readonly spec: string;
  /** Globs and paths of several documents; `spec` is the first of them, and `out` has a placeholder. */
  readonly documents?: readonly string[];
  readonly out: string;
  readonly name?: string;
  readonly ci: boolean;
  /** Absent: both. */
  readonly mocks?: readonly MockLibrary[];
  /** Absent: the output is a package. */
  readonly target?: Target;
  /** Absent: `js`. */
  readonly importExtension?: ImportExtension;
  /** There is no document, so one is written to begin with. */
  readonly begins?: boolean;
}

export const configPath = "tallystick.config.mjs";

/** A form that every supported Node reads without a compiler. */
export function configFile(choices: Choices): string {
  const settings = [
    choices.documents === undefined ? `  spec: ${JSON.stringify(choices.spec)},` : `  documents: ${JSON.stringify(choices.documents)},`,
    `  out: ${JSON.stringify(choices.out)},`,
    ...(choices.name === undefined ? [] : [`  name: ${JSON.stringify(choices.name)},`]),
    ...(choices.mocks === undefined ? [] : [`  mocks: ${JSON.stringify(choices.mocks)},`]),
    ...(choices.target === undefined ? [] : [`  target: ${JSON.stringify(choices.target)},`]),
    ...(choices.importExtension === undefined ? [] : [`  importExtension: ${JSON.stringify(choices.importExtension)},`]),
  ];
  // The first run reads it, perhaps before the package is installed.
  if (choices.documents !== undefined) return `/** @type {import("tallystick").Config} */\nexport default {\n${settings.join("\n")}\n};\n`;
  return `import { defineConfig } from "tallystick";\n\nexport default defineConfig({\n${settings.join("\n")}\n});\n`;
}

/** Names of the scripts that generate and check. */
export interface Scripts {
  readonly generate: string;
  readonly check: string;
}

/** Where the project has scripts of these names that do something else, ours have names of their own. */
export function scriptsFor(value: JsonObject = {}): Scripts {
  const scripts = scriptsIn(value);
  const isOurs = (name: string): boolean => scripts[name] === undefined || /\btallystick generate\b/.test(String(scripts[name]));
  const prefix = ["", "api:"].find((each) => isOurs(`${each}codegen`) && isOurs(`${each}codegen:check`)) ?? "tallystick:";
  return { generate: `${prefix}codegen`, check: `${prefix}codegen:check` };
}

function scriptsIn(manifest: JsonObject): JsonObject {
  return isJsonObject(manifest["scripts"]) ? manifest["scripts"] : {};
}

/** package.json with the scripts; one that is there already stays. The indentation is the file's own. */
export function withScripts(text: string, value: JsonObject): { readonly text: string; readonly added: readonly string[] } {
  const scripts = scriptsIn(value);
  const { generate, check } = scriptsFor(value);
  const wanted = { [generate]: "tallystick generate", [check]: "tallystick generate --check" };
  const added = Object.keys(wanted).filter((name) => scripts[name] === undefined);
  if (added.length === 0) return { text, added };
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return {
    text: `${JSON.stringify({ ...value, scripts: { ...wanted, ...scripts } }, null, indent)}${text.endsWith("\n") || text === "" ? "\n" : ""}`,
    added,
  };
}

/** package.json and .gitignore for an empty folder. package.json has the package manager with its version, for CI. */
export function newProject(manager: PackageManager, agent: string): { readonly manifest: JsonObject; readonly ignored: string } {
  const [version] = new RegExp(`(?<=^${manager}/)\\d+\\.\\d+\\.\\d+`).exec(agent) ?? [];
  const packageManager = manager === "npm" || version === undefined ? {} : { packageManager: `${manager}@${version}` };
  return {
    manifest: { private: true, type: "module", ...packageManager },
    ignored: manager === "yarn" ? "node_modules/\n.pnp.*\n.yarn/\n" : "node_modules/\n",
  };
}

const setup: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["npm ci"],
  pnpm: ["corepack enable", "pnpm install --frozen-lockfile"],
  yarn: ["corepack enable", "yarn install --immutable"],
  bun: ["npm install --global bun", "bun install --frozen-lockfile"],
};

/** The path of the workflow from the project's folder: GitHub only reads the root of the repository. */
export function workflowPath({ folder, root }: Pick<Project, "folder" | "root">): string {
  const inside = relative(root, folder).split(sep).join("-");
  return [...relative(folder, root).split(sep), ".github", "workflows", `api-contract${inside === "" ? "" : `-${inside}`}.yml`]
    .filter((step) => step !== "")
    .join("/");
}

/** A workflow that fails if the output does not match the document. Actions are pinned to commits. */
export function workflow(
  { manager, classic, folder, root, locked }: Pick<Project, "manager" | "classic" | "folder" | "root" | "locked">,
  { check }: Scripts = scriptsFor(),
): string {
  const step = (command: string, where: string): string => {
    const inside = relative(root, where).split(sep).join("/");
    return `      - run: ${command}${inside === "" || inside.startsWith("..") ? "" : `\n        working-directory: ${JSON.stringify(inside)}`}`;
  };
  const installs = classic ? ["yarn install --frozen-lockfile"] : setup[manager];
  return `name: API contract
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  generated-code:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@39370e3970a6d050c480ffad4ff0ed4d3fdee5af # v4.1.0
        with:
          node-version: 22
${[...installs.map((command) => step(command, locked)), step(runScript(manager, check), folder)].join("\n")}
`;
}

export function runScript(manager: PackageManager, script: string): string {
  return manager === "pnpm" ? `pnpm ${script}` : `${manager} run ${script}`;
}

/** How a program that the project has installed is run, by the manager that knows where it is. */
export function programCall(manager: PackageManager, program: string, parameters: readonly string[]): readonly [string, ...string[]] {
  if (manager === "npm") return ["npx", "--no-install", program, ...parameters];
  return [manager, manager === "pnpm" ? "exec" : "run", program, ...parameters];
}

interface Installation {
  readonly command: PackageManager;
  readonly parameters: readonly string[];
  /** The library whose mocks are omitted if it cannot be installed; absent: installation must succeed. */
  readonly mocksFor?: "msw";
}

/**
 * The packages of a project: the tool with the contract kit and the mock libraries, and the dependencies of the client. Packages in its package.json
 * are not installed again: they may have another version, or come from a workspace or a fork.
 * @param specs Sources to install instead of a version, regardless of package.json.
 */
export function installations(
  manager: PackageManager,
  version: string,
  choices: Choices,
  manifest: JsonObject = {},
  specs: ReadonlyMap<string, string> = new Map(),
): readonly Installation[] {
  const add = manager === "npm" ? "install" : "add";
  const dev = [add, manager === "yarn" || manager === "bun" ? "--dev" : "--save-dev"];
  const wanted: readonly (Omit<Installation, "command"> & { readonly packages: readonly string[] })[] = [
    { parameters: dev, packages: [`tallystick@${version}`, `@tallystick/contract@${version}`, `nock@${mockVersions.nock.dev}`] },
    // A generated package brings its own dependencies; source inside the project uses the project's.
    { parameters: [add], packages: choices.name === undefined ? ["openapi-fetch@0.17.0"] : [] },
    // On Node 20 yarn 1 rejects msw: one of its dependencies requires Node 22.
    { parameters: dev, packages: choices.mocks?.includes("msw") === false ? [] : [`msw@${mockVersions.msw.dev}`], mocksFor: "msw" },
  ];
  return wanted.flatMap(({ parameters, packages, ...rest }) => {
    const missing = packages.flatMap((wantedPackage) => {
      const name = wantedPackage.slice(0, wantedPackage.lastIndexOf("@"));
      const spec = specs.get(name);
      if (spec !== undefined) return [`${name}@${spec}`];
      return isDeclared(manifest, name) ? [] : [wantedPackage];
    });
    return missing.length === 0 ? [] : [{ command: manager, parameters: [...parameters, ...missing], ...rest }];
  });
}

function isDeclared(manifest: JsonObject, name: string): boolean {
  return ["dependencies", "devDependencies"].some((key) => isJsonObject(manifest[key]) && Object.hasOwn(manifest[key], name));
}
