import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { locate } from "../../src/load/locate.js";
import type { LoadedDocument, SourceFile } from "../../src/load/document.js";
import { load, type LoadOptions } from "../../src/load/load.js";

/** A folder with these files that is gone when the test ends. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "tallystick-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return path;
}

export interface Loaded {
  readonly document: LoadedDocument | undefined;
  /** `openapi.yaml:3:1 error syntax-error: This is not …` */
  readonly said: readonly string[];
}

/** Loads the first of the files and says what was reported, as a user would read it. */
export async function loaded(files: Readonly<Record<string, string | Uint8Array>>, options: LoadOptions = {}): Promise<Loaded> {
  const path = await folder(files);
  const root = Object.keys(files)[0] ?? "";
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  const overlays = options.overlays?.map((overlay) => join(path, overlay));
  const document = await load(join(path, root), { ...options, ...(overlays && { overlays }), sources }, report);
  const said = locate(diagnostics, sources, (source) => source.file || root).map(
    ({ file, line, column, severity, code, message }) =>
      `${file ? `${file}:${line}:${column} ` : ""}${severity} ${code}: ${message.replaceAll(`${path}/`, "")}`,
  );
  return { document, said };
}
