import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitChanges } from "../../src/cli/documents/git-changes.js";
import { uncommitted } from "../../src/migrate/changed-files.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

/** A repository whose `.gitignore` is a pipe, which git reads for ever. */
function repository(): string {
  const folder = temporaryFolder();
  const git = (...parameters: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...parameters], { cwd: folder });
  git("init", "--quiet", "--initial-branch", "main");
  writeFileSync(join(folder, "a.ts"), "a\n");
  git("add", "a.ts");
  git("commit", "--quiet", "--message", "a");
  execFileSync("mkfifo", [join(folder, ".gitignore")]);
  writeFileSync(join(folder, "b.ts"), "b\n");
  return folder;
}

test.skipIf(isWindows)(
  `--affected reports that git does not end${posixNote}`,
  async () => {
    await expect(gitChanges(repository(), "HEAD", 2000)).rejects.toThrow("git cannot compare the working tree with HEAD");
  },
  60_000,
);

test.skipIf(isWindows)(
  `migrate treats files as uncommitted if git does not end${posixNote}`,
  async () => {
    expect(await uncommitted(repository(), ["b.ts"], 2000)).toEqual(["b.ts"]);
  },
  60_000,
);
