import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";
import { isWindows, posixNote, skipNote } from "../shared.js";

const tallystick = tallystickInOneProcess();

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

function project(): string {
  const folder = temporaryFolder();
  const paths = { "/a": { get: { operationId: "getA", responses: { "204": { description: "none" } } } } };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ paths })));
  return folder;
}

/** Of the first finding. */
function codeOf(stderr: string): string | undefined {
  return /^(?:error|warning) (\S+)$/m.exec(stderr)?.[1];
}

test.skipIf(isWindows)(`keeps the output folder's inode while it writes${posixNote}`, () => {
  const folder = project();
  mkdirSync(join(folder, "here"));
  writeFileSync(join(folder, "here", "mine.txt"), "mine");
  const script = `for only in types,client types,client,validators,fixtures,mocks; do node "$0" generate --spec ../openapi.json --out . --only $only || exit; done; ls`;
  const listed = execFileSync("sh", ["-c", script, bin], { cwd: join(folder, "here"), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  expect(listed.split("\n")).toEqual(expect.arrayContaining(["mine.txt", "client.js", "validators"]));
  expect(readdirSync(folder).toSorted()).toEqual(["here", "openapi.json"]);
});

test.skipIf(isWindows)(`reports a deleted working directory${posixNote}`, () => {
  const folder = project();
  const script = `mkdir gone; cd gone; rmdir ../gone; node "$0" generate --spec ../openapi.json --out ../o; echo $?`;
  const { stdout, stderr } = spawnSync("sh", ["-c", script, bin], { cwd: folder, encoding: "utf8" });
  expect([stdout, codeOf(stderr)]).toEqual(["2\n", "disk-refuses"]);
  expect(stderr).toContain("\n  The current folder was deleted. Change to another folder.\n");
});

test.skipIf(isWindows)(`keeps the output folder's permissions${posixNote}`, async () => {
  const folder = project();
  mkdirSync(join(folder, "o"));
  chmodSync(join(folder, "o"), 0o2770);
  expect((await tallystick(folder, ["generate", "--spec", "openapi.json", "--out", "o"])).code).toBe(0);
  expect((statSync(join(folder, "o")).mode & 0o7777).toString(8)).toBe("2770");
});

const mounting = ["--mount", "--map-root-user", "sh", "-c"];
const canMount = spawnSync("unshare", [...mounting, "mount -t tmpfs none /mnt"]).status === 0;
const mountNote = skipNote(!canMount, "unshare and the right to mount");

test.runIf(canMount)(`rejects a mount point, but not a folder inside of it${mountNote}`, () => {
  const folder = project();
  mkdirSync(join(folder, "mounted"));
  const run = `node "$0" generate --spec openapi.json --out`;
  const script = `mount -t tmpfs none mounted && ${run} mounted; echo $?; ls -A mounted; ${run} mounted/inside; echo $?; ls mounted`;
  const { stdout, stderr } = spawnSync("unshare", [...mounting, script, bin], { cwd: folder, encoding: "utf8" });
  expect(stdout.split("\n")).toEqual(["2", "0", "inside", ""]);
  expect(codeOf(stderr)).toBe("out-immovable");
  expect(stderr).toContain('The folder "mounted" cannot be renamed');
  expect(readdirSync(folder).toSorted()).toEqual(["mounted", "openapi.json"]);
});

test.runIf(canMount)(`reports a full disk with the file, and changes nothing${mountNote}`, () => {
  const folder = project();
  mkdirSync(join(folder, "small"));
  const run = `node "$0" generate --spec openapi.json --out`;
  const script = `mount -t tmpfs -o size=60k none small && echo before > small/r.json && ${run} small/out; echo $?; head -c 60k /dev/zero > small/zeros; ${run} out --report json=small/r.json; echo $?; ls -A small; cat small/r.json`;
  const { stdout, stderr } = spawnSync("unshare", [...mounting, script, bin], { cwd: folder, encoding: "utf8" });
  expect(stdout.split("\n")).toEqual(["2", "2", "r.json", "zeros", "before", ""]);
  expect(stderr).toMatch(/^ {2}"[^"]+\/small\/out\/[^"]+" cannot be written: the disk is full\. No files were changed\.$/m);
  expect(stderr).toMatch(/^ {2}"small\/r\.json" cannot be written: the disk is full\. No files were changed\.$/m);
});

test.runIf(canMount)(`changes nothing on a read-only or full disk${mountNote}`, () => {
  const folder = project();
  mkdirSync(join(folder, "small"));
  const run = `node "$0" generate --spec openapi.json --out small`;
  const full = `mount -t tmpfs -o size=40k none small; cat /dev/zero > small/zeros 2>&-; ${run}/out; echo $?; ls -A small`;
  const closed = `mount -o remount,ro small; ${run}/out; echo $?; ${run}/a/out; echo $?`;
  const { stdout, stderr } = spawnSync("unshare", [...mounting, `${full}; ${closed}`, bin], { cwd: folder, encoding: "utf8" });
  expect(stdout.split("\n")).toEqual(["2", "zeros", "2", "2", ""]);
  expect(stderr).toContain("the disk is full");
  expect(stderr.match(/error out-parent-closed/g)).toHaveLength(2);
});

test("rejects a file name that is too long for the disk", async () => {
  const folder = project();
  const { code, stderr } = await tallystick(folder, ["generate", "--spec", "openapi.json", "--out", "x".repeat(250)]);
  expect([code, codeOf(stderr)]).toEqual([2, "disk-refuses"]);
  expect(stderr).toMatch(/^ {2}"[^"]+" cannot be written: its name is too long for the disk\./m);
});

test.skipIf(isWindows)(`reports a folder whose parent is not writable${posixNote}`, async () => {
  const { code, stderr } = await tallystick(project(), ["generate", "--spec", "openapi.json", "--out", "/proc/out"]);
  expect(code).toBe(2);
  expect(codeOf(stderr)).toBe("out-parent-closed");
  expect(stderr).toContain('The folder "/proc"');
});

// Nothing is refused to root, who has to be somebody else for this, where that one can read the program.
const asSomebody = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
const [act = "", ...asWhom] = asSomebody;
const canAct = spawnSync(act, [...asWhom, process.execPath, bin, "--version"]).status === 0;
const otherUserNote = skipNote(!canAct, "setpriv and a program that another user can read");

test.runIf(canAct)(`changes nothing in another user's output folder${otherUserNote}`, () => {
  const folder = project();
  execFileSync("chmod", ["-R", "a+rwX", folder]);
  mkdirSync(join(folder, "o"), { mode: 0o555 });
  const { status, stderr } = generate(folder);
  expect([status, codeOf(stderr)]).toEqual([2, "disk-refuses"]);
  expect(stderr).toContain(`\n  "${join(folder, "o")}" cannot be written: you may not write there. No files were changed.\n`);
  expect(readdirSync(folder).toSorted()).toEqual(["o", "openapi.json"]);
});

/** Runs the command as that somebody. */
function generate(folder: string, ...options: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(act, [...asWhom, process.execPath, bin, "generate", "--spec", "openapi.json", "--out", "o", ...options], {
    cwd: folder,
    encoding: "utf8",
  });
}

/** A project of that somebody, with an output. */
function made(...options: readonly string[]): string {
  const folder = project();
  execFileSync("chmod", ["-R", "a+rwX", folder]);
  expect(generate(folder, ...options).status).toBe(0);
  return folder;
}

const isRoot = process.getuid?.() === 0;
const rootNote = skipNote(!canAct || !isRoot, "root, setpriv and a program that another user can read");

test.runIf(canAct && isRoot)(`keeps an output if a nested folder of another user cannot move${rootNote}`, () => {
  const folder = made("--only", "types");
  mkdirSync(join(folder, "o", "coverage"));
  writeFileSync(join(folder, "o", "coverage", "theirs.txt"), "theirs");
  for (let count = 0; count < 2; count++) {
    expect(generate(folder).status).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(["o", "openapi.json"]);
    expect(readdirSync(join(folder, "o")).toSorted()).toEqual(expect.arrayContaining(["coverage", "types.d.ts"]));
  }
});

test.runIf(canAct && isRoot)(`continues after part of an output changed its owner${rootNote}`, () => {
  const folder = made();
  execFileSync("chown", ["-R", "root", join(folder, "o", "operations")]);
  // Few changes: the folder is changed where it stands, and that part cannot be.
  writeFileSync(
    join(folder, "openapi.json"),
    JSON.stringify(openapi({ paths: { "/b": { get: { operationId: "getB", responses: { "204": { description: "none" } } } } } })),
  );
  for (let count = 0; count < 2; count++) {
    expect(generate(folder, "--force").status).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(["o", "openapi.json"]);
    expect(readdirSync(join(folder, "o", "operations"))).toEqual(["a.d.ts", "a.js", "index.d.ts", "index.js"]);
  }
  // Many: a new folder takes its place.
  expect(generate(folder, "--name", "@acme/api", "--force").status).toBe(0);
  expect(readdirSync(join(folder, "o", "src", "operations"))).toEqual(["b.ts", "index.ts"]);
  expect(generate(folder, "--only", "types", "--force").status).toBe(0);
});

test.runIf(canAct)(`accepts an up-to-date output of another user${otherUserNote}`, () => {
  const folder = made();
  execFileSync("chmod", ["-R", "a-w", join(folder, "o")]);
  if (isRoot) execFileSync("chown", ["-R", "root", join(folder, "o")]);
  expect(generate(folder, "--no-cache")).toMatchObject({ status: 0, stderr: expect.stringContaining("o is up to date") as string });
});
