import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openModel } from "../../src/open-model.js";
import type { ApiModel } from "../../src/model/api.js";

/** The model of a document given as an object; a test that hands in a broken one fails here. */
export function modelOf(document: object): Promise<ApiModel> {
  return modelOfFiles({ "openapi.json": JSON.stringify(document) });
}

/** The same of a document in several files, of which the first is the one to read. */
export async function modelOfFiles(files: Readonly<Record<string, string>>): Promise<ApiModel> {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-diff-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { model, diagnostics } = await openModel(join(folder, Object.keys(files)[0] ?? ""), { validate: false });
    if (model === undefined) throw new Error(`no model: ${diagnostics.map((diagnostic) => diagnostic.message).join("; ")}`);
    return model;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export { withOperation, withSchema } from "./rows/documents.js";
