import { exampleSource } from "../findings/show.js";
import { visible } from "tallystick/model";
import { gates, type Finding } from "../findings/finding.js";
import { sequenceLines } from "../explore/show-sequence.js";
import { findingsByOperation, findingsByStatus } from "./by-operation.js";
import type { OperationReport, Report } from "./report.js";

/** JUnit XML of the reports of one or several documents: a suite per operation, a case per status, one more per finding that belongs to no status. What was not observed is skipped and never passes. */
export function junitOf(reports: readonly Report[]): string {
  const each = reports.map((report) => ({ report, suites: [...suitesOf(report), ...baselineSuite(report)] }));
  const all = each.flatMap(({ suites }) => suites);
  const name = reports.map(({ spec }) => `${spec.title} ${spec.version}`).join(", ");
  const time = reports.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${quoted(name)} tests="${count(all, () => true)}" failures="${count(all, isFailed)}" skipped="${count(all, (one) => one.skipped !== undefined)}" time="${time.toFixed(3)}">`,
    // Two documents may have one operation.
    ...each.flatMap(({ report: { spec }, suites }) =>
      suites.flatMap((suite) => printSuite(reports.length === 1 ? suite : { ...suite, name: `${spec.title} ${spec.version}: ${suite.name}` })),
    ),
    "</testsuites>",
    "",
  ].join("\n");
}

function suitesOf(report: Report): readonly Suite[] {
  const byOperation = findingsByOperation(report.findings);
  const suites = report.operations.map((operation) => suiteOf(operation, byOperation.get(operation.operation) ?? []));
  const known = new Set(report.operations.map((operation) => operation.operation));
  const others = report.findings.filter((finding) => gates(finding) && (finding.operation === undefined || !known.has(finding.operation)));
  if (others.length > 0)
    suites.push({
      name: report.spec.title,
      cases: others.map((finding) => ({ name: `${finding.class} ${finding.operation ?? finding.schemaPath}`, failures: [finding] })),
    });
  return suites;
}

function baselineSuite({ baseline }: Report): readonly Suite[] {
  const stale = baseline?.stale ?? [];
  const cases = stale.map(({ entry, problem, line }) => ({ name: entry, failures: [], stale: { problem, line } }));
  return cases.length === 0 ? [] : [{ name: "baseline", cases }];
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}
interface Case {
  readonly name: string;
  readonly failures: readonly Finding[];
  readonly skipped?: string;
  /** A problem of a baseline entry. */
  readonly stale?: { readonly problem: string; readonly line: number };
}

function isFailed({ failures, stale }: Case): boolean {
  return failures.length > 0 || stale !== undefined;
}

function suiteOf(operation: OperationReport, findings: readonly Finding[]): Suite {
  const open = findings.filter(gates);
  const byStatus = findingsByStatus(operation, open);
  const taken = new Set<Finding>();
  const cases: Case[] = operation.statuses.map((status) => {
    const failures = byStatus.get(status) ?? [];
    failures.forEach((finding) => taken.add(finding));
    return {
      name: status.status,
      failures,
      ...(status.verdict === "never" && failures.length === 0 ? { skipped: operation.notExercised?.reason ?? "never observed" } : {}),
    };
  });
  const rest = open.filter((finding) => !taken.has(finding));
  if (rest.length > 0) cases.push({ name: "request and document", failures: rest });
  return { name: operation.operation, cases };
}

function printSuite(suite: Suite): string[] {
  const failed = suite.cases.filter(isFailed).length;
  const skipped = suite.cases.filter((one) => one.skipped !== undefined).length;
  return [
    `  <testsuite name=${quoted(suite.name)} tests="${suite.cases.length}" failures="${failed}" skipped="${skipped}">`,
    ...suite.cases.flatMap((one) => {
      const head = `    <testcase classname=${quoted(suite.name)} name=${quoted(one.name)}`;
      if (one.skipped !== undefined) return [`${head}><skipped message=${quoted(one.skipped)}/></testcase>`];
      if (one.stale !== undefined) {
        const { problem, line } = one.stale;
        return [`${head}>`, `      <failure type=${quoted(problem)} message=${quoted(`line ${line}: ${problem}`)}/>`, "    </testcase>"];
      }
      if (one.failures.length === 0) return [`${head}/>`];
      return [
        `${head}>`,
        ...one.failures.map(
          (finding) => `      <failure type=${quoted(finding.class)} message=${quoted(finding.message)}>${escapeXml(details(finding))}</failure>`,
        ),
        "    </testcase>",
      ];
    }),
    "  </testsuite>",
  ];
}

function details(finding: Finding): string {
  const at = finding.location ? `${finding.location.file}:${finding.location.line}:${finding.location.column}` : finding.schemaPath;
  const examples = finding.examples.map(
    (example) =>
      `${exampleSource(example)}${example.instancePath === "" ? "" : `: ${example.instancePath}`}${example.value === undefined ? "" : ` = ${example.value}`}`,
  );
  const steps = finding.sequence === undefined ? [] : sequenceLines(finding.sequence);
  return [`${at} (${finding.subject})`, finding.count === 1 ? "once" : `${finding.count} times`, ...examples, ...steps].join("\n");
}

function count(suites: readonly Suite[], wanted: (one: Case) => boolean): number {
  return suites.reduce((sum, suite) => sum + suite.cases.filter(wanted).length, 0);
}

function quoted(text: string): string {
  return `"${escapeXml(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`;
}

/** Removes characters that XML 1.0 does not allow. */
function escapeXml(text: string): string {
  return [...visible(text)]
    .filter((character) => {
      const code = character.codePointAt(0) ?? 0;
      return (
        code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000
      );
    })
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
