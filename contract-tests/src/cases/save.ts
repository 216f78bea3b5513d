import { relative } from "node:path";
import { isAddress, Root } from "tallystick";
import { plain } from "tallystick/model";
import { stringify } from "yaml";
import type { Sequence } from "../explore/sequence.js";
import { scriptOf, type ScriptContext } from "./script.js";
import { arazzoOf, hasWorkflow, workflowOf, type WorkflowParts } from "./workflow.js";

/** The inputs of saved cases. */
export interface SaveContext extends ScriptContext {
  /** Path or address of the OpenAPI document. */
  readonly spec: string;
}

/**
 * Writes a shell script for each sequence into a folder, and an Arazzo document if the standard can express it. A flaky sequence is no test: it would pass
 * and fail by chance.
 *
 * @returns The names of the files.
 */
export async function saveCases(folder: string, sequences: readonly Sequence[], context: SaveContext): Promise<readonly string[]> {
  const root = new Root(folder);
  const written: string[] = [];
  const taken = new Set<string>();
  const write = (name: string, text: string): void => {
    root.write(name, text);
    written.push(name);
  };
  for (const sequence of sequences.filter(({ certain }) => certain === "reproduced")) {
    const name = freeName(nameOf(sequence), taken);
    if (hasWorkflow(sequence)) write(`${name}.arazzo.yaml`, arazzoText(sequence.message, folder, context.spec, [workflowOf(sequence, context)]));
    write(`${name}.sh`, await scriptOf(sequence, context));
  }
  return written;
}

/** An Arazzo document as YAML. @param folder Where it is written. */
export function arazzoText(title: string, folder: string, spec: string, workflows: readonly WorkflowParts[]): string {
  const source = isAddress(spec) ? spec : sourceOf(relative(folder, spec).replaceAll("\\", "/"));
  return stringify(arazzoOf(plain(title), source, workflows), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A relative reference, whose first segment has no colon (RFC 3986 §4.2). */
function sourceOf(path: string): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return encoded.startsWith("../") ? encoded : `./${encoded}`;
}

function nameOf({ law, steps, broke }: Sequence): string {
  const operation = steps[broke]?.operationId ?? steps[broke]?.operation ?? "";
  return `${law}-${operation}`
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 100);
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name}-${count}`;
  taken.add(free.toLowerCase());
  return free;
}
