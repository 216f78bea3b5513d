// The documents of the corpus, unpacked, and documents of any size made for measuring growth.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const shared = process.env.TALLYSTICK_SHARED ?? join(root, "..", "shared");

/**
 * A folder that is gone when the process ends. By default one in which packages of this workspace resolve, so that what the output imports is found.
 * @param {string} [parent]
 */
export function workFolder(parent = join(root, "node_modules", ".cache")) {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "tallystick-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  return folder;
}

/**
 * Unpacks the corpus into a folder.
 * @param {string} folder
 * @returns {{ name: string, path: string }[]}
 */
export function corpus(folder) {
  if (!existsSync(join(shared, "corpus"))) throw new Error("The corpus is missing: set TALLYSTICK_SHARED to the folder that holds it.");
  return readdirSync(join(shared, "corpus"))
    .filter((name) => name.endsWith(".gz"))
    .map((file) => {
      const path = join(folder, file.slice(0, -3));
      writeFileSync(path, gunzipSync(readFileSync(join(shared, "corpus", file))));
      return { name: file.replace(/\.[a-z]+\.gz$/, ""), path };
    });
}

/** A document with so many schemas, an operation for every fourth, each schema referring to others: what grows in real documents. */
export function synthetic(schemas) {
  const name = (index) => `Thing${index % schemas}`;
  const reference = (index) => ({ $ref: `#/components/schemas/${name(index)}` });
  return {
    openapi: "3.1.0",
    info: { title: "Synthetic", version: "1" },
    paths: Object.fromEntries(
      Array.from({ length: schemas / 4 }, (_, index) => [
        `/things${index}/{id}`,
        {
          get: {
            operationId: `getThing${index}`,
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: { 200: { description: "ok", content: { "application/json": { schema: reference(index * 4) } } } },
          },
        },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: schemas }, (_, index) => [
          name(index),
          {
            type: "object",
            description: `Thing number ${index}.`,
            required: ["id", "name"],
            properties: {
              id: { type: "integer", minimum: 1 },
              name: { type: "string", maxLength: 80 },
              kind: { type: "string", enum: ["a", "b", "c"] },
              created: { type: "string", format: "date-time" },
              next: reference(index * 7 + 1),
              list: { type: "array", items: reference(index * 3 + 2) },
            },
          },
        ]),
      ),
    },
  };
}
