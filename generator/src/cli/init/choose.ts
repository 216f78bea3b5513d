import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { nameFault } from "../../config/read-config.js";
import type { Values } from "../options/command.js";
import type { initCommand } from "../options/init-options.js";
import type { Choices } from "./files.js";
import { isProbablyOpenApi, type Project } from "./project.js";
import { severalDocuments, type Several } from "./several.js";
import { starterPath } from "./starter.js";

interface Given {
  readonly spec: string | undefined;
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly ci: boolean;
}

/** Values from options, else from prompts in a terminal, else from detection. Undefined: the user cancelled. */
export async function choose(project: Project, values: Values<typeof initCommand.options>): Promise<Choices | undefined> {
  const { spec, out, name } = values;
  const ci = values["no-ci"] !== true;
  const several = spec === undefined ? severalDocuments(project.specs) : undefined;
  const asks = values.yes !== true && process.stdin.isTTY && process.stdout.isTTY && (spec === undefined || out === undefined);
  if (several !== undefined) {
    const all = !asks || (await confirmsAll(several.paths));
    if (all === undefined) return undefined;
    if (all) return choicesForSeveral(several, { out, name, ci });
  }
  if (asks) return promptChoices(project, { spec, out, name, ci });
  const [found] = project.specs;
  const begins = spec === undefined && found === undefined;
  return {
    spec: spec ?? found ?? starterPath,
    out: out ?? (name === undefined ? "src/api" : "generated"),
    ci,
    ...(name === undefined ? {} : { name }),
    ...(begins ? { begins } : {}),
  };
}

/** Whether all documents are selected. Undefined: the user cancelled. */
async function confirmsAll(paths: readonly string[]): Promise<boolean | undefined> {
  const { confirm, isCancel } = await import("@clack/prompts");
  const reply = await confirm({ message: `Generate from all ${String(paths.length)} documents? ${listed(paths)}` });
  return isCancel(reply) ? undefined : reply;
}

/** The first of some paths, and the number of the others. */
export function listed(paths: readonly string[]): string {
  const more = paths.length > 5 ? `, and ${String(paths.length - 5)} more` : "";
  return `${paths.slice(0, 5).join(", ")}${more}`;
}

function choicesForSeveral({ documents, placeholder, paths }: Several, { out, name, ci }: Omit<Given, "spec">): Choices {
  const [spec = ""] = paths;
  const within = (text: string): string => (text.includes("{") ? text : `${text}/${placeholder}`);
  return {
    spec,
    documents,
    out: within(out ?? (name === undefined ? "src/api" : "packages")),
    ci,
    ...(name !== undefined && { name: name.includes("{") ? name : `${name}-${placeholder}` }),
  };
}

async function promptChoices(project: Project, given: Given): Promise<Choices | undefined> {
  const { confirm, intro, isCancel, text } = await import("@clack/prompts");
  intro("tallystick");
  /** Explains an invalid value at its prompt. */
  const promptFor = async (
    known: string | undefined,
    message: string,
    initialValue: string,
    wrongIn: (value: string) => string | undefined,
  ): Promise<string | undefined> => {
    if (known !== undefined) return known;
    const reply = await text({ message, initialValue, validate: (value) => wrongIn(value ?? "") });
    return isCancel(reply) ? undefined : (reply ?? "");
  };
  const none = project.specs.length === 0;
  const begins = (spec: string): boolean => none && given.spec === undefined && spec === starterPath;
  const spec = await promptFor(
    given.spec,
    none ? `Path of your OpenAPI document? (none was found; ${starterPath} is written as an example)` : "Path of your OpenAPI document?",
    project.specs[0] ?? starterPath,
    (value) => wrongSpec(value, project.folder, begins(value)),
  );
  if (spec === undefined) return undefined;
  const name = await promptFor(given.name, "Name of the generated package? (empty: source inside this project)", "", (value) =>
    value === "" ? undefined : wrongName(value),
  );
  if (name === undefined) return undefined;
  const out = await promptFor(given.out, "Output folder?", name === "" ? "src/api" : "generated", (value) =>
    value === "" ? "A value is required." : undefined,
  );
  if (out === undefined) return undefined;
  const ci = given.ci && (await confirm({ message: "Add a GitHub workflow that fails when the output is out of date?" }));
  if (isCancel(ci)) return undefined;
  return { spec, out, ci, ...(name === "" ? {} : { name }), ...(begins(spec) ? { begins: true } : {}) };
}

/** The error of a choice, in one sentence. */
export function wrong({ spec, documents, name, begins = false }: Choices, folder: string): string | undefined {
  const named = documents === undefined ? name : name?.replaceAll(/\{\w+\}/g, "x");
  return wrongSpec(spec, folder, begins) ?? (named === undefined ? undefined : wrongName(named));
}

function wrongSpec(spec: string, folder: string, begins: boolean): string | undefined {
  const path = join(folder, spec);
  const isThere = spec !== "" && existsSync(path) && statSync(path).isFile();
  if (begins && !isThere) return undefined;
  if (!isThere) return `File not found: "${spec}". Enter the path of your OpenAPI document, relative to this folder.`;
  if (isProbablyOpenApi(path)) return undefined;
  return `"${spec}" does not look like an OpenAPI document: it has neither openapi nor swagger at the top level.`;
}

function wrongName(name: string): string | undefined {
  const fault = nameFault(name);
  return fault === undefined ? undefined : `"${name}" is not a valid npm package name (${fault}). Write it like @scope/name, in lower case.`;
}
