import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { blocksOf, root, type Page } from "./pages.js";

export const subcommands = ["init", "generate", "verify", "record", "report", "diff", "usage", "mock", "completion"] as const;
export type Subcommand = (typeof subcommands)[number];

/** What `tallystick NAME --help` prints, without the spaces at the ends of lines. */
export async function help(name?: Subcommand): Promise<string> {
  const parameters = [`${root}generator/bin/tallystick.js`, ...(name === undefined ? [] : [name]), "--help"];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { env: { ...process.env, NO_COLOR: "1" } });
  return stdout.replaceAll(/[ \t]+$/gm, "").trim();
}

/** Help texts of all commands, each asked for once. */
export async function allHelp(): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(subcommands.map(async (name) => [name, await help(name)] as const)));
}

export interface Command {
  readonly where: string;
  /** `npx tallystick generate --check`, without comments. */
  readonly text: string;
}

/** Each command of the `sh` blocks and of the steps of workflows, and those that sentences quote. */
export function commandsOf(page: Page): Command[] {
  const found: Command[] = [];
  for (const block of blocksOf(page)) {
    const isShell = ["sh", "bash", "shell", "console"].includes(block.language);
    for (const [index, line] of block.lines.entries()) {
      const [, step = ""] = (block.language === "yaml" && /^\s*(?:- )?run: (.*)$/.exec(line)) || [];
      for (const text of split(isShell ? line : step)) found.push({ where: `${page.path}:${block.start + index}`, text });
    }
  }
  for (const [index, line] of page.text.split("\n").entries())
    for (const [, code = ""] of line.matchAll(/`((?:npx tallystick|tallystick|npm run) [^`]+)`/g))
      for (const text of split(code)) found.push({ where: `${page.path}:${index + 1}`, text });
  return found;
}

function split(line: string): string[] {
  return line
    .replace(/(^|\s)#.*$/, "")
    .split(/ && | ; | & /)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

/** What is wrong with a command: a script that is not there, a subcommand or an option that the tool does not know. */
export function wrongIn(commands: readonly Command[], helpOf: ReadonlyMap<string, string>): string[] {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };
  const known = new Map([...helpOf].map(([name, text]) => [name, optionsIn(text)]));
  return commands.flatMap(({ where, text }) => {
    const words = text.split(/\s+/);
    if (words[0] === "npm" && ["run", "start", "test"].includes(words[1] ?? "")) {
      const name = words[1] === "run" ? (words[2] ?? "") : (words[1] ?? "");
      return Object.hasOwn(scripts, name) || namesOwnScripts.has(name) ? [] : [`${where} there is no script "${name}"`];
    }
    if (words[0] === "npx") words.shift();
    if (words[0] !== "tallystick") return [];
    const name = words[1] ?? "";
    if (/^[A-Z…-]/.test(name) || name === "") return [];
    const options = known.get(name);
    if (options === undefined) return [`${where} there is no command "tallystick ${name}"`];
    return [...text.matchAll(/(?<=[\s[(|])--[a-z][a-z-]*/g)]
      .map(([option]) => option)
      .filter((option) => !options.has(option))
      .map((option) => `${where} tallystick ${name} has no option ${option}`);
  });
}

/** Scripts of the projects that the guides set up, not of this one. */
const namesOwnScripts = new Set(["codegen", "codegen:check"]);

function optionsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option));
}
