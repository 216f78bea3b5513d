import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { temporaryFolder } from "../documents.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A project without a compiler, with everything that is generated for the sessions API in `api`. */
async function project(manifest: object): Promise<string> {
  const folder = temporaryFolder();
  const { files, diagnostics } = await generate(join(root, "spec", "openapi.yaml"), { target: "js" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const { path, text } of files) {
    const file = join(folder, "api", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/** Uses each artefact. `load` is how the program reaches a module. */
const program = (load: (path: string) => string): string => `
const { createClient } = ${load("./api/index.js")};
const { session } = ${load("./api/fixtures/index.js")};
const { isSession, checkSession } = ${load("./api/validators/index.js")};
const { mockListSessions } = ${load("./api/mocks/msw.js")};
const { setupServer } = ${load("msw/node")};
const types = Object.keys(${load("./api/types.js")}).filter((name) => name !== "__esModule");
(async () => {
  const server = setupServer(mockListSessions().success([session.example]));
  server.listen();
  const client = createClient({ accountId: "a", apiToken: "t" });
  const list = await client.listSessions();
  server.close();
  const bad = checkSession(session.invalid.sessionId.type.value);
  console.log(JSON.stringify({ isValid: list.every(isSession), count: list.length, issue: bad.issues[0].instancePath, types }));
})();
`;

function run(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  const { stdout, stderr, status } = spawnSync(process.execPath, [name], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const result = { isValid: true, count: 1, issue: "/sessionId", types: [] };

describe("Node runs the target js without a build step", () => {
  test("from an ES module", async () => {
    const folder = await project({ type: "module" });
    expect(
      JSON.parse(
        run(
          folder,
          "program.js",
          program((path) => `await import("${path}")`),
        ),
      ),
    ).toEqual(result);
  });

  test("from CommonJS, by require", async () => {
    const folder = await project({ type: "commonjs" });
    expect(
      JSON.parse(
        run(
          folder,
          "program.js",
          program((path) => `require("${path}")`),
        ),
      ),
    ).toEqual(result);
  });
});
