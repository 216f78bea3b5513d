import { stringify } from "yaml";
import { toJson } from "../../../generator/src/diagnostics/json.js";
import { MemoryFiles } from "../../../generator/src/files/memory.js";
import { generate } from "../../../generator/src/generate.js";
import { locate } from "../../../generator/src/load/locate.js";
import { shop } from "../documents.js";
import type { Target } from "../target.js";

const overlong = 8_192;
const swagger = {
  swagger: "2.0",
  info: { title: "Old", version: "1" },
  paths: {
    "/a": {
      get: {
        parameters: [{ name: "n", in: "query", type: "array", items: { type: "integer" }, collectionFormat: "pipes" }],
        responses: { 200: { description: "ok", schema: { $ref: "#/definitions/A" } } },
      },
    },
  },
  definitions: { A: { type: "object", discriminator: "kind", required: ["kind"], properties: { kind: { type: "string" } } } },
};
const anchors = `openapi: 3.0.3
info: &info { title: Anchors, version: "1" }
x-shared: &shared
  type: object
  properties: { id: { type: string, nullable: true } }
paths:
  /a/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, pattern: '^\\d+$' } }
      responses:
        "200":
          description: >-
            folded
            text
          content:
            application/json:
              schema:
                <<: *shared
                description: "quoted \\u00e9"
`;

/** An OpenAPI document, whole: it is read, checked, and turned into code where nothing is wrong. Problems are diagnostics, never errors. */
export const target: Target = {
  seeds: [JSON.stringify(shop), stringify(shop), JSON.stringify(swagger, undefined, 1), anchors],
  async read(input) {
    const text = input.toString();
    const path = /^\s*[{[]/.test(text) ? "openapi.json" : "openapi.yaml";
    const files = new MemoryFiles("/document", { [path]: text });
    const {
      diagnostics,
      sources,
      files: generated,
    } = await generate(`/document/${path}`, {
      files,
      ...(input.length > overlong ? { only: ["types"] } : {}),
    });
    // Each has a location that can be shown.
    toJson(locate(diagnostics, sources, (source) => source.path));
    for (const file of generated) if (/^(?:\/|\w:)|(?:^|\/)\.\.(?:\/|$)/.test(file.path)) throw new Error(`The output has the path ${file.path}.`);
  },
};
