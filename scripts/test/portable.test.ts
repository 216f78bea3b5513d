import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What works on POSIX systems only. Benches, which a developer runs by hand, may use it. */
const rules: readonly { readonly name: string; readonly pattern: RegExp; readonly instead: string; readonly broken: string }[] = [
  {
    name: "a program in node_modules/.bin",
    pattern: /["']\.bin["']|node_modules\/\.bin\//,
    instead: "start its JavaScript with process.execPath (scripts/programs.mjs)",
    broken: 'spawnSync("node_modules/.bin/turbo", ["run"])',
  },
  {
    name: "npm or npx without a shell",
    pattern: /\b(?:spawn|spawnSync|execFile|execFileSync)\(\s*["'`](?:npm|npx|pnpm|yarn)["'`](?![^;]*shell:)/,
    instead: 'give shell: process.platform === "win32"',
    broken: 'execFileSync("npm", ["ci"], { cwd })',
  },
  {
    name: "the pathname of a file URL",
    pattern: /new URL\([^()]*import\.meta\.url\)\.pathname/,
    instead: "use fileURLToPath",
    broken: 'process.chdir(new URL("..", import.meta.url).pathname)',
  },
  {
    name: "an import of an absolute path",
    pattern: /\bimport\((?:\/\*.*?\*\/\s*)?(?:join|resolve)\(/,
    instead: "import pathToFileURL(path).href",
    broken: 'await import(join(folder, "scenario.ts"))',
  },
  {
    name: "an order that depends on the language of the machine",
    pattern: /\.localeCompare\(|\.toLocale(?:Upper|Lower)Case\(|Intl\.Collator\((?!"en")/,
    instead: "compare with <",
    broken: "names.toSorted((a, b) => a.localeCompare(b))",
  },
  {
    name: "the line end of the machine",
    pattern: /import \{[^}]*\bEOL\b[^}]*\} from "node:os"/,
    instead: 'write "\\n"',
    broken: 'import { EOL } from "node:os";',
  },
];

const folders = ["generator", "contract-tests", "spec", "scripts"];
const files = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
  )
  .filter(
    (path) =>
      /\.(?:ts|mjs|js)$/.test(path) && !/(?:^|\/)(?:node_modules|dist|bench|\.installed)\//.test(path) && path !== "scripts/test/portable.test.ts",
  )
  .toSorted();

describe("portable code", () => {
  it.each(rules)("uses no $name", ({ pattern, instead }) => {
    expect(files.length).toBeGreaterThan(700);
    const found = files.filter((path) => pattern.test(readFileSync(join(root, path), "utf8")));
    expect(found, instead).toEqual([]);
  });

  it.each(rules)("finds $name", ({ pattern, broken }) => {
    expect(broken).toMatch(pattern);
  });

  it("has no names that differ in case only or fail on Windows", () => {
    const paths = [...files, ...readdirSync(join(root, "generated"), { recursive: true, encoding: "utf8" })];
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    expect(paths.filter((path) => /[:*?"<>|]|[. ]$|(?:^|[\\/])(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(path))).toEqual([]);
  });
});
