import { describe, expect, test } from "vitest";
import type { Json } from "../../src/model/json.js";
import { compileModel } from "../../src/compile/compile-model.js";
import { walkPointer } from "../../src/model/pointer.js";
import { lowered, openapi, swagger } from "./lowered.js";

type Version = "2.0" | "3.0.3" | "3.1.0" | "3.2.0";

const ofOther = "value-of-another-version";
const keyword = "keyword-of-another-version";

/** A schema in a version that does not have it, what is reported of it, and values that it accepts and refuses as its author meant it. */
const cases: readonly {
  readonly versions: readonly Version[];
  readonly schema: object;
  readonly said: string;
  readonly accepted: readonly Json[];
  readonly refused: readonly Json[];
}[] = [
  {
    versions: ["3.1.0", "3.2.0"],
    schema: { type: "number", minimum: 1, exclusiveMinimum: true },
    said: `${ofOther} exclusiveMinimum`,
    accepted: [2],
    refused: [1, 0],
  },
  {
    versions: ["3.1.0", "3.2.0"],
    schema: { type: "number", maximum: 9, exclusiveMaximum: true },
    said: `${ofOther} exclusiveMaximum`,
    accepted: [8],
    refused: [9, 10],
  },
  {
    versions: ["3.1.0"],
    schema: { type: "number", minimum: 1, exclusiveMinimum: false },
    said: `${ofOther} exclusiveMinimum`,
    accepted: [1],
    refused: [0],
  },
  {
    versions: ["2.0", "3.0.3"],
    schema: { type: "number", exclusiveMinimum: 1 },
    said: `${ofOther} exclusiveMinimum`,
    accepted: [2],
    refused: [1],
  },
  {
    versions: ["2.0", "3.0.3"],
    schema: { type: "number", minimum: 5, exclusiveMaximum: 9 },
    said: `${ofOther} exclusiveMaximum`,
    accepted: [5],
    refused: [4, 9],
  },
  { versions: ["2.0", "3.0.3"], schema: { type: ["string", "null"] }, said: `${ofOther} type`, accepted: ["a", null], refused: [1] },
  { versions: ["2.0", "3.0.3"], schema: { type: "null" }, said: `${ofOther} type`, accepted: [null], refused: ["a"] },
  { versions: ["3.1.0", "3.2.0"], schema: { type: "string", nullable: true }, said: `${keyword} nullable`, accepted: ["a", null], refused: [1] },
  { versions: ["2.0", "3.0.3"], schema: { const: "a" }, said: `${keyword} const`, accepted: ["a"], refused: ["b"] },
  {
    versions: ["2.0", "3.0.3"],
    schema: { type: "object", patternProperties: { "^n": { type: "number" } } },
    said: `${keyword} patternProperties`,
    accepted: [{ n: 1 }],
    refused: [{ n: "a" }],
  },
  {
    versions: ["2.0", "3.0.3", "3.1.0", "3.2.0"],
    schema: { type: "object", dependencies: { a: ["b"], c: { required: ["d"] } } },
    said: `${keyword} dependencies`,
    accepted: [{}, { a: 1, b: 1 }, { c: 1, d: 1 }],
    refused: [{ a: 1 }, { c: 1 }],
  },
  {
    versions: ["2.0", "3.0.3", "3.1.0", "3.2.0"],
    schema: { type: "integer", divisibleBy: 5 },
    said: `${keyword} divisibleBy`,
    accepted: [10],
    refused: [11],
  },
  { versions: ["3.0.3", "3.1.0"], schema: { type: "file" }, said: `${ofOther} type`, accepted: ["bytes"], refused: [1] },
  {
    versions: ["2.0", "3.0.3"],
    schema: { type: "object", properties: { a: false } },
    said: `${ofOther} properties/a`,
    accepted: [{}],
    refused: [{ a: 1 }],
  },
];

describe("schemas of another version", () => {
  test.each(cases.flatMap(({ versions, ...each }) => versions.map((version) => ({ version, ...each }))))(
    "$version: applies $schema",
    async ({ version, schema, said, accepted, refused }) => {
      const schemas = { S: schema };
      const {
        model,
        document,
        said: found,
      } = lowered(version === "2.0" ? swagger({ definitions: schemas }) : openapi(version, { components: { schemas } }));
      expect(found.map((each) => each.replace(/#\/(?:definitions|components\/schemas)\/S\//, ""))).toEqual([said]);
      const [id = ""] = model.schemas.keys();
      const validator = (await compileModel(model)).schema(id);
      expect(accepted.filter((value) => validator?.is(value) !== true)).toEqual([]);
      expect(refused.filter((value) => validator?.is(value) !== false)).toEqual([]);
      // What an issue names is written in the document.
      for (const value of refused)
        for (const { schemaPath } of validator?.check(value) ?? [])
          expect(walkPointer({ place: { file: "", pointer: "#" }, value: document.root.value }, schemaPath), schemaPath).toBeDefined();
    },
  );

  test("reads a discriminator of Swagger 2.0 in OpenAPI 3, and the reverse", () => {
    const kinds = { Pet: { type: "object", required: ["kind"], properties: { kind: { type: "string" } } } };
    const three = lowered(openapi("3.1.0", { components: { schemas: { Pet: { ...kinds.Pet, discriminator: "kind" } } } }));
    const two = lowered(swagger({ definitions: { Pet: { ...kinds.Pet, discriminator: { propertyName: "kind" } } } }));
    expect(three.said).toEqual([`${ofOther} #/components/schemas/Pet/discriminator`]);
    expect(two.said).toEqual([`${ofOther} #/definitions/Pet/discriminator`]);
  });
});
