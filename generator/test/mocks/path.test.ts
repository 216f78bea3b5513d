import { expect, test } from "vitest";
import { cpuTime } from "../cpu-time.js";
import { comparePatterns, matchPath, pathPattern, waysOf } from "../../runtime/mocks/path.js";

test.each([
  ["/users/{id}", "/users/7", "id=7"],
  ["/users/{id}", "/users/", undefined],
  ["/users/{id}", "/users/7/8", undefined],
  ["/files/{name}.{ext}", "/files/report.v2.json", "name=report.v2 ext=json"],
  ["/files/{name}.{ext}", "/files/.json", undefined],
  ["/files/{name}.{ext}", "/files/a..b", "name=a. ext=b"],
  ["/{a}{b}", "/xyz", "a=xy b=z"],
  ["/{a}--{b}", "/1---2", "a=1- b=2"],
  ["/v{version}/x", "/v1/x", "version=1"],
  ["/v{version}v", "/v", undefined],
  ["/users('{id}')", "/users('7')", "id=7"],
  ["/größe und {id}", "/gr%C3%B6%C3%9Fe%20und%20%C3%B6", "id=%C3%B6"],
  ["/a b", "/a%20b", ""],
  ["/~me", "/%7Eme", ""],
  ["/100%", "/100%", ""],
  ["/a.b", "/axb", undefined],
] as const)("matches the template %s with %s: %s", (template, path, expected) => {
  expect(shown(template, path)).toBe(expected);
});

test.each([
  ["/files/{path}", "/files/a/b/c.txt", "path=a/b/c.txt"],
  ["/files/{path}", "/files/a", "path=a"],
  ["/files/{path}", "/files/", undefined],
  ["/files/{path}/meta", "/files/a/b/meta", "path=a/b"],
  ["/files/{path}/meta", "/files/meta", undefined],
  ["/{id}/{path}.{ext}", "/1/a/b.c/d.e.f", "id=1 path=a/b.c/d.e ext=f"],
  ["/{path}.{ext}", "/a.b/c", undefined],
  ["/{id}-{path}", "/1-2/3-4", "id=1 path=2/3-4"],
  ["/{id}-{path}", "/1-2-3/4", "id=1-2 path=3/4"],
  ["/{id}-{path}", "/1/2-3", undefined],
  ["/{path}/to/{path}", "/a/to/b/to/c", "path=b/to/c"],
] as const)("matches the template %s, whose path takes several segments, with %s: %s", (template, path, expected) => {
  expect(shown(template, path, { rest: "path" })).toBe(expected);
});

test("matches any spelling of a segment", () => {
  const options = { spellings: { "browser-rendering": ["browser-rendering", "browser-run"] } };
  expect(shown("/browser-rendering/{id}", "/browser-run/1", options)).toBe("id=1");
  expect(shown("/browser-rendering/{id}", "/browser/1", options)).toBeUndefined();
});

test("rejects a trailing slash that no template has", () => {
  expect(waysOf("/users/")).toEqual([
    ["", "users", ""],
    ["", "users"],
  ]);
  expect([waysOf(""), waysOf("/")]).toEqual([[["", ""]], [["", ""]]]);
});

test("parameters match like a greedy expression", () => {
  const texts = ["", "a", "b", ".", "aa", "ab"];
  let seed = 1;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 5000; round++) {
    const pieces = Array.from({ length: 2 + next(4) }, () => texts[next(texts.length)] ?? "");
    const path = Array.from({ length: next(9) }, () => "ab."[next(3)]).join("");
    const template = pieces.map((piece, index) => (index === 0 ? piece : `{${index}}${piece}`)).join("");
    const greedy = new RegExp(`^${pieces.map((piece) => piece.replaceAll(".", "\\.")).join("(.+)")}$`).exec(path);
    const found = matchPath(pathPattern(template), [path]);
    expect(found && [...found.values()], `${template} ${path}`).toEqual(greedy?.slice(1));
  }
});

test("matches in linear time", () => {
  const template = pathPattern(`/${"{a}x".repeat(20)}y`);
  const path = ["", "x".repeat(100_000)];
  const began = cpuTime();
  expect(matchPath(template, path)).toBeUndefined();
  expect(matchPath(pathPattern(`/${"{a}x".repeat(20)}{b}`), path)).toBeDefined();
  expect(cpuTime() - began).toBeLessThan(2000);
});

test("prefers literal text, then more text, then single segments", () => {
  const templates = ["/a/{path}", "/a/{x}", "/a/{x}.json", "/a/b", "/{x}/b", "/a/{path}/meta", "/a/v{x}"];
  const patterns = templates.map((template) => ({ template, pattern: pathPattern(template, { rest: "path" }) }));
  expect(patterns.toSorted((a, b) => comparePatterns(a.pattern, b.pattern)).map(({ template }) => template)).toEqual([
    "/a/b",
    "/a/{x}.json",
    "/a/v{x}",
    "/a/{x}",
    "/a/{path}/meta",
    "/a/{path}",
    "/{x}/b",
  ]);
});

function shown(template: string, path: string, options = {}): string | undefined {
  const found = matchPath(pathPattern(template, options), path.split("/"));
  return found && [...found].map(([name, value]) => `${name}=${value}`).join(" ");
}
