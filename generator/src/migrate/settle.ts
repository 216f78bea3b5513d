import type { Consumer, ConsumerFile, CompilerError } from "./consumer.js";
import { applyEdits, inQuotesOf, lineAt, positionsBefore, type Edit } from "./edits.js";
import { isUnusedMark, Marks, type Mark } from "./marks.js";
import type { Left, Migration, Remark, Unit } from "./migration.js";

/** What a migration comes to, once the compiler has no new error. */
export interface Settled {
  /** New texts of files, by absolute path, with the text before; empty for a new file. */
  readonly files: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  readonly changed: readonly Unit[];
  readonly left: readonly Left[];
  /** Behaviour of the whole, if a call changes. */
  readonly remarks: readonly Remark[];
  /** Errors that the change would have caused. The places that cause them are in `left`. */
  readonly prevented: readonly CompilerError[];
  /** Lines with a comment `@ts-expect-error`. */
  readonly marks: readonly Mark[];
  /** Errors of the compiler in the files that change, and in those that import them. Each was there before. Absent if nothing changes. */
  readonly errors?: readonly CompilerError[];
}

/** What a migration does, and how many of its files are finished. */
export type OnProgress = (stage: string, done: number, total: number) => void;

/**
 * From this round on, all places of a file with an error are taken back, and all places if a round has more errors than the one before. Each round checks
 * the changed files of a project again.
 */
const patient = 3;
/** From this round on, all places are taken back. */
const rounds = 5;
/** The same if errors are marked: then a round takes back calls only. */
const roundsWithMarks = 10;

/**
 * Applies a migration in memory. A place whose change causes a new error of the compiler is not changed. If an error cannot be assigned to a place, the
 * places near it are not changed: those of its file, then all. With `expectsErrors`, its line gets a comment instead.
 *
 * The compiler checks the changed files, in at most `rounds` rounds, and with the last state the files that import them, too. How a file was before is
 * checked only if it has an error: most files have none.
 */
export function settle(consumer: Consumer, migration: Migration, expectsErrors: boolean, onProgress?: OnProgress): Settled {
  const possible = migration.units.filter(({ reason }) => reason === undefined);
  if (possible.length === 0)
    return { files: new Map(), changed: [], left: leftOf(migration, new Set(), new Map()), remarks: [], prevented: [], marks: [] };
  const trial = new Trial(consumer, migration, expectsErrors ? new Marks(consumer) : undefined, onProgress);
  const isOfTypes = ({ kind }: Unit): boolean => kind === "types";
  // An error outside of calls may come from a type or from a call: the types are tried without the calls first.
  const first = trial.errorsOf(possible);
  trial.prevented.push(...first);
  if (expectsErrors || possible.every(isOfTypes) || first.every((error) => callsAround(error, possible).length > 0)) trial.add(possible, first);
  else {
    trial.add(possible.filter(isOfTypes));
    trial.add(possible.filter((unit) => !isOfTypes(unit)));
  }
  const errors = trial.finish();
  const { changed, reasons } = trial;
  const marks = changed.size === 0 ? [] : (trial.marks?.all() ?? []);
  const texts = apply(consumer, migration, changed, trial.marks);
  const prevented = trial.prevented.filter(
    (error) => !isUnusedMark(error) && !marks.some((mark) => mark.error.path === error.path && mark.error.line === error.line),
  );
  const files = new Map([...texts].filter(([, { before: old, after: text }]) => old !== text));
  const remarks = [...changed].some(({ kind }) => kind === "call") ? (migration.remarks ?? []) : [];
  return {
    files,
    changed: [...changed],
    left: leftOf(migration, changed, reasons),
    remarks,
    prevented,
    marks,
    ...(errors !== undefined && { errors }),
  };
}

/** The changed places, and those that were taken back. */
class Trial {
  readonly changed = new Set<Unit>();
  readonly reasons = new Map<Unit, string>();
  /** Errors of the first attempt. */
  readonly prevented: CompilerError[] = [];
  readonly #errorsBefore: (path: string) => readonly CompilerError[];

  constructor(
    private readonly consumer: Consumer,
    private readonly migration: Migration,
    /** Absent if errors are not marked. */
    readonly marks: Marks | undefined,
    private readonly onProgress: OnProgress | undefined,
  ) {
    this.#errorsBefore = consumer.errorsOfNow();
  }

  /** New errors in changed files, if these places change. */
  errorsOf(units: readonly Unit[]): readonly CompilerError[] {
    const texts = apply(this.consumer, this.migration, new Set(units));
    return this.#newErrors(texts.keys(), texts).found;
  }

  #newErrors(
    paths: Iterable<string>,
    texts: ReadonlyMap<string, Applied>,
  ): { readonly all: readonly CompilerError[]; readonly found: readonly CompilerError[] } {
    const all = this.consumer.errors([...paths], (done, total) => this.onProgress?.("Checking files that change", done, total));
    const before = [...new Set(all.map(({ path }) => path))].flatMap(this.#errorsBefore);
    return { all, found: newErrors(before, all, texts) };
  }

  /**
   * Changes more places, and takes back those that cause errors in changed files.
   * @param first The errors that they cause, if that is known.
   */
  add(units: readonly Unit[], first?: readonly CompilerError[]): void {
    for (const unit of units) this.changed.add(unit);
    const visited = new Map<string, string>();
    let suspects = new Set<string>();
    let before = Infinity;
    for (let round = 1; this.#has(units); round++) {
      const texts = apply(this.consumer, this.migration, this.changed, this.marks);
      // A file can get or lose an error if its text is another one, or if it had one.
      const own = [...texts].filter(([path, { after }]) => suspects.has(path) || visited.get(path) !== after).map(([path]) => path);
      for (const [path, { after }] of texts) visited.set(path, after);
      const found = round === 1 && first !== undefined ? first : this.#errorsIn(new Set([...own, ...suspects]), texts);
      if (found.length === 0) return;
      this.#takeBack(found, units, round >= patient && found.length > before ? rounds : round);
      before = found.length;
      suspects = new Set(found.map(({ path }) => path));
    }
  }

  /** New errors in some files; if they have none, those in all changed files. */
  #errorsIn(some: ReadonlySet<string>, texts: ReadonlyMap<string, Applied>): readonly CompilerError[] {
    const { found } = this.#newErrors(some, texts);
    const others = [...texts.keys()].filter((path) => !some.has(path));
    return found.length > 0 || others.length === 0 ? found : this.#newErrors(texts.keys(), texts).found;
  }

  /** Checks the changed files, and those that import them. @returns Their errors. */
  finish(): readonly CompilerError[] | undefined {
    const units = [...this.changed];
    for (let round = 1; ; round++) {
      // Without any place, the project is what it was before.
      if (!this.#has(units)) return undefined;
      const texts = apply(this.consumer, this.migration, this.changed, this.marks);
      const { all, found } = this.#newErrors(this.consumer.withDependents(texts.keys()), texts);
      if (found.length === 0) return all;
      this.prevented.push(...(round === 1 ? found : []));
      this.#takeBack(found, units, round);
    }
  }

  #has(units: readonly Unit[]): boolean {
    return units.some((unit) => this.changed.has(unit));
  }

  #takeBack(errors: readonly CompilerError[], units: readonly Unit[], round: number): void {
    const own = units.filter((unit) => this.changed.has(unit));
    const isLast = round >= (this.marks === undefined ? rounds : roundsWithMarks);
    const isInCall = (error: CompilerError): boolean => callsAround(error, own).length > 0;
    const open =
      this.marks === undefined || isLast ? errors : [...errors.filter(isInCall), ...this.marks.change(errors.filter((error) => !isInCall(error)))];
    for (const error of open) {
      for (const unit of isLast ? own : blamed(error, own, this.marks !== undefined || round < patient)) {
        this.changed.delete(unit);
        if (!this.reasons.has(unit)) this.reasons.set(unit, reasonOf(error, unit, this.consumer));
      }
    }
  }
}

function leftOf(migration: Migration, changed: ReadonlySet<Unit>, reasons: ReadonlyMap<Unit, string>): readonly Left[] {
  return [...migration.left, ...migration.units.flatMap((unit) => leftUnit(unit, changed, reasons))];
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
function apply(consumer: Consumer, migration: Migration, changed: ReadonlySet<Unit>, marks?: Marks): ReadonlyMap<string, Applied> {
  const edits = new Map<ConsumerFile, Edit[]>();
  const add = (file: ConsumerFile, more: readonly Edit[]): void => void edits.set(file, [...(edits.get(file) ?? []), ...more]);
  const shared = migration.shared(changed);
  for (const [file, more] of shared) add(file, inQuotesOf(file.text, more));
  for (const unit of migration.units) {
    const own = changed.has(unit) ? unit.changed : shared.size > 0 ? unit.kept : [];
    // An import keeps its own quotes.
    add(unit.file, unit.kind === "call" ? inQuotesOf(unit.file.text, own) : own);
  }
  for (const [file, mark] of changed.size > 0 ? (marks?.edits() ?? []) : []) add(file, [mark]);
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
function blamed(error: CompilerError, changed: readonly Unit[], isClose: boolean): readonly Unit[] {
  const own = changed.filter(({ file }) => file.path === error.path);
  return [isClose ? callsAround(error, own) : [], own, changed].find((list) => list.length > 0) ?? [];
}

/** The innermost calls around an error. */
function callsAround({ path, position }: CompilerError, changed: readonly Unit[]): readonly Unit[] {
  const around = changed.filter(({ kind, file, start, end }) => kind === "call" && file.path === path && position >= start && position <= end);
  const narrowest = Math.min(...around.map(({ start, end }) => end - start));
  return around.filter(({ start, end }) => end - start === narrowest);
}
