import { expect, test } from "vitest";
import { errors, type Parts } from "./written.js";

test("a discriminator narrows a union by its mapped values", async () => {
  const parts = {
    Pet: {
      oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
      discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } },
    },
    Cat: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, lives: { type: "number" } } },
    Dog: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, tail: { type: "string" } } },
  };
  expect(
    await errors(parts, "export function lives(pet: S['Pet']): number | undefined { return pet.kind === 'cat' ? pet.lives : undefined; }"),
  ).toEqual([]);
});

test("a branch has its discriminator values", async () => {
  const discriminator = { propertyName: "kind", mapping: { a: "#/components/schemas/A", b: "#/components/schemas/B" } };
  const branch = (name: string, more: object = {}): object => ({
    type: "object",
    required: [name],
    properties: { [name]: { type: "string" }, ...more },
  });
  const kind = { kind: { type: "string" } };
  const either = (b: object): object => ({
    Either: { oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }], discriminator },
    A: branch("x", kind),
    B: b,
  });
  const use = "export const either: S['Either'] = { x: 'x', kind: 'other' };";
  expect(await errors(either(branch("y", kind)) as Parts, use)).toHaveLength(1);
  expect(await errors(either({ ...branch("y"), additionalProperties: false }) as Parts, use)).toEqual([]);
});

test("a nullable branch stays nullable under a discriminator", async () => {
  const parts = {
    Either: { oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }], discriminator: { propertyName: "kind" } },
    A: { type: ["object", "null"], required: ["kind"], properties: { kind: { type: "string" } } },
    B: { type: "object", required: ["kind"], properties: { kind: { type: "string" } } },
  };
  expect(
    await errors(
      parts,
      "export const none: S['Either'] = null;",
      "export const b: S['Either'] = { kind: 'B' };",
      "// @ts-expect-error No branch has this name.\nexport const c: S['Either'] = { kind: 'C' };",
    ),
  ).toEqual([]);
});

test("a contradictory mapping does not make branches never", async () => {
  const parts = {
    Pet: {
      oneOf: [{ $ref: "#/components/schemas/Cat" }],
      discriminator: { propertyName: "kind", mapping: { CAT: "#/components/schemas/Cat" } },
    },
    Cat: { type: "object", required: ["kind"], properties: { kind: { type: "string", enum: ["cat"] } } },
    Base: {
      type: "object",
      required: ["kind"],
      properties: { kind: { type: "string" } },
      discriminator: { propertyName: "kind", mapping: { child: "#/components/schemas/Child" } },
    },
    Child: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { more: { type: "string" } } }] },
    Grandchild: { allOf: [{ $ref: "#/components/schemas/Child" }, { type: "object", properties: { evenMore: { type: "string" } } }] },
  };
  const uses = ["Pet", "Cat", "Base", "Child", "Grandchild"].map((name) => `same<[S['${name}']] extends [never] ? true : false, false>(true);`);
  expect(await errors(parts, ...uses)).toEqual([]);
});

test("a boolean discriminator narrows branches", async () => {
  const branch = (name: string): object => {
    return { type: "object", required: ["ok", name], properties: { ok: { type: "boolean" }, [name]: { type: "string" } } };
  };
  const from = "#/components/schemas/";
  const parts = {
    Good: branch("data"),
    Bad: branch("error"),
    Result: {
      oneOf: [{ $ref: `${from}Good` }, { $ref: `${from}Bad` }],
      discriminator: { propertyName: "ok", mapping: { true: `${from}Good`, false: `${from}Bad` } },
    },
  };
  expect(await errors(parts, "declare const result: S['Result'];", "export const text: string = result.ok ? result.data : result.error;")).toEqual(
    [],
  );
});
