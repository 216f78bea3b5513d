import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { folder, loaded } from "./scratch.js";

const api = (schema: string): string => `openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /x:
    get:
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { $ref: '${schema}' } } }
`;

test("reads each referenced file once", async () => {
  const { document } = await loaded({
    "openapi.yaml": api("schemas/pet.yaml#/Pet"),
    "schemas/pet.yaml": `Pet: { properties: { tag: { $ref: 'tag.json' }, self: { $ref: '#/Pet' }, back: { $ref: '../openapi.yaml#/info' } } }`,
    "schemas/tag.json": `{ "type": "string" }`,
    "schemas/unused.yaml": "a: 1",
  });
  expect([...(document?.files.keys() ?? [])].toSorted()).toEqual(["", "schemas/pet.yaml", "schemas/tag.json"]);
  expect(document?.missing.size).toBe(0);
});

test("follows references across files, with percent-encoded names", async () => {
  const path = await folder({
    "openapi.yaml": api("a%20b/pet%231.yaml#/Pet%20A"),
    "a b/pet#1.yaml": `Pet A: { properties: { tag: { $ref: 'tag.yaml' } } }`,
    "a b/tag.yaml": `type: string`,
  });
  const { model, diagnostics } = await openModel(join(path, "openapi.yaml"));
  expect(diagnostics).toEqual([]);
  expect([...(model?.schemas.keys() ?? [])]).toEqual(["a b/pet#1.yaml#/Pet A", "a b/tag.yaml#"]);
});

test("follows discriminator mappings into other files", async () => {
  const mapping = "{ cat: ./cat.yaml, dog: 'dog.yaml#/Dog', other: Other, dotted: v1.Other }";
  const heir = `allOf: [ { $ref: 'openapi.yaml#/components/schemas/Pet' }, { properties: { tag: { $ref: 'tag.json' } } } ]`;
  const path = await folder({
    "openapi.yaml": `${api("#/components/schemas/Pet")}components:
  schemas:
    Pet: { required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: ${mapping} } }
    Other: { allOf: [ { $ref: '#/components/schemas/Pet' } ] }
    v1.Other: { allOf: [ { $ref: '#/components/schemas/Pet' } ] }
`,
    "cat.yaml": heir,
    "dog.yaml": `Dog: { ${heir} }`,
    "tag.json": `{ "type": "string" }`,
  });
  const { model, diagnostics } = await openModel(join(path, "openapi.yaml"));
  expect(diagnostics).toEqual([]);
  const pet = model?.schemas.get("#/components/schemas/Pet");
  expect(Object.fromEntries(pet?.discriminator?.mapping ?? [])).toEqual({
    cat: "cat.yaml#",
    dog: "dog.yaml#/Dog",
    other: "#/components/schemas/Other",
    dotted: "#/components/schemas/v1.Other",
  });
});

test("does not follow mappings outside the folder or host", async () => {
  const path = await folder({
    "api/openapi.yaml": `${api("#/components/schemas/Pet")}components:
  schemas:
    Pet: { required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { a: ../secret.yaml, b: 'http://127.0.0.1:9/b.yaml' } } }
`,
    "secret.yaml": "type: string",
  });
  const { diagnostics } = await openModel(join(path, "api/openapi.yaml"));
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["unresolved-mapping", "unresolved-mapping", "lost-parts"]);
});

test.each([
  ["nowhere.yaml", "unreadable-reference"],
  ["../secret.yaml", "outside-reference"],
  ["/etc/passwd", "outside-reference"],
  ["file:///etc/passwd", "outside-reference"],
  ["link/secret.yaml", "outside-reference"],
  ["link.yaml", "outside-reference"],
  ["//example.com/a.yaml", "remote-reference"],
  ["ftp://example.com/a.yaml", "remote-reference"],
  ["#/components/schemas/Nope", "unresolved-reference"],
  ["#anchor", "unresolved-reference"],
  ["%zz.yaml", "unreadable-reference"],
  ["http://[bad", "remote-reference"],
])("reports a reference to %s at its location: %s", async (reference, code) => {
  const path = await folder({ "api/openapi.yaml": api(reference), "secret.yaml": "type: string", "api/other.yaml": "type: string" });
  await symlink(path, join(path, "api/link"));
  await symlink(join(path, "secret.yaml"), join(path, "api/link.yaml"));
  const { diagnostics } = await openModel(join(path, "api/openapi.yaml"));
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  expect(diagnostics[0]?.place?.pointer).toBe("#/paths/~1x/get/responses/200/content/application~1json/schema/$ref");
});

test("reads other files next to a malformed address", async () => {
  const { document } = await loaded({ "openapi.yaml": `${api("http://[bad")}x-other: { $ref: pet.yaml }\n`, "pet.yaml": "type: string" });
  expect([...(document?.files.keys() ?? [])]).toEqual(["", "pet.yaml"]);
});

test("reads files in allowed folders", async () => {
  const path = await folder({ "api/openapi.yaml": api("../common/pet.yaml"), "common/pet.yaml": "type: string" });
  const { model, diagnostics } = await openModel(join(path, "api/openapi.yaml"), { allowOutside: [join(path, "common")] });
  expect(diagnostics).toEqual([]);
  expect([...(model?.schemas.keys() ?? [])]).toEqual(["../common/pet.yaml#"]);
});

test("reads through a symbolic link that stays inside", async () => {
  const path = await folder({ "openapi.yaml": api("link/pet.yaml"), "real/pet.yaml": "type: string" });
  await symlink(join(path, "real"), join(path, "link"));
  expect((await openModel(join(path, "openapi.yaml"))).diagnostics).toEqual([]);
});

test("fetches references from allowed hosts only, also after redirects", async () => {
  const requested: string[] = [];
  const server = createServer((request, response) => {
    requested.push(request.url ?? "");
    if (request.url === "/moved.yaml") response.writeHead(302, { location: `http://127.0.0.1:${port}/pet.yaml` }).end();
    else if (request.url === "/away.yaml") response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end();
    else if (request.url === "/pet.yaml") response.end("properties: { tag: { $ref: tag.yaml } }");
    else if (request.url === "/tag.yaml") response.end("type: string");
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const open = async (name: string, ...allowRemote: string[]): ReturnType<typeof openModel> => {
    const path = await folder({ "openapi.yaml": api(`http://127.0.0.1:${port}/${name}`) });
    return await openModel(join(path, "openapi.yaml"), { allowRemote });
  };

  const refused = await open("pet.yaml");
  expect(refused.diagnostics.map(({ message }) => message)).toEqual([
    `"http://127.0.0.1:${port}/pet.yaml" is on 127.0.0.1:${port}. Tallystick fetches remote files only from hosts that you allow.`,
  ]);
  expect(requested).toEqual([]);

  const fetched = await open("pet.yaml", "127.0.0.1");
  expect(fetched.diagnostics).toEqual([]);
  expect([...(fetched.model?.schemas.keys() ?? [])]).toEqual([`http://127.0.0.1:${port}/pet.yaml#`, `http://127.0.0.1:${port}/tag.yaml#`]);

  expect((await open("moved.yaml", `127.0.0.1:${port}`)).diagnostics.map(({ code }) => code)).toEqual([]);
  expect((await open("away.yaml", "127.0.0.1")).diagnostics.map(({ code }) => code)).toEqual(["remote-reference"]);
  expect((await open("none.yaml", "127.0.0.1")).diagnostics.map(({ code }) => code)).toEqual(["unreachable-reference"]);
});

test("warns for an unused unresolved reference", async () => {
  const path = await folder({
    "openapi.yaml": `${api("#/components/schemas/A")}components:
  schemas: { A: { type: string } }
  responses:
    Unused: { description: d, content: { application/json: { schema: { $ref: 'nowhere.yaml' } } } }
`,
  });
  const { diagnostics } = await openModel(join(path, "openapi.yaml"));
  expect(diagnostics.map(({ code }) => code)).toEqual(["unused-unresolved-reference"]);
});

test("locates a finding in its own file", async () => {
  const path = await folder({ "openapi.yaml": api("pet.yaml"), "pet.yaml": "type: object\nproperties:\n  a: { $ref: nowhere.yaml }\n" });
  await mkdir(join(path, "x"));
  await writeFile(join(path, "x/y"), "");
  const { diagnostics } = await openModel(join(path, "openapi.yaml"));
  expect(diagnostics.map(({ place }) => place)).toEqual([{ file: "pet.yaml", pointer: "#/properties/a/$ref" }]);
});
