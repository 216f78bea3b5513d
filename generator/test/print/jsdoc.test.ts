import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { raw } from "../../src/emit/print/code.js";
import { harmless } from "../../src/emit/print/jsdoc.js";
import { printModule } from "../../src/emit/print/module.js";

test.each([
  ["ends */ here", "ends *\\/ here"],
  ["**//", "**\\//"],
  ["@ts-expect-error", "\\@ts-expect-error"],
  ["@ts-ignore", "\\@ts-ignore"],
  ["a\r\nb\u2028c", "a\nb\nc"],
  ["\u202eevil\u0000", "evil"],
])("%j is written as %j", (given, want) => {
  expect(harmless(given)).toBe(want);
});

/** Text that tries to get out of a comment. */
const hostile = fc
  .array(
    fc.constantFrom(
      "*/",
      "*",
      "/",
      "/*",
      "//",
      "\n",
      "\r",
      "\u2028",
      "`",
      "${",
      "@ts-",
      "nocheck",
      "expect-error",
      "ignore",
      "<script>",
      "a",
      " ",
      "\\",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("no text closes its doc comment or silences the compiler", () => {
  fc.assert(
    fc.property(hostile, (docs) => {
      const [{ text } = { text: "" }] = printModule(
        { path: "a", statements: [{ kind: "const", name: "x", docs, value: raw('"not a number"'), type: raw("number") }] },
        () => "// head",
      );
      const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
      expect(file.statements.map((statement) => ts.SyntaxKind[statement.kind])).toEqual(["FirstStatement"]);
      expect((file as unknown as { readonly commentDirectives?: unknown }).commentDirectives).toBeUndefined();
    }),
  );
});
