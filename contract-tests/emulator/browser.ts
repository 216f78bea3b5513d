import { execFile } from "node:child_process";
import { access, constants, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Tried in this order: a branded Chrome first, because distributions' `chromium-browser` is at times a stub that only installs something. */
const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome"];
const applications = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

export interface BrowserChoice {
  readonly path: string;
  /** As the browser prints it: `Chromium 156.0.8078.108`. */
  readonly version: string;
  readonly origin: "installed" | "npm";
}

/** The installed Chrome or Chromium, else the one from npm. `TALLYSTICK_BROWSER` set to `npm` or `installed` allows only that one. */
export async function chooseBrowser(environment: NodeJS.ProcessEnv): Promise<BrowserChoice> {
  const wanted = environment["TALLYSTICK_BROWSER"] || "automatic";
  if (!["npm", "installed", "automatic"].includes(wanted)) {
    throw new Error(`TALLYSTICK_BROWSER is "${wanted}". Set it to "npm" or "installed", or unset it.`);
  }
  const installed = wanted === "npm" ? undefined : await findInstalledBrowser(environment);
  if (installed !== undefined) return installed;
  if (wanted === "installed") throw new Error("No installed Chrome or Chromium starts. Install one, or set CHROME_PATH to its path.");
  return unpackBrowser();
}

/** An installed Chrome or Chromium that starts, by `CHROME_PATH`, by name or at its usual place; `undefined` when there is none. */
export async function findInstalledBrowser(environment: NodeJS.ProcessEnv): Promise<BrowserChoice | undefined> {
  const given = environment["CHROME_PATH"];
  if (given) {
    const version = await versionOf(given);
    if (version === undefined) throw new Error(`CHROME_PATH is "${given}", which does not start as Chrome or Chromium. Correct it, or unset it.`);
    return { path: given, version, origin: "installed" };
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === "darwin" ? applications : []),
  ];
  for (const path of candidates) {
    const version = await versionOf(path);
    if (version !== undefined) return { path, version, origin: "installed" };
  }
  return undefined;
}

/** The browser from npm, unpacked into the `.cache` of node_modules. */
async function unpackBrowser(): Promise<BrowserChoice> {
  const { stdout: path } = await run(process.execPath, [fileURLToPath(new URL("./unpack.mjs", import.meta.url))]);
  const version = await versionOf(path);
  if (version !== undefined) return { path, version, origin: "npm" };
  throw new Error(
    `The browser from npm does not start on this machine (${process.platform}, ${process.arch}). Install Chrome or Chromium, or set CHROME_PATH.`,
  );
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await run(path, ["--version"], { timeout: 60_000 });
    return /^(?:Google Chrome|Chromium)[^\n]*?\d+(?:\.\d+)+/.exec(stdout.trim())?.[0];
  } catch {
    return undefined;
  }
}

/** Where miniflare looks for its Chrome, below `$XDG_CACHE_HOME`. Without a file there it downloads this version. */
function expectedPath(): string {
  const version = "126.0.6478.182";
  const root = [".wrangler", "chrome"];
  if (process.platform === "linux") return join(...root, `linux-${version}`, "chrome-linux64", "chrome");
  if (process.platform === "darwin") {
    const [folder, kind] = process.arch === "arm64" ? ["mac_arm", "arm64"] : ["mac", "x64"];
    const application = "Google Chrome for Testing";
    return join(...root, `${folder}-${version}`, `chrome-mac-${kind}`, `${application}.app`, "Contents", "MacOS", application);
  }
  throw new Error("The emulator runs on Linux and macOS: it puts a launcher script where miniflare expects its browser.");
}

/**
 * Puts a launcher of the chosen browser where miniflare looks for one. The launcher notes the process id before it becomes the browser, so
 * that what was started can be ended by its id whatever happens to miniflare.
 */
export async function placeBrowser(browser: BrowserChoice, cache: string, processIds: string): Promise<void> {
  const launcher = join(cache, expectedPath());
  await mkdir(dirname(launcher), { recursive: true });
  // Chromium refuses its sandbox to root, and the package from npm has no sandbox helper. Only local pages are opened.
  const sandbox = process.getuid?.() === 0 || browser.origin === "npm" ? " --no-sandbox" : "";
  const script = `#!/bin/sh\necho $$ >> ${quoted(processIds)}\nexec ${quoted(browser.path)} "$@"${sandbox}\n`;
  await writeFile(launcher, script, { mode: 0o755 });
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
