// The rows of the diff tests as pairs of documents: TypeScript, so esbuild reads them.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL("../../test/diff/rows/", import.meta.url));

/**
 * @typedef {{ name: string, from?: string, to?: string, side: string, expected: string, old: object, next: object }} Row
 * @returns {Promise<{ changes: Row[], equivalences: Row[] }>}
 */
export async function readRows() {
  const { outputFiles } = await build({
    stdin: {
      contents: ["documents", "equivalences", "equivalent-schemas", "further", "operations", "schemas"]
        .map((name) => `export * from "./${name}.ts";`)
        .join("\n"),
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
  });
  const source = outputFiles[0].text;
  const { equivalences, equivalentSchemas, furtherRows, operationRows, schemaRows, withSchema } = await import(
    `data:text/javascript,${encodeURIComponent(source)}`
  );

  // A schema is asked about twice, so that a verdict about the one side cannot pass for one about the other.
  const schemas = schemaRows.flatMap(([code, old, next, levels]) =>
    ["request", "response"].map((side, index) => ({
      name: `\`${code}\``,
      from: shown(old),
      to: shown(next),
      side,
      expected: levels[index] ?? "not",
      old: withSchema(old, {}, "3.1.0", side),
      next: withSchema(next, {}, "3.1.0", side),
    })),
  );
  const operations = operationRows.map(([code, expected, old, next]) => ({ name: `\`${code}\``, side: "", expected, old, next }));
  const { ruleByCode } = await import("../../dist/internals.js");
  // Both sides are in these documents, and the worse of them is what is asked for. What breaks only types is nothing on the wire.
  const further = furtherRows.map(([code, levels, old, next]) => ({
    name: `\`${code}\``,
    side: "",
    expected: ruleByCode.get(code).surface === "types" ? "not" : worst(Object.values(levels)),
    old,
    next,
  }));
  return {
    changes: [...schemas, ...operations, ...further],
    equivalences: [...equivalences, ...equivalentSchemas.map(([name, old, next]) => [name, withSchema(old), withSchema(next)])].flatMap(
      ([name, old, next]) => [
        { name, side: "→", expected: "equal", old, next },
        { name, side: "←", expected: "equal", old: next, next: old },
      ],
    ),
  };
}

function worst(levels) {
  return ["breaking", "warning", "safe", "documentation"].find((level) => levels.includes(level));
}

function shown(schema) {
  return `\`${JSON.stringify(schema).replaceAll('"', "").replaceAll("|", "\\|")}\``;
}
