import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { expect, onTestFinished, test } from "vitest";
import { generate } from "../../src/generate.js";
import type { GeneratedFile } from "../../src/write/generated-file.js";
import { written } from "../documents.js";
import { runs } from "../effort.js";

/** A word that occurs nowhere else, in every attempt: where it stands in the output is where the document's text got to. */
const marker = "hostileMarker";

/** Ways out of a string, a comment, a template, a regular expression, a JSX or HTML context, and a path. */
const escapes = fc.constantFrom(
  '"',
  "'",
  "`",
  "\\",
  "*/",
  "/*",
  "//",
  "${",
  "}",
  "\n",
  "\r",
  "\u2028",
  "\u2029",
  "</script>",
  "-->",
  ";",
  ")",
  "(",
  "]",
  "/",
  "../",
  "..\\",
  "C:",
  "\0",
  "\u202e",
  "\u2066",
  "\u001b",
  "\u009b",
  "#",
  "?",
  "%2e%2e%2f",
  "__proto__",
  "constructor",
  "@ts-nocheck",
  "@ts-expect-error",
  "import(",
  "\ud800",
);

const attack = fc
  .tuple(fc.array(escapes, { minLength: 1, maxLength: 4 }), fc.array(escapes, { maxLength: 4 }))
  .map(([before, after]) => `${before.join("")}globalThis.${marker}=1${after.join("")}`);

/** A document in which every string that a document's author can choose freely is the attack. */
function hostile(text: string): unknown {
  // A pattern that is no regular expression is an error; the text is meant to get further than that.
  const pattern = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const pointerToken = text.replaceAll("%", "%25").replaceAll("~", "~0").replaceAll("/", "~1");
  const schema = {
    type: "object",
    title: text,
    description: text,
    required: [text],
    properties: {
      [text]: { type: "string", enum: [text, `${text}2`], description: text, default: text, examples: [text], "x-note": text },
      pattern: { type: "string", pattern, format: text },
      constant: { const: text },
      object: { enum: [{ [text]: text }] },
      choice: {
        oneOf: [{ $ref: "#/components/schemas/Other" }],
        discriminator: { propertyName: text, mapping: { [text]: "#/components/schemas/Other" } },
      },
    },
    patternProperties: { [pattern]: { type: "string" } },
    dependentRequired: { [text]: [text] },
  };
  const media = { [`application/${text}`]: { schema, example: text, examples: { [text]: { value: text, summary: text } } } };
  return {
    openapi: "3.1.0",
    info: { title: text, version: text, summary: text, description: text, license: { name: text } },
    servers: [{ url: `https://example.com/${text}/{v}`, description: text, variables: { v: { default: text, enum: [text], description: text } } }],
    tags: [{ name: text, description: text }],
    security: [{ [text]: [] }],
    "x-text": text,
    paths: {
      [`/${text.replace(/[{}]/g, "")}/{id}`]: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", default: text }, description: text }],
        post: {
          operationId: text,
          summary: text,
          description: text,
          tags: [text],
          parameters: [
            { name: text, in: "query", description: text, schema: { type: "string", enum: [text] }, example: text },
            { name: text, in: "header", schema: { type: "string" } },
            { name: text, in: "cookie", schema: { type: "string" } },
          ],
          requestBody: {
            description: text,
            content: {
              ...media,
              "application/json": {
                schema: {
                  $ref: `#/components/schemas/${pointerToken}`,
                },
              },
            },
          },
          responses: {
            "200": {
              description: text,
              headers: { [text]: { schema: { type: "string" }, description: text } },
              content: { ...media, "application/json": { schema } },
              links: { [text]: { operationId: text, description: text } },
            },
          },
          callbacks: { [text]: { [text]: { post: { operationId: `${text}Callback`, responses: { "200": { description: text } } } } } },
        },
      },
    },
    webhooks: { [text]: { post: { requestBody: { content: media }, responses: { "200": { description: text } } } } },
    components: {
      schemas: { [text]: schema, Other: { type: "object", title: text, properties: { [text]: { type: "string" } } } },
      securitySchemes: { [text]: { type: "apiKey", in: "header", name: text, description: text } },
    },
  };
}

/** What nobody sees in a file, or sees in another place than where it stands. */
const unseen = /[^\P{Cc}\n]|[\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]/u;

/** Every place outside of literals and comments where the marker stands. */
function escaped(file: GeneratedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
  const found = (source as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics.map(
    (diagnostic) => `${file.path}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === marker) found.push(`${file.path}: ${node.parent.getText(source).slice(0, 200)}`);
    // A name made of the words of the text is a name; the text itself, with its "=", is not.
    else if (
      node.getChildCount(source) === 0 &&
      !ts.isStringLiteralLike(node) &&
      !ts.isTemplateLiteralToken(node) &&
      !ts.isRegularExpressionLiteral(node) &&
      node.getText(source).includes(`.${marker}`)
    ) {
      found.push(`${file.path}: ${node.getText(source).slice(0, 200)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if ((source as unknown as { readonly commentDirectives?: readonly unknown[] }).commentDirectives !== undefined)
    found.push(`${file.path}: a comment gives the compiler an order`);
  return found;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs every module of the output that needs no mocking library. */
async function importAll(files: readonly GeneratedFile[]): Promise<void> {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "tallystick-hostile-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const file of files) {
    const path = join(folder, file.path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      ts.transpileModule(file.text, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true } })
        .outputText,
    );
  }
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".js")) await import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
  }
}

test("no text of a document becomes code, comment end or path", async () => {
  await fc.assert(
    fc.asyncProperty(attack, async (text) => {
      const { files: all, diagnostics } = await generate(written(hostile(text)), {});
      // A fixed text of ours, and no module.
      const files = all.filter(({ path }) => path !== "runtime/LICENSE");
      expect(diagnostics.filter((diagnostic) => diagnostic.severity === "error").map((diagnostic) => diagnostic.message)).toEqual([]);
      expect(files.length).toBeGreaterThan(20);
      for (const file of files) expect(file.path).toMatch(/^[a-z0-9-]+(?:\/[a-z0-9-]+)*_?\.[a-z]+$/);
      expect(files.flatMap(escaped)).toEqual([]);
      expect(files.filter((file) => unseen.test(file.text)).map(({ path }) => path)).toEqual([]);
    }),
    { numRuns: runs(25) },
  );
}, 600_000);

test("a package keeps every text of the document, in order", async () => {
  const { files } = await generate(written(hostile(`a\u202e\u2066\u001b[31m\u009b\u200b${marker}`)), { packageName: "@scope/pkg" });
  // The document is data, which nobody reads for code.
  const shown = files.filter(({ path }) => path !== "document.json");
  expect(shown.filter((file) => unseen.test(file.text)).map(({ path }) => path)).toEqual([]);
  expect(shown.map(({ path }) => path)).toContain("README.md");
  const types = shown.find(({ path }) => path === "src/types.ts")?.text ?? "";
  const source = ts.createSourceFile("types.ts", types, ts.ScriptTarget.ESNext, true);
  const literals = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) literals.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  expect(literals).toContain(`a\u202e\u2066\u001b[31m\u009b\u200b${marker}`);
});

test("importing the output of a hostile document runs none of its text", async () => {
  const text = `"); globalThis.${marker} = 1; (" */ globalThis.${marker} = 1; /* \${globalThis.${marker} = 1} \u2028 globalThis.${marker} = 1`;
  const { files, diagnostics } = await generate(written(hostile(text)), {});
  expect(diagnostics.filter((diagnostic) => diagnostic.severity === "error").map((diagnostic) => diagnostic.message)).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
  await importAll(files);
  expect(marker in globalThis).toBe(false);
}, 120_000);
