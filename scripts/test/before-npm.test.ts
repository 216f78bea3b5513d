import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./docs/pages.js";

/** The page is followed to the letter, in folders next to each other. Only the checkout is a copy of this one, already built. */
const text = readFileSync(`${root}docs/guides/before-npm.md`, "utf8");

let parent: string;

beforeAll(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-before-npm-")));
  const checkout = join(parent, "tallystick");
  mkdirSync(checkout);
  cpSync(join(root, "package.json"), join(checkout, "package.json"));
  for (const folder of ["generator", "contract-tests", "generated", "spec"]) {
    const { files = [] } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { readonly files?: readonly string[] };
    const parts = folder === "generator" || folder === "contract-tests" ? files.filter((file) => !file.startsWith("!")) : [];
    for (const part of ["package.json", "README.md", "LICENSE", ...parts])
      if (existsSync(join(root, folder, part))) cpSync(join(root, folder, part), join(checkout, folder, part), { recursive: true });
    if (existsSync(join(root, folder, "node_modules")))
      symlinkSync(join(root, folder, "node_modules"), join(checkout, folder, "node_modules"), "junction");
  }
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"), "junction");
}, 120_000);

afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
}, 300_000);

/** Lines of the shell blocks below a heading, one list for each block. */
function blocks(heading: string): readonly string[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  return [...(section ?? "").matchAll(/^```sh\n([^]*?)^```/gm)].map(([, lines = ""]) => lines);
}

const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD|GIT_)/i.test(name))),
  CI: "true",
  NO_COLOR: "1",
  npm_config_prefer_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Someone",
  GIT_AUTHOR_EMAIL: "someone@example.com",
  GIT_COMMITTER_NAME: "Someone",
  GIT_COMMITTER_EMAIL: "someone@example.com",
};

function run(script: string | undefined, cwd: string): string {
  expect(script).toBeDefined();
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script ?? ""], { cwd, env: environment, encoding: "utf8" });
  expect({ script, status, output: status === 0 ? "" : stdout + stderr }).toEqual({ script, status: 0, output: "" });
  return stdout + stderr;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly "working-directory"?: string }[] }>>;
}

/** Clones the project where nothing of this machine is next to it, and runs each command of the workflow there. */
function runWorkflowInClone(project: string): void {
  const clone = join(realpathSync(mkdtempSync(join(parent, "elsewhere-"))), "a", "clone");
  run(`git clone --quiet ${project} ${clone}`, parent);
  expect(existsSync(join(clone, "node_modules"))).toBe(false);
  const [file = ""] = readdirSync(join(clone, ".github/workflows"));
  const { jobs } = parse(readFileSync(join(clone, ".github/workflows", file), "utf8")) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps.filter((step) => step.run !== undefined));
  expect(steps.map((step) => step.run)).toEqual(["npm ci", "npm run codegen:check"]);
  for (const step of steps) run(step.run, join(clone, step["working-directory"] ?? "."));
  expect(run("npx --no-install tallystick verify --help", clone)).toContain("tallystick verify");
  expect(readFileSync(join(clone, "package-lock.json"), "utf8")).not.toContain(parent);
}

describe("before the npm release", { timeout: 600_000 }, () => {
  test("builds a checkout with commands that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: Readonly<Record<string, string>> };
    expect(blocks("# Before the npm release")[0]).toMatch(/^git clone \S+ tallystick\ncd tallystick && npm ci && npm run build\n$/);
    expect(scripts["build"]).toBeDefined();
  });

  test("works from the checkout, and in a clone of the project", () => {
    const project = join(parent, "from-checkout");
    mkdirSync(project);
    const [start] = blocks("Start from the checkout");
    expect(run(start, project)).toContain("Copied vendor/tallystick-");
    run(blocks("Commit the files")[0], project);
    runWorkflowInClone(project);
  });

  test("works from tarballs, and in a clone of the project", () => {
    const [pack, start] = blocks("Start from tarballs");
    run(pack, join(parent, "tallystick"));
    const project = join(parent, "from-tarballs");
    mkdirSync(project);
    run(start, project);
    run(blocks("Commit the files")[0], project);
    // What the project was installed from is gone, as on another machine.
    rmSync(join(parent, "tarballs"), { recursive: true });
    runWorkflowInClone(project);
    run(blocks("Update the packages")[0], project);
    expect(run("git status --porcelain", project)).toBe("");
  });
});
