import { join } from "node:path";
import { readFile, unreadSentence } from "../../files/read.js";
import { UsageError } from "../options/usage-error.js";
import { withIgnored } from "./eslint.js";
import type { Project } from "./project.js";

export interface LeftOut {
  /** The changed files. */
  readonly edits: readonly { readonly path: string; readonly text: string }[];
  /** One sentence for each that could not be written. */
  readonly advice: readonly string[];
}

/** The text of a file that gets another line. One that cannot be read is not replaced. @throws UsageError */
function existing(folder: string, path: string): string {
  const read = readFile(join(folder, path));
  if ("reason" in read) throw new UsageError(unreadSentence("file", path, read), { code: "input-unreadable" });
  return "bytes" in read ? read.bytes.toString("utf8") : "";
}

/**
 * Makes linters and formatters ignore the output: `--check` verifies it, and it does not follow the project's rules. A comment in each
 * file would not do: ESLint warns about a comment that disables nothing.
 */
export function leaveOut(project: Project, out: string, config: string): LeftOut {
  const edits: { path: string; text: string }[] = [];
  const advice: string[] = [];
  const read = (path: string): string => existing(project.folder, path);
  const addLine = (path: string): void => {
    const text = read(path);
    if (text.split(/\r?\n/).some((line) => line.replace(/^\/|\/$/g, "") === out)) return;
    edits.push({ path, text: `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${out}/\n` });
  };
  for (const path of project.lint) {
    if (path.startsWith("eslint.config.")) {
      const text = read(path);
      if (text.includes(`"${out}/**"`) || text.includes(`'${out}/**'`)) continue;
      const edited = withIgnored(text, [`${out}/**`, config]);
      if (edited === undefined)
        advice.push(`To exclude the output from ESLint, add { ignores: ["${out}/**", "${config}"] } to the export of ${path}.`);
      else edits.push({ path, text: edited });
    } else if (path.startsWith(".eslintrc")) addLine(".eslintignore");
    else if (path.startsWith(".oxlintrc")) advice.push(`To exclude the output from oxlint, add "${out}" to ignorePatterns in ${path}.`);
    else advice.push(`To exclude the output from Biome, add "!${out}" to files.includes in ${path} (before Biome 2: "${out}" to files.ignore).`);
  }
  if (project.prettier) addLine(".prettierignore");
  return { edits, advice };
}
