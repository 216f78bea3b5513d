import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { compileErrors } from "../generate/compile.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const ref = (to: string): object => ({ $ref: to });
const json = (schema: object): object => ({ content: { "application/json": { schema } } });

/** A reference of each kind, and all of them to nothing. */
const document = openapi({
  paths: {
    "/pets/{id}": {
      parameters: [ref("#/components/parameters/Id")],
      get: {
        operationId: "getPet",
        parameters: [{ name: "kind", in: "query", schema: ref("kind.yaml") }],
        responses: {
          "200": { description: "The pet.", headers: { "X-Rate": ref("#/components/headers/Rate") }, ...json(ref("#/components/schemas/Animal")) },
          "404": ref("errors.yaml#/NotFound"),
          default: ref("#/components/responses/Default"),
        },
      },
      put: {
        operationId: "putPet",
        requestBody: ref("#/components/requestBodies/Pet"),
        callbacks: { done: ref("#/components/callbacks/Done") },
        responses: { "200": ref("#/components/responses/Pet"), "204": ref("#/components/responses/None") },
      },
      post: {
        operationId: "postPets",
        requestBody: { required: true, content: { "multipart/form-data": { schema: ref("#/components/schemas/Form") } } },
        responses: { "201": { description: "Made.", ...json({ type: "array", items: ref("#/components/schemas/Gone") }) } },
      },
    },
    "/elsewhere": ref("paths.yaml#/elsewhere"),
  },
  components: {
    schemas: {
      Pet: { allOf: [ref("#/components/schemas/Base"), { type: "object", required: ["name"], properties: { name: { type: "string" } } }] },
      Animal: {
        oneOf: [ref("#/components/schemas/Pet"), ref("#/components/schemas/Dog")],
        discriminator: { propertyName: "kind", mapping: { dog: "#/components/schemas/Dog" } },
      },
      Meant: { type: "object", not: ref("#/components/schemas/Bad") },
    },
  },
});

/** A folder of the workspace, so that what is generated finds its packages. */
function project(config?: object): string {
  const below = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
  mkdirSync(below, { recursive: true });
  const folder = mkdtempSync(join(below, "tallystick-missing-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

const requested = ["generate", "--spec", "openapi.json", "--out", "out"];

test("--allow-missing reads a document with unresolved references", { timeout: 120_000 }, async () => {
  const folder = project();
  const refused = await tallystick(folder, requested);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('error unresolved-reference\n  "#/components/parameters/Id" cannot be resolved.');
  expect(refused.stderr).toContain("To generate without it, run with --allow-missing.");
  expect(refused.stderr).toContain("To generate without a missing file, run with --allow-missing.");

  const taken = await tallystick(folder, [...requested, "--allow-missing"]);
  expect(taken.code).toBe(0);
  expect(taken.stderr).toContain(
    'warning allowed-unresolved-reference\n  "#/components/parameters/Id" cannot be resolved. The parameter is omitted.',
  );
  expect(taken.stderr).not.toContain(" error ");
  expect(await compileErrors(join(folder, "out"))).toEqual([]);
  // What another run has found out is only good for the same question.
  expect((await tallystick(folder, requested)).code).toBe(2);
});

test("--json has the location and the replacement of each reference", async () => {
  const { code, stdout } = await tallystick(project(), [...requested, "--only", "types", "--allow-missing", "--json"]);
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Record<string, unknown>[] };
  expect(code).toBe(0);
  expect(diagnostics.filter((diagnostic) => diagnostic["code"] === "allowed-unresolved-reference")).toHaveLength(15);
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ code: "allowed-unresolved-reference", severity: "warning", pointer: "#/paths/~1elsewhere/$ref", line: 1 }),
  );
});

test("the configuration has the option for generate and its check", async () => {
  const folder = project({ spec: "openapi.json", out: "out", only: ["types"], allowMissing: true });
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
  expect((await tallystick(folder, ["generate", "--check", "--no-cache"])).code).toBe(0);
  const wrong = await tallystick(project({ spec: "openapi.json", out: "out", allowMissing: "yes" }), ["generate"]);
  expect(wrong.stderr).toContain("allowMissing must be true or false");
});

test("diff reports missing parts of each document, and compares without them", async () => {
  const folder = project();
  writeFileSync(join(folder, "next.json"), JSON.stringify(document).replace('{"$ref":"kind.yaml"}', '{"type":"string"}'));
  expect((await tallystick(folder, ["diff", "openapi.json", "next.json"])).code).toBe(2);
  const { code, stdout, stderr } = await tallystick(folder, ["diff", "openapi.json", "next.json", "--allow-missing"]);
  expect(code).toBe(1);
  expect(stdout).toContain('Query parameter "kind": The type was narrowed from anything to string.');
  expect(stderr.match(/allowed-unresolved-reference/g)).toHaveLength(1);
});

test.each(["", "--allow-missing"])("does not report an invalid referenced file as missing %s", async (flag) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "broken.yaml"), "a: [");
  const schema = { $ref: "broken.yaml#/A" };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ paths: {}, components: { schemas: { A: schema, B: schema } } })));
  const { code, stderr } = await tallystick(folder, ["generate", "--spec", "openapi.json", "--out", "o", ...(flag === "" ? [] : [flag])]);
  expect(code).toBe(2);
  expect(stderr.match(/^.*(?:error|warning) [a-z-]+$/gm)).toEqual(["broken.yaml:1:5 error syntax-error"]);
});
