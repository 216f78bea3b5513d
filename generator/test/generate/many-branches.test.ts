import { expect, test } from "vitest";
import { openapi, written } from "../documents.js";
import { compilable, compileErrors } from "./compile.js";

test("compiles a union of more than a thousand inline objects", async () => {
  const branch = (index: number): object => ({
    type: "object",
    required: ["kind"],
    properties: { kind: { const: `k${index}` }, [`v${index}`]: { type: "string" } },
  });
  const spec = written(openapi({ components: { schemas: { Event: { oneOf: Array.from({ length: 1_200 }, (_, index) => branch(index)) } } } }));
  const folder = await compilable(spec, { only: ["types", "validators"] });
  expect(await compileErrors(folder)).toEqual([]);
}, 120_000);
