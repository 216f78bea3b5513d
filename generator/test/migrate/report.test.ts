import { applyPatch } from "diff";
import picocolors from "picocolors";
import { expect, test } from "vitest";
import type { Consumer } from "../../src/migrate/consumer.js";
import { diffOf } from "../../src/migrate/report.js";
import type { Settled } from "../../src/migrate/settle.js";

const consumer: Pick<Consumer, "shown"> = { shown: (path) => path.slice(1) };

function patchOf(before: string, after: string): string {
  const settled: Pick<Settled, "files"> = { files: new Map([["/app.ts", { before, after }]]) };
  return diffOf(settled as Settled, consumer as Consumer, picocolors.createColors(false));
}

test.each([
  ["tabs", "if (a) {\n\tb(\t1);\n}\n"],
  ["Windows line ends", "if (a) {\r\n  b(1);\r\n}\r\n"],
])("shows a diff that can be applied to code with %s", (_, before) => {
  const after = before.replace("1", "2");
  expect(applyPatch(before, `${patchOf(before, after)}\n`)).toBe(after);
});

test("escapes control characters of code in a diff", () => {
  expect(patchOf("\ta = 1; // \u001b[31m\r red\n", "\ta = 2; // \u001b[31m\r red\n")).toContain("+\ta = 2; // \\u001b[31m\\u000d red");
});
