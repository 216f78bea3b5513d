import type { UsedParts } from "tallystick";
import { plain, type ApiModel, type Dialect, type Operation } from "tallystick/model";
import { applyBaseline, type BaselineEntry } from "../baseline/baseline.js";
import { judges } from "../baseline/judges.js";
import { neverObserved } from "../coverage/never-observed.js";
import { createCleaner, type Cleaner } from "../findings/cleaner.js";
import { compareOrigins, Findings, inOrder, toFinding } from "../findings/collect.js";
import { findingClasses, type Finding } from "../findings/finding.js";
import { withoutRepeated } from "../findings/without-repeated.js";
import type { Locator } from "../locator.js";
import { MissingCredentials, type BareRequest } from "../observe/checks/missing-credentials.js";
import { ObservedBody, Observations } from "../observe/observations.js";
import { makeReport, type NotExercised } from "../report/make-report.js";
import { eachInRanges, mediaNamed, unmatchedNote, type Observed } from "../report/observed.js";
import type { BodyReport, Exploration, OperationReport, Provenance, Report, RunIdentity, Summary, Target, Tried } from "../report/report.js";
import { redactionRules } from "../traffic/redact/rules.js";
import { MergedFindings } from "./merge-findings.js";

/** The document of merged reports, opened again. */
export interface MergeDocument {
  readonly model: ApiModel;
  readonly locator: Locator;
  /** Uses of consumers, if their manifests are given. */
  readonly uses?: UsedParts | undefined;
}

/** A baseline for the merged report. */
export interface MergeBaseline {
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
  /** `2026-12-01` */
  readonly today: string;
}

interface MergedBody {
  count: number;
  readonly applied: Set<string>;
  readonly properties: Set<string>;
  readonly branches: Set<string>;
  readonly enums: Map<string, Set<number>>;
}

interface MergedStatus {
  count: number;
  readonly codes: Set<string>;
  readonly bodies: Map<string, MergedBody>;
}

interface MergedOperation {
  interactions: number;
  readonly statuses: Map<string, MergedStatus>;
  readonly requestBodies: Map<string, MergedBody>;
  readonly tried: Tried;
  /** Absent if a run sent a request. */
  notExercised: OperationReport["notExercised"];
  readonly filledFrom: Record<string, string>;
}

/**
 * Joins reports of one document, one after the other: memory does not grow with their number. The result does not depend on their order.
 * Coverage and parts that were never observed are computed again from the observations.
 */
export class Merge {
  readonly #runs: RunIdentity[] = [];
  readonly #operations = new Map<string, MergedOperation>();
  readonly #findings = new MergedFindings();
  readonly #targets = new Map<string, Target>();
  readonly #notes = new Set<string>();
  /** Versions of Tallystick that wrote the reports. */
  readonly #versions = new Set<string>();
  readonly #recordings = new Map<string, Provenance>();
  readonly #basePaths = { matched: new Map<string, readonly string[]>(), unmatched: new Map<string, readonly string[]>() };
  readonly #unmatched = new Set<string>();
  readonly #credentials = new Set<string>();
  readonly #bare: BareRequest[] = [];
  readonly #laws = new Set<string>();
  #explorations: Exploration | undefined;
  #interactions = 0;
  #ignored = 0;
  #isInterrupted = false;
  #isNegative = false;
  /** The path of the document that is first in order of text. */
  #spec: Report["spec"] | undefined;

  add(report: Report): void {
    const { spec, runs = [], summary, observed = { schemas: [] } } = report;
    if (this.#spec === undefined || spec.path < this.#spec.path) this.#spec = spec;
    this.#runs.push(...runs);
    this.#interactions += summary.interactions;
    this.#ignored += summary.ignored;
    this.#isInterrupted ||= summary.interrupted === true;
    for (const operation of report.operations) this.#addOperation(operation, observed);
    for (const target of report.target.kind === "several" ? report.target.targets : [report.target])
      this.#targets.set(JSON.stringify(target), target);
    for (const recording of report.recordings ?? []) this.#recordings.set(JSON.stringify(recording), recording);
    const note = observed.unmatched === undefined ? undefined : unmatchedNote(observed.unmatched, observed.basePaths ?? []);
    this.#addVersions(report);
    for (const one of report.notes) if (one !== note && !one.startsWith(differentBases) && !one.startsWith(differentVersions)) this.#notes.add(one);
    this.#addObserved(
      observed,
      report.operations.some(({ interactions }) => interactions > 0),
    );
    if (report.exploration !== undefined) this.#explorations = joined(this.#explorations, report.exploration);
    const ofCredentials = new Set(observed.bare?.map(({ operation, interaction }) => `${operation} ${interaction}`));
    for (const finding of report.findings) {
      const { operation, interaction } = finding;
      const given = finding.known?.class ?? finding.class;
      // These are found again in the joined observations.
      if (given === "never-observed") {
        this.#findings.rememberUsers(finding);
        continue;
      }
      if (given === "auth-not-enforced" && ofCredentials.has(`${operation} ${interaction}`)) continue;
      this.#findings.add(finding, spec.dialect as Dialect);
    }
  }

  #addObserved({ basePaths, unmatched, credentials, bare, negative, laws }: Observed, isMatched: boolean): void {
    if (basePaths !== undefined) this.#basePaths[isMatched ? "matched" : "unmatched"].set(JSON.stringify(basePaths), basePaths);
    for (const one of unmatched ?? []) this.#unmatched.add(one);
    for (const one of credentials ?? []) this.#credentials.add(one);
    for (const one of laws ?? []) this.#laws.add(one);
    this.#bare.push(...(bare ?? []));
    this.#isNegative ||= negative === true;
  }

  /** A merged report names the versions of its parts in a note. */
  #addVersions({ tool, notes }: Report): void {
    const named = notes.find((one) => one.startsWith(differentVersions))?.slice(differentVersions.length);
    for (const version of named?.split(". ")[0]?.match(/[^\s,]+/g) ?? [tool.version]) this.#versions.add(version);
  }

  #addOperation(report: OperationReport, { schemas }: Observed): void {
    let merged = this.#operations.get(report.operation);
    if (merged === undefined) {
      const tried = { success: false, withoutCredentials: false, unanswered: false };
      const { notExercised } = report;
      this.#operations.set(
        report.operation,
        (merged = { interactions: 0, statuses: new Map(), requestBodies: new Map(), tried, notExercised, filledFrom: {} }),
      );
    }
    merged.interactions += report.interactions;
    if (report.notExercised === undefined || (merged.notExercised !== undefined && isBefore(report.notExercised, merged.notExercised)))
      merged.notExercised = merged.notExercised === undefined ? undefined : report.notExercised;
    for (const [name, source] of Object.entries(report.filledFrom ?? {})) {
      const known = Object.hasOwn(merged.filledFrom, name) ? merged.filledFrom[name] : undefined;
      if (known === undefined || source < known)
        Object.defineProperty(merged.filledFrom, name, { value: source, enumerable: true, configurable: true });
    }
    for (const name of ["success", "withoutCredentials", "unanswered"] as const) merged.tried[name] ||= report.tried?.[name] === true;
    for (const body of report.requestBodies ?? []) addBody(merged.requestBodies, body, schemas);
    for (const { status, verdict, count, codes, mediaTypes } of report.statuses) {
      if (verdict === "never") continue;
      let found = merged.statuses.get(status);
      if (found === undefined) merged.statuses.set(status, (found = { count: 0, codes: new Set(), bodies: new Map() }));
      found.count += count;
      for (const code of codes) found.codes.add(code);
      for (const body of mediaTypes) addBody(found.bodies, body, schemas);
    }
  }

  /** The report of all runs. */
  finish({ model, locator, uses }: MergeDocument, baseline?: MergeBaseline): Report {
    const runs = this.#runs.toSorted(compareRuns);
    const missingShards = missingOf(runs);
    const operations = model.operations.filter(({ key }) => this.#operations.has(key));
    const observed = this.#observed(operations);
    const { missing, coverage } = neverObserved(model, observed, operations, uses);
    const credentials = new MissingCredentials(model);
    for (const one of this.#credentials) credentials.sent.add(one);
    for (const one of this.#bare) credentials.add(one);
    const cleaner = createCleaner(redactionRules(model));
    const all = withoutRepeated([
      ...this.#findings.all(),
      ...this.#computed(missing, locator, cleaner),
      ...this.#computed(credentials.findings(), locator, cleaner),
    ]);
    const tried = new Map(
      Array.from(this.#operations, ([key, one]) => [key, one.tried] as const).filter(([, one]) => Object.values(one).includes(true)),
    );
    const targets = Array.from(this.#targets.values());
    const isLive = runs.some(({ kind }) => kind === "live");
    const isRecorded = runs.some(({ kind }) => kind !== "live");
    const applied =
      baseline &&
      applyBaseline(baseline.path, baseline.entries, all, baseline.today, (entry) =>
        judges(entry, model, {
          isInterrupted: this.#isInterrupted || missingShards.length > 0,
          isLive,
          isRecorded,
          isNegative: this.#isNegative,
          laws: this.#laws,
          selected: new Set(operations.map(({ key }) => key)),
          tried,
          observations: observed,
        }),
      );
    const { matched, unmatched } = this.#basePaths;
    const bases = [...(matched.size > 0 ? matched : unmatched).values()];
    const { path = "", overlays, options } = this.#spec ?? {};
    return makeReport({
      model,
      spec: { path, ...(overlays && { overlays }), ...(options && { options }) },
      target: targetOf(targets),
      startedAt: runs[0]?.startedAt ?? "",
      durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
      runs,
      tried,
      operations,
      observations: observed,
      coverage,
      findings: inOrder(applied?.findings ?? all, findingClasses),
      interactions: this.#interactions,
      ignored: this.#ignored,
      notExercised: operations.flatMap((operation): NotExercised[] => {
        const given = this.#operations.get(operation.key)?.notExercised;
        return given === undefined ? [] : [{ operation, ...given }];
      }),
      filledFrom: new Map(operations.map((operation) => [operation, this.#operations.get(operation.key)?.filledFrom ?? {}])),
      notes: this.#allNotes(bases),
      interrupted: this.#isInterrupted,
      missingShards,
      observed: ({ ids }): Observed => ({
        schemas: ids,
        ...((matched.size > 0 || this.#isUnmatched) && bases.length > 0 && { basePaths: unionOf(bases) }),
        ...(this.#isUnmatched && { unmatched: this.#firstUnmatched() }),
        ...(this.#credentials.size > 0 && { credentials: [...this.#credentials].toSorted() }),
        ...(credentials.bare.size > 0 && { bare: [...credentials.bare.values()].toSorted((a, b) => compare(a.operation, b.operation)) }),
        ...(this.#isNegative && { negative: true as const }),
        ...(this.#laws.size > 0 && { laws: [...this.#laws].toSorted() }),
      }),
      ...(applied && { baseline: applied.report }),
      ...(this.#explorations && { exploration: this.#explorations }),
      ...(this.#recordings.size > 0 && {
        recordings: [...this.#recordings.values()].toSorted((a, b) => compare(a.path, b.path) || compare(JSON.stringify(a), JSON.stringify(b))),
      }),
    });
  }

  /** Findings of the document and the joined observations, with the users that the reports name. */
  #computed(occurrences: readonly Parameters<Findings["add"]>[0][], locator: Locator, cleaner: Cleaner): Finding[] {
    const findings = new Findings();
    for (const one of occurrences) findings.add(one);
    return findings.all().map((gathered) => {
      const finding = cleaner.clean(toFinding(gathered, locator.locate(gathered.first.schemaPath), undefined));
      const usedBy = finding.usedBy ?? this.#findings.usersOf(finding.id);
      return usedBy === undefined ? finding : { ...finding, usedBy };
    });
  }

  #observed(operations: readonly Operation[]): Observations {
    const observedParts = new Observations();
    for (const operation of operations) {
      const merged = this.#operations.get(operation.key);
      // An operation without traffic has no entry in the observations of a run either.
      if (merged === undefined || merged.interactions === 0) continue;
      const observed = observedParts.operation(operation);
      observed.interactions = merged.interactions;
      for (const [mediaType, body] of merged.requestBodies) {
        const media = mediaNamed(operation.requestBody?.content ?? [], mediaType);
        if (media !== undefined) observed.requestBodies.set(media, observedBodyOf(body));
      }
      for (const [status, { count, codes, bodies }] of merged.statuses) {
        const documented = operation.responses.find((response) => response.status === status);
        const response = { documented, count, statuses: codes, bodies: new Map() };
        observed.responses.set(status, response);
        for (const [mediaType, body] of bodies) {
          const media = mediaNamed(documented?.content ?? [], mediaType);
          if (media !== undefined) response.bodies.set(media, observedBodyOf(body));
        }
      }
    }
    return observedParts;
  }

  #allNotes(bases: readonly (readonly string[])[]): readonly string[] {
    const notes = [...this.#notes];
    if (this.#isUnmatched) notes.push(unmatchedNote(this.#firstUnmatched(), unionOf(bases)));
    if (this.#basePaths.matched.size > 1)
      notes.push(
        plain(
          `${differentBases}: ${bases
            .map((one) => one.map((path) => path || "/").join(" "))
            .toSorted()
            .join("; ")}.`,
          Infinity,
        ),
      );
    if (this.#versions.size > 1)
      notes.push(plain(`${differentVersions} ${[...this.#versions].toSorted().join(", ")}. Another version may find more or less.`, Infinity));
    return notes.toSorted();
  }

  get #isUnmatched(): boolean {
    return this.#interactions === 0 && this.#unmatched.size > 0;
  }

  #firstUnmatched(): string[] {
    return [...this.#unmatched].toSorted().slice(0, 4);
  }
}

/** A single run over all traffic might match some requests differently. */
const differentBases = "The merged runs matched requests with different base paths";

/** Two versions may observe the same traffic differently. */
const differentVersions = "The merged reports are of several versions of Tallystick:";

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareRuns(a: RunIdentity, b: RunIdentity): number {
  const byTime = compare(a.startedAt, b.startedAt) || compare(a.id, b.id);
  return byTime || (a.shard?.index ?? 0) - (b.shard?.index ?? 0) || a.durationMs - b.durationMs;
}

function isBefore(a: object, b: object): boolean {
  return JSON.stringify(a) < JSON.stringify(b);
}

function addBody(bodies: Map<string, MergedBody>, { mediaType, count, seen }: BodyReport, schemas: readonly string[]): void {
  let merged = bodies.get(mediaType);
  if (merged === undefined)
    bodies.set(mediaType, (merged = { count: 0, applied: new Set(), properties: new Set(), branches: new Set(), enums: new Map() }));
  merged.count += count;
  if (seen === undefined) return;
  for (const name of ["applied", "properties", "branches"] as const) {
    const into = merged[name];
    eachInRanges(seen[name] ?? "", schemas.length, (index) => void into.add(schemas[index] ?? ""));
  }
  for (const [index, values] of Object.entries(seen.enums ?? {})) {
    const id = schemas[Number(index)] ?? "";
    let into = merged.enums.get(id);
    if (into === undefined) merged.enums.set(id, (into = new Set()));
    eachInRanges(values, mostEnumValues, (value) => void into.add(value));
  }
}

/** Of a schema, at most so many listed values are counted. */
const mostEnumValues = 1_000_000;

function observedBodyOf({ count, applied, properties, branches, enums }: MergedBody): ObservedBody {
  const body = new ObservedBody();
  body.count = count;
  for (const id of applied) body.applied.add(id);
  for (const id of properties) body.properties.add(id);
  for (const id of branches) body.branches.add(id);
  for (const [id, values] of enums) body.enumValues.set(id, values);
  return body;
}

/** Several HAR files are one target. */
function targetOf(targets: readonly Target[]): Target {
  const sorted = targets.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
  const [first = { kind: "interactions" } as const] = sorted;
  if (sorted.length <= 1) return first;
  const har = sorted.flatMap((target) => (target.kind === "har" ? target.files : []));
  const others = sorted.flatMap((target) => (target.kind === "har" || target.kind === "several" ? [] : [target]));
  const files = { kind: "har" as const, files: [...new Set(har)].toSorted(compareOrigins) };
  if (others.length === 0) return files;
  return { kind: "several", targets: har.length === 0 ? others : [files, ...others] };
}

function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  const [only] = lists;
  return lists.length === 1 && only !== undefined ? only : [...new Set(lists.flat())].toSorted((a, b) => b.length - a.length || compare(a, b));
}

function joined(a: Exploration | undefined, b: Exploration): Exploration {
  if (a === undefined) return b;
  const levels: readonly Exploration["writes"][] = ["none", "own", "all"];
  return {
    ...(a.seed !== undefined && a.seed === b.seed && { seed: a.seed }),
    writes: levels[Math.max(levels.indexOf(a.writes), levels.indexOf(b.writes))] ?? "none",
    requests: a.requests + b.requests,
    created: a.created + b.created,
    left: [...a.left, ...b.left].toSorted((x, y) => compare(x.path, y.path) || compare(x.reason, y.reason)),
  };
}

/** Shards of which no report was added: `5/8`. Recorded traffic is complete or not for itself, live runs together. */
function missingOf(runs: readonly RunIdentity[]): Summary["missingShards"] & {} {
  const groups = new Map<string, { readonly count: number; readonly present: Set<number> }>();
  for (const { id, kind, shard } of runs) {
    if (shard === undefined) continue;
    const key = `${shard.count} ${kind === "live" ? kind : id}`;
    const group = groups.get(key) ?? { count: shard.count, present: new Set<number>() };
    groups.set(key, group);
    group.present.add(shard.index);
  }
  return [...groups.values()].flatMap(({ count, present }) =>
    Array.from({ length: count }, (_, index) => index + 1)
      .filter((index) => !present.has(index))
      .map((index) => `${index}/${count}`),
  );
}
