import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { DocumentFiles } from "../../src/files/document-files.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

/** A project in a folder, with a document in `spec/api`, and files outside of it. */
function project(...marks: readonly string[]): { readonly top: string; readonly read: (path: string, ...allowed: string[]) => string } {
  const around = temporaryFolder();
  const top = join(around, "project");
  const names = [
    ...marks,
    "spec/api/openapi.yaml",
    "spec/api/no-extension",
    "spec/api/.hidden.yaml",
    "spec/api/.cache/config.yaml",
    "spec/api/node_modules/a/a.yaml",
    "spec/common/Error.yaml",
    "models/a.json",
    "models/b.yml",
    "docs/intro.md",
    "docs/intro.txt",
    "docs/page.html",
    ".env",
    ".env.yaml",
    ".secrets/a.json",
    "node_modules/a/a.json",
    "src/key.pem",
    "../other/a.yaml",
  ];
  for (const name of names) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), name);
  }
  const read = (path: string, ...allowed: string[]): string => {
    const result = new DocumentFiles(
      join(top, "spec/api"),
      allowed.map((each) => join(top, each)),
    ).read(join(top, path));
    return "bytes" in result ? "read" : "outside" in result ? "outside" : "missing" in result ? "missing" : result.reason;
  };
  return { top, read };
}

describe("a document may read", () => {
  test.each(["package.json", ".git/HEAD"])("documents and texts of the project that %s marks", (mark) => {
    const { read } = project(mark);
    const names = ["spec/common/Error.yaml", "models/a.json", "models/b.yml", "docs/intro.md", "docs/intro.txt", "spec/api/openapi.yaml"];
    expect(names.map((name) => read(name))).toEqual(names.map(() => "read"));
    expect(read("models/none.yaml")).toBe("missing");
  });

  test("every file of its own folder", () => {
    expect(project().read("spec/api/no-extension")).toBe("read");
  });

  test("every file of a folder that the user allows", () => {
    const { read } = project("package.json");
    expect([read(".secrets/a.json", ".secrets"), read("src/key.pem", "src"), read("../other/a.yaml", "../other")]).toEqual(["read", "read", "read"]);
  });
});

describe("a document may not read", () => {
  test.each([".env", ".env.yaml", ".secrets/a.json", "node_modules/a/a.json", "src/key.pem", "docs/page.html", "../other/a.yaml", "../none.yaml"])(
    "%s",
    (name) => {
      expect(project("package.json").read(name)).toBe("outside");
    },
  );

  test.each(["spec/api/.hidden.yaml", "spec/api/.cache/config.yaml", "spec/api/node_modules/a/a.yaml"])(
    "%s, which is hidden in its own folder",
    (name) => {
      expect(project().read(name)).toBe("outside");
    },
  );

  test("a sibling folder where there is no project", () => {
    expect(project().read("spec/common/Error.yaml")).toBe("outside");
  });

  test("files of a project around its own project", () => {
    const { read } = project("package.json", "spec/package.json");
    expect([read("spec/common/Error.yaml"), read("models/a.json")]).toEqual(["read", "outside"]);
  });

  test("files of the home folder, even if it has a package.json", () => {
    const { top, read } = project("package.json");
    vi.stubEnv(isWindows ? "USERPROFILE" : "HOME", top);
    try {
      expect([read("models/a.json"), read("spec/api/openapi.yaml")]).toEqual(["outside", "read"]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test.skipIf(isWindows)(`a link to a file outside, or to a hidden file${posixNote}`, () => {
    const { top, read } = project("package.json");
    symlinkSync("../../other", join(top, "models/out"));
    symlinkSync("../../other/a.yaml", join(top, "models/out.yaml"));
    symlinkSync("../.env", join(top, "models/env.yaml"));
    symlinkSync("../src/key.pem", join(top, "models/key.yaml"));
    symlinkSync("../node_modules/a", join(top, "models/package"));
    symlinkSync("a.json", join(top, "models/inside.json"));
    const names = ["models/out/a.yaml", "models/out.yaml", "models/env.yaml", "models/key.yaml", "models/package/a.json", "models/inside.json"];
    expect(names.map((name) => read(name))).toEqual(["outside", "outside", "outside", "outside", "outside", "read"]);
  });
});
