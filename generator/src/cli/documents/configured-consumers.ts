import { relative, resolve } from "node:path";
import { loadConfig, type LoadedConfig } from "../../config/load-config.js";
import type { DocumentConfig } from "../../config/config.js";
import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { located, shown } from "../generate/paths.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";

/**
 * The usage manifests that the configuration in the working directory lists for a document. `undefined`: it lists none. `false`: it cannot be
 * read; the reason is printed.
 * @param names What the user calls the document. Of several documents in the configuration, the one with that path counts.
 */
export async function configuredConsumers(names: readonly string[]): Promise<readonly string[] | undefined | false> {
  const cwd = process.cwd();
  const loaded = await loadForCommand();
  if (loaded === undefined || loaded === false) return loaded;
  const { folder, documents } = loaded;
  const wanted = new Set(names.map((name) => located(cwd, name.replace(/^git:[^:]*:/, ""))));
  const named = documents.filter(({ spec }) => wanted.has(located(folder, spec)));
  const [document] = named.length > 0 ? named : documents.length === 1 ? documents : [];
  return document && consumersOf(document, folder);
}

/** The configuration in the working directory. `undefined`: there is none. `false`: it cannot be read; the reason is printed. */
export async function loadForCommand(): Promise<LoadedConfig | undefined | false> {
  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  const loaded = await loadConfig(cwd, undefined, report, sources);
  if (loaded === false) await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  return loaded;
}

/** The manifests of a document, as the user would type them in the working directory. */
export function consumersOf({ consumers }: DocumentConfig, folder: string): readonly string[] | undefined {
  return consumers?.map((name) => {
    // The path in a commit is relative to the working directory, as on the command line.
    const [, ref = "", path = name] = /^(git:[^:]*:)(.*)$/.exec(name) ?? [];
    return name.startsWith("npm:") ? name : ref + (relative(process.cwd(), resolve(folder, path)).replaceAll("\\", "/") || ".");
  });
}
