import type { Consumer, ConsumerFile, CompilerError } from "./consumer.js";
import { applyEdits, lineAt, positionsBefore, type Edit } from "./edits.js";
import type { Left, Migration, Unit } from "./migration.js";

/** What a migration comes to, once the compiler has no new error. */
export interface Settled {
  /** New texts of files, by absolute path, with the text before; empty for a new file. */
  readonly files: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  readonly changed: readonly Unit[];
  readonly left: readonly Left[];
  /** Errors that the change would have caused. The places that cause them are in `left`. */
  readonly prevented: readonly CompilerError[];
  /** Errors of the compiler before and after. */
  readonly errors: { readonly before: readonly CompilerError[]; readonly after: readonly CompilerError[] };
}

/** The compiler checks the whole project this many times at most, for the types and for the calls. */
const rounds = 8;

/**
 * Applies a migration in memory: first the imports of types, then the calls. A place whose change causes a new error of the compiler is not changed.
 * If an error cannot be assigned to a place, the places near it are not changed: those of its file, then all.
 */
export function settle(consumer: Consumer, migration: Migration): Settled {
  const before = consumer.errors();
  const reasons = new Map<Unit, string>();
  const prevented: CompilerError[] = [];
  const possible = migration.units.filter(({ reason }) => reason === undefined);
  let changed: ReadonlySet<Unit> = new Set();
  let after = before;
  for (const kind of ["types", "call"] as const) {
    const more = possible.filter((unit) => unit.kind === kind);
    if (more.length === 0) continue;
    const trial = new Set([...changed, ...more]);
    // Most errors are in changed files. The whole project is checked once these have none.
    const suspects = new Set<string>();
    for (let round = 1; ; round++) {
      const texts = apply(consumer, migration, trial);
      for (const path of texts.keys()) suspects.add(path);
      const isClean = newErrors(before, consumer.errors(suspects), texts).length === 0;
      const errors = consumer.errors(isClean ? undefined : suspects);
      for (const { path } of errors) suspects.add(path);
      const found = newErrors(before, errors, texts);
      if (found.length === 0) {
        after = errors;
        break;
      }
      if (round === 1) prevented.push(...found);
      const own = more.filter((unit) => trial.has(unit));
      // Without its own places, this is what compiled before.
      if (own.length === 0) break;
      for (const error of found) {
        for (const unit of round < rounds ? blamed(error, own) : own) {
          trial.delete(unit);
          if (!reasons.has(unit)) reasons.set(unit, reasonOf(error, unit, consumer));
        }
      }
    }
    changed = trial;
  }
  const texts = apply(consumer, migration, changed);
  const left = [...migration.left, ...migration.units.flatMap((unit) => leftUnit(unit, changed, reasons))];
  const files = new Map([...texts].filter(([, { before: old, after: text }]) => old !== text));
  return { files, changed: [...changed], left, prevented, errors: { before, after } };
}

function reasonOf({ path, code, message }: CompilerError, unit: Unit, consumer: Consumer): string {
  return `the change causes TS${code}${path === unit.file.path ? "" : ` in ${consumer.shown(path)}`}: ${message}`;
}

/** An error of the changed text, at its line before the change. */
function beforeChange(error: CompilerError, texts: ReadonlyMap<string, Applied>): CompilerError {
  const text = texts.get(error.path);
  if (text === undefined) return error;
  const position = positionsBefore(text.before, text.edits)(error.position);
  return { ...error, position, line: lineAt(text.before, position) };
}

function leftUnit(unit: Unit, changed: ReadonlySet<Unit>, reasons: ReadonlyMap<Unit, string>): readonly Left[] {
  if (changed.has(unit)) return [];
  const { file, position, subject } = unit;
  return [{ file, position, subject, reason: reasons.get(unit) ?? unit.reason ?? "" }];
}

interface Applied {
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

/** Writes the edits into the project in memory. */
function apply(consumer: Consumer, migration: Migration, changed: ReadonlySet<Unit>): ReadonlyMap<string, Applied> {
  const edits = new Map<ConsumerFile, Edit[]>();
  const add = (file: ConsumerFile, more: readonly Edit[]): void => void edits.set(file, [...(edits.get(file) ?? []), ...more]);
  const shared = migration.shared(changed);
  for (const [file, more] of shared) add(file, more);
  for (const unit of migration.units) add(unit.file, changed.has(unit) ? unit.changed : shared.size > 0 ? unit.kept : []);
  const texts = new Map<string, Applied>();
  for (const file of consumer.files()) {
    const own = edits.get(file) ?? [];
    const after = applyEdits(file.text, own);
    consumer.write(file.path, after);
    if (own.length > 0) texts.set(file.path, { before: file.text, after, edits: own });
  }
  for (const [path, text] of migration.created?.(changed) ?? []) {
    consumer.write(path, text);
    texts.set(path, { before: "", after: text, edits: [] });
  }
  return texts;
}

/**
 * Errors that were not there before. The same error in the same file counts as often as it occurs.
 * An error of the same code at the same place is the same one: the compiler orders the members of a union by chance.
 */
function newErrors(before: readonly CompilerError[], after: readonly CompilerError[], texts: ReadonlyMap<string, Applied>): readonly CompilerError[] {
  const byPlace = ({ path, code, position }: CompilerError): string => `${path} ${code} ${position}`;
  const byText = ({ path, code, message }: CompilerError): string => `${path} ${code} ${message}`;
  const moved = after.map((error) => beforeChange(error, texts));
  const places = new Set(before.map(byPlace));
  const stayed = new Set(moved.filter((error) => places.has(byPlace(error))).map(byPlace));
  const known = new Map<string, number>();
  for (const error of before) if (!stayed.has(byPlace(error))) known.set(byText(error), (known.get(byText(error)) ?? 0) + 1);
  return moved.filter((error) => {
    if (stayed.has(byPlace(error))) return false;
    const count = known.get(byText(error)) ?? 0;
    known.set(byText(error), count - 1);
    return count <= 0;
  });
}

/** The changed places that an error comes from: the call around it, then those of its file, then all others. */
function blamed({ path, position }: CompilerError, changed: readonly Unit[]): readonly Unit[] {
  const own = changed.filter(({ file }) => file.path === path);
  const around = own.filter(({ kind, start, end }) => kind === "call" && position >= start && position <= end);
  const narrowest = Math.min(...around.map(({ start, end }) => end - start));
  const closest = around.filter(({ start, end }) => end - start === narrowest);
  return [closest, own, changed].find((list) => list.length > 0) ?? [];
}
