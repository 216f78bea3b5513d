import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "tallystick";
import type { Json } from "tallystick/model";

class Zone {
  get name(): string {
    return "example.com";
  }
}
const zone = Object.create({ name: "example.com" }) as unknown;
const page = readFileSync(new URL("../../../docs/validators.md", import.meta.url), "utf8");
const isValid = async (schema: Json, value: unknown): Promise<boolean> => (await compile(schema))(value).valid;

describe("an inherited property", () => {
  const row = "| an inherited property or a getter of a class, named in `properties`, `required` or `dependentRequired` | present |";
  test.each<[keyword: string, schema: Json, valid: boolean]>([
    ["properties", { properties: { name: { type: "string" } } }, true],
    ["properties", { properties: { name: { type: "number" } } }, false],
    ["required", { type: "object", required: ["name"] }, true],
    ["required", { type: "object", required: ["name"], properties: { name: { type: "string" } } }, true],
    ["dependentRequired", { dependentRequired: { name: ["id"] } }, false],
  ])("is present for %s, as docs/validators.md states (%#)", async (keyword, schema, valid) => {
    expect(page).toContain(row);
    expect(row).toContain(`\`${keyword}\``);
    expect([await isValid(schema, zone), await isValid(schema, new Zone())]).toEqual([valid, valid]);
  });

  test.each<[keyword: string, schema: Json]>([
    ["additionalProperties", { additionalProperties: false }],
    ["propertyNames", { propertyNames: false }],
    ["maxProperties", { maxProperties: 0 }],
  ])("is absent for %s, which lists or counts properties", async (_, schema) => {
    expect(page).toContain("| an inherited property, for keywords that list or count: `additionalProperties`, `minProperties` | absent |");
    expect([await isValid(schema, zone), await isValid({ minProperties: 1 }, zone)]).toEqual([true, false]);
  });

  test.each(["constructor", "toString", "__proto__"])("is absent under the name %s, which every object inherits", async (name) => {
    expect(page).toContain("| the same under a name that every object inherits, such as `constructor` | absent |");
    expect(await isValid({ required: [name] }, {})).toBe(false);
  });
});
