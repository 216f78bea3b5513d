import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runMigrateCommand } from "../../src/cli/commands/migrate.js";
import { UsageError } from "../../src/cli/options/usage-error.js";
import { generate } from "../../src/generate.js";
import { uncommitted, writeAll } from "../../src/migrate/changed-files.js";
import { Root } from "../../src/files/root.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick, diagnosticText } from "../cli/run.js";

const help = "Run tallystick migrate --help to list the options.";

const document = openapi({
  paths: {
    "/pets": {
      get: { operationId: "listPets", responses: { 200: { description: "OK", content: { "application/json": { schema: { type: "array" } } } } } },
    },
  },
});

const schema = `export interface paths { "/pets": { get: operations["listPets"] } }
export interface operations { listPets: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: {}; content: { "application/json": unknown[] } } } } }
`;

const app = `import createClient from "openapi-fetch";
import type { paths } from "./schema";

const api = createClient<paths>({ baseUrl: "" });
export const load = async () => (await api.GET("/pets")).data;
export const later = () => api.GET("/pets");
`;

const changed = `import { createClient } from "./api/client.js";

const api = createClient({ baseUrl: "", validate: "off" });
export const load = async () => (await api.listPets().safe()).data;
export const later = () => api.raw.GET("/pets");
`;

/** A project in a git repository. */
function project(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "src"));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    types: [],
  };
  const files = {
    "openapi.json": JSON.stringify(document),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
    "src/schema.ts": schema,
    "src/app.ts": app,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  symlinkSync(fileURLToPath(new URL("../../../node_modules", import.meta.url)), join(folder, "node_modules"), "junction");
  git(folder, "init", "--quiet");
  return folder;
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: folder, stdio: "pipe" });
}

const requested = ["migrate", "--from", "openapi-fetch", "--spec", "openapi.json", "--out", "src/api"];

describe("tallystick migrate", () => {
  test("shows the changes, and writes them over files without uncommitted changes", async () => {
    const folder = project();
    expect(await tallystick(folder, [...requested, "--write"])).toEqual({
      code: 2,
      stdout: "",
      stderr: diagnosticText("wrong-usage", "The folder src/api has no generated client. Run tallystick generate first.", help),
    });
    const { files } = await generate(join(folder, "openapi.json"), { only: ["client"] });
    for (const { path, text } of files) new Root(folder).write(`src/api/${path}`, text);
    const refused = await tallystick(folder, [...requested, "--write"]);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain(`--- a/src/app.ts
+++ b/src/app.ts
@@ -1,6 +1,5 @@
-import createClient from "openapi-fetch";
-import type { paths } from "./schema";
+import { createClient } from "./api/client.js";
`);
    expect(refused.stdout).toContain(`Not changed:
  the result is returned (1)
    src/app.ts:6 GET /pets

Check these changes:
  no response, and a response unlike the document, no longer throw (1)
    src/app.ts:5 GET /pets

src/app.ts:4: validate: "off" keeps bodies unchecked, as before. Add --validate to check them against the document.
1 call and 1 import of types change in 1 file. 1 use is not changed.
TypeScript reports 0 errors after the change.
`);
    expect(refused.stderr).toContain("Uncommitted changes in src/app.ts. No files were changed. Commit them, or add --allow-dirty.");
    expect(readFileSync(join(folder, "src/app.ts"), "utf8")).toBe(app);
    const checking = await tallystick(folder, [...requested, "--validate"]);
    expect(checking.stdout).toContain(`+const api = createClient({ baseUrl: "" });`);
    expect(checking.stdout).not.toContain("unchecked");

    git(folder, "add", "src", "openapi.json");
    git(folder, "commit", "--quiet", "--message", "first");
    const wrote = await tallystick(folder, [...requested, "--write"]);
    expect([wrote.code, wrote.stderr]).toEqual([0, "Wrote 1 file.\n"]);
    expect(readFileSync(join(folder, "src/app.ts"), "utf8")).toBe(changed);
  }, 120_000);

  test.each([
    [[], "tallystick migrate needs --from with one of openapi-fetch, hey-api, orval."],
    [["--from", "axios"], 'Unknown value "axios" of --from. Available: openapi-fetch, hey-api, orval.'],
    [["--from", "orval", "--types-only"], "--types-only needs --from openapi-fetch: other tools have other types."],
    [["--from", "hey-api", "--raw"], "--raw needs --from openapi-fetch: client.raw is its client."],
    [["--from", "openapi-fetch", "--raw", "--types-only"], "--types-only and --raw cannot be combined."],
    [["--from", "orval", "--project", "none.json"], 'File not found: "none.json". Name the tsconfig.json of the code with --project.'],
  ])("rejects the arguments %j", async (args, sentence) => {
    await expect(runMigrateCommand(args)).rejects.toThrow(new UsageError(sentence));
  });
});

describe("writing", () => {
  test("restores all files if one cannot be written", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.ts"), "before");
    const outside = join(temporaryFolder(), "b.ts");
    const files = [
      { path: join(folder, "a.ts"), before: "before", after: "after" },
      { path: join(folder, "new.ts"), before: "", after: "new" },
      { path: outside, before: "", after: "outside" },
    ];
    expect(() => writeAll(new Root(folder), files)).toThrow("is outside");
    expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("before");
    expect(() => readFileSync(join(folder, "new.ts"))).toThrow("ENOENT");
  });

  test("reports no uncommitted files outside of a repository", async () => {
    expect(await uncommitted(temporaryFolder(), ["a.ts"])).toEqual([]);
  });
});
