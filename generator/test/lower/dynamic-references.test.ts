import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import { lowered, openapi, type Lowered } from "./lowered.js";

const user = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
const group = { type: "object", required: ["members"], properties: { members: { type: "integer" } } };
const page = {
  type: "object",
  properties: { items: { type: "array", items: { $dynamicRef: "#T" } } },
  $defs: { T: { $dynamicAnchor: "T", not: {} } },
};
const of = (name: string): object => ({
  $ref: "#/components/schemas/Page",
  $defs: { T: { $dynamicAnchor: "T", $ref: `#/components/schemas/${name}` } },
});
const [aUser, aGroup] = [{ name: "a" }, { members: 1 }];

const components = (schemas: object): Lowered => lowered(openapi("3.1.0", { components: { schemas } }));

/** Which of the values each component takes. */
async function taken({ model }: Lowered, name: string, ...values: readonly unknown[]): Promise<boolean[]> {
  const schema = (await compileModel(model)).schema(model.components.schemas.get(name) ?? "");
  return values.map((value) => schema?.is(value) === true);
}

test("binds a template separately for each schema", async () => {
  const document = components({ User: user, Group: group, Page: page, Users: of("User"), Groups: of("Group") });
  expect(await taken(document, "Users", { items: [aUser] }, { items: [aGroup] }, { items: [] })).toEqual([true, false, true]);
  expect(await taken(document, "Groups", { items: [aUser] }, { items: [aGroup] }, { items: [] })).toEqual([false, true, true]);
  expect(await taken(document, "Page", { items: [aUser] }, { items: [] })).toEqual([false, true]);
  expect(document.said).toEqual([]);
});

test("shares schemas that depend on no anchor", () => {
  const { model } = components({ User: user, Group: group, Page: page, Users: of("User"), Groups: of("Group") });
  expect([...model.schemas.keys()]).toEqual([
    "#/components/schemas/User",
    "#/components/schemas/Group",
    "#/components/schemas/Page",
    "#/components/schemas/Users",
    "#/components/schemas/Groups",
    "#/components/schemas/Page/$defs/T",
    "#/components/schemas/Page~with T: #/components/schemas/Users/$defs/T",
    "#/components/schemas/Page~with T: #/components/schemas/Groups/$defs/T",
  ]);
});

test("binds anchors across schema resources", async () => {
  const document = components({
    Generic: {
      $id: "fully_generic_array",
      type: "array",
      items: { $dynamicRef: "#generic-array" },
      $defs: { all: { $dynamicAnchor: "generic-array" } },
    },
    Numbers: { $id: "array_of_numbers", $ref: "fully_generic_array", $defs: { numbers: { $dynamicAnchor: "generic-array", type: "number" } } },
    Texts: { $id: "array_of_strings", $ref: "fully_generic_array", $defs: { texts: { $dynamicAnchor: "generic-array", type: "string" } } },
    Either: {
      $id: "obj_with_typed_array",
      type: "object",
      required: ["dataType", "data"],
      properties: { dataType: { enum: ["string", "number"] } },
      oneOf: [
        { properties: { dataType: { const: "string" }, data: { $ref: "array_of_strings" } } },
        { properties: { dataType: { const: "number" }, data: { $ref: "array_of_numbers" } } },
      ],
    },
  });
  expect(document.said).toEqual([]);
  expect(await taken(document, "Generic", [1, "a"])).toEqual([true]);
  expect(await taken(document, "Numbers", [1], ["a"])).toEqual([true, false]);
  const either = (dataType: string, ...data: unknown[]): object => ({ dataType, data });
  expect(await taken(document, "Either", either("string", "a"), either("string", 1), either("number", 1))).toEqual([true, false, true]);
});

test("applies unevaluatedProperties to an extended tree", async () => {
  const document = components({
    Tree: {
      $dynamicAnchor: "node",
      type: "object",
      properties: { data: {}, children: { type: "array", items: { $dynamicRef: "#node" } } },
    },
    Strict: { $dynamicAnchor: "node", $ref: "#/components/schemas/Tree", unevaluatedProperties: false },
    Labelled: { $dynamicAnchor: "node", $ref: "#/components/schemas/Tree", required: ["data"] },
  });
  const misspelt = { children: [{ daat: 1 }] };
  expect(await taken(document, "Tree", misspelt)).toEqual([true]);
  expect(await taken(document, "Strict", misspelt, { children: [{ data: 1 }] })).toEqual([false, true]);
  expect(await taken(document, "Labelled", { data: 1, ...misspelt }, { data: 1, children: [{ data: 1, children: [] }] })).toEqual([false, true]);
});

test("binds a template in the schema of a body", async () => {
  const schema = { $ref: "#/components/schemas/Page", $defs: { T: { $dynamicAnchor: "T", $ref: "#/components/schemas/User" } } };
  const content = { "application/json": { schema } };
  const paths = { "/": { get: { responses: { "200": { description: "ok", content } } } } };
  const { model } = lowered(openapi("3.1.0", { paths, components: { schemas: { User: user, Page: page } } }));
  const body = (await compileModel(model)).body("GET /", "response", 200);
  expect([{ items: [aUser] }, { items: [aGroup] }].map((value) => body?.is(value))).toEqual([true, false]);
});

test("keeps nested templates with different anchors separate", async () => {
  const document = components({
    User: user,
    Page: page,
    Result: { properties: { data: { $dynamicRef: "#D" } }, $defs: { D: { $dynamicAnchor: "D", not: {} } } },
    Found: {
      $ref: "#/components/schemas/Result",
      $defs: { D: { $dynamicAnchor: "D", $ref: "#/components/schemas/Page" }, T: { $dynamicAnchor: "T", $ref: "#/components/schemas/User" } },
    },
  });
  expect(await taken(document, "Found", { data: { items: [aUser] } }, { data: { items: [aGroup] } })).toEqual([true, false]);
});

test("accepts any value in an unbound template, with a warning", async () => {
  const { $defs: _, ...bare } = page;
  const document = components({ User: user, Group: group, Page: bare, Users: of("User"), Groups: of("Group") });
  expect(await taken(document, "Users", { items: [aUser] }, { items: [aGroup] })).toEqual([true, false]);
  expect(await taken(document, "Page", { items: [aUser, aGroup, 1] })).toEqual([true]);
  expect(document.said).toEqual(["unbound-dynamic-reference #/components/schemas/Page/properties/items/items/$dynamicRef"]);
});

test("resolves an anchor that exists once", async () => {
  const document = components({ User: { $dynamicAnchor: "u", ...user }, Users: { type: "array", items: { $dynamicRef: "#u" } } });
  expect(await taken(document, "Users", [aUser], [aGroup])).toEqual([true, false]);
  expect([...document.model.schemas.keys()]).toEqual(["#/components/schemas/User", "#/components/schemas/Users"]);
});

test("binds a template of another file", async () => {
  const users = { ...of("User"), $ref: "pages.json#/Page" };
  const root = openapi("3.1.0", { components: { schemas: { User: user, Users: users, Others: users, Groups: { $ref: "pages.json#/Groups" } } } });
  const pages = { Page: page, Group: group, Groups: { $ref: "#/Page", $defs: { T: { $dynamicAnchor: "T", $ref: "#/Group" } } } };
  const document = lowered(root, { files: { "pages.json": pages } });
  expect(document.said).toEqual([]);
  expect(await taken(document, "Users", { items: [aUser] }, { items: [aGroup] })).toEqual([true, false]);
  expect(await taken(document, "Groups", { items: [aUser] }, { items: [aGroup] })).toEqual([false, true]);
});

test("resolves an anchor in the whole document", async () => {
  const tree = { $dynamicAnchor: "node", type: "object", properties: { next: { $dynamicRef: "#node" } } };
  const strict = { $dynamicAnchor: "node", $ref: "tree.json", unevaluatedProperties: false };
  const root = openapi("3.1.0", { components: { schemas: { Strict: strict, Holder: { properties: { tree: { $ref: "tree.json" } } } } } });
  const document = lowered(root, { files: { "tree.json": tree } });
  expect(await taken(document, "Holder", { tree: { next: { a: 1 } } }, { tree: { a: 1 } })).toEqual([false, true]);
});

test("resolves equal anchors in their own component", async () => {
  const document = components({
    Users: { type: "array", items: { $ref: "#item" }, $defs: { item: { $anchor: "item", ...user } } },
    Groups: { type: "array", items: { $ref: "#item" }, $defs: { item: { $anchor: "item", ...group } } },
  });
  expect(await taken(document, "Users", [aUser], [aGroup])).toEqual([true, false]);
  expect(await taken(document, "Groups", [aUser], [aGroup])).toEqual([false, true]);
});

test('resolves "#" in a schema with an identifier', async () => {
  const document = components({
    Tree: {
      $id: "https://example.com/tree",
      type: "object",
      properties: { next: { $ref: "#" }, size: { $ref: "#/$defs/size" } },
      $defs: { size: { type: "integer" } },
    },
  });
  expect(await taken(document, "Tree", { next: { next: { size: 1 } } }, { next: { next: { size: "" } } })).toEqual([true, false]);
});
