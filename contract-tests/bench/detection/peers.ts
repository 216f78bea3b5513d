import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytesOf } from "../../src/traffic/body.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import type { Break } from "./breaks.js";
import { harbour, type Score } from "./judge.js";

/** The result of another tool. Any complaint about an invalid response counts as a detection. */
export interface PeerOutcome {
  readonly scores: readonly Score[];
  readonly untouched: { readonly tried: number; readonly falseAlarms: number };
}

const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));
const prismCommand = join(modules, "@stoplight", "prism-cli", "dist", "index.js");
const redoclyCommand = join(modules, "@redocly", "cli", "bin", "cli.js");

/** Prism's proxy in front of a server that responds with the case that the request names. */
export async function judgePrism(node: string, breaks: readonly Break[], clean: readonly Interaction[]): Promise<PeerOutcome> {
  const cases = [...breaks.map((one) => one.interaction), ...clean];
  const server = createServer((request, response) => {
    const received = cases[Number(request.headers["x-case"])]?.response;
    response.sendDate = false;
    response.writeHead(received?.status ?? 500, received?.headers.flatMap(([name, value]) => [name, value]) ?? []);
    response.end(received?.body === undefined ? undefined : bytesOf(received.body));
  });
  await listen(server);
  const upstream = (server.address() as AddressInfo).port;
  const port = await freePort();
  const prism = spawn(node, [prismCommand, "proxy", harbour, `http://127.0.0.1:${upstream}`, "--port", String(port), "--host", "127.0.0.1"], {
    stdio: "ignore",
  });
  try {
    await reachable(port);
    return await scored(breaks, clean, async (interaction, index) => {
      const { pathname, search } = new URL(interaction.request.url);
      const received = await fetch(`http://127.0.0.1:${port}${pathname.slice("/v1".length)}${search}`, {
        headers: { "x-case": String(index), "x-key": "key-1" },
        redirect: "manual",
      });
      await received.arrayBuffer();
      const violations = JSON.parse(received.headers.get("sl-violations") ?? "[]") as { location: string[] }[];
      return (
        violations.some((violation) => violation.location[0] === "response") || (received.status === 502 && interaction.response?.status !== 502)
      );
    });
  } finally {
    prism.kill();
    server.closeAllConnections();
    server.close();
  }
}

/** Redocly's drift, one HAR file a response: of several it names only the first that shows a problem. */
export async function judgeRedocly(breaks: readonly Break[], clean: readonly Interaction[]): Promise<PeerOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  try {
    return await scored(breaks, clean, async (interaction, index) => {
      const file = join(folder, `${index}.har`);
      await writeFile(file, JSON.stringify(toHar([interaction])));
      const text = await new Promise<string>((resolve) => {
        execFile(
          process.execPath,
          [redoclyCommand, "drift", file, "--api", harbour, "--match-mode", "basepath", "--format", "json"],
          { maxBuffer: 1 << 26 },
          (_, stdout) => resolve(stdout),
        );
      });
      const report = JSON.parse(text) as { problems: { target: string; severity: string }[] };
      return report.problems.some((problem) => problem.target === "response");
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function scored(
  breaks: readonly Break[],
  clean: readonly Interaction[],
  complains: (interaction: Interaction, index: number) => Promise<boolean>,
): Promise<PeerOutcome> {
  const scores = new Map<string, Score>();
  let falseAlarms = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < breaks.length + clean.length; index = next++) {
      const broken = breaks[index];
      const interaction = broken?.interaction ?? clean[index - breaks.length];
      if (interaction === undefined) continue;
      const said = await complains(interaction, index);
      if (broken === undefined) {
        if (said) falseAlarms++;
        continue;
      }
      const score = scores.get(broken.class) ?? { class: broken.class, tried: 0, found: 0, falseAlarms: 0 };
      scores.set(broken.class, score);
      score.tried++;
      if (said) score.found++;
    }
  };
  await Promise.all([work(), work()]);
  return { scores: [...scores.values()], untouched: { tried: clean.length, falseAlarms } };
}

function listen(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error("Prism did not start.");
}
