import { describe, expect, test } from "vitest";
import { hashOf } from "../../src/write/manifest.js";
import { keepFields } from "../../src/write/package-json.js";

const written = {
  name: "@acme/cups",
  version: "0.1.0",
  description: "Types for Cups. Generated.",
  license: "MIT",
  type: "module",
  exports: { ".": "./dist/index.js" },
  files: ["dist", "src", "document.json"],
  scripts: { build: "tsc" },
  devDependencies: { esbuild: "0.28.2", typescript: "5.9.3" },
};

const text = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

describe("keepFields", () => {
  test("keeps a publisher's additions in place", () => {
    const existing = {
      name: "@acme/cups",
      version: "1.4.0",
      description: "Types for Cups. Generated.",
      license: "MIT",
      author: "Acme",
      repository: { type: "git", url: "git+https://example.com/cups.git" },
      bugs: "https://example.com/cups/issues",
      keywords: ["cups"],
      type: "module",
      exports: { ".": "./dist/index.js" },
      files: ["dist", "src", "document.json", "CHANGELOG.md"],
      scripts: { build: "tsc", prepublishOnly: "npm run build" },
      devDependencies: { esbuild: "0.28.2", publint: "0.3.0", typescript: "5.9.3" },
      publishConfig: { access: "public" },
    };
    expect(text(keepFields(written, existing))).toBe(text(existing));
  });

  test("replaces an edit of an owned field", () => {
    const existing = { ...written, type: "commonjs", exports: {}, scripts: { build: "true" }, devDependencies: { typescript: "4.0.0" } };
    expect(keepFields(written, existing)).toEqual(written);
  });

  test("removes owned entries that are no longer written", () => {
    const existing = { ...written, peerDependencies: { msw: "^2", react: "^19" }, dependencies: { "openapi-fetch": "0.17.0" } };
    expect(keepFields(written, existing)).toEqual({ ...written, peerDependencies: { react: "^19" } });
  });

  test("keeps a description and a license of the team's own", () => {
    const existing = { ...written, description: "Cups, for everyone.", license: "UNLICENSED" };
    expect(keepFields(written, existing)).toMatchObject({ description: "Cups, for everyone.", license: "UNLICENSED" });
  });

  test("updates a description that was generated", () => {
    expect(keepFields(written, { ...written, description: "Types for Mugs. Generated." })).toEqual(written);
  });
});

describe("hashOf package.json", () => {
  const hash = (value: object): string => hashOf("package.json", text(value));

  test("ignores fields of the team", () => {
    const edited = { ...written, version: "2.0.0", author: "Acme", scripts: { ...written.scripts, test: "vitest" } };
    expect(hash(edited)).toBe(hash(written));
  });

  test.each([{ type: "commonjs" }, { name: "other" }, { scripts: { build: "true" } }, { files: ["dist"] }, { devDependencies: {} }])(
    "covers owned fields: %j",
    (edit) => {
      expect(hash({ ...written, ...edit })).not.toBe(hash(written));
    },
  );
});
