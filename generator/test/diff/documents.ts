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
    const { model, diagnostics } = await openModel(path);
    if (model === undefined) throw new Error(`no model: ${diagnostics.map((diagnostic) => diagnostic.message).join("; ")}`);
    return model;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Schema = Readonly<Record<string, unknown>> | boolean;

/** A document whose one operation sends and answers the schema, so that both sides are told. */
export function withSchema(schema: Schema, components: Readonly<Record<string, unknown>> = {}, openapi = "3.1.0"): object {
  return {
    openapi,
    info: { title: "Things", version: "1.0.0" },
    paths: {
      "/things": {
        post: {
          operationId: "makeThing",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { "200": { description: "Made.", content: { "application/json": { schema } } } },
        },
      },
    },
    components: { schemas: components },
  };
}

/** A document with one operation, changed where the test wants it changed. */
export function withOperation(operation: object, rest: object = {}, path = "/things/{id}"): object {
  const template = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => ({ name: match[1], in: "path", required: true, schema: { type: "string" } }));
  const { parameters = [], ...others } = operation as { parameters?: object[] };
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: {
      [path]: { get: { operationId: "getThing", responses: { "200": { description: "It." } }, ...others, parameters: [...template, ...parameters] } },
    },
    ...rest,
  };
}
