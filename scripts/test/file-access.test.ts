import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { root } from "./docs/pages.js";

/** What a file outside of the door calls the file system for, and why no path from outside gets there. */
interface Exception {
  readonly uses: readonly string[];
  readonly because: string;
}

/** Every path that a document, an archive, a git object, a HAR file, a recording, a report, a baseline, an overlay or a configuration names goes through here. */
const door = "generator/src/files/";

const ownFiles = "reads files of this package, whose names are in the code";
const ownOutput = "works in the output folder, on names that the plan made or that `isInside` and `isReachable` let through";
const ownProject = "looks for files of the user's project by fixed names, for `tallystick init`";

/** Commands that are started, by file. */
const processes: Readonly<Record<string, string>> = {
  "generator/src/cli/init/vendor.ts": "packs a checkout with npm, and asks git what it ignores",
  "generator/src/cli/documents/git-changes.ts": "asks git which files differ from a commit",
  "generator/src/cli/documents/pool.ts": "runs this package's own worker, for many documents",
  "generator/src/diff/sources/git.ts": "asks git for objects by their id",
  "generator/src/migrate/changed-files.ts": "asks git which files have uncommitted changes",
  "generator/src/start-program.ts": "runs npm, or the package manager that the user has chosen",
};

const exceptions: Readonly<Record<string, Exception>> = {
  "generator/src/cli/generate/cache.ts": {
    uses: ["existsSync", "readdirSync", "readFileSync", "statSync"],
    because: `${ownFiles}; of the paths in a cached run it asks whether they are files, and the door reads them`,
  },
  "generator/src/cli/commands/init.ts": { uses: ["existsSync", "writeFileSync"], because: ownProject },
  "generator/src/cli/init/choose.ts": { uses: ["existsSync", "statSync"], because: "looks whether the document is there that the user types" },
  "generator/src/cli/init/compiler.ts": { uses: ["existsSync"], because: ownProject },
  "generator/src/cli/init/origin.ts": {
    uses: ["existsSync", "readFileSync", "realpathSync", "statSync"],
    because: "finds the tarball or checkout that this package was installed from",
  },
  "generator/src/cli/init/project.ts": { uses: ["existsSync", "readdirSync", "statSync"], because: ownProject },
  "generator/src/cli/init/vendor.ts": {
    uses: ["appendFileSync", "copyFileSync"],
    because: "copies this package's tarballs into the user's project, and adds a line to its .gitignore",
  },
  "generator/src/cli/generate/watch.ts": { uses: ["statSync"], because: "looks at the times of files that the door has read, and opens none" },
  "generator/src/compile/load-modules.ts": {
    uses: ["rmSync", "writeFileSync"],
    because: "writes modules under names that the plan made, in a temporary folder of the process",
  },
  "generator/src/emit/runtime-files.ts": { uses: ["readFileSync"], because: ownFiles },
  "generator/src/load/validation/ready-made.ts": { uses: ["existsSync"], because: ownFiles },
  "generator/src/write/amend.ts": {
    uses: ["existsSync", "lstatSync", "mkdirSync", "readFileSync", "rmdirSync", "rmSync", "writeFileSync"],
    because: ownOutput,
  },
  "generator/src/write/compare.ts": { uses: ["lstatSync", "readFileSync", "Stats"], because: ownOutput },
  "generator/src/write/known-files.ts": { uses: ["Stats"], because: "names a type" },
  "generator/src/write/lock.ts": {
    uses: ["closeSync", "lstatSync", "openSync", "rmSync", "writeSync"],
    because: "creates and removes a lock with a fixed name beside the output folder",
  },
  "generator/src/write/output-folder.ts": {
    uses: [
      "accessSync",
      "chmodSync",
      "chownSync",
      "constants",
      "existsSync",
      "lstatSync",
      "mkdirSync",
      "realpathSync",
      "rmdirSync",
      "rmSync",
      "statSync",
      "writeFileSync",
    ],
    because: ownOutput,
  },
  "generator/src/write/paths.ts": { uses: ["lstatSync"], because: ownOutput },
  "generator/src/write/stage.ts": { uses: ["copyFileSync", "linkSync", "lstatSync", "mkdirSync"], because: ownOutput },
  "generator/src/write/swap.ts": { uses: ["existsSync", "lstatSync", "readdirSync", "rmSync"], because: ownOutput },
  "contract-tests/src/report/report-schema.ts": { uses: ["readFileSync"], because: ownFiles },
  "contract-tests/src/traffic/replay/load-nock.ts": { uses: ["readFileSync"], because: "reads the package.json of the installed nock" },
  "contract-tests/src/traffic/tool.ts": { uses: ["readFileSync"], because: ownFiles },
};

const sources = ["generator/src", "generator/bin", "generator/runtime", "contract-tests/src"].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|js)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
);

describe("access to the file system", () => {
  const found = new Map(sources.map((path) => [path, accessIn(readFileSync(`${root}${path}`, "utf8"))]));

  test("goes through one module, or has a reason", () => {
    expect(sources.length).toBeGreaterThan(500);
    const without = [...found].filter(([path, { files }]) => files.length > 0 && !path.startsWith(door) && !Object.hasOwn(exceptions, path));
    expect(without.map(([path, { files }]) => `${path}: ${files.join(", ")}`)).toEqual([]);
  });

  test.each(Object.entries(exceptions))("%s uses what its reason covers", (path, { uses, because }) => {
    expect(found.get(path)?.files).toEqual([...uses].toSorted());
    expect(because).not.toBe("");
  });

  test("only listed files start processes", () => {
    expect(
      [...found]
        .filter(([, { processes: started }]) => started)
        .map(([path]) => path)
        .toSorted(),
    ).toEqual(Object.keys(processes).toSorted());
  });
});

test("finds every way to the file system", () => {
  const ways: Readonly<Record<string, readonly string[]>> = {
    'import { readFileSync, type Stats as S } from "node:fs"': ["Stats", "readFileSync"],
    'import fs from "fs"': ["*"],
    'import * as fs from "node:fs/promises"': ["*"],
    'export { rmSync } from "node:fs"': ["rmSync"],
    'export * from "fs/promises"': ["*"],
    'const { readFile } = await import("node:fs/promises")': ["*"],
    'const fs = require("fs")': ["*"],
    'import fs = require("node:fs")': ["*"],
    'const fs = process.getBuiltinModule("node:fs")': ["*"],
    'process.binding("fs")': ["*"],
    'import { join } from "node:path"': [],
    "const text = \"import fs from 'fs'\"": [],
  };
  for (const [text, files] of Object.entries(ways)) expect([text, accessIn(text).files]).toEqual([text, files]);
  expect(accessIn('import { spawn } from "child_process"').processes).toBe(true);
});

interface Access {
  /** Names that are imported from the file system; `*` where it is all of them. In order. */
  readonly files: readonly string[];
  readonly processes: boolean;
}

function accessIn(text: string): Access {
  const names = new Set<string>();
  let processesAreStarted = false;
  const add = (specifier: ts.Node | undefined, imported: readonly string[]): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    if (/^(?:node:)?fs(?:\/promises)?$/.test(specifier.text)) for (const name of imported) names.add(name);
    if (/^(?:node:)?child_process$/.test(specifier.text)) processesAreStarted = true;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { name, namedBindings } = node.importClause ?? {};
      const isNamed = name === undefined && namedBindings !== undefined && ts.isNamedImports(namedBindings);
      add(node.moduleSpecifier, isNamed ? namesOf(namedBindings.elements) : ["*"]);
    } else if (ts.isExportDeclaration(node)) {
      const isNamed = node.exportClause !== undefined && ts.isNamedExports(node.exportClause);
      add(node.moduleSpecifier, isNamed ? namesOf(node.exportClause.elements) : ["*"]);
    } else if (ts.isExternalModuleReference(node)) add(node.expression, ["*"]);
    // `import()`, `require()`, `process.getBuiltinModule()` and whatever else is called with the name of the module.
    else if (ts.isCallExpression(node)) add(node.arguments[0], ["*"]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true));
  return { files: [...names].toSorted(), processes: processesAreStarted };
}

/** As the module calls them. */
function namesOf(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): readonly string[] {
  return elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}
