import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { plain } from "../../diagnostics/plain.js";
import type { MockServer } from "../../mock-server/index.js";
import type { OpenedModel } from "../../open-model.js";
import { describeDocumentOptions, readDocumentOptions, valuesOf } from "./document-options.js";
import { defined } from "./generate-options.js";
import { refuseSeveral } from "../configured-document.js";
import { jobs, shown } from "../jobs.js";
import { exit, UsageError } from "../outcome.js";
import { ownLine } from "../own-command.js";
import { showDiagnostics } from "../show-diagnostics.js";
import { tell } from "../tell.js";

/** `tallystick mock`: the document's examples and made values over HTTP, until it is interrupted. */
export async function runMockCommand(args: readonly string[]): Promise<number> {
  const line = await ownLine("mock", args, (cli) =>
    describeDocumentOptions(
      cli
        .command("", "Serve what the document promises over HTTP. Prefer: code=404 asks for a status, Prefer: example=name for an example")
        .option("--spec <path>", "The OpenAPI document (default: as the configuration says)")
        .option("--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated")
        .option("--config <file>", "Configuration file")
        .option("--port <n>", "Port to listen on; 0 takes a free one", { default: 4010 })
        .option("--host <name>", "Address to listen on (default: loopback only)")
        .option("--stateful", "Keep what is created: list it, find it, change it, end it")
        .option("--no-validate", "Answer requests that the document does not allow too"),
    ),
  );
  if (line === undefined) return exit.success;
  const { options } = line;
  if (line.args.length > 0) throw new UsageError(`"${line.args[0]}" is not an option of tallystick mock`);
  const port = Number(options["port"]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError("--port takes a number from 0 to 65535");

  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  // Only the document matters here; the folder is asked of configurations and of nobody else.
  const flags = defined({
    spec: options["spec"] === undefined ? undefined : String(options["spec"]),
    out: options["spec"] === undefined ? undefined : ".",
    overlays: valuesOf(options["overlay"], "--overlay"),
    config: options["config"] === undefined ? undefined : String(options["config"]),
    ...readDocumentOptions(options),
  });
  const asked = await jobs(cwd, { check: false, watch: false, json: false, cache: false, ...flags }, report, sources);
  const [job] = asked ?? [];
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  if (job === undefined) return exit.usage;
  refuseSeveral((asked ?? []).map(({ spec }) => shown(spec, cwd)));
  const { openModel } = await import("../../open-model.js");
  const opened = await openModel(job.spec, job.options);
  const located = locate(opened.diagnostics, opened.sources, (source) => shown(source.path, cwd));
  await showDiagnostics(located.filter((diagnostic) => diagnostic.severity === "error"));
  if (opened.model === undefined || located.some((diagnostic) => diagnostic.severity === "error")) return exit.usage;
  const server = await listen(opened.model, port, options);
  if (server === undefined) return exit.usage;
  process.stdout.write(`${plain(opened.model.info.title)} is served at ${server.url}. Press Ctrl+C to end.\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return exit.success;
}

type Model = NonNullable<OpenedModel["model"]>;

/** `undefined` where the port cannot be had; the reason is said. */
async function listen(model: Model, port: number, options: Readonly<Record<string, unknown>>): Promise<MockServer | undefined> {
  const { startMockServer } = await import("../../mock-server/index.js");
  try {
    return await startMockServer(model, {
      port,
      ...(options["host"] === undefined ? {} : { host: String(options["host"]) }),
      validate: options["validate"] !== false,
      stateful: options["stateful"] === true,
      log: ({ method, path, operation, status, givenUp = [] }) => {
        tell(`${status} ${method} ${path}${operation === undefined ? "" : ` (${operation})`}`);
        for (const pattern of givenUp) tell(`  not held against the pattern ${JSON.stringify(pattern)}, which takes too long to be looked for`);
      },
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
      tell(`No machine is called ${String(options["host"])} (${code}). Give an address of this one with --host.`);
      return undefined;
    }
    if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") throw error;
    tell(`Port ${port} cannot be listened on (${code}). Give another one with --port, or --port 0 for any that is free.`);
    return undefined;
  }
}
