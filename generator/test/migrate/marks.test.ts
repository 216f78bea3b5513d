import { expect, test } from "vitest";
import type { Consumer, CompilerError } from "../../src/migrate/consumer.js";
import { applyEdits, lineAt } from "../../src/migrate/edits.js";
import { Marks } from "../../src/migrate/marks.js";
import { migrateFiles, petTypes, targetOf } from "./project.js";
import { pets } from "./pets.js";

const target = await targetOf(pets);
// The document does not require the code of a problem.
const schema = (await petTypes()).replace("code?: string", "code: string");

const app = `import createClient from "openapi-fetch";
import type { components, paths } from "./schema";
type Problem = components["schemas"]["Problem"];
const client = createClient<paths>();
export const { data } = await client.GET("/pets", {});
export const show = async () => (await client.GET("/pets")).data;
export const lengthOf = (text: string) => text.length;
export const both = (one: Problem, two: Problem) => {
  return lengthOf(one.code) + lengthOf(two.code);
};
`;

const migrated = (path: string, text: string, expectsErrors: boolean) => {
  const settled = migrateFiles(target, { "src/schema.ts": schema, [path]: text }, { from: "openapi-fetch", expectsErrors });
  return { ...settled, text: [...settled.files].find(([name]) => name.endsWith(path))?.[1].after };
};

test("marks a line whose types no longer fit, and changes the rest", () => {
  const { text, errors, marks, prevented, changed } = migrated("src/app.ts", app, true);
  expect(text).toContain("  // @ts-expect-error TS2345 after migrating\n  return lengthOf(one.code) + lengthOf(two.code);\n");
  expect(text).toContain("await client.listPets().safe()).data");
  expect([errors, prevented, marks.map(({ error }) => error.line), changed.length]).toEqual([[], [], [9], 2]);
});

test("changes no code that causes an error without the option", () => {
  const { text, marks, prevented } = migrated("src/app.ts", app, false);
  expect(text).toContain('import type { components } from "./schema";');
  expect([marks, prevented.map(({ line, code }) => `${line} ${code}`)]).toEqual([[], ["9 2345", "9 2345"]]);
});

test("marks lines of JSX with a comment of JSX", () => {
  const { text, errors } = migrated(
    "src/page.tsx",
    `${app}export const page = (one: Problem) => (\n  <p>\n    {lengthOf(one.code)}\n  </p>\n);\n`,
    true,
  );
  expect(text).toContain("  <p>\n    {/* @ts-expect-error TS2345 after migrating */}\n    {lengthOf(one.code)}\n");
  expect(errors?.filter(({ code }) => code === 2345)).toEqual([]);
});

test("puts no comment into a string", () => {
  const { files, marks } = migrated("src/app.ts", `${app}export const text = (one: Problem) => \`\n  \${lengthOf(one.code)}\`;\n`, true);
  expect([files.size, marks]).toEqual([0, []]);
});

test("removes a mark whose line has no error any more", () => {
  const file = { path: "/app.ts", text: "const a = 1;\n  const b = 2;\n", isComponent: false };
  const marks = new Marks({ files: () => [file] } as unknown as Consumer);
  const error = (position: number, code: number): CompilerError => ({
    path: file.path,
    position,
    line: lineAt(file.text, position),
    code,
    message: "",
  });
  expect(marks.change([error(21, 2322), error(25, 2345), { ...error(21, 2322), path: "/other.ts" }])).toMatchObject([{ path: "/other.ts" }]);
  const edits = marks.edits().map(([, edit]) => edit);
  expect(applyEdits(file.text, edits)).toBe("const a = 1;\n  // @ts-expect-error TS2322 after migrating\n  const b = 2;\n");
  expect(marks.change([error(21, 2322)])).toHaveLength(1);
  expect([marks.change([error(13, 2578)]), marks.all()]).toEqual([[], []]);
});
