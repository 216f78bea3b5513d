import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { CompileOptions } from "tallystick";
import type { Json } from "tallystick/model";
import { suiteFolder } from "../shared.js";

/** One set of the official suite, and how many of its tests must pass. */
export interface Suite {
  readonly name: string;
  readonly folder: string;
  /** Which of the folder's files belong to it, by their path inside. */
  readonly has: (file: string) => boolean;
  readonly options: CompileOptions;
  readonly total: number;
  readonly required: number;
}

interface SuiteCase {
  /** `ref.json | root pointer ref | match`: how `expected-failures.txt` names it. */
  readonly name: string;
  readonly data: Json;
  readonly valid: boolean;
}

export interface SuiteGroup {
  readonly schema: Json;
  readonly cases: readonly SuiteCase[];
}

const isRequired = (file: string): boolean => !file.startsWith("optional/");
const isOptional = (file: string): boolean => /^optional\/[^/]+$/.test(file);
const isFormat = (file: string): boolean => file.startsWith("optional/format/");

export const suites: readonly Suite[] = [
  { name: "2020-12 required", folder: "draft2020-12", has: isRequired, options: { dialect: "2020-12" }, total: 1299, required: 1299 },
  { name: "2020-12 optional", folder: "draft2020-12", has: isOptional, options: { dialect: "2020-12" }, total: 162, required: 159 },
  { name: "2020-12 format", folder: "draft2020-12", has: isFormat, options: { dialect: "2020-12", formats: "assert" }, total: 764, required: 760 },
  { name: "draft 4 required", folder: "draft4", has: isRequired, options: { dialect: "draft-04" }, total: 618, required: 618 },
  { name: "draft 4 optional", folder: "draft4", has: isOptional, options: { dialect: "draft-04" }, total: 100, required: 99 },
];

/** The documents that the suite serves at `http://localhost:1234`, by URI. */
export function remotes(): Readonly<Record<string, Json>> {
  const folder = join(suiteFolder, "remotes");
  return Object.fromEntries(filesIn(folder).map((file) => [`http://localhost:1234/${file}`, read(join(folder, file)) as Json]));
}

export function groupsOf(suite: Suite): SuiteGroup[] {
  const folder = join(suiteFolder, "tests", suite.folder);
  return filesIn(folder)
    .filter(suite.has)
    .flatMap((file) =>
      (read(join(folder, file)) as readonly WrittenGroup[]).map(({ description, schema, tests }) => ({
        schema,
        cases: tests.map((test) => ({ name: `${suite.folder}/${file} | ${description} | ${test.description}`, data: test.data, valid: test.valid })),
      })),
    );
}

interface WrittenGroup {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

/** Names of tests that are known to fail. A line that starts with `#` gives the reason for those below it. */
export function expectedFailures(): ReadonlySet<string> {
  const lines = readFileSync(new URL("expected-failures.txt", import.meta.url), "utf8").split("\n");
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
