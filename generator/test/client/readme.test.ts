import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi } from "../documents.js";
import { everything } from "./everything.js";
import { generated, typeErrors } from "./generated.js";

/** The TypeScript of a README as one module: what the first block declares is there for the others. */
function program(readme: string, name: string): string {
  const [first = "", ...others] = [...readme.matchAll(/```ts\n(.*?)\n```/gs)].map(([, code = ""]) => code);
  return [
    first.replace(JSON.stringify(name), '"./src/client.js"'),
    ...others.map((code) => `{\n${code}\n}`),
    "declare const console: { log(...values: unknown[]): void };",
  ].join("\n");
}

test("gives each operation of the sessions an example that compiles", async () => {
  const output = await generated(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)), {
    packageName: "@tallystick/browser-sessions",
  });
  const readme = output.text("README.md");
  expect(readme).toContain('import { createClient } from "@tallystick/browser-sessions";');
  expect(readme).toContain("| `apiToken` | `CLOUDFLARE_API_TOKEN` |");
  expect(readme.match(/### /g)).toHaveLength(12);
  expect(readme).toContain("in `@tallystick/browser-sessions/validators`");
  expect(readme).toContain("An API token, `Authorization: Bearer …`.");
  const tests = `
    import { browserLimit } from "./src/fixtures/index.js";
    import * as msw from "./src/mocks/msw.js";
    import * as nock from "./src/mocks/nock.js";
    export const values = [browserLimit({}), browserLimit.minimal, browserLimit.full, ...browserLimit.many(3), browserLimit.invalid];
    export const mocks = [msw, nock].map((mocks) => [mocks.mockListSessions().success(), mocks.mockListSessions().error(500), mocks.mockState()]);
  `;
  for (const name of [...tests.matchAll(/browserLimit\S*?(?=[,)\]])|mock\w+\(\)/g)].map(([call]) => call))
    expect(readme).toContain(name.replace("{}", "{ … }"));
  const files = { "readme.ts": program(readme, "@tallystick/browser-sessions"), "tests.ts": tests };
  expect(await typeErrors(output, files, { source: "src/" })).toEqual([]);
  await output.remove();
});

test("escapes texts of the document in Markdown", async () => {
  const summary = "Say `a_b`, *not* `c|d`, ``e`` or \\`f`, <b> nor `<g>`.";
  const paths = { "/a": { get: { operationId: "read", summary, responses: { 204: { description: "none" } } } } };
  const output = await generated(openapi({ paths }), { packageName: "words" });
  expect(output.text("README.md")).toContain("Say `a_b`, \\*not\\* \\`c\\|d\\`, \\`\\`e\\`\\` or \\\\`f`, &lt;b&gt; nor \\`&lt;g&gt;\\`.");
  await output.remove();
});

test("gives every kind of operation an example that compiles", async () => {
  const output = await generated(everything, { packageName: "everything" });
  expect(await typeErrors(output, { "readme.ts": program(output.text("README.md"), "everything") }, { source: "src/" })).toEqual([]);
  await output.remove();
});

test("loops over a stream, and shows safe() of one", async () => {
  const responses = { "200": { description: "Lines.", content: { "application/x-ndjson": { schema: { type: "string" } } } } };
  const output = await generated(openapi({ paths: { "/lines": { get: { operationId: "tail", responses } } } }), { packageName: "lines" });
  const readme = output.text("README.md");
  expect(readme).toContain("for await (const item of client.tail()) console.log(item);");
  expect(readme).toContain("const result = await client.tail().safe();");
  expect(await typeErrors(output, { "readme.ts": program(readme, "lines") }, { source: "src/" })).toEqual([]);
  await output.remove();
});

const file = { type: "string", format: "binary" };
const forms = openapi({
  paths: {
    "/edits": {
      post: {
        operationId: "edit",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["image", "source", "either", "nested"],
                properties: {
                  image: { anyOf: [file, { type: "array", items: file }] },
                  mask: { oneOf: [file, { type: "null" }] },
                  source: { anyOf: [file, { type: "object", properties: { url: { type: "string" } }, required: ["url"] }] },
                  either: { type: "array", items: { oneOf: [file, { type: "integer" }] } },
                  nested: { allOf: [{ $ref: "#/components/schemas/File" }, { description: "Whatever else is said of it." }] },
                  note: { type: "string" },
                },
              },
              examples: {
                one: { value: { image: "…", source: { url: "https://example.com/a.png" }, either: [1], nested: "…", note: "of the form" } },
              },
            },
            "application/json": {
              schema: { type: "object", properties: { images: { type: "array", items: { type: "string" } } }, required: ["images"] },
              example: { images: ["https://example.com/a.png"] },
            },
          },
        },
        responses: { 204: { description: "done" } },
      },
    },
  },
  components: { schemas: { File: file } },
});

test("shows bodies of the call's media type, and files as files", async () => {
  const output = await generated(forms, { packageName: "forms" });
  const readme = output.text("README.md");
  expect(readme).toContain('note: "of the form"');
  expect(readme).not.toContain("images:");
  const calls = `
    import { createClient } from "./src/client.js";
    const client = createClient();
    const [one, many] = [new Blob([]), [new Blob([])]] as const;
    await client.edit({ body: { image: one, mask: one, source: one, either: many, nested: one } });
    await client.edit({ body: { image: many, source: { url: "https://example.com" }, either: [1, 2], nested: one } });
    await client.edit({ body: new FormData() });
    // @ts-expect-error: a file is no text
    await client.edit({ body: { image: "text", source: one, either: many, nested: one } });
    // @ts-expect-error: nor is this one a list
    await client.edit({ body: { image: one, source: one, either: many, nested: many } });
    // @ts-expect-error: a note is no file
    await client.edit({ body: { image: one, source: one, either: many, nested: one, note: one } });
    export {};
  `;
  expect(await typeErrors(output, { "readme.ts": program(readme, "forms"), "calls.ts": calls }, { source: "src/" })).toEqual([]);
  await output.remove();
});

test.each([
  ["image/*", {}, '{ body: new Blob([]), contentType: "image/png" }'],
  ["application/*", {}, '{ body: new Blob([]), contentType: "application/octet-stream" }'],
  ["*/*", {}, '{ body: new Blob([]), contentType: "application/octet-stream" }'],
  [
    "*/*",
    { type: "object", required: ["n"], properties: { n: { type: "integer" } }, example: { n: 1 } },
    '{ body: { n: 1 }, contentType: "application/json" }',
  ],
  ["*/*", { type: "string", example: "a" }, '{ body: "a", contentType: "text/plain" }'],
  ["text/*", { type: "string", example: "a" }, '{ body: "a", contentType: "text/plain" }'],
])("the example of a %s body with schema %j has its type", async (mediaType, schema, argument) => {
  const post = {
    operationId: "send",
    requestBody: { required: true, content: { [mediaType]: { schema } } },
    responses: { 204: { description: "done" } },
  };
  const output = await generated(openapi({ paths: { "/a": { post } } }), { packageName: "ranges" });
  expect(output.text("README.md")).toContain(`client.send(${argument});`);
  await output.remove();
});
