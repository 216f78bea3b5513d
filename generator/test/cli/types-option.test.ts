import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick as inOwnProcess, tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

/** A project with a document, and with a configuration. */
function project(config: object = {}): string {
  const folder = temporaryFolder();
  const document = openapi({ components: { schemas: { Ant: { type: "object", properties: { legs: { type: "integer" } } } } } });
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  writeFileSync(
    join(folder, "tallystick.config.json"),
    JSON.stringify({ spec: "openapi.json", out: "api", only: ["types"], target: "ts", ...config }),
  );
  return folder;
}

const typesIn = (folder: string): string => readFileSync(join(folder, "api", "types.ts"), "utf8");

describe("the printer of types", () => {
  test("is Tallystick by default, and openapi-typescript on request", async () => {
    const folder = project();
    expect((await tallystick(folder, ["generate"])).code).toBe(0);
    const ours = typesIn(folder);
    expect(ours).toContain("\n    Ant: {\n      legs?: number;\n    };\n");
    expect((await tallystick(folder, ["generate", "--types", "openapi-typescript"])).code).toBe(0);
    const theirs = typesIn(folder);
    expect(theirs).toContain("\n        Ant: {\n            legs?: number;\n        };\n");
    expect(theirs.replaceAll(/^ +/gm, "")).toBe(ours.replaceAll(/^ +/gm, ""));
  });

  test("is set by the configuration or by the flag", async () => {
    const folder = project({ types: "openapi-typescript" });
    await tallystick(folder, ["generate"]);
    expect(typesIn(folder)).toContain("\n        Ant: {");
    expect((await tallystick(folder, ["generate", "--check", "--types", "tallystick"])).code).toBe(1);
  });

  test("is rejected if it is unknown", async () => {
    const { code, stderr } = await tallystick(project(), ["generate", "--types", "zod"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Unknown value "zod" of --types. Available: tallystick, openapi-typescript.');
    const configured = await tallystick(project({ types: "zod" }), ["generate"]);
    expect(configured.code).toBe(2);
    expect(configured.stderr).toContain('must be "tallystick" or "openapi-typescript"');
  });

  test.each([
    ["the flag", {}, ["--types", "openapi-typescript"], "--types"],
    ["the configuration", { types: "openapi-typescript" }, [], "types"],
  ])("is reported if %s selects an uninstalled printer", async (_where, config, flags, option) => {
    const folder = project(config);
    const missing = join(folder, "missing.cjs");
    writeFileSync(
      missing,
      `const Module = require("node:module");
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => resolve.call(Module, name === "openapi-typescript" ? "not-installed" : name, ...rest);`,
    );
    const { code, stderr } = await inOwnProcess(folder, ["generate", ...flags], {}, ["--require", missing]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${option} is "openapi-typescript", but openapi-typescript 7 and typescript 5 are not installed next to tallystick. Install both.`,
    );
  });
});
