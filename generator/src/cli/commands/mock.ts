import { isIP } from "node:net";
import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { plain } from "../../diagnostics/plain.js";
import { contentLimit } from "../../limits.js";
import type { Access, MockServer } from "../../mock-server/index.js";
import type { OpenedModel } from "../../open-model.js";
import { describeDocumentOptions, describeLockOptions, readDocumentOptions, readLockFlags, valueOf, valuesOf } from "./document-options.js";
import { defined } from "./generate-options.js";
import { addressRefused } from "../address-refused.js";
import { refuseSeveral } from "../configured-document.js";
import { jobs, shown } from "../jobs.js";
import { exit } from "../outcome.js";
import { UsageError } from "../usage-error.js";
import { ownLine } from "../own-command.js";
import { strayWord } from "../stray-word.js";
import { showDiagnostics } from "../show-diagnostics.js";
import { printLine } from "../tell.js";

/** `tallystick mock`: the document's examples and made values over HTTP, until it is interrupted. */
export async function runMockCommand(args: readonly string[]): Promise<number> {
  const line = await ownLine("mock", args, (cli) =>
    describeLockOptions(
      describeDocumentOptions(
        cli
          .command("", "Serve the document as an API over HTTP. The header Prefer: code=404 selects a status, and Prefer: example=name an example")
          .option("--spec <path>", "OpenAPI document, a path or an address (default: the document of the configuration)")
          .option("--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated")
          .option("--config <file>", "Configuration file")
          .option("--port <n>", `Port to listen on; 0 selects a free port (default: ${usualPort})`)
          .option("--host <name>", "Address to listen on (default: loopback only)")
          .option("--allow-host <name>", "Also accept requests for this host name (.example.com includes its subdomains); may be repeated")
          .option("--cors <origin>", "Also allow pages of this origin, * for any (default: pages of this machine); may be repeated")
          .option("--stateful", "Keep created items: list, find, change and delete them")
          .option("--max-request-bytes <n>", `Maximum size of a request body, in bytes (default: ${contentLimit})`)
          .option("--no-validate", "Accept requests that do not match the document"),
      ),
    ),
  );
  if (line === undefined) return exit.success;
  const { options } = line;
  const [stray] = line.args;
  if (stray !== undefined) throw new UsageError(strayWord(stray, "mock"));
  const spec = valueOf(options["spec"], "--spec");
  const address = { port: portOf(valueOf(options["port"], "--port")), host: hostOf(valueOf(options["host"], "--host")) };

  const access = accessOf(options);
  const maxRequestBytes = bytesOf(valueOf(options["max-request-bytes"], "--max-request-bytes"));

  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  // Only the document matters here; the folder is asked of configurations and of nobody else.
  const flags = defined({
    remote: readLockFlags(options),
    spec,
    out: spec === undefined ? undefined : ".",
    overlays: valuesOf(options["overlay"], "--overlay"),
    config: valueOf(options["config"], "--config"),
    ...readDocumentOptions(options),
  });
  const loaded = await jobs(cwd, { check: false, watch: false, json: false, cache: false, ...flags }, report, sources);
  const [job] = loaded ?? [];
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  if (job === undefined) return exit.usage;
  refuseSeveral((loaded ?? []).map((each) => shown(each.spec, cwd)));
  const { openModel } = await import("../../open-model.js");
  const opened = await openModel(job.spec, job.options);
  const located = locate(opened.diagnostics, opened.sources, (source) => shown(source.path, cwd));
  await showDiagnostics(located.filter(({ code, severity }) => severity === "error" || code === "lost-parts"));
  if (opened.model === undefined || located.some((diagnostic) => diagnostic.severity === "error")) return exit.usage;
  const server = await listen(opened.model, { ...address, maxRequestBytes }, access, options);
  process.stdout.write(`${plain(opened.model.info.title)} is served at ${server.url}. Press Ctrl+C to end.\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return exit.success;
}

const usualPort = 4010;

function bytesOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(given)) throw new UsageError(`--max-request-bytes needs a positive integer, not "${given}"`);
  return Number(given);
}

function portOf(given: string | undefined): number {
  if (given === undefined) return usualPort;
  if (!/^\d+$/.test(given) || Number(given) > 65_535) throw new UsageError("--port must be a number from 0 to 65535");
  return Number(given);
}

/** The name or address of a machine; with a scheme or a port it would be looked up as a name. An address of IPv6 has colons of its own. */
function hostOf(given: string | undefined, option = "--host"): string | undefined {
  if (given === undefined || isIP(given) !== 0 || !/[:/\s]/.test(given)) return given;
  const help = `Set ${option} to a name or address, and the port with --port.`;
  throw new UsageError(`"${given}" is not only a host`, { code: "address-refused", help });
}

/** Names and origins, as a browser writes them. */
function accessOf(options: Readonly<Record<string, unknown>>): Access {
  const allowedHosts = valuesOf(options["allowHost"], "--allow-host") ?? [];
  for (const name of allowedHosts) hostOf(name, "--allow-host");
  const cors = (valuesOf(options["cors"], "--cors") ?? []).map((given) => {
    if (given === "*") return given;
    const origin = /^https?:\/\//i.test(given) && URL.canParse(given) ? new URL(given) : undefined;
    if (origin !== undefined && origin.pathname === "/" && origin.search + origin.hash + origin.username === "") return origin.origin;
    throw new UsageError(`"${given}" is not an origin`, { help: "Set --cors to a scheme and a host, such as https://app.example.com, or to *." });
  });
  return { allowedHosts, cors };
}

interface Address {
  readonly maxRequestBytes: number | undefined;
  readonly port: number;
  readonly host: string | undefined;
}

/** Throws a `UsageError` where the address cannot be had. */
async function listen(
  model: NonNullable<OpenedModel["model"]>,
  { port, host, maxRequestBytes }: Address,
  access: Access,
  options: Readonly<Record<string, unknown>>,
): Promise<MockServer> {
  const { startMockServer } = await import("../../mock-server/index.js");
  try {
    return await startMockServer(model, {
      port,
      ...(host !== undefined && { host }),
      ...access,
      ...(maxRequestBytes !== undefined && { maxRequestBytes }),
      validate: options["validate"] !== false,
      stateful: options["stateful"] === true,
      log: ({ method, path, operation, status, refused }) => {
        printLine(`${status} ${method} ${path}${operation === undefined ? "" : ` (${operation})`}`);
        if (refused !== undefined) printLine(`  ${refused}`);
      },
    });
  } catch (error) {
    throw addressRefused(error, port, host) ?? error;
  }
}
