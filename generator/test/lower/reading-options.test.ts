import { expect, test } from "vitest";
import { lowered, openapi, schema } from "./lowered.js";

test("reads each oneOf as anyOf on request", () => {
  const text = { type: "string" };
  const B = { type: "object", required: ["kind"], properties: { kind: text } };
  const schemas = {
    Plain: { oneOf: [text, {}] },
    Both: { oneOf: [text, {}], anyOf: [text] },
    Apart: { oneOf: [{ $ref: "#/components/schemas/B" }], anyOf: [text], discriminator: { propertyName: "kind" } },
    Base: { ...B, discriminator: { propertyName: "kind", mapping: { h: "#/components/schemas/Heir", i: "#/components/schemas/Other" } } },
    Heir: { allOf: [{ $ref: "#/components/schemas/Base" }] },
    Other: { allOf: [{ $ref: "#/components/schemas/Base" }] },
    Heirs: { oneOf: ["Heir", "Other"].map((name) => ({ $ref: `#/components/schemas/${name}` })) },
    Nullable: { nullable: true, oneOf: [text, {}] },
    Chosen: { oneOf: [{ $ref: "#/components/schemas/B" }], discriminator: { propertyName: "kind" } },
    B,
  };
  const { model, said } = lowered(openapi("3.0.3", { components: { schemas } }), { oneOfAsAnyOf: true });
  const all = new Map([...model.schemas].map(([id, each]) => [id.split("/").at(-1), each]));
  expect(all.get("Plain")).toMatchObject({ anyOf: [{ type: ["string"] }, {}], spelled: { anyOf: "oneOf" } });
  expect(all.get("Both")).toMatchObject({
    anyOf: [{ type: ["string"] }],
    allOf: [{ anyOf: [{ type: ["string"] }, {}], spelled: { anyOf: "oneOf" } }],
  });
  expect(all.get("Nullable")?.anyOf?.map(({ type, anyOf }) => type ?? anyOf?.length)).toEqual([2, ["null"]]);
  expect([...(all.get("Chosen")?.discriminator?.mapping.keys() ?? [])]).toEqual(["B"]);
  expect([...(all.get("Heirs")?.discriminator?.mapping.keys() ?? [])]).toEqual(["h", "i"]);
  expect(all.get("Apart")?.discriminator).toBeUndefined();
  expect([...(all.get("Apart")?.allOf?.[0]?.discriminator?.mapping.keys() ?? [])]).toEqual(["B"]);
  expect(JSON.stringify([...all.values()].map((each) => Object.keys(each)))).not.toContain("oneOf");
  expect(said.filter((each) => !each.startsWith("discriminator-by-name"))).toEqual([]);
});

test("marks formats that are annotations", () => {
  const S = { type: "object", properties: { at: { type: "string", format: "date-time" }, day: { type: "string", format: "date" } } };
  const other = { format: "date-time" };
  const marked = schema("3.1.0", S, { other }, { formats: { "date-time": "annotate" } });
  expect(marked.schema).toMatchObject({
    object: { properties: { at: { format: "date-time", formatIsAnnotation: true }, day: { format: "date" } } },
  });
  expect(JSON.stringify(marked.schema).match(/formatIsAnnotation/g)).toHaveLength(1);
  expect(JSON.stringify(schema("2.0", S, {}, { formats: "annotate" }).schema).match(/formatIsAnnotation/g)).toHaveLength(2);
  for (const formats of ["assert", {}] as const)
    expect(JSON.stringify(schema("3.0.3", S, {}, { formats }).schema)).not.toContain("formatIsAnnotation");
});
