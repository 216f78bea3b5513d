import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFile, textIn, unreadSentence } from "../../files/read.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";

const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;
export type PackageManager = (typeof packageManagers)[number];

/** The project in the folder of `init`. */
export interface Project {
  readonly folder: string;
  /** Text of package.json; absent where there is none. */
  readonly manifest?: { readonly text: string; readonly value: JsonObject };
  readonly manager: PackageManager;
  /** Of the repository: the nearest one above with `.git`, else the project's own. */
  readonly root: string;
  /** The folder of the lock file: above the project in a workspace. */
  readonly locked: string;
  /** Yarn 1 has other flags than later versions. */
  readonly classic: boolean;
  /** Configuration files of linters and formatters that would read the output. */
  readonly lint: readonly string[];
  /** Prettier is a development dependency of the project. */
  readonly prettier: boolean;
  /** Files that look like OpenAPI documents, nearest first. */
  readonly specs: readonly string[];
}

export type FoundProject = Project | { readonly problem: string; readonly help: string };

export function findProject(folder: string): FoundProject {
  const help = "Correct it, then run tallystick init again.";
  const read = readFile(join(folder, "package.json"));
  if ("reason" in read) return { problem: unreadSentence("file", "package.json", read), help };
  let manifest: Project["manifest"];
  if ("bytes" in read) {
    const text = read.bytes.toString("utf8").replace(/^\ufeff/, "");
    let value: Json;
    try {
      value = JSON.parse(text) as Json;
    } catch {
      return { problem: "This is not JSON.", help };
    }
    if (!isJsonObject(value)) return { problem: "This is not a JSON object.", help };
    manifest = { text, value };
  }
  const lock = lockOf(folder);
  const manager = managerOf(manifest?.value, lock?.manager);
  const classic = manager === "yarn" && isClassic(folder, manifest?.value["packageManager"]);
  const lint = readdirSync(folder).filter((name) => /^(?:eslint\.config\.\w+|\.eslintrc(?:\.\w+)?|biome\.jsonc?|\.oxlintrc\.json)$/.test(name));
  const prettier = isJsonObject(manifest?.value["devDependencies"]) && "prettier" in manifest.value["devDependencies"];
  const locked = lock?.folder ?? folder;
  const root = repositoryOf(folder) ?? folder;
  return { folder, manager, root, locked, classic, lint, prettier, specs: documents(folder), ...(manifest === undefined ? {} : { manifest }) };
}

function isClassic(folder: string, declared: Json | undefined): boolean {
  if (typeof declared === "string") return declared.startsWith("yarn@1.");
  for (const here of upwards(folder)) {
    const lock = join(here, "yarn.lock");
    const text = textIn(lock);
    if (text !== "") return text.includes("# yarn lockfile v1");
    if (existsSync(join(here, ".yarnrc.yml"))) return false;
  }
  return (process.env["npm_config_user_agent"] ?? "").startsWith("yarn/1.");
}

/** By package.json, else by the lock file, else by the running package manager. */
function managerOf(manifest: JsonObject | undefined, locked: PackageManager | undefined): PackageManager {
  const declared = manifest?.["packageManager"];
  const known = (name: string | undefined): PackageManager | undefined => packageManagers.find((each) => each === name);
  return (
    (typeof declared === "string" ? known(declared.split("@")[0]) : undefined) ??
    locked ??
    known((process.env["npm_config_user_agent"] ?? "").split("/")[0]) ??
    "npm"
  );
}

const locks: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/** The nearest lock file, here or in a folder above: a workspace has it at its root. */
function lockOf(folder: string): { readonly folder: string; readonly manager: PackageManager } | undefined {
  for (const here of upwards(folder)) {
    const found = locks.find(([name]) => existsSync(join(here, name)));
    if (found !== undefined) return { folder: here, manager: found[1] };
  }
  return undefined;
}

function repositoryOf(folder: string): string | undefined {
  return upwards(folder).find((here) => existsSync(join(here, ".git")));
}

/** A folder and those above it, up to the root of its repository. */
function upwards(folder: string): readonly string[] {
  const isLast = existsSync(join(folder, ".git")) || dirname(folder) === folder;
  return isLast ? [folder] : [folder, ...upwards(dirname(folder))];
}

const skipped = new Set(["node_modules", "dist", "build", "coverage", "generated", "vendor", "package.json", "package-lock.json"]);

/** At most four levels deep, below a size limit, and with the top-level key of OpenAPI documents. */
function documents(folder: string): string[] {
  const found: string[] = [];
  const look = (path: string, depth: number): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (skipped.has(entry.name)) continue;
      if (entry.isDirectory() && depth < 4 && !entry.name.startsWith(".")) look(inner, depth + 1);
      else if (entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name) && isProbablyOpenApi(join(folder, inner))) found.push(inner);
    }
  };
  look("", 0);
  return found.toSorted((a, b) => a.split("/").length - b.split("/").length);
}

/** By a key and its value: a package may be called `openapi` or `swagger`, but has other versions. */
export function isProbablyOpenApi(path: string): boolean {
  if (statSync(path).size > 100_000_000) return false;
  return /(?:^|[{,])[ \t]*["']?(?:openapi["']?\s*:\s*["']?3\.\d|swagger["']?\s*:\s*["']?2\.0)/m.test(textIn(path));
}
