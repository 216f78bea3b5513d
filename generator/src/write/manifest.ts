import { join } from "node:path";
import { readFile } from "../files/read.js";
import { isJsonObject, type Json } from "../model/json.js";
import { sha256 } from "../algorithms/sha256.js";
import { ownedText } from "./package-json.js";

/** The file in the output folder that lists our files. Committed with them, so it contains no time and nothing about the machine. */
export const manifestName = ".tallystick.json";

export interface Manifest {
  /** Version of the tool. */
  readonly tallystick: string;
  /** SHA-256 of the document. */
  readonly document: string;
  /** Path from the output folder → SHA-256 of the text as we wrote it. */
  readonly files: ReadonlyMap<string, string>;
  /** Operations → name of their function, in words; empty without a client. Absent in the output of an earlier version. */
  readonly operations?: Operations;
}

/** `GET /zones` → `list-zones`. */
export type Operations = ReadonlyMap<string, string>;

/** Additions of a run to the list of its files. */
export type ManifestDetails = Pick<Manifest, "tallystick" | "document" | "operations">;

export type ReadManifest = { readonly manifest: Manifest; readonly text: string } | { readonly missing: true } | { readonly reason: string };

export function readManifest(folder: string): ReadManifest {
  const read = readFile(join(folder, manifestName));
  return "bytes" in read ? parseManifest(read.bytes.toString("utf8")) : read;
}

export function parseManifest(text: string): ReadManifest {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { reason: "it is not JSON" };
  }
  if (!isJsonObject(value) || typeof value["tallystick"] !== "string" || typeof value["document"] !== "string")
    return { reason: "it is not a list of generated files" };
  const files = value["files"];
  if (!isJsonObject(files ?? null)) return { reason: "it has no files" };
  const entries = Object.entries(files as { readonly [key: string]: Json });
  // The listed files are replaced and removed: a name outside the folder is ignored.
  if (!entries.every(([path, hash]) => typeof hash === "string" && isInside(path))) return { reason: "it names files outside of its folder" };
  const operations = Object.entries(isJsonObject(value["operations"] ?? null) ? (value["operations"] as Record<string, Json>) : {});
  const known = operations.length > 0 && operations.every(([, module]) => typeof module === "string");
  return {
    manifest: {
      tallystick: value["tallystick"],
      document: value["document"],
      files: new Map(entries as [string, string][]),
      ...(known && { operations: new Map(operations as [string, string][]) }),
    },
    text,
  };
}

export function manifestOf(files: readonly { readonly path: string; readonly hash: string }[], details: ManifestDetails): Manifest {
  return { ...details, files: new Map(files.map(({ path, hash }) => [path, hash])) };
}

export function manifestText(manifest: Manifest): string {
  const { tallystick, document, operations, files } = manifest;
  const listed = operations === undefined || operations.size === 0 ? {} : { operations: Object.fromEntries(operations) };
  return `${JSON.stringify({ tallystick, document, ...listed, files: Object.fromEntries(files) }, null, 2)}\n`;
}

/** The hash of a file in the manifest. In package.json only our own fields count: the team that publishes the package changes the others. */
export function hashOf(path: string, content: string | Uint8Array): string {
  if (path !== "package.json") return sha256(content);
  const text = typeof content === "string" ? content : Buffer.from(content).toString();
  return sha256(ownedText(text) ?? text);
}

/** Whether a path from the output folder stays in it. */
export function isInside(path: string): boolean {
  return path !== "" && path.split("/").every((step) => step !== "" && step !== "." && step !== ".." && !/[\\:]/.test(step) && !step.includes("\0"));
}
