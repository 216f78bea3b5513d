import { plain } from "tallystick/model";
import { classMeaning, gates, type Finding } from "./findings/finding.js";
import { findingsByOperation, findingsByStatus } from "./report/by-operation.js";
import { staleText, type Report } from "./report/report.js";
import type { VerifyOptions } from "./verify/options.js";
import { verify } from "./verify/verify.js";

/** Context of a running test. Vitest has `annotate`, `node:test` has `diagnostic`. */
export interface TestContext {
  annotate?(message: string, type?: string): unknown;
  diagnostic?(message: string): void;
  skip?(reason?: string): unknown;
}

/** The two functions of a test runner that `contract` needs. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: (context: TestContext) => void | Promise<void>): unknown;
}

/**
 * Verifies traffic against a document and defines one test for each operation and status. Await it at the top of a test file:
 *
 *     import { contract } from "@tallystick/contract";
 *     await contract({ spec: "openapi.yaml", recordings: "recordings" });
 *
 * Tests without observed traffic are skipped with a reason. The default runner is Vitest; pass `describe` and `test` of another one.
 */
export async function contract(options: VerifyOptions, runner?: TestRunner): Promise<Report> {
  const { describe, test } = runner ?? (await vitest());
  const report = await verify(options);
  const ofOperations = findingsByOperation(report.findings);
  const taken = new Set<Finding>();
  describe(plain(`${report.spec.title} ${report.spec.version}`), () => {
    for (const operation of report.operations) {
      const byStatus = findingsByStatus(operation, ofOperations.get(operation.operation) ?? []);
      for (const status of operation.statuses) {
        const here = (byStatus.get(status) ?? []).filter((finding) => finding.class !== "never-observed");
        here.forEach((finding) => taken.add(finding));
        test(plain(`${operation.operation} ${status.status}`), async (context) => {
          if (status.verdict === "never" && !here.some(gates)) return skip(context, operation.notExercised?.reason ?? "never observed");
          await judge(context, here);
        });
      }
    }
    const rest = report.findings.filter((finding) => gates(finding) && !taken.has(finding));
    for (const [name, findings] of byOperation(rest)) test(plain(name), (context) => judge(context, findings));
    if (report.summary.interactions === 0) {
      test("some traffic was observed", () => {
        throw new Error("No traffic was observed, so nothing was verified.");
      });
    }
    if (report.baseline) {
      const { baseline } = report;
      test(`every accepted finding in ${baseline.path} still occurs, has a reason and has not expired`, () => {
        if (baseline.stale.length === 0) return;
        throw new Error(baseline.stale.map((entry) => `${baseline.path}:${entry.line} ${entry.entry} ${staleText[entry.problem]}`).join("\n"));
      });
    }
  });
  return report;
}

async function judge(context: TestContext, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    const text = `${classMeaning[finding.known?.class ?? finding.class].title}: ${describeFinding(finding)}`;
    if (finding.known !== undefined) await annotate(context, `known deviation (${finding.known.reason}): ${text}`, "notice");
    else if (gates(finding)) await annotate(context, text, finding.severity);
  }
  const failures = findings.filter(gates);
  if (failures.length > 0) throw new ContractFailure(failures);
}

/** Failure of a test: the findings, each with its location in the document. */
export class ContractFailure extends Error {
  override readonly name = "ContractFailure";
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map((finding) => `${finding.class}: ${describeFinding(finding)}`).join("\n"));
  }
}

function describeFinding(finding: Finding): string {
  const at = finding.location ? ` at ${finding.location.file}:${finding.location.line}:${finding.location.column}` : "";
  const sent = finding.examples[0]?.value === undefined ? "" : ` Sent: ${finding.examples[0].value}.`;
  return plain(`${finding.message}${sent}${at}${finding.count > 1 ? ` (${finding.count} times)` : ""}`, Infinity);
}

async function annotate(context: TestContext, message: string, type: string): Promise<void> {
  if (context.annotate) await context.annotate(message, type);
  else context.diagnostic?.(message);
}

function skip(context: TestContext, reason: string): void {
  context.skip?.(reason);
}

function byOperation(findings: readonly Finding[]): ReadonlyMap<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.operation ?? "the document"}${finding.status === undefined ? "" : ` ${finding.status}`}`;
    const group = groups.get(name);
    if (group) group.push(finding);
    else groups.set(name, [finding]);
  }
  return groups;
}

async function vitest(): Promise<TestRunner> {
  const { describe, test } = await import("vitest");
  return { describe, test: (name, body) => test(name, (context) => body(context)) };
}
