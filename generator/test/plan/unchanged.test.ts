import { expect, test } from "vitest";
import { Equality } from "../../src/plan/schemas/equality.js";
import { unchangedSince } from "../../src/plan/schemas/unchanged.js";
import { openapi, planned } from "../documents.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const answers = (schema: object, more: object = {}) => ({
  get: { ...more, responses: { 200: { description: "ok", content: { "application/json": { schema } } } } },
});

/** Ant refers to Bee, Bee and Cat to each other, Dog to none; each has an operation that answers with it. */
interface Parts {
  readonly schemas: Record<string, object>;
  readonly paths: Record<string, object>;
  readonly more: Record<string, unknown>;
}
function parts(): Parts {
  return {
    schemas: {
      Ant: object({ bee: ref("Bee") }),
      Bee: object({ cat: ref("Cat") }),
      Cat: object({ bees: { type: "array", items: ref("Bee") } }),
      Dog: object({ name: { type: "string" } }),
    },
    paths: Object.fromEntries(["Ant", "Bee", "Cat", "Dog"].map((name) => [`/${name}`, answers(ref(name), { operationId: `get${name}` })])),
    more: {},
  };
}

async function unchanged(edit: (parts: Parts) => void): Promise<string> {
  const settled = async ({ schemas, paths, more }: Parts) => planned(openapi({ ...more, paths, components: { schemas } }));
  const edited = parts();
  edit(edited);
  const found = unchangedSince(await settled(parts()), await settled(edited), new Equality());
  return [...found].map(({ key }) => key).join(" ");
}

const all = "Ant Bee Cat Dog getAnt getBee getCat getDog";

test.each<[what: string, left: string, edit: (parts: Parts) => void]>([
  ["nothing changes", all, () => undefined],
  [
    "a description changes",
    "Ant Bee Cat getAnt getBee getCat getDog",
    ({ schemas }) => (schemas["Dog"] = object({ name: { type: "string" } }, { description: "x" })),
  ],
  [
    "the description of what others refer to changes",
    "Ant Bee Dog getAnt getBee getCat getDog",
    ({ schemas }) => (schemas["Cat"] = object({ bees: { type: "array", items: ref("Bee"), title: "Bees" } }, { description: "x" })),
  ],
  [
    "the example of what others refer to changes",
    "Dog getDog",
    ({ schemas }) => (schemas["Cat"] = object({ bees: { type: "array", items: ref("Bee") } }, { example: { description: "x" } })),
  ],
  [
    "what others refer to changes",
    "Dog getDog",
    ({ schemas }) => (schemas["Cat"] = object({ bees: { type: "array", items: ref("Bee"), minItems: 1 } })),
  ],
  ["what refers to others changes", "Bee Cat Dog getBee getCat getDog", ({ schemas }) => (schemas["Ant"] = object({}))],
  [
    "an operation changes",
    "Ant Bee Cat Dog getAnt getBee getCat",
    ({ paths }) => (paths["/Dog"] = answers(ref("Dog"), { operationId: "getDog", summary: "x" })),
  ],
  ["an operation comes", all, ({ paths }) => (paths["/New"] = answers(ref("Dog"), { operationId: "getNew" }))],
  ["an operation goes", "Ant Bee Cat Dog getBee getCat getDog", ({ paths }) => delete paths["/Ant"]],
  ["a schema comes that another one's name clashes with", all, ({ schemas }) => (schemas["dog"] = object({}))],
  ["a property comes", "Ant Bee Cat getAnt getBee getCat", ({ schemas }) => (schemas["Dog"] = object({ name: { type: "string" }, age: {} }))],
  ["the servers change", "", ({ more }) => (more["servers"] = [{ url: "https://api.example.com" }])],
  ["an extension of the document changes", "", ({ more }) => (more["x-tallystick-request-id"] = "X-Id")],
  ["the title changes", all, ({ more }) => (more["info"] = { title: "Other", version: "2" })],
])("when %s, what stays is: %s", async (_what, left, edit) => {
  expect(await unchanged(edit)).toBe(left);
});

test("a discriminator's mapping is a reference: what it leads to changes what has it", async () => {
  const tagged = (schema: object) =>
    planned(
      openapi({
        components: {
          schemas: {
            Pet: object({ kind: { type: "string" } }, { discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } } }),
            Cat: { allOf: [ref("Pet"), schema] },
            Box: object({ pet: ref("Pet") }),
          },
        },
      }),
    );
  const found = unchangedSince(
    await tagged(object({ lives: { type: "integer" } })),
    await tagged(object({ lives: { type: "string" } })),
    new Equality(),
  );
  expect(found.size).toBe(0);
});
