import { build } from "esbuild";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, typeErrors, type Generated } from "../generated.js";

const text = { type: "string" };
const attribute = { type: "integer", xml: { attribute: true } };
const schemas = {
  Pet: {
    type: "object",
    required: ["id", "name"],
    xml: { name: "pet", namespace: "urn:pets" },
    properties: {
      id: attribute,
      name: text,
      born: { type: "string", format: "date" },
      tags: { type: "array", xml: { wrapped: true }, items: { ...text, xml: { name: "tag" } } },
      home: { $ref: "#/components/schemas/Place" },
      birthplace: { $ref: "#/components/schemas/Place" },
    },
  },
  Place: { type: "object", properties: { zip: attribute, words: { type: "array", items: text } } },
  Tree: {
    type: "object",
    required: ["name"],
    properties: { name: { ...text, xml: { nodeType: "attribute" } }, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
  },
};
const ref = (name: string): object => ({ schema: { $ref: `#/components/schemas/${name}` } });
const post = (operationId: string, content: object): object => ({
  post: { operationId, requestBody: { required: true, content }, responses: { "204": { description: "Done." } } },
});
const document = {
  openapi: "3.2.0",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "https://pets.example" }],
  paths: {
    "/pets": post("createPet", { "application/xml": ref("Pet") }),
    "/lists": post("createPets", {
      "text/csv": {},
      "text/xml": { schema: { type: "array", items: { $ref: "#/components/schemas/Pet" }, xml: { name: "pets" } } },
    }),
    "/trees": post("plant", { "application/xml": ref("Tree") }),
    "/both": post("createEither", { "application/xml": ref("Pet"), "application/json": ref("Pet") }),
    "/forms": post("createByForm", { "application/xml": ref("Pet"), "application/x-www-form-urlencoded": ref("Pet") }),
    "/any": post("createAny", { "application/xml": { schema: { type: "object", xml: { name: "any" }, additionalProperties: text } } }),
    "/texts": post("createText", { "application/xml": { schema: text } }),
  },
  components: { schemas },
};

type Client = Readonly<Record<string, (given: object) => Promise<unknown>>>;
type Request = { readonly body: unknown; readonly contentType: string };
let output: Generated;
let client: Client;
let fixtures: Readonly<Record<string, { readonly request: Readonly<Record<"example" | "minimal", Request>> }>>;
const sent: { readonly type: string | null; readonly body: string }[] = [];
beforeAll(async () => {
  output = await generated(document);
  const { createClient } = await output.load<{ createClient: (options: object) => Client }>("client");
  fixtures = await output.load("fixtures/index");
  const fetch = async (request: globalThis.Request): Promise<Response> => {
    sent.push({ type: request.headers.get("content-type"), body: await request.text() });
    return new Response(null, { status: 204 });
  };
  client = createClient({ fetch });
});
afterAll(() => output.remove());

const call = async (name: string, given: object): Promise<unknown> => {
  await client[name]?.(given);
  return sent.at(-1);
};
const xml = (inside: string, type = "application/xml"): object => ({ type, body: `<?xml version="1.0" encoding="UTF-8"?>\n${inside}` });

test("writes a value as the documented XML", async () => {
  const body = { id: 7, name: "Rex & <Co>", tags: ["a", "b"], home: { zip: 1, words: ["x", "y"] }, birthplace: { zip: 2 } };
  expect(await call("createPet", { body })).toEqual(
    xml(
      '<pet xmlns="urn:pets" id="7"><name>Rex &amp; &lt;Co&gt;</name><tags><tag>a</tag><tag>b</tag></tags>' +
        '<home zip="1"><words>x</words><words>y</words></home><birthplace zip="2"/></pet>',
    ),
  );
});

test("writes lists and recursive values", async () => {
  expect(await call("createPets", { body: [{ id: 1, name: "a" }] })).toEqual(
    xml('<pets><pet xmlns="urn:pets" id="1"><name>a</name></pet></pets>', "text/xml"),
  );
  const tree = { name: "a", children: [{ name: "b", children: [{ name: "c" }] }] };
  expect(await call("plant", { body: tree })).toEqual(xml('<Tree name="a"><children name="b"><children name="c"/></children></Tree>'));
});

test("sends ready XML unchanged", async () => {
  expect(await call("createPet", { body: "<pet/>" })).toEqual({ type: "application/xml", body: "<pet/>" });
  expect(await call("createPet", { body: new Blob(["<pet/>"]) })).toEqual({ type: "application/xml", body: "<pet/>" });
  expect(await call("createText", { body: "<pet/>" })).toEqual({ type: "application/xml", body: "<pet/>" });
});

test("rejects values that are invalid or that XML cannot hold", async () => {
  const count = sent.length;
  await expect(client["createPet"]?.({ body: { id: "x", name: "a" } })).rejects.toMatchObject({ name: "ContractError" });
  await expect(client["createAny"]?.({ body: { "a b": "x" } })).rejects.toThrow("that XML does not allow");
  await expect(client["createAny"]?.({ body: { a: "\u0000" } })).rejects.toThrow("that XML does not allow");
  expect(sent).toHaveLength(count);
});

test("sends fixtures of any media type", async () => {
  for (const name of ["createPet", "createPets", "plant", "createEither", "createByForm", "createAny", "createText"]) {
    const { body, contentType } = fixtures[name]?.request.example ?? {};
    expect(await call(name, { body })).toMatchObject({ type: contentType });
  }
  const program = ["createPet", "createPets", "plant", "createEither", "createByForm", "createAny", "createText"].map(
    (name) => `await client.${name}({ body: fixtures.${name}.request.example.body });`,
  );
  const head = 'import { createClient } from "./client.js";\nimport * as fixtures from "./fixtures/index.js";\nconst client = createClient();\n';
  expect(await typeErrors(output, { "program.ts": `${head}${program.join("\n")}\nexport {};\n` })).toEqual([]);
});

test("bundles no XML writer next to JSON or forms", async () => {
  const bundled = async (name: string): Promise<string> => {
    const contents = `export { ${name} } from "./operations/index.js";`;
    const stdin = { contents, resolveDir: join(output.folder), loader: "ts" } as const;
    return (await build({ stdin, bundle: true, format: "esm", write: false, external: ["openapi-fetch"] })).outputFiles[0]?.text ?? "";
  };
  expect(await bundled("createPet")).toContain("<?xml");
  for (const name of ["createEither", "createByForm", "createText"]) expect(await bundled(name)).not.toContain("<?xml");
});
