import { createTwoFilesPatch } from "diff";
import type picocolors from "picocolors";
import { plain } from "../diagnostics/plain.js";
import type { Consumer, CompilerError } from "./consumer.js";
import { lineAt } from "./edits.js";
import type { Left } from "./migration.js";
import type { Settled } from "./settle.js";

type Colors = ReturnType<typeof picocolors.createColors>;

/** The unified diff of all changed files. */
export function diffOf({ files }: Settled, consumer: Consumer, colors: Colors): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { before, after }]) => colored(patchOf(consumer.shown(path), before, after), colors))
    .join("\n");
}

function patchOf(name: string, before: string, after: string): readonly string[] {
  const patch = createTwoFilesPatch(before === "" ? "/dev/null" : `a/${name}`, `b/${name}`, before, after, "", "", { context: 3, timeout: 5000 });
  const lines = (patch ?? `--- a/${name}\n+++ b/${name}\nAlmost all lines differ.`).split("\n").filter((line) => !/^=+$/.test(line));
  while (lines.at(-1) === "") lines.pop();
  // Without file times, the names end with a tab.
  return lines.map((line) => (/^(?:---|\+\+\+) /.test(line) ? line.trimEnd() : line));
}

function colored(lines: readonly string[], { red, green, cyan, bold }: Colors): string {
  const color = (line: string): string => {
    const text = shownLine(line);
    if (/^(?:---|\+\+\+) /.test(line)) return bold(text);
    return line.startsWith("@@") ? cyan(text) : line.startsWith("-") ? red(text) : line.startsWith("+") ? green(text) : text;
  };
  return lines.map(color).join("\n");
}

/** A line of code. Its tabs and its end stay, so that the diff can be applied. */
function shownLine(line: string): string {
  const end = line.endsWith("\r") ? "\r" : "";
  const text = line.slice(0, line.length - end.length);
  return (
    text
      .split("\t")
      .map((part) => plain(part, Infinity))
      .join("\t") + end
  );
}

/** Counts, unchanged calls with reasons, changed behaviour, and errors of the compiler. */
export function summaryOf(settled: Settled, consumer: Consumer, { bold, yellow, red }: Colors): string {
  const { changed, left, files, errors, prevented, remarks, marks } = settled;
  const calls = changed.filter(({ kind }) => kind === "call");
  const lines: string[] = [];
  const section = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push(bold(title), ...rows.map((row) => `  ${plain(row, Infinity)}`), "");
  };
  if (left.length > 0) lines.push(bold(yellow("Not changed:")));
  for (const [reason, places] of grouped(left, ({ reason: why }) => why)) {
    lines.push(`  ${plain(reason, Infinity)} (${places.length})`);
    lines.push(...placesOf(places, consumer).map((row) => `    ${plain(row, Infinity)}`));
  }
  if (left.length > 0) lines.push("");
  const notes = changed.flatMap((unit) => unit.notes.map((note) => ({ ...unit, reason: note })));
  if (notes.length > 0) lines.push(bold("Check these changes:"));
  for (const [note, places] of grouped(notes, ({ reason }) => reason)) {
    lines.push(`  ${plain(note, Infinity)} (${places.length})`);
    lines.push(...placesOf(places, consumer).map((row) => `    ${plain(row, Infinity)}`));
  }
  if (notes.length > 0) lines.push("");
  const marked = marks.map(({ file, error }) => ({ file, position: error.position, subject: `TS${error.code}: ${error.message}` }));
  section(yellow(`Lines with @ts-expect-error, because their types no longer fit (${marks.length}):`), placesOf(marked, consumer));
  const shownErrors = (list: readonly CompilerError[]): readonly string[] =>
    list.slice(0, mostErrors).map(({ path, line, code, message }) => `${consumer.shown(path)}:${line} TS${code}: ${message}`);
  section(red("TypeScript errors that further changes would cause. That code is not changed:"), shownErrors(prevented));
  const types = changed.length - calls.length;
  // With --raw, clients are places of their own.
  const clients = calls.filter(({ subject }) => subject === "createClient").length;
  if (changed.length + left.length === 0)
    return "Found no client, call or type of this document. Check --project and --spec, and install the dependencies of the project.";
  for (const { file, position = 0, text } of remarks) {
    const place = file === undefined ? "" : `${consumer.shown(file.path)}:${lineAt(file.text, position)}: `;
    lines.push(`${plain(place, Infinity)}${plain(text, Infinity)}`);
  }
  lines.push(
    `${clients > 0 ? `${counted(clients, "client")}, ` : ""}${counted(calls.length - clients, "call")} and ${counted(types, "import")} of types change in ${counted(files.size, "file")}. ${counted(left.length, "use")} ${left.length === 1 ? "is" : "are"} not changed.`,
    ...(errors === undefined
      ? []
      : [`TypeScript reports ${counted(errors.length, "error")} after the change${errors.length === 0 ? "" : ", which were there before"}.`]),
  );
  return lines.join("\n");
}

const mostErrors = 20;

function grouped<T>(list: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** `src/app.ts:7 GET /pets`, in order. */
function placesOf(places: readonly Omit<Left, "reason">[], consumer: Consumer): readonly string[] {
  return places
    .map(({ file, position, subject }) => ({ path: consumer.shown(file.path), line: lineAt(file.text, position), subject }))
    .toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
    .map(({ path, line, subject }) => `${path}:${line} ${subject}`);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
