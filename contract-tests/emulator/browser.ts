import { execFile } from "node:child_process";
import { access, constants, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import chromium from "@sparticuz/chromium";

/** Tried in this order: a branded Chrome first, because distributions' `chromium-browser` is at times a stub that only installs something. */
const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome"];
const applications = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

export interface BrowserChoice {
  readonly path: string;
  /** What is told to a person: `Chromium 156.0.8078.108`. */
  readonly version: string;
  readonly origin: "installed" | "npm";
}

/** An installed Chrome or Chromium that starts, by `CHROME_PATH`, by name or at its usual place; `undefined` when there is none. */
export async function findInstalledBrowser(environment: NodeJS.ProcessEnv): Promise<BrowserChoice | undefined> {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...(environment["CHROME_PATH"] === undefined ? [] : [environment["CHROME_PATH"]]),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === "darwin" ? applications : []),
  ];
  for (const path of candidates) {
    const version = await versionOf(path);
    if (version !== undefined) return { path, version, origin: "installed" };
  }
  return undefined;
}

/** The browser that an npm package carries, unpacked into `TMPDIR` of this process. */
export async function unpackBrowser(): Promise<BrowserChoice> {
  const path = await chromium.executablePath();
  return { path, version: (await versionOf(path)) ?? "Chromium", origin: "npm" };
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: 20_000 });
    return /^(?:Google Chrome|Chromium)[^\n]*?\d+(?:\.\d+)+/.exec(stdout.trim())?.[0];
  } catch {
    return undefined;
  }
}

/** Where miniflare looks for its Chrome, below `$XDG_CACHE_HOME`. It would download this version if nothing stood there. */
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
  // Chromium refuses its sandbox to root, which is who runs in most containers.
  const sandbox = process.getuid?.() === 0 ? " --no-sandbox" : "";
  const script = `#!/bin/sh\necho $$ >> ${quoted(processIds)}\nexec ${quoted(browser.path)} "$@"${sandbox}\n`;
  await writeFile(launcher, script, { mode: 0o755 });
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
