import { execFile, type ExecFileOptions } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Runs a command; what it printed is in the message when it fails. */
async function run(command: string, parameters: readonly string[], options: ExecFileOptions = {}): Promise<{ stdout: string }> {
  const { stdout } = await promisify(execFile)(command, parameters, { ...options, encoding: "utf8" }).catch((error: Error & Partial<Output>) => {
    throw new Error(`${command} ${parameters.join(" ")} failed.\n${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`, { cause: error });
  });
  return { stdout };
}
interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

const source = fileURLToPath(new URL("../../../generated", import.meta.url));
const store = fileURLToPath(new URL("../../.installed", import.meta.url));
const nock = "14.0.17";
/** What the published package is built from. */
const parts = ["package.json", "tsconfig.json", "README.md", "document.json", "src"];

/**
 * Builds, packs and installs the generated package as another team would have it, and returns the folder that it is installed in.
 * The same sources are installed once.
 */
export async function installPackage(): Promise<string> {
  const folder = join(store, await fingerprint());
  const consumer = join(folder, "consumer");
  if (await exists(join(folder, "installed"))) return consumer;
  // Two test projects may come here at the same time: each works beside the place, and the first to finish takes it.
  const staging = join(store, `.${randomBytes(6).toString("hex")}`);
  try {
    await build(staging);
    await rename(staging, folder);
    await removeOthers(folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!(await exists(join(folder, "installed")))) throw error;
  }
  return consumer;
}

async function build(staging: string): Promise<void> {
  const work = join(staging, "package");
  await mkdir(work, { recursive: true });
  for (const part of parts) await cp(join(source, part), join(work, part), { recursive: true });
  await npm(["run", "build"], work);
  const { stdout } = await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", staging], work);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const { name } = JSON.parse(await readFile(join(work, "package.json"), "utf8")) as { name: string };
  const consumer = join(staging, "consumer");
  await mkdir(consumer);
  const manifest = { name: "consumer", private: true, type: "module", dependencies: { [name]: `file:../${filename}`, nock } };
  await writeFile(join(consumer, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--omit=peer"], consumer);
  await writeFile(join(staging, "installed"), "");
}

/** npm as the person runs it, without what a surrounding `npm run` tells it about another project. */
function npm(parameters: readonly string[], cwd: string): Promise<{ stdout: string }> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle|command)/.test(name)));
  return run("npm", parameters, { cwd, env: environment, maxBuffer: 64 * 1024 * 1024, shell: process.platform === "win32" });
}

async function fingerprint(): Promise<string> {
  const hash = createHash("sha256").update(`nock ${nock} node ${process.versions.node}\n`);
  for (const part of parts) {
    for (const file of await filesIn(join(source, part)))
      hash
        .update(`${file.slice(source.length)}\n`)
        .update(await readFile(file))
        .update("\n");
  }
  return hash.digest("hex").slice(0, 16);
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** Earlier installations, unless another run may be using them. */
async function removeOthers(retained: string): Promise<void> {
  for (const entry of await readdir(store)) {
    const path = join(store, entry);
    const old = Date.now() - (await stat(path)).mtimeMs > 60 * 60 * 1000;
    if (old && path !== retained) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
