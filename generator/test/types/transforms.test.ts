import { expect, test } from "vitest";
import { compiler } from "../../src/emit/types/transforms.js";
import { required } from "../../src/required.js";

test("types are made by the compiler that prints exports, so that a run loads one and not two", () => {
  expect(compiler).toBe(required("ts-morph").ts);
});
