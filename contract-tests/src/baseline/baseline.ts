import { readNamed, unreadSentence, UsageError, writeWhole } from "tallystick";
import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { classNamed, findingClasses, gates, type Finding, type FindingClass } from "../findings/finding.js";
import type { BaselineReport, StaleProblem } from "../report/report.js";
import { openYaml } from "../open-yaml.js";
import { yamlOffset } from "../yaml-offset.js";

/** One accepted finding. All given fields must match; `reason` is required. */
export interface BaselineEntry {
  readonly class: FindingClass;
  readonly operation?: string;
  readonly status?: string;
  readonly mediaType?: string;
  readonly subject?: string;
  readonly path?: string;
  readonly keyword?: string;
  readonly schemaPath?: string;
  readonly reason: string;
  readonly owner?: string;
  /** Last day on which it is accepted, `2026-12-31`. */
  readonly until?: string;
  readonly line: number;
}

const matched = ["class", "operation", "status", "mediaType", "subject", "path", "keyword", "schemaPath"] as const;
type Matched = (typeof matched)[number];

export async function readBaseline(path: string): Promise<readonly BaselineEntry[]> {
  const read = await readNamed(path);
  if (!("bytes" in read)) {
    throw new UsageError(unreadSentence("baseline", path, read), {
      code: "input-unreadable",
      help: "Give --baseline a file. --update-baseline writes one.",
    });
  }
  return parseBaseline(read.bytes.toString("utf8"), path);
}

export function parseBaseline(text: string, path: string): readonly BaselineEntry[] {
  const { document, lines, fail } = openYaml(text, path, whatEntriesAre);
  if (document.contents === null) return [];
  const list = isMap(document.contents) ? document.contents.get("accepted", true) : undefined;
  if (!isSeq(list)) return isMap(document.contents) && list !== undefined ? [] : fail('A baseline must have a list "accepted".', 0);
  return list.items.map((node) => {
    const offset = yamlOffset(node) ?? 0;
    if (!isMap(node)) return fail("Each accepted finding must be a map with a class and a reason.", offset);
    return toEntry(node.toJS(document) as Record<string, unknown>, lines.linePos(offset).line, (sentence) => fail(sentence, offset));
  });
}

const whatEntriesAre = "Give each accepted finding a class and a reason. --update-baseline writes valid entries.";

function toEntry(raw: Record<string, unknown>, line: number, fail: (sentence: string) => never): BaselineEntry {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    if (value === undefined || value === null) return undefined;
    return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  };
  for (const name of Object.keys(raw)) {
    if (!["reason", "owner", "until", "message", ...matched].includes(name)) fail(`Unknown property "${name}".`);
  }
  const className = text("class");
  const known = classNamed(className);
  if (known === undefined || known === "known-deviation")
    return fail(`A class must be one of ${findingClasses.filter((one) => one !== "known-deviation").join(", ")}.`);
  const reason = text("reason")?.trim();
  if (reason === undefined || reason === "") return fail("An accepted finding needs a reason.");
  const until = text("until");
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) fail('"until" must be a date such as 2026-12-31.');
  const rest: { -readonly [K in "operation" | "status" | "mediaType" | "subject" | "path" | "keyword" | "schemaPath" | "owner"]?: string } = {};
  for (const name of ["operation", "status", "mediaType", "subject", "path", "keyword", "schemaPath", "owner"] as const) {
    const value = text(name);
    if (value !== undefined) rest[name] = value;
  }
  return { class: known, reason, line, ...rest, ...(until === undefined ? {} : { until }) };
}

export interface Applied {
  readonly findings: readonly Finding[];
  readonly report: BaselineReport;
}

/**
 * Turns accepted findings into known deviations. An expired entry accepts nothing, and an entry without a matching finding is stale;
 * both fail the run, so that a baseline only shrinks. So does an entry without a written reason. `judged` selects the entries that this run could
 * have matched.
 */
export function applyBaseline(
  path: string,
  entries: readonly BaselineEntry[],
  findings: readonly Finding[],
  today: string,
  judged: (entry: BaselineEntry) => boolean,
): Applied {
  const acceptedBy = matcher(entries);
  const used = new Set<BaselineEntry>();
  const expired = new Set(entries.filter((entry) => entry.until !== undefined && entry.until < today));
  const applied = findings.map((finding): Finding => {
    const entry = acceptedBy(finding);
    if (entry === undefined) return finding;
    used.add(entry);
    if (expired.has(entry)) return finding;
    const { reason, owner, until } = entry;
    return {
      ...finding,
      class: "known-deviation",
      severity: "info",
      known: { class: finding.class, reason, ...(owner === undefined ? {} : { owner }), ...(until === undefined ? {} : { until }) },
    };
  });
  const problemOf = (entry: BaselineEntry): StaleProblem | undefined => {
    if (expired.has(entry)) return "expired";
    if (!used.has(entry) && judged(entry)) return "no-longer-occurs";
    return isPlaceholder(entry.reason) ? "needs-reason" : undefined;
  };
  const stale = entries.flatMap((entry) => {
    const problem = problemOf(entry);
    return problem === undefined ? [] : [{ reason: entry.reason, entry: describe(entry), line: entry.line, problem }];
  });
  return { findings: applied, report: { path, entries: entries.length, stale } };
}

/** Finds the first entry that a finding agrees with. Entries that give the same members are in one map, by the values of these. */
function matcher(entries: readonly BaselineEntry[]): (finding: Finding) => BaselineEntry | undefined {
  const maps = new Map<string, { readonly names: readonly Matched[]; readonly indexes: Map<string, number> }>();
  for (const [index, entry] of entries.entries()) {
    const names = matched.filter((name) => entry[name] !== undefined);
    const { indexes } = maps.get(names.join()) ?? { indexes: new Map<string, number>() };
    maps.set(names.join(), { names, indexes });
    const key = valuesOf(entry, names);
    if (!indexes.has(key)) indexes.set(key, index);
  }
  return (finding) => {
    const found = [...maps.values()].map(({ names, indexes }) => indexes.get(valuesOf(finding, names)) ?? Infinity);
    return entries[Math.min(...found)];
  };
}

function valuesOf(of: { readonly [K in Matched]?: string }, names: readonly Matched[]): string {
  return JSON.stringify(names.map((name) => of[name] ?? null));
}

function describe(entry: BaselineEntry): string {
  return [entry.class, entry.operation, entry.status, entry.path, entry.keyword].filter((part) => part !== undefined && part !== "").join(" ");
}

/** Adds the new findings to the baseline, and leaves everything in it that still holds as it is, comments included. */
export async function updateBaseline(path: string, findings: readonly Finding[], stale: BaselineReport["stale"], today: string): Promise<number> {
  const read = await readNamed(path);
  const before = "bytes" in read ? read.bytes.toString("utf8") : "";
  const document = parseDocument(before.trim() === "" ? header : before, lenient);
  const list = document.get("accepted", true);
  const keep = isSeq(list) ? list : document.createNode([]);
  const lines = new LineCounter();
  const positioned = before.trim() === "" ? undefined : parseDocument(before, { ...lenient, lineCounter: lines });
  const old = positioned?.get("accepted", true);
  const gone = new Set(stale.filter(({ problem }) => problem !== "needs-reason").map((entry) => entry.line));
  if (isSeq(old) && isSeq(keep)) {
    keep.items = keep.items.filter((_, index) => {
      const node = old.items[index];
      return !gone.has(lines.linePos(yamlOffset(node) ?? 0).line);
    });
  }
  const added = findings.filter(gates);
  for (const finding of added) {
    if (!isSeq(keep)) continue;
    keep.items.push(document.createNode(entryFor(finding, today)));
  }
  if (isSeq(keep)) keep.flow = false;
  document.set("accepted", keep);
  writeWhole(path, document.toString({ lineWidth: 0 }));
  return added.length;
}

/** `readBaseline` has reported the errors of the file. */
const lenient = { uniqueKeys: false, prettyErrors: false };

function entryFor(finding: Finding, today: string): Record<string, string> {
  const entry: Record<string, string> = { class: finding.class };
  for (const name of ["operation", "status", "mediaType", "subject", "path", "keyword", "schemaPath"] as const) {
    const value = finding[name];
    if (value !== undefined && value !== "") entry[name] = value;
  }
  entry["message"] = finding.message;
  entry["reason"] = `Accepted by --update-baseline on ${today}. Replace this text with the reason.`;
  return entry;
}

/** Whether the reason is still the placeholder that `--update-baseline` writes. */
function isPlaceholder(reason: string): boolean {
  return /^Accepted by --update-baseline on \d{4}-\d{2}-\d{2}\. Replace this text with the reason\.$/.test(reason);
}

const header = `# Accepted differences between the document and the server.
# Each needs a reason that you write. "owner" and "until: 2026-12-31" are optional. Expired entries and entries without a matching finding fail the run.
accepted: []
`;
