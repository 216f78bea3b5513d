import { isIP } from "node:net";
import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { plain } from "../../diagnostics/plain.js";
import { contentLimit } from "../../limits.js";
import type { Access, MockServer } from "../../mock-server/index.js";
import type { OpenedModel } from "../../open-model.js";
import { defined } from "../../algorithms/defined.js";
import { parseCommand, withHeading, type Command, type OptionTable, type Values } from "../options/command.js";
import { documentOptions, lockOptions, readDocumentOptions, readLockFlags } from "../options/document-options.js";
import { addressRefused } from "../terminal/address-refused.js";
import { refuseSeveral } from "../documents/configured-document.js";
import { jobs } from "../generate/jobs.js";
import { shown } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { UsageError } from "../options/usage-error.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { printLine } from "../terminal/print-line.js";

const usualPort = 4010;

const options = {
  spec: { value: "path", help: "OpenAPI document, a path or an address (default: the document of the configuration)" },
  overlay: { value: "file", many: true, help: "OpenAPI Overlay that corrects the document; may be repeated" },
  config: { value: "file", help: "Configuration file" },
  port: { value: "n", help: `Port to listen on; 0 selects a free port (default: ${usualPort})` },
  host: { value: "name", help: "Address to listen on (default: loopback only)" },
  "allow-host": {
    value: "name",
    many: true,
    help: "Also accept requests for this host name (.example.com includes its subdomains); may be repeated",
  },
  cors: { value: "origin", many: true, help: "Also allow pages of this origin, * for any (default: pages of this machine); may be repeated" },
  stateful: { help: "Store created items: list, find, change and delete them" },
  "max-request-bytes": { value: "n", help: `Maximum size of a request body, in bytes (default: ${contentLimit})` },
  "no-validate": { help: "Accept requests that do not match the document" },
  ...withHeading("Document", { ...documentOptions, ...lockOptions }),
} as const satisfies OptionTable;

export const mockCommand = {
  name: "mock",
  options,
  end: [
    "The request header Prefer: code=404 selects a status, and Prefer: example=name an example.",
    "",
    "Examples:",
    "  tallystick mock --spec openapi.yaml",
    "  tallystick mock --spec openapi.yaml --stateful --port 0",
  ],
} as const satisfies Command;

type MockValues = Values<typeof options>;

/** `tallystick mock`: the document's examples and generated values over HTTP, until it is interrupted. */
export async function runMockCommand(args: readonly string[]): Promise<number> {
  const line = parseCommand(mockCommand, args);
  if (line === undefined) return exit.success;
  const { values } = line;
  const { spec, config, overlay: overlays } = values;
  const address = { port: portOf(values.port), host: hostOf(values.host) };
  const access = accessOf(values);
  const maxRequestBytes = bytesOf(values["max-request-bytes"]);

  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  // The output folder does not matter here; only configurations require one.
  const out = spec === undefined ? undefined : ".";
  const flags = { ...defined({ spec, out, overlays, config }), remote: readLockFlags(values), ...readDocumentOptions(values) };
  const loaded = await jobs(cwd, flags, report, sources);
  const [job] = loaded ?? [];
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  if (job === undefined) return exit.usage;
  refuseSeveral((loaded ?? []).map((each) => shown(each.spec, cwd)));
  const { openModel } = await import("../../open-model.js");
  const opened = await openModel(job.spec, job.options);
  const located = locate(opened.diagnostics, opened.sources, (source) => shown(source.path, cwd));
  await showDiagnostics(located.filter(({ code, severity }) => severity === "error" || code === "lost-parts"));
  if (opened.model === undefined || located.some((diagnostic) => diagnostic.severity === "error")) return exit.usage;
  const server = await listen(opened.model, { ...address, maxRequestBytes }, access, values);
  process.stdout.write(`${plain(opened.model.info.title)} is served at ${server.url}. Press Ctrl+C to end.\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return exit.success;
}

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
  throw new UsageError(`"${given}" is not a host name`, { code: "address-refused", help });
}

/** Names and origins, as a browser writes them. */
function accessOf({ "allow-host": allowedHosts = [], cors: origins = [] }: MockValues): Access {
  for (const name of allowedHosts) hostOf(name, "--allow-host");
  const cors = origins.map((given) => {
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
  values: MockValues,
): Promise<MockServer> {
  const { startMockServer } = await import("../../mock-server/index.js");
  try {
    return await startMockServer(model, {
      port,
      ...(host !== undefined && { host }),
      ...access,
      ...(maxRequestBytes !== undefined && { maxRequestBytes }),
      validate: values["no-validate"] !== true,
      stateful: values.stateful === true,
      log: ({ method, path, operation, status, refused }) => {
        printLine(`${status} ${method} ${path}${operation === undefined ? "" : ` (${operation})`}`);
        if (refused !== undefined) printLine(`  ${refused}`);
      },
    });
  } catch (error) {
    throw addressRefused(error, port, host) ?? error;
  }
}
