// A live run with writes against a real server from npm, with a listing of the server's data before and after it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = "docs/examples/live-run";
const jsonServer = "json-server@0.17.4";
const shell = process.platform === "win32";
const temporary = mkdtempSync(join(tmpdir(), "tallystick-live-run-"));
/** The base URL of a server that runs already, and further options of `verify`. */
const [given, ...options] = process.argv.slice(2);
let server;

/** Runs a command as a reader would type it. @returns Its exit code. */
async function run(shown, command, args, cwd) {
  process.stdout.write(`$ ${shown}\n`);
  const [status] = await once(spawn(command, args, { cwd, stdio: "inherit", shell: shell && command === "npm" }), "exit");
  process.stdout.write("\n");
  return status ?? 3;
}

/** A server with the data of this folder. @returns Its base URL. */
async function start() {
  if ((await run(`npm install ${jsonServer}`, "npm", ["install", "--no-audit", "--no-fund", "--prefix", temporary, jsonServer], temporary)) !== 0)
    throw new Error(`${jsonServer} could not be installed.`);
  cpSync(join(root, folder, "data.json"), join(temporary, "data.json"));
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const script = join(temporary, "node_modules/json-server/lib/cli/bin.js");
  server = spawn(process.execPath, [script, "--host", "127.0.0.1", "--port", port, "--quiet", "data.json"], {
    cwd: temporary,
    stdio: ["ignore", 2, 2],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(`${url}/db`);
      return url;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${jsonServer} did not start.`);
}

/** Everything that the server stores. */
async function list(url, when) {
  const data = await (await fetch(`${url}/db`)).text();
  process.stdout.write(`Data ${when} the run:\n${data}\n\n`);
  return data;
}

try {
  if (!existsSync(join(root, "generator/dist/cli/main.js")) && (await run("npm run build", "npm", ["run", "--silent", "build"], root)) !== 0)
    throw new Error("The build failed.");
  const url = given ?? (await start());
  const before = await list(url, "before");
  const verify = ["verify", "--spec", `${folder}/openapi.yaml`, "--base-url", url, "--writes", "own", "--seed", "1", ...options];
  const status = await run(`npx tallystick ${verify.join(" ")}`, process.execPath, ["generator/bin/tallystick.js", ...verify], root);
  const after = await list(url, "after");
  process.stdout.write(before === after ? "The data is equal.\n" : "The data differs.\n");
  process.exitCode = before === after ? status : 3;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
} finally {
  server?.kill();
  rmSync(temporary, { recursive: true });
}
