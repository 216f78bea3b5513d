import { isDeepStrictEqual } from "node:util";
import type { StepResponse, BenchApi, Step } from "./fault.js";
import { serve } from "./service.js";

/** Plays a script against a new server with these faults. @returns The index of the first step that fails. */
export async function firstFailure(api: BenchApi, faults: readonly string[], script: readonly Step[]): Promise<number | undefined> {
  const server = await serve(
    api.create((fault) => faults.includes(fault)),
    api.basePath,
  );
  try {
    const saved: Record<string, string> = {};
    for (const [index, step] of script.entries()) {
      if (step.after !== undefined) await new Promise((resolve) => setTimeout(resolve, step.after));
      const responses = await Promise.all(Array.from({ length: step.times ?? 1 }, () => send(server.url, api, step, saved)));
      if (!isAsExpected(step, responses, saved)) return index;
      for (const [name, from] of Object.entries(step.save ?? {})) saved[name] = valueOf(responses[0], from);
    }
    return undefined;
  } finally {
    await server.close();
  }
}

async function send(url: string, api: BenchApi, step: Step, saved: Readonly<Record<string, string>>): Promise<StepResponse> {
  const [method = "GET", path = ""] = filled(step.send, saved).split(" ");
  const credentials = step.as === null ? {} : step.as === undefined ? api.headers : api.identities[step.as];
  const isBytes = Buffer.isBuffer(step.body) || typeof step.body === "string";
  const given = Object.entries(step.headers ?? {}).map(([name, value]) => [name, filled(value, saved)]);
  // A Location has the base path already.
  const base = api.basePath !== undefined && path.startsWith(`${api.basePath}/`) ? url.slice(0, -api.basePath.length) : url;
  const response = await fetch(base + path, {
    method,
    redirect: "manual",
    headers: {
      ...credentials,
      ...(step.body !== undefined && !isBytes && { "Content-Type": "application/json" }),
      ...Object.fromEntries(given),
    },
    ...(step.body !== undefined && { body: isBytes ? (step.body as string) : filled(JSON.stringify(step.body), saved) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, json: parsed(bytes) };
}

function isAsExpected(step: Step, responses: readonly StepResponse[], saved: Readonly<Record<string, string>>): boolean {
  const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
  const [response] = responses;
  if (response === undefined || !isDeepStrictEqual(statuses, [step.status].flat())) return false;
  const isEqual = Object.entries(step.json ?? {}).every(([pointer, value]) => isDeepStrictEqual(at(response.json, pointer), value));
  return isEqual && (step.holds === undefined || step.holds(response, saved));
}

function filled(text: string, saved: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => saved[name] ?? all);
}

function valueOf(response: StepResponse | undefined, from: string): string {
  return String(from.startsWith("header:") ? response?.headers.get(from.slice(7)) : at(response?.json, from));
}

function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const token of pointer.split("/").slice(1)) found = (found as Record<string, unknown> | undefined | null)?.[token];
  return found;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
