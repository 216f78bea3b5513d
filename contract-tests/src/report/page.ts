import { stringify } from "yaml";
import { sequenceLines } from "../explore/show-sequence.js";
import { classMeaning, findingClasses, gates, type Example, type Finding, type FindingClass } from "../findings/finding.js";
import type { Location, Locator } from "../locator.js";
import { exampleSource, hideSecrets } from "../findings/show.js";
import { findingsByOperation, findingsByStatus } from "./by-operation.js";
import { fragmentLink } from "./link.js";
import { missingText, unverifiedText, usersText } from "./terminal.js";
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
    readonly causes: readonly Cause[];
    readonly count: number;
  }[];
  readonly known: readonly Finding[];
  readonly never: readonly { readonly operation: string; readonly parts: readonly NeverPart[] }[];
  /** What consumers use and the traffic never had. */
  readonly used: readonly (NeverPart & { readonly operation: string })[];
  readonly notExercised: readonly OperationReport[];
}

interface NeverPart {
  readonly message: string;
  readonly where: string;
  /** `checkout (src/cart.ts:41)`, where a manifest tells so. */
  readonly users?: string;
}

interface Tile {
  readonly label: string;
  readonly value: string;
  /** 0 to 100 where it is a share. */
  readonly percent?: number;
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

/** Findings that one place of the document explains. */
interface Cause {
  readonly id: string;
  readonly class: FindingClass;
  readonly severity: string;
  readonly message: string;
  readonly subject: string;
  readonly location: Location | undefined;
  readonly schemaPath: string;
  /** Number of its findings. */
  readonly findings: number;
  readonly count: number;
  readonly where: readonly string[];
  readonly examples: readonly (Example & { readonly source: string })[];
  readonly excerpt: readonly { readonly number: number; readonly text: string; readonly hit: boolean }[];
  readonly patch: string | undefined;
  readonly patchSummary: string | undefined;
  /** Requests that break a law. */
  readonly steps: readonly string[];
  readonly script: string | undefined;
}

export function pageOf(report: Report, locator: Locator | undefined): Page {
  const open = report.findings.filter(gates);
  const causes = causesOf(open, locator);
  const causeOf = new Map(causes.flatMap(({ cause, findings }) => findings.map((finding) => [finding.id, cause.id] as const)));
  const byOperation = findingsByOperation(open);
  const statuses = [...new Set(report.operations.flatMap((operation) => operation.statuses.map((one) => one.status)))].toSorted(compareStatus);
  return {
    report,
    headline: headline(report),
    tiles: tilesOf(report),
    statuses,
    rows: report.operations.map((operation) => rowOf(operation, statuses, byOperation.get(operation.operation) ?? [], causeOf)),
    classes: findingClasses.flatMap((name) => {
      const own = causes.filter(({ cause }) => cause.class === name).map(({ cause }) => cause);
      // Findings are counted, as in the other reports; a card may show several with one cause.
      const count = own.reduce((sum, cause) => sum + cause.findings, 0);
      return own.length === 0 ? [] : [{ name, title: classMeaning[name].title, meaning: classMeaning[name].meaning, causes: own, count }];
    }),
    known: report.findings.filter((finding) => finding.class === "known-deviation"),
    never: neverOf(report),
    used: neverOf(report).flatMap(({ operation, parts }) => parts.filter(({ users }) => users !== undefined).map((part) => ({ ...part, operation }))),
    notExercised: report.operations.filter((operation) => operation.notExercised !== undefined),
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
  if (missing.length > 0) return `Incomplete: ${missingText(missing).replace(/:.*/s, "")}, ${plural(summary.new, "difference")} in ${interactions}`;
  if (summary.verdict === "unverified") return `Interrupted after ${interactions}`;
  return summary.verdict === "pass" ? `Document and traffic match in ${interactions}` : `${parts.join(" and ")} in ${interactions}`;
}

function tilesOf(report: Report): readonly Tile[] {
  const { operations } = report;
  const sum = (what: keyof OperationReport["coverage"]): Tile["value"] | undefined => {
    const observed = operations.reduce((total, one) => total + one.coverage[what].seen, 0);
    const documented = operations.reduce((total, one) => total + one.coverage[what].documented, 0);
    return documented === 0 ? undefined : `${observed}/${documented}`;
  };
  return [
    ...share("operations observed", `${report.summary.operations.observed}/${report.summary.operations.documented || 1}`),
    ...share("statuses observed", sum("statuses")),
    ...share("properties observed", sum("properties")),
    ...share("enum values observed", sum("enumValues")),
    ...share("union branches observed", sum("branches")),
  ];
}

function share(label: string, text: string | undefined): Tile[] {
  if (text === undefined) return [];
  const [observed = 0, documented = 1] = text.split("/").map(Number);
  return [
    { label, value: `${observed.toLocaleString("en")} of ${documented.toLocaleString("en")}`, percent: Math.floor((100 * observed) / documented) },
  ];
}

function rowOf(operation: OperationReport, statuses: readonly string[], own: readonly Finding[], causeOf: ReadonlyMap<string, string>): Row {
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
      return one && cellOf(operation, one, byStatus.get(one)?.[0], causeOf);
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

function cellOf(operation: OperationReport, status: StatusReport, first: Finding | undefined, causeOf: ReadonlyMap<string, string>): Cell {
  const cause = first && causeOf.get(first.id);
  return {
    verdict: status.verdict,
    mark: marks[status.verdict],
    count: status.count,
    label: `${operation.operation}, status ${status.status}${status.documented ? "" : " (not documented)"}: ${verdictLabels[status.verdict]}${status.count > 0 ? `, ${plural(status.count, "interaction")}` : ""}`,
    link: cause === undefined ? undefined : fragmentLink(cause),
  };
}

/** Keywords whose one place in the document speaks of many properties. */
const namesProperty: ReadonlySet<string> = new Set(["required", "additionalProperties", "unevaluatedProperties"]);

/** Findings of one class that share place, keyword and property have one cause, in however many operations they show. */
function causesOf(
  findings: readonly Finding[],
  locator: Locator | undefined,
): readonly { readonly cause: Cause; readonly findings: readonly Finding[] }[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const shared = finding.schemaPath !== "" && ["schema-violation", "undocumented-field"].includes(finding.class);
    const named = finding.class === "undocumented-field" || namesProperty.has(finding.keyword);
    const name = named ? finding.path.slice(finding.path.lastIndexOf("/")) : "";
    const key = shared ? `${finding.class} ${finding.schemaPath} ${finding.keyword} ${name}` : finding.id;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Finding];
    const excerpt = locator?.excerpt(first.schemaPath);
    return {
      findings: group,
      cause: {
        id: `f-${first.id}`,
        class: first.class,
        severity: first.severity,
        message: first.message,
        subject: first.subject,
        location: first.location,
        schemaPath: first.schemaPath,
        findings: group.length,
        count: group.reduce((sum, finding) => sum + finding.count, 0),
        where: [...new Set(group.map((finding) => `${finding.operation ?? "document"}${finding.status === undefined ? "" : ` ${finding.status}`}`))],
        examples: group
          .flatMap((finding) => finding.examples)
          .slice(0, 3)
          .map((example) => ({ ...example, source: exampleSource(example) })),
        excerpt: (excerpt?.lines ?? []).map((text, index) => ({
          number: (excerpt?.firstLine ?? 1) + index,
          text: hideSecrets(text),
          hit: (excerpt?.firstLine ?? 1) + index === first.location?.line,
        })),
        patch: first.suggestion === undefined ? undefined : hideSecrets(stringify(first.suggestion.actions, { lineWidth: 0 }).slice(0, 4000)),
        patchSummary: first.suggestion?.summary,
        steps: first.sequence === undefined ? [] : sequenceLines(first.sequence),
        script: first.script,
      },
    };
  });
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
