import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compiler } from "../../src/emit/types/transforms.js";

const require = createRequire(import.meta.url);

test("leaves openapi-typescript and the project's compiler unchanged for other code", () => {
  const own = require("typescript/package.json") as { version: string };
  expect((require("typescript") as typeof compiler).version).toBe(own.version);
  expect(compiler.version).not.toBe(own.version);
  const utils = require("openapi-typescript/dist/lib/utils.cjs") as { createRef(parts: readonly string[]): string };
  expect(utils.createRef(["a", "b"])).toBe("#/a/b");
  const { NULL } = require("openapi-typescript/dist/lib/ts.cjs") as { NULL: { kind: number } };
  expect(NULL.kind).toBe((require("typescript") as typeof compiler).SyntaxKind.LiteralType);
});
