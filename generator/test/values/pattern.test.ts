import { expect, test } from "vitest";
import { textsOf } from "../../src/values/strings/pattern.js";
import { matches } from "../../src/values/strings/regex.js";
import { take } from "../../src/values/json.js";
import { cpuTime } from "../cpu-time.js";

test("rejects a pattern whose shortest text is too long", () => {
  expect([...textsOf("^0x[a-f0-9]{262144}$")]).toEqual([]);
  expect([...textsOf("^(?:[a-f]{300}|(?:ab){200}){200}$")]).toEqual([]);
  expect([...take(textsOf("^(?:[a-f]{30000}|[a-f]{30})$"), 1)]).toHaveLength(1);
});

test("repeats empty parts once", () => {
  expect([...take(textsOf("^(?:\\b){4294967295}a$"), 1)]).toEqual(["a"]);
  // Three million are as many as the engine has stack for, or not, as the process has it from what was run before.
  expect([...take(textsOf("^(?:x?){1000000}$"), 2)]).toContain("x");
});

test("matches a pattern that exceeds the engine's stack", () => {
  const pattern = "^(?:x?|){99999999}$";
  expect(() => new RegExp(pattern, "u").test("x")).toThrow(RangeError);
  const start = cpuTime();
  for (let count = 0; count < 1000; count++) expect(matches(pattern, "xx")).toBe(true);
  expect(cpuTime() - start).toBeLessThan(3000);
  const [text] = take(textsOf(pattern), 1);
  expect(matches(pattern, String(text))).toBe(true);
});

test("matches slow patterns in linear time, as validators do", () => {
  const words = String.raw`^\w+(\s?\w+)*$`;
  expect(matches(words, "This is my business hour")).toBe(true);
  expect(matches(words, "This is my business hour.")).toBe(false);
  expect(matches(words, `${"a".repeat(5000)}!`)).toBe(false);
  expect(matches(String.raw`^(?:\-?a+)+$`, `${"a".repeat(30)}!`)).toBe(false);
});

test("matches look-around in linear time, back references within a limit", () => {
  for (const pattern of ["^(?=b?)(a+)+$", "^(?<!b)(a+)+$", String.raw`^(b?)\1(a+)+$`]) {
    expect(matches(pattern, "aaa")).toBe(true);
    expect(matches(pattern, `${"a".repeat(40)}!`)).toBe(pattern.includes("1") ? undefined : false);
  }
});

test("generates texts of the required length for slow patterns", () => {
  const [text = ""] = textsOf("^(a+)+$", { minLength: 30, maxLength: 80 });
  expect(text).toMatch(/^a{30,80}$/);
});
