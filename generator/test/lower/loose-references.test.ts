import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { lower } from "../../src/lower/lower.js";
import { loaded } from "../load/scratch.js";
import { lowered, openapi, plain, swagger } from "./lowered.js";

test('resolves names, pointers without "#" and relative paths', () => {
  const properties = {
    owner: { $ref: "Account" },
    other: { $ref: "/components/schemas/Account" },
    a: { type: "string" },
    b: { items: { $ref: "#/properties/a" } },
  };
  const schemas = { Zone: { type: "object", properties }, Account: { type: "object" } };
  const { model, said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  const [account, a] = [{ ref: "#/components/schemas/Account" }, { ref: "#/components/schemas/Zone/properties/a" }];
  expect(plain(model.schemas.get("#/components/schemas/Zone"))).toMatchObject({
    object: { properties: { owner: account, other: account, b: { array: { items: a } } } },
  });
  expect(said).toEqual(["owner", "other", "b/items"].map((at) => `loose-reference #/components/schemas/Zone/properties/${at}/$ref`));
});

test("resolves loose references in Swagger 2.0", () => {
  const definitions = { Zone: { allOf: [{ $ref: "Account" }, { $ref: "/definitions/Account" }] }, Account: { type: "object" } };
  const { model, said } = lowered(swagger({ definitions }));
  const account = { ref: "#/definitions/Account" };
  expect(plain(model.schemas.get("#/definitions/Zone"))).toEqual({ allOf: [account, account] });
  expect(said).toEqual([0, 1].map((at) => `loose-reference #/definitions/Zone/allOf/${at}/$ref`));
});

test('resolves a pointer without the slash after "#"', () => {
  const properties = { owner: { $ref: "#Account" }, other: { $ref: "#components/schemas/Account" } };
  const schemas = { Zone: { type: "object", properties }, Account: { type: "object" } };
  const { model, said } = lowered(openapi("3.0.3", { paths: {}, components: { schemas } }));
  const account = { ref: "#/components/schemas/Account" };
  expect(plain(model.schemas.get("#/components/schemas/Zone"))).toMatchObject({ object: { properties: { owner: account, other: account } } });
  expect(said).toEqual(["owner", "other"].map((at) => `loose-reference #/components/schemas/Zone/properties/${at}/$ref`));
});

test("resolves loose references in another file", async () => {
  const schemas = { Zone: { $ref: "kinds.yaml#Zone" } };
  const { document } = await loaded({
    "openapi.yaml": JSON.stringify(openapi("3.0.3", { paths: {}, components: { schemas } })),
    "kinds.yaml": "Zone: { type: string }",
  });
  const { report, diagnostics } = collector();
  const model = document && lower(document, report);
  expect(plain(model?.schemas.get("kinds.yaml#/Zone"))).toEqual({ type: ["string"] });
  expect(diagnostics.map(({ message }) => message)).toEqual(['"kinds.yaml#Zone" cannot be resolved as written. "kinds.yaml#/Zone" is used.']);
});

test("prefers an anchor to a schema name", () => {
  const schemas = { Zone: { $ref: "#Account" }, Account: { type: "object" }, Other: { $anchor: "Account", type: "string" } };
  const { model, said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  expect(plain(model.schemas.get("#/components/schemas/Zone"))).toEqual({ ref: "#/components/schemas/Other" });
  expect(said).toEqual([]);
});

test("reads an unknown word as a missing file", () => {
  const { said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas: { Zone: { $ref: "Account" } } } }));
  expect(said).toEqual(["unreadable-reference #/components/schemas/Zone/$ref"]);
});

test("resolves pointers of other files in the root document", async () => {
  const { document } = await loaded({
    "openapi.yaml": `openapi: 3.0.3
info: { title: Zones, version: '1' }
paths:
  /zones/{id}: { $ref: paths/zone.yaml }
components:
  parameters: { id: { name: id, in: path, required: true, schema: { type: integer } } }
  schemas: { Zone: { type: object }, Own: { type: string } }
`,
    "paths/zone.yaml": `get:
  parameters: [{ $ref: '#/components/parameters/id' }]
  responses:
    '200':
      description: ok
      content:
        application/json:
          schema:
            oneOf: [{ $ref: '#/components/schemas/Zone' }, { $ref: '#/components/schemas/Own' }]
            discriminator: { propertyName: kind, mapping: { zone: '#/components/schemas/Zone' } }
components: { schemas: { Own: { type: object } } }
`,
  });
  const { report, diagnostics } = collector();
  const model = document && lower(document, report);
  const [operation] = model?.operations ?? [];
  expect(operation?.parameters).toMatchObject([{ name: "id", schema: { type: ["integer"] } }]);
  const { oneOf, discriminator } = operation?.responses[0]?.content[0]?.schema ?? {};
  expect(oneOf).toMatchObject([{ ref: "#/components/schemas/Zone" }, { ref: "paths/zone.yaml#/components/schemas/Own" }]);
  expect(discriminator?.mapping.get("zone")).toBe("#/components/schemas/Zone");
  const taken = (at: string, name: string): string =>
    `${at}: "#/components/${name}" cannot be resolved as written. "openapi.yaml#/components/${name}" is used.`;
  expect(diagnostics.filter(({ code }) => code === "loose-reference").map(({ place, message }) => `${place?.pointer}: ${message}`)).toEqual([
    taken("#/get/parameters/0/$ref", "parameters/id"),
    taken("#/get/responses/200/content/application~1json/schema/oneOf/0/$ref", "schemas/Zone"),
  ]);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("resolves an anchor below another `$id` if it is unique", () => {
  const tree = (id: string): object => ({ $id: `https://example.com/${id}`, $dynamicAnchor: "node", type: "object" });
  const properties = { a: { $dynamicRef: "#node" } };
  const one = lowered(openapi("3.1.0", { paths: {}, components: { schemas: { Zone: { properties }, Tree: tree("tree") } } }));
  expect(plain(one.model.schemas.get("#/components/schemas/Zone"))).toMatchObject({
    object: { properties: { a: { ref: "#/components/schemas/Tree" } } },
  });
  expect(one.said).toEqual(["loose-reference #/components/schemas/Zone/properties/a/$dynamicRef"]);
  const two = lowered(openapi("3.1.0", { paths: {}, components: { schemas: { Zone: { properties }, Tree: tree("tree"), Other: tree("other") } } }));
  expect(two.said).toEqual(["unresolved-reference #/components/schemas/Zone/properties/a/$dynamicRef"]);
});
