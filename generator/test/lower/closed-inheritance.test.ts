import { expect, test } from "vitest";
import { lowered, openapi } from "./lowered.js";

test("opens a closed base and its closed subtypes", () => {
  const closed = (names: readonly string[], more: object = {}): object => ({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    additionalProperties: false,
    ...more,
  });
  const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const schemas = {
    Stored: closed(["id"]),
    Audited: { allOf: [to("Stored"), closed(["created"])] },
    Address: { allOf: [to("Audited"), closed(["street"])] },
    // Swashbuckle has the heir's own properties beside allOf, and an heir may add none.
    Beside: closed(["town"], { allOf: [to("Stored")] }),
    Nothing: { allOf: [to("Stored"), closed([])] },
    // It may describe again what the base has.
    Reply: closed(["code", "response"]),
    Again: { allOf: [to("Reply"), closed(["response"])] },
    Other: closed(["a"]),
    Same: { allOf: [to("Other"), closed(["a"])] },
    Wrapped: { allOf: [to("Other")], nullable: true },
    Free: { type: "object", properties: { a: {} } },
    OfFree: { allOf: [to("Free"), closed(["b"])] },
  };
  const open = (version: "3.0.3" | "3.1.0"): readonly string[] =>
    lowered(openapi(version, { paths: {}, components: { schemas } })).said.filter((each) => each.startsWith("closed-inheritance"));
  const said = (at: string): string => `closed-inheritance #/components/schemas/${at}/additionalProperties`;
  expect(open("3.0.3")).toEqual(["Stored", "Audited/allOf/1", "Address/allOf/1", "Beside", "Nothing/allOf/1", "Reply", "Again/allOf/1"].map(said));
  expect(open("3.1.0")).toEqual([]);
  const { model } = lowered(openapi("3.0.3", { paths: {}, components: { schemas } }));
  expect(model.schemas.get("#/components/schemas/Stored")?.object?.additionalProperties).toBeUndefined();
  expect(model.schemas.get("#/components/schemas/Other")?.object?.additionalProperties?.boolean).toBe(false);
});
