import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generate } from "../../src/generate.js";
import { largeDocument } from "../../src/limits.js";
import { openapi, temporaryFolder } from "../documents.js";

/** A document of so many bytes at least, with a mistake that only OpenAPI's own schema names. */
function documentOf(bytes: number): string {
  const path = join(temporaryFolder(), "openapi.json");
  const description = "A sentence about one kind of thing. ".repeat(300);
  const count = Math.ceil(bytes / description.length);
  const schemas = Object.fromEntries(Array.from({ length: count }, (_, index) => [`Kind${index}`, { type: "integer", minimum: index, description }]));
  const paths = { "/a": { get: { operationId: "getA", unknownField: 1, responses: { 204: { description: "None." } } } } };
  writeFileSync(path, JSON.stringify(openapi({ paths, components: { schemas } })));
  return path;
}

describe("a document of more than 16 MiB", () => {
  it("has the same files and warnings as a small one", async () => {
    const [large, small] = [documentOf(largeDocument), documentOf(10_000)];
    const options = { only: ["types"] } as const;
    const [ofLarge, ofSmall] = [await generate(large, options), await generate(small, options)];
    const found = ({ diagnostics }: typeof ofLarge): readonly string[] =>
      diagnostics
        .filter(({ severity }) => severity === "warning")
        .map(({ code, message }) => `${code} ${message}`)
        .toSorted();
    expect(found(ofLarge)).toEqual(found(ofSmall));
    expect(found(ofLarge).join("\n")).toContain("unknownField");
    expect(ofLarge.files.map(({ path }) => path)).toEqual(ofSmall.files.map(({ path }) => path));
  }, 120_000);
});
