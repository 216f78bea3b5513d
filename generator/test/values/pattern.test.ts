import { expect, test } from "vitest";
import { textsOf } from "../../src/values/strings/pattern.js";
import { matches } from "../../src/values/strings/regex.js";
import { take } from "../../src/values/json.js";
import { cpuTime } from "../cpu-time.js";

test("a pattern whose shortest text is longer than any that we write is given up before one is begun", () => {
  expect([...textsOf("^0x[a-f0-9]{262144}$")]).toEqual([]);
  expect([...textsOf("^(?:[a-f]{300}|(?:ab){200}){200}$")]).toEqual([]);
  expect([...take(textsOf("^(?:[a-f]{30000}|[a-f]{30})$"), 1)]).toHaveLength(1);
});

test("what is empty is not repeated as often as a pattern allows", () => {
  expect([...take(textsOf("^(?:\\b){4294967295}a$"), 1)]).toEqual(["a"]);
  // Three million are as many as the engine has stack for, or not, as the process has it from what was run before.
  expect([...take(textsOf("^(?:x?){1000000}$"), 2)]).toContain("x");
});

test("a pattern that takes more of the engine's stack than there is is matched all the same", () => {
  const pattern = "^(?:x?|){99999999}$";
  expect(() => new RegExp(pattern, "u").test("x")).toThrow(RangeError);
  const start = cpuTime();
  for (let count = 0; count < 1000; count++) expect(matches(pattern, "xx")).toBe(true);
  expect(cpuTime() - start).toBeLessThan(3000);
  const [text] = take(textsOf(pattern), 1);
  expect(matches(pattern, String(text))).toBe(true);
});

test("a long text is held against a slow pattern in linear time, as generated validators do it", () => {
  const words = String.raw`^\w+(\s?\w+)*$`;
  expect(matches(words, "This is my business hour")).toBe(true);
  expect(matches(words, "This is my business hour.")).toBe(false);
  expect(matches(words, `${"a".repeat(5000)}!`)).toBe(false);
  expect(matches(String.raw`^(?:\-?a+)+$`, `${"a".repeat(30)}!`)).toBe(false);
});

test("look-around is matched in linear time, and back references within a limit", () => {
  for (const pattern of ["^(?=b?)(a+)+$", "^(?<!b)(a+)+$", String.raw`^(b?)\1(a+)+$`]) {
    expect(matches(pattern, "aaa")).toBe(true);
    expect(matches(pattern, `${"a".repeat(40)}!`)).toBe(pattern.includes("1") ? undefined : false);
  }
});

test("a slow pattern has texts as long as they must be", () => {
  const [text = ""] = textsOf("^(a+)+$", { minLength: 30, maxLength: 80 });
  expect(text).toMatch(/^a{30,80}$/);
});
