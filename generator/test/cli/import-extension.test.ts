import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { choices } from "../../src/plan/plan-options.js";
import { withExtension } from "../../src/emit/print/specifiers.js";
import { everything } from "../client/everything.js";
import { temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

function project(config?: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(everything));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

/** How the modules of the output name each other, by what stands behind the name, and all that stands in them otherwise. */
function output(folder: string): { readonly extensions: readonly string[]; readonly rest: Readonly<Record<string, string>> } {
  const extensions = new Set<string>();
  const rest: Record<string, string> = {};
  for (const name of readdirSync(join(folder, "out"), { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"))) {
    let text = readFileSync(join(folder, "out", name), "utf8");
    for (const { fileName } of ts.preProcessFile(text).importedFiles.filter((each) => each.fileName.startsWith("."))) {
      extensions.add(/\.[jt]s$/.exec(fileName)?.[0] ?? "none");
      text = text.replace(`"${fileName}"`, `"${fileName.replace(/\.[jt]s$/, "")}"`);
    }
    rest[name] = text;
  }
  return { extensions: [...extensions], rest };
}

const requested = ["generate", "--spec", "openapi.json", "--out", "out", "--target", "ts"];

test("modules import each other with the requested extension", async () => {
  const made = await Promise.all(
    choices.importExtension.map(async (extension) => {
      const folder = project();
      expect((await tallystick(folder, [...requested, "--import-extension", extension])).code).toBe(0);
      return output(folder);
    }),
  );
  expect(made.map(({ extensions }) => extensions)).toEqual([[".js"], [".ts"], ["none"]]);
  const [first, ...others] = made;
  expect(Object.keys(first?.rest ?? {}).length).toBeGreaterThan(100);
  for (const other of others) expect(other.rest).toEqual(first?.rest);
});

test("the flag overrides the configuration, in generate and its check", async () => {
  const folder = project({ spec: "openapi.json", out: "out", importExtension: "ts" });
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
  expect(output(folder).extensions).toEqual([".ts"]);
  expect((await tallystick(folder, ["generate", "--check", "--no-cache"])).code).toBe(0);
  expect((await tallystick(folder, ["generate", "--check", "--import-extension", "none"])).code).toBe(1);
});

test.each([
  [[...requested, "--import-extension", "tsx"], 'Unknown value "tsx" of --import-extension. Available: js, ts, none'],
  [
    [...requested, "--name", "@x/y", "--import-extension", "ts"],
    '--import-extension is "ts", but the files of a package, which is built, are called .js',
  ],
  [
    [...requested.slice(0, -1), "js", "--import-extension", "none"],
    '--import-extension is "none", but JavaScript modules import each other by .js. Use the target ts',
  ],
  [[...requested.slice(0, -1), "js", "--name", "@x/y"], '--target is "js", but a package is built from TypeScript. Its build writes the JavaScript'],
  [[...requested.slice(0, -1), "mjs"], 'Unknown value "mjs" of --target. Available: ts, js.'],
])("rejects %j and writes nothing", async (args, said) => {
  const folder = project();
  const { code, stderr } = await tallystick(folder, args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  expect(readdirSync(folder)).toEqual(["openapi.json"]);
});

test("texts of the document do not become imports", () => {
  const text = [
    'import { a } from "./a.js";',
    "import {",
    "  b,",
    '} from "../b.js";',
    'export * from "./c/d.js";',
    'import type { Middleware } from "openapi-fetch.js";',
    '/** import { x } from "./x.js"; */',
    ' * export * from "./y.js";',
    'const text = "import { z } from \\"./z.js\\";";',
    "  import: \"from './w.js';\",",
  ];
  const changed = withExtension(text.join("\n"), "ts").split("\n");
  expect(changed.filter((line, index) => line !== text[index])).toEqual([
    'import { a } from "./a.ts";',
    '} from "../b.ts";',
    'export * from "./c/d.ts";',
  ]);
});
