import { expect, test } from "vitest";
import { lowered, openapi, plain } from "./lowered.js";

const to = (name: string): { readonly $ref: string } => ({ $ref: `#/components/schemas/${name}` });
const ref = (name: string): { readonly ref: string } => ({ ref: `#/components/schemas/${name}` });

test.each([
  ["a choice that lists itself", { A: { anyOf: [to("A"), { type: "string" }] } }, { A: { anyOf: [{ type: ["string"] }] } }, ["A/anyOf/0"]],
  ["a part that is the whole", { A: { allOf: [to("A"), { type: "string" }] } }, { A: { allOf: [{ type: ["string"] }] } }, ["A/allOf/0"]],
  ["two names for each other", { A: to("B"), B: to("A") }, { A: ref("B"), B: {} }, ["B"]],
  ["a choice of nothing but itself", { A: { oneOf: [to("A")] } }, { A: {} }, ["A/oneOf/0"]],
  [
    "choices that list each other",
    { A: { oneOf: [{ type: "integer" }, to("B")] }, B: { oneOf: [{ type: "string" }, to("A")] } },
    { A: { oneOf: [{ type: ["integer"] }, ref("B")] }, B: { oneOf: [{ type: ["string"] }] } },
    ["B/oneOf/1"],
  ],
  [
    "a branch that holds only where the whole does",
    { A: { anyOf: [{ allOf: [to("A"), { type: "string" }] }, { type: "null" }] } },
    { A: { anyOf: [{ type: ["null"] }] } },
    ["A/anyOf/0/allOf/0"],
  ],
])("omits a reference to its own schema: %s", (_, schemas, want, places) => {
  const { model, said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  expect(Object.fromEntries([...model.schemas].map(([id, schema]) => [id.slice("#/components/schemas/".length), plain(schema)]))).toEqual(want);
  expect(said).toEqual(places.map((place) => `endless-reference #/components/schemas/${place}/$ref`));
});

test("removes the own schema from the discriminator", () => {
  const schemas = {
    A: { oneOf: [to("A"), to("B")], discriminator: { propertyName: "kind" } },
    B: { type: "object", required: ["kind"], properties: { kind: { const: "B" } } },
  };
  const { model } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  expect([...(model.schemas.get("#/components/schemas/A")?.discriminator?.mapping ?? [])]).toEqual([["B", "#/components/schemas/B"]]);
});

test("reports a long circular chain of names", () => {
  const length = 20_000;
  const schemas = Object.fromEntries(Array.from({ length }, (_, index) => [`S${index}`, to(`S${(index + 1) % length}`)]));
  const { said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  expect(said).toEqual([`endless-reference #/components/schemas/S${length - 1}/$ref`, "references-too-deep #/components/schemas/S0"]);
});

test.each<[string, number, (next: object) => object]>([
  ["seven hundred references", 700, (next) => next],
  ["a hundred parts of an allOf", 100, (next) => ({ allOf: [next] })],
  ["sixty-three branches", 63, (next) => ({ anyOf: [next, { type: "null" }] })],
  ["as many refusals", 63, (next) => ({ not: next })],
  ["as many conditions", 63, (next) => ({ if: next, then: { type: "null" } })],
  ["as many dependencies", 63, (next) => ({ dependentSchemas: { name: next } })],
])("limits chains of %s", (_, most, link) => {
  const said = (length: number): readonly string[] => {
    const names = Array.from({ length: length + 1 }, (__, index) => `S${index}`);
    const schemas = Object.fromEntries(names.map((name, index) => [name, index === length ? { type: "string" } : link(to(`S${index + 1}`))]));
    return lowered(openapi("3.1.0", { paths: {}, components: { schemas } })).said;
  };
  expect(said(most)).toEqual([]);
  expect(said(most + 1)).toEqual(["references-too-deep #/components/schemas/S0"]);
});
