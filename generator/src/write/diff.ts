import { createTwoFilesPatch } from "diff";
import type { GeneratedFile } from "./generated-file.js";
import type { Change, ExistingFolder } from "./compare.js";

/** Lines of one file's difference, and files, that are shown; the rest is counted. */
const longest = 80;
const most = 20;

/** The changes as readable unified diffs. */
export function showChanges(changes: readonly Change[], files: readonly GeneratedFile[], folder: ExistingFolder, out: string): string {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const parts: string[] = [];
  for (const change of changes.slice(0, most)) {
    const name = `${out}/${change.path}`;
    const before = folder.read(change.path) || "";
    const after = texts.get(change.path) ?? "";
    if (change.kind === "add") {
      parts.push(`+++ ${name} would be added (${after.split("\n").length - 1} lines)`);
      continue;
    }
    if (change.kind === "remove") {
      parts.push(`--- ${name} would be removed`);
      continue;
    }
    const patch = createTwoFilesPatch(name, name, before, after, "on disk", "generated", { context: 3, timeout: 2000 });
    const lines = (patch ?? `--- ${name}\n+++ ${name}\nAlmost all lines differ.`).split("\n").filter((line) => !/^=+$/.test(line));
    while (lines.at(-1) === "") lines.pop();
    parts.push(
      lines.length <= longest
        ? lines.join("\n")
        : [...lines.slice(0, longest), `… and ${lines.length - longest} more ${lines.length - longest === 1 ? "line" : "lines"} of ${name}`].join(
            "\n",
          ),
    );
  }
  if (changes.length > most) parts.push(`… and ${changes.length - most} more ${changes.length - most === 1 ? "file" : "files"}`);
  return parts.join("\n");
}
