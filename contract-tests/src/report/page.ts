import { stringify } from "yaml";
import { sequenceLines } from "../explore/show-sequence.js";
import { classMeaning, findingClasses, gates, type Example, type Finding, type FindingClass } from "../findings/finding.js";
import type { Location, Locator } from "../locator.js";
import { exampleSource, hideSecrets } from "../findings/show.js";
import { findingsByOperation, findingsByStatus } from "./by-operation.js";
import { groupMessage, objectKey } from "./group-findings.js";
import { fragmentLink } from "./link.js";
import { missingCount, unverifiedText, usersText } from "./terminal.js";
import type { OperationReport, Report, StatusReport } from "./report.js";
import { plural } from "../plural.js";

/** What the HTML page shows, already in the words and order of the page. */
export interface Page {
  readonly report: Report;
  readonly headline: string;
  readonly tiles: readonly Tile[];
  /** Columns of the matrix. */
  readonly statuses: readonly string[];
  readonly rows: readonly Row[];
  readonly classes: readonly {
    readonly name: FindingClass;
    readonly title: string;
    readonly meaning: string;
    readonly cards: readonly Card[];
    readonly count: number;
  }[];
  readonly known: readonly Finding[];
  readonly never: readonly { readonly operation: string; readonly parts: readonly NeverPart[] }[];
  /** What consumers use and the traffic never had. */
  readonly used: readonly (NeverPart & { readonly operation: string })[];
  readonly notExercised: readonly OperationReport[];
  /** Operations that got only requests with unknown or invalid values. */
  readonly partlyExercised: readonly OperationReport[];
}

interface NeverPart {
  readonly message: string;
  readonly where: string;
  /** `checkout (src/cart.ts:41)`, if a manifest has the location. */
  readonly users?: string;
}

interface Tile {
  readonly label: string;
  readonly value: string;
  /** 0 to 100. */
  readonly percent: number;
}

interface Row {
  readonly operation: OperationReport;
  readonly method: string;
  readonly path: string;
  readonly cells: readonly (Cell | undefined)[];
  readonly percent: number | undefined;
}
interface Cell {
  readonly verdict: StatusReport["verdict"];
  readonly mark: string;
  readonly count: number;
  /** The whole cell as a sentence, for those who do not see its colour. */
  readonly label: string;
  readonly link: string | undefined;
}

/** Findings with one cause in the document, in however many operations they occur. */
interface Cause {
  readonly id: string;
  readonly message: string;
  /** Number of its findings. */
  readonly findings: number;
  readonly count: number;
  readonly examples: readonly (Example & { readonly source: string })[];
  readonly patch: string | undefined;
  readonly patchSummary: string | undefined;
  /** Requests that break a law. */
  readonly steps: readonly string[];
  readonly script: string | undefined;
}

/** One entry of the page: a cause, or causes that differ only in the property, such as six undocumented properties of one object. */
interface Card {
  /** Absent with several causes: each has its own. */
  readonly id: string | undefined;
  readonly class: FindingClass;
  readonly severity: string;
  readonly message: string;
  readonly causes: readonly Cause[];
  readonly findings: number;
  readonly count: number;
  readonly where: readonly string[];
  readonly subject: string;
  readonly location: Location | undefined;
  readonly schemaPath: string;
  readonly excerpt: readonly { readonly number: number; readonly text: string; readonly hit: boolean }[];
}

export function pageOf(report: Report, locator: Locator | undefined): Page {
  const open = report.findings.filter(gates);
  const causes = causesOf(open);
  const causeIds = new Map(causes.flatMap(([first, ...more]) => [first, ...more].map(({ id }) => [id, `f-${first.id}`] as const)));
  const cards = cardsOf(causes, locator);
  const byOperation = findingsByOperation(open);
  const statuses = [...new Set(report.operations.flatMap((operation) => operation.statuses.map((one) => one.status)))].toSorted(compareStatus);
  return {
    report,
    headline: headline(report),
    tiles: tilesOf(report),
    statuses,
    rows: report.operations.map((operation) => rowOf(operation, statuses, byOperation.get(operation.operation) ?? [], causeIds)),
    classes: findingClasses.flatMap((name) => {
      const own = cards.filter((card) => card.class === name);
      // Findings are counted, as in the other reports; a card may show several with one cause.
      return own.length === 0
        ? []
        : [{ name, title: classMeaning[name].title, meaning: classMeaning[name].meaning, cards: own, count: sum(own, "findings") }];
    }),
    known: report.findings.filter((finding) => finding.class === "known-deviation"),
    never: neverOf(report),
    used: neverOf(report).flatMap(({ operation, parts }) => parts.filter(({ users }) => users !== undefined).map((part) => ({ ...part, operation }))),
    notExercised: report.operations.filter(({ notExercised, interactions }) => notExercised !== undefined && interactions === 0),
    partlyExercised: report.operations.filter(({ notExercised, interactions }) => notExercised !== undefined && interactions > 0),
  };
}

export function headline(report: Report): string {
  const { summary } = report;
  const interactions = plural(summary.interactions, "interaction");
  if (summary.interactions === 0 && summary.missingShards === undefined) return unverifiedText(report);
  const stale = report.baseline?.stale.length ?? 0;
  const parts = [
    ...(summary.new > 0 || stale === 0 ? [plural(summary.new, "difference")] : []),
    ...(stale > 0 ? [plural(stale, "stale baseline entry", "stale baseline entries")] : []),
  ];
  const missing = summary.missingShards ?? [];
  if (missing.length > 0) return `Incomplete: ${missingCount(missing)}, ${plural(summary.new, "difference")} in ${interactions}`;
  if (summary.verdict === "unverified") return `Interrupted after ${interactions}`;
  return summary.verdict === "pass" ? `Document and traffic match in ${interactions}` : `${parts.join(" and ")} in ${interactions}`;
}

function tilesOf({ operations, summary }: Report): readonly Tile[] {
  const share = (label: string, observed: number, documented: number): Tile => ({
    label,
    value: `${observed.toLocaleString("en")} of ${documented.toLocaleString("en")}`,
    percent: Math.floor((100 * observed) / documented),
  });
  const covered = (label: string, part: keyof OperationReport["coverage"]): readonly Tile[] => {
    const parts = operations.map(({ coverage }) => coverage[part]);
    const documented = sum(parts, "documented");
    return documented === 0 ? [] : [share(label, sum(parts, "seen"), documented)];
  };
  return [
    share("operations observed", summary.operations.observed, summary.operations.documented || 1),
    ...covered("statuses observed", "statuses"),
    ...covered("properties observed", "properties"),
    ...covered("enum values observed", "enumValues"),
    ...covered("union branches observed", "branches"),
  ];
}

function rowOf(operation: OperationReport, statuses: readonly string[], own: readonly Finding[], causeIds: ReadonlyMap<string, string>): Row {
  const [method = "", path = ""] = operation.operation.split(/ (.*)/s);
  const { properties } = operation.coverage;
  const byStatus = findingsByStatus(operation, own);
  const known = new Map(operation.statuses.map((status) => [status.status, status]));
  return {
    operation,
    method,
    path,
    cells: statuses.map((status) => {
      const one = known.get(status);
      return one && cellOf(operation, one, byStatus.get(one)?.[0], causeIds);
    }),
    percent: properties.documented === 0 || operation.interactions === 0 ? undefined : Math.floor((100 * properties.seen) / properties.documented),
  };
}

const marks: Readonly<Record<StatusReport["verdict"], string>> = { pass: "✓", findings: "✕", unverified: "?", never: "–", known: "≈" };
const verdictLabels: Readonly<Record<StatusReport["verdict"], string>> = {
  pass: "as documented",
  findings: "differs from the document",
  unverified: "not verified",
  never: "documented, but never observed",
  known: "a known deviation",
};

function cellOf(operation: OperationReport, status: StatusReport, first: Finding | undefined, causeIds: ReadonlyMap<string, string>): Cell {
  const cause = first && causeIds.get(first.id);
  return {
    verdict: status.verdict,
    mark: marks[status.verdict],
    count: status.count,
    label: `${operation.operation}, status ${status.status}${status.documented ? "" : " (not documented)"}: ${verdictLabels[status.verdict]}${status.count > 0 ? `, ${plural(status.count, "interaction")}` : ""}`,
    link: cause === undefined ? undefined : fragmentLink(cause),
  };
}

/** Keywords that apply to many properties from one location in the document. */
const namesProperty: ReadonlySet<string> = new Set(["required", "additionalProperties", "unevaluatedProperties"]);

type Findings = readonly [Finding, ...Finding[]];

/** Findings of one class that share location, keyword and property have one cause, in however many operations they occur. */
function causesOf(findings: readonly Finding[]): readonly Findings[] {
  return grouped(findings, (finding) => {
    const { class: name, schemaPath, keyword, path, id } = finding;
    if (schemaPath === "" || classMeaning[name].shownBy !== "value") return id;
    const isNamed = name === "undocumented-field" || namesProperty.has(keyword);
    return [name, schemaPath, keyword, isNamed ? path.slice(path.lastIndexOf("/")) : ""].join("\0");
  });
}

function cardsOf(causes: readonly Findings[], locator: Locator | undefined): readonly Card[] {
  const cards = grouped(causes, (cause) => {
    const [first] = cause;
    const object = objectKey(first);
    return object === undefined ? first.id : [first.class, first.schemaPath, object, ...whereOf(cause)].join("\0");
  });
  return cards.map((ofCard): Card => {
    const firsts = ofCard.map(([first]) => first) as [Finding, ...Finding[]];
    const [first] = firsts;
    const shown = ofCard.map(causeOf);
    const excerpt = locator?.excerpt(first.schemaPath);
    return {
      id: ofCard.length === 1 ? `f-${first.id}` : undefined,
      class: first.class,
      severity: first.severity,
      message: groupMessage(firsts),
      causes: shown,
      findings: sum(shown, "findings"),
      // Several properties of one object occur together.
      count: Math.max(...shown.map(({ count }) => count)),
      where: whereOf(ofCard[0]),
      subject: first.subject,
      location: first.location,
      schemaPath: first.schemaPath,
      excerpt: (excerpt?.lines ?? []).map((text, index) => ({
        number: (excerpt?.firstLine ?? 1) + index,
        text: hideSecrets(text),
        hit: (excerpt?.firstLine ?? 1) + index === first.location?.line,
      })),
    };
  });
}

function causeOf(findings: Findings): Cause {
  const [first] = findings;
  return {
    id: `f-${first.id}`,
    message: first.message,
    findings: findings.length,
    count: sum(findings, "count"),
    examples: findings
      .flatMap(({ examples }) => examples)
      .slice(0, 3)
      .map((example) => ({ ...example, source: exampleSource(example) })),
    patch: first.suggestion === undefined ? undefined : hideSecrets(stringify(first.suggestion.actions, { lineWidth: 0 }).slice(0, 4000)),
    patchSummary: first.suggestion?.summary,
    steps: first.sequence === undefined ? [] : sequenceLines(first.sequence),
    script: first.script,
  };
}

/** Operations and statuses of findings: `GET /things 200`. */
function whereOf(findings: Findings): readonly string[] {
  return [...new Set(findings.map(({ operation = "document", status }) => (status === undefined ? operation : `${operation} ${status}`)))];
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

function sum<Name extends string>(values: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return values.reduce((total, value) => total + value[name], 0);
}

function neverOf(report: Report): Page["never"] {
  const groups = new Map<string, NeverPart[]>();
  for (const finding of report.findings) {
    if (finding.class !== "never-observed") continue;
    const operation = finding.operation ?? "document";
    const part = {
      message: finding.message,
      where: [finding.status, finding.mediaType, finding.subject === "request body" ? finding.subject : undefined]
        .filter((one) => one !== undefined)
        .join(" · "),
      ...(finding.usedBy !== undefined && { users: usersText(finding.usedBy) }),
    };
    const group = groups.get(operation);
    if (group) group.push(part);
    else groups.set(operation, [part]);
  }
  return [...groups].map(([operation, parts]) => ({ operation, parts }));
}

function compareStatus(a: string, b: string): number {
  const [left, right] = [statusRank(a), statusRank(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Exact codes, then their range, `default` last. */
function statusRank(status: string): string {
  return status === "default" ? "999" : status.replaceAll("X", "z");
}
