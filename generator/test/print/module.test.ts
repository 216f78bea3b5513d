import { printStructure, StructureKind } from "ts-morph";
import ts from "typescript";
import { expect, test } from "vitest";
import { code, symbol, typeSymbol, raw } from "../../src/emit/print/code.js";
import type { Statement } from "../../src/emit/print/file.js";
import { header } from "../../src/emit/print/header.js";
import { importText, specifier } from "../../src/emit/print/imports.js";
import { printModule } from "../../src/emit/print/module.js";

function printed(path: string, ...statements: Statement[]): string {
  return printModule({ path, statements }, () => "// head")[0]?.text ?? "";
}

test("imports mentioned symbols, packages first, types marked", () => {
  const text = printed("validators/operations/list", {
    kind: "function",
    name: "isList",
    exported: true,
    parameters: [{ name: "value", type: raw("unknown") }],
    returnType: code`value is ${typeSymbol("types", "components")}`,
    body: code`return ${symbol("runtime/validators/core", "isObject")}(value) && ${symbol("validators/zone", "isZone")}(value) && ${symbol("npm:openapi-fetch", "create")}();`,
  });
  expect(text).toBe(`// head
import { create } from "openapi-fetch";
import { isObject } from "../../runtime/validators/core.js";
import type { components } from "../../types.js";
import { isZone } from "../zone.js";

export function isList(value: unknown): value is components {
  return isObject(value) && isZone(value) && create();
}
`);
});

test("imports a symbol used as value and type once, as value", () => {
  const text = printed("a", { kind: "const", name: "x", type: code`${typeSymbol("b", "B")}`, value: code`new ${symbol("b", "B")}()` });
  expect(text).toContain('import { B } from "./b.js";');
});

test("renames an import that collides with a name of the module", () => {
  const text = printed("a", {
    kind: "const",
    name: "issue",
    exported: true,
    value: code`${symbol("runtime/x", "issue")}(${symbol("other", "issue")})`,
  });
  expect(text).toBe(`// head
import { issue as issue_3 } from "./other.js";
import { issue as issue_2 } from "./runtime/x.js";

export const issue = issue_2(issue_3);
`);
});

test("does not import symbols of its own module", () => {
  expect(printed("a", { kind: "code", code: code`${symbol("a", "self")};` })).toBe("// head\n\nself;\n");
});

test("keeps the layout of declarations of several lines", () => {
  const text = printed(
    "a",
    {
      kind: "interface",
      name: "Options",
      exported: true,
      docs: "Choices.",
      properties: [{ name: "x-y", type: raw("string"), optional: true, readonly: true, docs: "One\ntwo" }],
    },
    { kind: "type", name: "Pair", exported: true, typeParameters: ["T"], type: raw("{\n  a: T;\n}") },
    { kind: "const", name: "table", value: raw("{\n  a: 1,\n}"), docs: "A table." },
    {
      kind: "reexport",
      from: "b/c",
      names: [
        { name: "d", as: "e" },
        { name: "F", typeOnly: true },
      ],
    },
    { kind: "reexport", from: "b", namespace: "b", typeOnly: true },
  );
  expect(text).toBe(`// head

/** Choices. */
export interface Options {
  /**
   * One
   * two
   */
  readonly "x-y"?: string;
}

export type Pair<T> = {
  a: T;
};

/** A table. */
const table = {
  a: 1,
};

export { d as e, type F } from "./b/c.js";
export type * as b from "./b.js";
`);
});

test.each([
  ["index", "types", "./types.js"],
  ["operations/a", "operations/b", "./b.js"],
  ["operations/a", "types", "../types.js"],
  ["types", "runtime/client/x", "./runtime/client/x.js"],
  ["a", "npm:msw", "msw"],
])("from %s, imports %s as %s", (path, from, want) => {
  expect(specifier(path, from)).toBe(want);
});

const [value, type] = [false, true];
test.each([
  ["only a default", value, [["default", value]], 'import a from "a";'],
  [
    "a default beside values and types",
    value,
    [
      ["default", value],
      ["b", value],
      ["C", type],
    ],
    'import a, { b, type C } from "a";',
  ],
  ["a default that is a type", type, [["default", value]], 'import type a from "a";'],
  [
    "a default among types",
    type,
    [
      ["default", value],
      ["B", value],
    ],
    'import type { default as a, B } from "a";',
  ],
  [
    "a default that is a type beside a value",
    value,
    [
      ["default", type],
      ["b", value],
    ],
    'import { type default as a, b } from "a";',
  ],
] as const)("prints a valid, conventional import of %s", (_what, typeOnly, names, want) => {
  const text = importText({
    from: "a",
    typeOnly,
    names: names.map(([name, isType]) => ({ name, typeOnly: isType, ...(name === "default" ? { alias: "a" } : {}) })),
  });
  expect(text).toBe(want);
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  expect(diagnostics).toEqual([]);
});

test("the first line names the tool, the source and the command", () => {
  const origin = { version: "1.2.3", name: "spec/open\napi.yaml", sha256: "0123456789abcdef", command: "npm run codegen" };
  expect(header(origin)("index")).toBe(
    "// Generated by tallystick 1.2.3 from spec/open api.yaml (sha256 0123456789ab). Do not edit: run `npm run codegen`.",
  );
  // One of thousands, most of which an edit of the document leaves as they are.
  expect(header(origin)("validators/session")).toBe("// Generated by tallystick 1.2.3 from spec/open api.yaml. Do not edit: run `npm run codegen`.");
});

test("texts of the document are not read as symbols", () => {
  const controls = Array.from({ length: 32 }, (_, index) => String.fromCharCode(index)).join("");
  const text = printed("a", { kind: "const", name: "x", value: code`${[controls, "\u0001b\u0002c\u0004", { "\u000et\u000f": 1 }]}` });
  expect(text).not.toContain("import");
  expect(text).toContain(`const x = [${JSON.stringify(controls)}, "\\u0001b\\u0002c\\u0004", { "\\u000et\\u000f": 1 }];`);
});

test("prints imports as ts-morph does", () => {
  const names = [{ name: "a" }, { name: "b", alias: "c" }, { name: "D", typeOnly: true }, { name: "E", typeOnly: true, alias: "F" }];
  for (const typeOnly of [false, true]) {
    for (const count of [1, 2, 4]) {
      const some = names.slice(0, count).map((each) => ({ ...each, typeOnly: !typeOnly && each.typeOnly === true }));
      const byTsMorph = printStructure({
        kind: StructureKind.ImportDeclaration,
        moduleSpecifier: "../x.js",
        isTypeOnly: typeOnly,
        namedImports: some.map(({ typeOnly: isTypeOnly, ...each }) => ({ ...each, isTypeOnly })),
      });
      expect(importText({ from: "../x.js", typeOnly, names: some })).toBe(byTsMorph);
    }
  }
});
