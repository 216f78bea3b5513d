import { describe, expect, test } from "vitest";
import { JsonPath, PathError } from "../../src/load/overlay/json-path.js";
import type { Json } from "../../src/model/json.js";
import { growth } from "../growth.js";
import { missingPathSuite, pathSuite, pathSuiteNote, textOf } from "./suites.js";

const document: Json = {
  tags: [{ name: "a" }, { name: "b", x: 1 }, { name: "c", x: 2 }],
  paths: { "/zones": { get: { id: "list" }, post: { id: "make" } }, "/it's": { get: { id: "other" } } },
  deep: { a: { x: { x: 1 } } },
  nothing: null,
};

/** The selected paths as JSON pointers. */
function selected(expression: string, value: Json = document): readonly string[] {
  return new JsonPath(expression).select(value).map((path) => path.map((key) => `/${key}`).join(""));
}

function refusal(expression: string, value: Json = document): string {
  try {
    new JsonPath(expression).select(value);
  } catch (error) {
    expect(error).toBeInstanceOf(PathError);
    return (error as PathError).message;
  }
  return "none";
}

describe("RFC 9535", () => {
  test.each<[expression: string, want: readonly string[]]>([
    ["$", [""]],
    ["$.tags", ["/tags"]],
    ["$['paths']['/zones']", ["/paths//zones"]],
    [`$["paths"]["/it's"]`, ["/paths//it's"]],
    ["$['paths']['/it\\'s']", ["/paths//it's"]],
    ["$.tags[0]", ["/tags/0"]],
    ["$.tags[-1]", ["/tags/2"]],
    ["$.tags[9]", []],
    ["$.tags[1:]", ["/tags/1", "/tags/2"]],
    ["$.tags[::2]", ["/tags/0", "/tags/2"]],
    ["$.tags[::-1]", ["/tags/2", "/tags/1", "/tags/0"]],
    ["$.tags[0,2]", ["/tags/0", "/tags/2"]],
    ["$.tags[0,0]", ["/tags/0"]],
    ["$.paths.*.get", ["/paths//zones/get", "/paths//it's/get"]],
    ["$.paths..id", ["/paths//zones/get/id", "/paths//zones/post/id", "/paths//it's/get/id"]],
    ["$.deep..x", ["/deep/a/x", "/deep/a/x/x"]],
    ["$.tags[?@.x]", ["/tags/1", "/tags/2"]],
    ["$.tags[?!@.x]", ["/tags/0"]],
    ["$.tags[?@.x >= 2]", ["/tags/2"]],
    ["$.tags[?@.name == 'b' || @.x == 2]", ["/tags/1", "/tags/2"]],
    ["$.tags[?@.x && @.name && @.x == 2]", ["/tags/2"]],
    ["$.tags[?length(@.name) == 1]", ["/tags/0", "/tags/1", "/tags/2"]],
    ["$.paths[?count(@.*) > 1]", ["/paths//zones"]],
    ["$.tags[?value(@..x) == 1]", ["/tags/1"]],
    ["$.tags[?match(@.name, '[ab]')]", ["/tags/0", "/tags/1"]],
    ["$.paths[?search(@.get.id, 'th')]", ["/paths//it's"]],
    ["$.tags[?match(@.name, '[')]", []],
    ["$[?@ == null]", ["/nothing"]],
    ["$.tags[?@.x == $.deep.a.x.x]", ["/tags/1"]],
  ])("%s", (expression, want) => {
    expect(selected(expression)).toEqual(want);
  });

  test.each([
    ["", "it is empty"],
    ["tags", "expected '$', found 't', at character 1"],
    ["$.tags[", "unclosed bracketed selection, at character 8"],
    ["$..", "bald descendant segment, at character 4"],
    ["$.tags[?@.x = 1]", "unexpected filter selector token '='"],
    ["$.tags[?run(@)]", "no such function 'run', at character 9"],
    ["$.tags[?count(@.x) ]", "must be compared"],
    ["$.tags[?@.* == 1]", ""],
    ["$.tags[9007199254740992]", "index out of range"],
    ["$.tags[?(function(){})()]", ""],
    ["$.tags[?@.constructor.constructor('return 1')()]", ""],
  ])("rejects %s", (expression, reason) => {
    const said = refusal(expression);
    expect(said).not.toBe("none");
    expect(said).toContain(reason);
  });

  const cases = missingPathSuite
    ? []
    : (JSON.parse(textOf(pathSuite, "cts.json")) as { readonly tests: readonly Case[] }).tests.map((each) => ({ ...each, title: each.name }));

  test.skipIf(missingPathSuite)(`passes the compliance test suite${pathSuiteNote}`, () => {
    expect(cases.length).toBeGreaterThan(700);
    const failed = cases.filter((each) => !passes(each)).map(({ title }) => title);
    expect(failed).toEqual([]);
  });
});

interface Case {
  readonly name: string;
  readonly selector: string;
  readonly document?: Json;
  readonly invalid_selector?: boolean;
  readonly result_paths?: readonly string[];
  readonly results_paths?: readonly (readonly string[])[];
}

/** Nodes are compared by their normalized paths, each once: that is what an overlay changes. */
function passes({ selector, document: value = null, invalid_selector: isInvalid = false, result_paths: one, results_paths: several }: Case): boolean {
  try {
    const found = JSON.stringify(new JsonPath(selector).select(value).map(normalized));
    return !isInvalid && [...(several ?? []), ...(one === undefined ? [] : [one])].some((want) => JSON.stringify([...new Set(want)]) === found);
  } catch (error) {
    expect(error).toBeInstanceOf(PathError);
    return isInvalid;
  }
}

function normalized(path: readonly (string | number)[]): string {
  const escapes: Readonly<Record<string, string>> = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "'": "\\'", "\\": "\\\\" };
  const name = (key: string): string =>
    // oxlint-disable-next-line no-control-regex
    key.replaceAll(/[\u0000-\u001f'\\]/g, (each) => escapes[each] ?? `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `$${path.map((key) => (typeof key === "number" ? `[${key}]` : `['${name(key)}']`)).join("")}`;
}

describe("hostile expressions", () => {
  const wide: Json = Array.from({ length: 300_000 }, (_, index) => index);
  const nested = (depth: number): Json => (depth === 0 ? [1, 2] : [nested(depth - 1), nested(depth - 1)]);

  test("a filter over nested filters ends at the limit of visits", () => {
    expect(refusal("$..[?@..[?@..[?@..[?@..[?@ == 3]]]]]", nested(13))).toBe("it visits more than 3,000,000 nodes");
  });

  test("descendants of descendants end at a limit", () => {
    expect(refusal("$..*..*..*..*..*..*[?@ == 3]", nested(12))).toMatch(/^it (?:visits|selects) more than/);
  });

  test("a long list ends at the limit of selected nodes", () => {
    expect(
      refusal(
        "$[*]",
        Array.from({ length: 1_000_001 }, () => 0),
      ),
    ).toBe("it selects more than 1,000,000 nodes");
  });

  test("a pattern with nested repetitions takes linear time", async () => {
    const path = new JsonPath("$[?match(@, '((a*)*)*b')]");
    const { factor } = await growth(
      (size) => ["a".repeat(size)],
      (value) => path.select(value),
    );
    expect(factor).toBeLessThan(3);
  });

  test("accepts lists of any length", () => {
    expect(selected("$[*]", wide)).toHaveLength(300_000);
    expect(selected("$[?count($[*]) == 300000 && @ == 7]", [0, 7])).toEqual([]);
    expect(selected("$[?count(@[*]) == 300000]", [wide])).toEqual(["/0"]);
  });

  test.each(["(", "[", "!", "@.a[?", "$["])("rejects thousands of %j", (part) => {
    expect(refusal(`$[?${part.repeat(Math.floor(9_000 / part.length))}`)).not.toBe("none");
  });

  test("rejects long expressions", () => {
    expect(refusal(`$${".a".repeat(5_001)}`)).toBe("it is longer than 10,000 characters");
  });

  test("reads expressions in linear time", async () => {
    for (const part of [".a", "[0]", "[?@.a]", "['a','b']", "[?@.a==1&&@.b==2]"]) {
      const { factor } = await growth(
        (size) => `$${part.repeat(Math.floor(size / 110 / part.length))}`,
        (expression) => refusal(expression),
      );
      expect(factor).toBeLessThan(3);
    }
  });

  test("selects own properties only", () => {
    expect(selected("$.constructor")).toEqual([]);
    expect(selected("$.tags.length")).toEqual([]);
    expect(selected("$['__proto__']")).toEqual([]);
    expect(selected("$['__proto__'].x", JSON.parse(`{ "__proto__": { "x": 1 } }`) as Json)).toEqual(["/__proto__/x"]);
  });
});
