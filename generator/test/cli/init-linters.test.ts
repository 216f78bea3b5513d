import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withIgnored } from "../../src/cli/init/eslint.js";
import { leaveOut } from "../../src/cli/init/linters.js";
import { findProject } from "../../src/cli/init/project.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

test.each<{ name: string; given: string; want: string | undefined }>([
  {
    name: "a list, a line each",
    given: "export default [\n  js.recommended,\n];\n",
    want: 'export default [\n  { ignores: ["api/**"] },\n  js.recommended,\n];\n',
  },
  { name: "an empty list", given: "export default [];", want: 'export default [{ ignores: ["api/**"] }];' },
  { name: "CommonJS, in single quotes", given: "module.exports = [require('x')]", want: "module.exports = [{ ignores: ['api/**'] }, require('x')]" },
  {
    name: "ESLint's defineConfig",
    given: "export default defineConfig([a, b]);",
    want: 'export default defineConfig([{ ignores: ["api/**"] }, a, b]);',
  },
  {
    name: "typescript-eslint, through a name",
    given: 'import ts from "typescript-eslint";\nconst all = ts.config(\n\ta,\n);\nexport default all;\n',
    want: 'import ts from "typescript-eslint";\nconst all = ts.config(\n\t{ ignores: ["api/**"] },\n\ta,\n);\nexport default all;\n',
  },
  { name: "a type beside it", given: "export default [a] satisfies Config;", want: 'export default [{ ignores: ["api/**"] }, a] satisfies Config;' },
  { name: "a function that takes options first", given: "export default antfu({ react: true });", want: undefined },
  { name: "a name from elsewhere", given: 'import all from "./all.js";\nexport default all;', want: undefined },
  { name: "a name that stands for itself", given: "const a = a;\nexport default a;", want: undefined },
  { name: "nothing", given: "", want: undefined },
])("adds the output to ESLint's ignored files: $name", ({ given, want }) => {
  expect(withIgnored(given, ["api/**"])).toBe(want);
});

test("adds the output to ignore files once", () => {
  const folder = temporaryFolder();
  const look = (): ReturnType<typeof leaveOut> => {
    const project = findProject(folder);
    if ("problem" in project) throw new Error(project.problem);
    return leaveOut(project, "src/api", "tallystick.config.mjs");
  };
  writeFileSync(join(folder, "package.json"), '{ "devDependencies": { "prettier": "3.0.0" } }');
  writeFileSync(join(folder, ".eslintrc.json"), "{}");
  writeFileSync(join(folder, "eslint.config.mjs"), "export default [];");
  writeFileSync(join(folder, "biome.json"), "{}");
  writeFileSync(join(folder, ".oxlintrc.json"), "{}");
  writeFileSync(join(folder, ".prettierignore"), "dist");
  const { edits, advice } = look();
  expect(Object.fromEntries(edits.map(({ path, text }) => [path, text]))).toEqual({
    ".eslintignore": "src/api/\n",
    ".prettierignore": "dist\nsrc/api/\n",
    "eslint.config.mjs": 'export default [{ ignores: ["src/api/**", "tallystick.config.mjs"] }];',
  });
  expect(advice).toEqual([
    'To exclude the output from oxlint, add "src/api" to ignorePatterns in .oxlintrc.json.',
    'To exclude the output from Biome, add "!src/api" to files.includes in biome.json (before Biome 2: "src/api" to files.ignore).',
  ]);
  for (const { path, text } of edits) writeFileSync(join(folder, path), text);
  expect(look().edits).toEqual([]);
});

test("prints the lines to add if init cannot edit a file", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas: { Zone: { type: "string" } } } })));
  writeFileSync(join(folder, "eslint.config.mjs"), "export default antfu({});");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect(code).toBe(0);
  expect(stderr).toContain('add { ignores: ["src/api/**", "tallystick.config.mjs"] } to the export of eslint.config.mjs.');
  expect(readFileSync(join(folder, "eslint.config.mjs"), "utf8")).toBe("export default antfu({});");
});
