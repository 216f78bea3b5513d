import type { Consumer, ConsumerFile, TypeError } from "./consumer.js";
import { applyEdits, positionsBefore, type Edit } from "./edits.js";
import type { Left, Migration, Unit } from "./migration.js";

/** What a migration comes to, once the compiler has no new error. */
export interface Settled {
  /** New texts of files, by absolute path, with the text before; empty for a new file. */
  readonly files: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  readonly changed: readonly Unit[];
  readonly left: readonly Left[];
  /** Errors that the change would have caused. The places that cause them are in `left`. */
  readonly prevented: readonly TypeError[];
  /** Errors of the compiler before and after. */
  readonly errors: { readonly before: readonly TypeError[]; readonly after: readonly TypeError[] };
}

/** The compiler checks the whole project this many times at most. */
const rounds = 8;

/**
 * Applies a migration in memory. A place whose change causes a new error of the compiler is not changed.
 * If an error cannot be assigned to a place, the places near it are not changed: those of its file, then all.
 */
export function settle(consumer: Consumer, migration: Migration): Settled {
  const before = consumer.errors();
  const changed = new Set(migration.units.filter(({ reason }) => reason === undefined));
  const reasons = new Map<Unit, string>();
  const prevented: TypeError[] = [];
  for (let round = 1; ; round++) {
    const texts = apply(consumer, migration, changed);
    const after = changed.size === 0 ? before : consumer.errors();
    const found = newErrors(before, after);
    if (found.length === 0 || changed.size === 0) {
      const left = [...migration.left, ...migration.units.flatMap((unit) => leftUnit(unit, changed, reasons))];
      const files = new Map([...texts].filter(([, { before: old, after: text }]) => old !== text));
      return { files, changed: [...changed], left, prevented, errors: { before, after } };
    }
    if (round === 1) prevented.push(...found);
    for (const error of found) {
      for (const unit of round < rounds ? blamed(error, changed, texts) : [...changed]) {
        changed.delete(unit);
        if (!reasons.has(unit))
          reasons.set(unit, `TypeScript reports TS${error.code} in ${consumer.shown(error.path)}:${error.line}: ${error.message}`);
      }
    }
  }
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

/** Errors that were not there before: the same error in the same file counts as often as it occurs. */
function newErrors(before: readonly TypeError[], after: readonly TypeError[]): readonly TypeError[] {
  const key = ({ path, code, message }: TypeError): string => `${path} ${code} ${message}`;
  const known = new Map<string, number>();
  for (const error of before) known.set(key(error), (known.get(key(error)) ?? 0) + 1);
  return after.filter((error) => {
    const count = known.get(key(error)) ?? 0;
    known.set(key(error), count - 1);
    return count <= 0;
  });
}

/** The changed places that an error comes from: the call around it, the calls and then the types of its file, then all others. */
function blamed(error: TypeError, changed: ReadonlySet<Unit>, texts: ReadonlyMap<string, Applied>): readonly Unit[] {
  const text = texts.get(error.path);
  const position = text === undefined ? error.position : positionsBefore(text.before, text.edits)(error.position);
  const own = [...changed].filter(({ file }) => file.path === error.path);
  const around = own.filter(({ kind, start, end }) => kind === "call" && position >= start && position <= end);
  const narrowest = Math.min(...around.map(({ start, end }) => end - start));
  const closest = around.filter(({ start, end }) => end - start === narrowest);
  const calls = own.filter(({ kind }) => kind === "call");
  const otherCalls = [...changed].filter(({ kind }) => kind === "call");
  return [closest, calls, own, otherCalls, [...changed]].find((list) => list.length > 0) ?? [];
}
