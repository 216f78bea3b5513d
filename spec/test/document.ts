import { fileURLToPath } from "node:url";
import { bundle, loadConfig } from "@redocly/openapi-core";

export const documentPath: string = fileURLToPath(new URL("../openapi.yaml", import.meta.url));
export const configPath: string = fileURLToPath(new URL("../redocly.yaml", import.meta.url));

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Node = { [key: string]: Value };

/** The document as it is written, references kept: a fresh copy on every call, so that a test may change it. */
export async function readDocument(): Promise<Node> {
  const { bundle: result } = await bundle({ ref: documentPath, config: await loadConfig({ configPath }) });
  return structuredClone(result.parsed) as Node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function entriesOf(value: unknown): [string, Value][] {
  return isNode(value) ? Object.entries(value) : [];
}

/** `#/a/b` from its steps (RFC 6901). */
export function pointer(...steps: readonly (string | number)[]): string {
  return `#${steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
}

export function stepsOf(at: string): string[] {
  return at
    .slice(2)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
