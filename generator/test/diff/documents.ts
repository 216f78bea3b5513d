import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "../../src/open-model.js";
import type { ApiModel } from "../../src/model/api.js";

/** The model of a document given as an object; a test that hands in a broken one fails here. */
export async function modelOf(document: object): Promise<ApiModel> {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-diff-test-"));
  try {
    const path = join(folder, "openapi.json");
    writeFileSync(path, JSON.stringify(document));
    const { model, diagnostics } = await openModel(path, { validate: false });
    if (model === undefined) throw new Error(`no model: ${diagnostics.map((diagnostic) => diagnostic.message).join("; ")}`);
    return model;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export { withOperation, withSchema } from "./rows/documents.js";
