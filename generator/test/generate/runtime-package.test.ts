import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { runtimePackage, runtimeRange, runtimeSeries } from "../../src/emit/runtime-package.js";
import { version } from "../../src/version.js";
import { tallystick } from "../cli/run.js";
import { temporaryFolder } from "../documents.js";

const root = resolve(import.meta.dirname, "../../..");
const sessions = join(root, "spec/openapi.yaml");
const runtime = join(root, "generator/runtime");

/** A project with the packed runtime, and with the other packages of this workspace. */
function project(): string {
  const folder = temporaryFolder();
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, runtimePackage), { recursive: true });
  for (const name of ["openapi-fetch", "openapi-typescript-helpers", "nock", "msw"])
    symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: runtime, shell: process.platform === "win32" });
  execFileSync("tar", ["-xzf", join(folder, `tallystick-runtime-${version}.tgz`), "--strip-components=1", "-C", join(modules, runtimePackage)]);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}

/** The compiler's errors for the files, each with its code and the name of its file. */
function errorsOf(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ code, file, messageText }) => `${code} ${file?.fileName.split("/").at(-1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

test("two outputs share the packed runtime, and compile and call with it", { timeout: 120_000 }, async () => {
  const folder = project();
  const flags = ["--spec", sessions, "--runtime", "package", "--no-cache"];
  const made = [
    await tallystick(folder, ["generate", ...flags, "--out", "one", "--name", "@acme/one"]),
    await tallystick(folder, ["generate", ...flags, "--out", "two", "--target", "js", "--only", "client,validators"]),
  ];
  expect(made.map(({ code }) => code)).toEqual([0, 0]);
  expect(["one/src/runtime", "two/runtime"].filter((path) => existsSync(join(folder, path)))).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, "one/package.json"), "utf8"))).toMatchObject({ dependencies: { [runtimePackage]: runtimeRange } });

  const consumer = join(folder, "consumer.ts");
  writeFileSync(
    consumer,
    [
      'import { createClient, type Session } from "./one/src/index.js";',
      'import { session } from "./one/src/fixtures/index.js";',
      'import { createClient as other } from "./two/index.js";',
      'const first: Promise<Session[]> = createClient({ accountId: "a", apiToken: "t" }).listSessions();',
      'const second = other({ accountId: "a", apiToken: "t" }).listSessions();',
      "export const all: [Promise<Session[]>, Awaited<typeof second>, Session] = [first, await second, session()];",
    ].join("\n"),
  );
  const entries = [
    consumer,
    join(folder, "one/src/runtime-version.ts"),
    join(folder, "one/src/mocks/index.ts"),
    join(folder, "two/runtime-version.d.ts"),
  ];
  expect(errorsOf(entries)).toEqual([]);

  const { createClient } = (await import(pathToFileURL(join(folder, "two/index.js")).href)) as {
    createClient: (options: object) => { listSessions(): Promise<unknown> };
  };
  const fetch = async (): Promise<Response> => Response.json([]);
  expect(await createClient({ accountId: "a", apiToken: "t", fetch }).listSessions()).toEqual([]);

  // A runtime of another series, as the compiler sees it.
  const types = join(folder, "node_modules", runtimePackage, "dist/version.d.ts");
  writeFileSync(types, readFileSync(types, "utf8").replace(`"${runtimeSeries}"`, '"9"'));
  expect(errorsOf([join(folder, "one/src/runtime-version.ts")])).toEqual([
    `2344 runtime-version.ts: Type '"${runtimeSeries}"' does not satisfy the constraint '"9"'.`,
  ]);
  const manifest = join(folder, "node_modules", runtimePackage, "package.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(`"version": "${version}"`, '"version": "0.0.9"'));
  const refused = await tallystick(folder, ["generate", ...flags, "--out", "two"]);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining(
      `${runtimePackage} 0.0.9 is installed, and this version needs ${runtimeRange}. Run npm install ${runtimePackage}@${runtimeRange}`,
    ),
  ]);
});

test("the runtime has the version of the generator, and serves its series", () => {
  expect(JSON.parse(readFileSync(join(runtime, "package.json"), "utf8"))).toMatchObject({ name: runtimePackage, version });
  expect(readFileSync(join(runtime, "version.ts"), "utf8")).toContain(`"${runtimeSeries}"`);
});
