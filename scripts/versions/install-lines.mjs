// The install commands that pages, outputs and messages of this repository show.
import { readdirSync, readFileSync } from "node:fs";

/** Where they are: pages as a reader sees them, and sources whose messages show commands. */
const pages = ["README.md", "generator/README.md", "contract-tests/README.md", "generated/README.md"];
const folders = [
  { path: "docs", extension: ".md" },
  { path: "generator/src", extension: ".ts" },
  { path: "contract-tests/src", extension: ".ts" },
];

/**
 * @param {string} root The repository, with a slash at the end.
 * @returns {ReadonlyMap<string, readonly string[]>} By command, the files that show it.
 */
export function installLines(root) {
  const nested = folders.flatMap(({ path, extension }) =>
    readdirSync(root + path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(extension) && !name.startsWith("api/"))
      .map((name) => `${path}/${name.replaceAll("\\", "/")}`),
  );
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const file of [...pages, ...nested].toSorted()) {
    for (const line of linesIn(readFileSync(root + file, "utf8"))) found.set(line, [...new Set([...(found.get(line) ?? []), file])]);
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Commands of npm that name what to install, and `npx tallystick init`. A command with a placeholder of a template is found where it is filled in.
 *
 * @param {string} text
 */
export function linesIn(text) {
  const commands = text.match(/\bnpm (?:install|i|add) (?:[\w@./^~:"-]+ ?)+|\bnpx tallystick@?\S* init\b[^\n`|#]*/g) ?? [];
  return commands
    .map((command) => command.trim().replace(/[".]$/, ""))
    .filter(
      (command) =>
        command.startsWith("npx") ||
        // The version that follows is filled in when the message is shown.
        (!command.endsWith("@") &&
          command
            .split(" ")
            .slice(2)
            .some((word) => !word.startsWith("-"))),
    );
}
