import { describe, expect, test } from "vitest";
import { compile, SchemaError } from "tallystick";
import type { Json } from "tallystick/model";

/** A value that uses the value of the level below twice: written out, it has twice as many values with each level. */
function doubled(levels: number, wrap: (inner: Json) => Json, end: Json): Json {
  let value = end;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

describe("compile, of objects that a schema uses several times", () => {
  const schema = (levels: number): Json => doubled(levels, (inner) => ({ properties: { a: inner, b: inner } }), { type: "string" });
  const list = (levels: number): Json => doubled(levels, (inner) => [inner, inner], 1);

  test.each([
    ["schemas", schema(40)],
    ["a const", { const: list(40) }],
    ["an example", { examples: [list(40)] }],
  ])("rejects more than 5,000,000 values at once: %s", async (_, each) => {
    const began = process.cpuUsage().user;
    const error = await compile(each).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SchemaError);
    expect((error as SchemaError).message).toContain("Values that are used several times, such as YAML aliases, expand to more than 5000000 values.");
    expect((process.cpuUsage().user - began) / 1000).toBeLessThan(2000);
  });

  test("accepts a few shared objects as if written out", async () => {
    const validate = await compile(schema(3));
    expect(validate({ a: { b: { a: "text" } } }).valid).toBe(true);
    expect(validate({ a: { b: { a: 1 } } }).issues.map(({ instancePath }) => instancePath)).toEqual(["/a/b/a"]);
  });

  test("rejects an object that contains itself", async () => {
    const own: Record<string, Json> = {};
    own["not"] = own as Json;
    await expect(compile(own as Json)).rejects.toBeInstanceOf(SchemaError);
  });
});
