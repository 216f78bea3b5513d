import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { skipNote } from "../shared.js";
import { temporaryFolder } from "../documents.js";
import { tallystickInOneProcess, diagnosticText } from "./run.js";

const tallystick = tallystickInOneProcess();

const isThere = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

/** A folder with files to complete, and the script of a shell in it. */
async function project(shell: string): Promise<string> {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await tallystick(folder, ["completion", shell]);
  expect([code, stderr]).toEqual([0, ""]);
  writeFileSync(join(folder, "script"), stdout);
  for (const name of ["open api.json", "openapi.yaml"]) writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, "out"));
  return folder;
}

/** What a shell offers for a line that ends where the cursor is. */
type Completer = (folder: string, line: string) => readonly string[];

const run = (folder: string, shell: string, args: readonly string[]): readonly string[] => {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: folder, encoding: "utf8", env: { ...process.env, TERM: "dumb" } });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((each) => each !== "");
};

/** As readline calls a completion: words are split at blanks and at `=`. */
const inBash: Completer = (folder, line) => {
  const words = line.match(/=|[^\s=]+|(?<=[\s=])$/g) ?? [];
  const list = words.map((word) => `'${word}'`).join(" ");
  return run(folder, "bash", [
    "-c",
    `source ./script; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _tallystick; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]);
};

const inFish: Completer = (folder, line) =>
  run(folder, "fish", ["--no-config", "-c", `source ./script; complete -C ${quoted(line)}`]).map((found) => found.split("\t")[0] ?? "");

/** zsh completes in its line editor only: another zsh runs on a terminal of its own and writes down what is offered. */
const inZsh: Completer = (folder, line) => {
  const typed = [
    'PROMPT=""; autoload -Uz compinit; compinit -u -D; source ./script; unsetopt beep',
    'compadd() { local -a found; builtin compadd -A found "$@"; print -rl -- $found >> offered; builtin compadd "$@" }',
    'offer() { zle list-choices; exit }; zle -N offer; bindkey "^X" offer',
  ];
  const program = [
    "zmodload zsh/zpty; zpty shell zsh -f -i",
    ...typed.map((each) => `zpty -w shell ${quoted(each)}`),
    `zpty -w -n shell ${quoted(line)}$'\\x18'`,
    "while zpty -r shell out; do :; done; sort -u offered; rm offered",
  ];
  return run(folder, "zsh", ["-f", "-c", program.join("\n")]);
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

describe.each<readonly [string, Completer]>([
  ["bash", inBash],
  ["fish", inFish],
  ["zsh", inZsh],
])("completion in %s", (shell, complete) => {
  const exists = isThere(shell);

  test.runIf(exists)(`offers commands, options and values${skipNote(!exists, shell)}`, async () => {
    const folder = await project(shell);
    // fish also offers what has the letters in the middle, and zsh only the last part of a list.
    const offered = (line: string): readonly string[] => {
      const word = /[^ ,]*$/.exec(line)?.[0] ?? "";
      const parts = complete(folder, line).map((each) => each.replace(/^.*,/, ""));
      return parts.filter((each) => each.startsWith(word)).toSorted();
    };
    expect(offered("tallystick ge")).toEqual(["generate"]);
    expect(offered("tallystick ")).toEqual(["completion", "diff", "generate", "init", "migrate", "mock", "record", "report", "usage", "verify"]);
    expect(offered("tallystick generate --ta")).toEqual(["--tags", "--target"]);
    expect(offered("tallystick generate --check --ta")).toEqual(["--tags", "--target"]);
    expect(offered("tallystick generate --target ")).toEqual(["js", "ts"]);
    expect(offered("tallystick generate --only types,cl")).toEqual(["client"]);
    expect(offered("tallystick generate --name ")).toEqual([]);
    expect(offered("tallystick mock --no-")).toEqual(["--no-lock", "--no-validate"]);
    expect(offered("tallystick completion b")).toEqual(["bash"]);
    expect(offered("tallystick verify --recor")).toEqual(["--recordings"]);
  });

  test.runIf(exists)(`offers files and folders${skipNote(!exists, shell)}`, async () => {
    const folder = await project(shell);
    const offered = (line: string): readonly string[] =>
      complete(folder, line)
        .map((path) => path.replace(/\/$/, ""))
        .toSorted();
    expect(offered("tallystick generate --spec openapi")).toEqual(["openapi.yaml"]);
    expect(offered("tallystick generate --spec open")).toContainEqual(expect.stringMatching(/^open\\? api\.json$/));
    expect(offered("tallystick generate --out ")).toContain("out");
    expect(offered("tallystick diff openapi")).toEqual(["openapi.yaml"]);
  });
});

const hasBash = isThere("bash");

test.runIf(hasBash)(`bash completes a value after an equals sign${skipNote(!hasBash, "bash")}`, async () => {
  const folder = await project("bash");
  expect(inBash(folder, "tallystick generate --target=")).toEqual(["ts", "js"]);
  expect(inBash(folder, "tallystick generate --target=j")).toEqual(["js"]);
});

test("completion needs the name of a shell", async () => {
  const says = "tallystick completion needs one shell: bash, zsh, fish.";
  for (const args of [[], ["tcsh"], ["bash", "zsh"]]) {
    const { code, stderr } = await tallystick(temporaryFolder(), ["completion", ...args]);
    expect([code, stderr]).toEqual([2, diagnosticText("wrong-usage", says, "Run tallystick completion --help to list the options.")]);
  }
});
