import type { Finding } from "../findings/finding.js";
import type { OperationReport, StatusReport } from "./report.js";

/** The findings of each operation, in their order. */
export function findingsByOperation(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.operation === undefined) continue;
    const group = groups.get(finding.operation);
    if (group) group.push(finding);
    else groups.set(finding.operation, [finding]);
  }
  return groups;
}

/** The findings of an operation that belong to each of its statuses: by the status itself, or by one of the codes that came under it. */
export function findingsByStatus({ statuses }: OperationReport, findings: readonly Finding[]): ReadonlyMap<StatusReport, readonly Finding[]> {
  const byCode = new Map<string, StatusReport[]>();
  for (const status of statuses) {
    for (const code of new Set([status.status, ...status.codes])) byCode.set(code, [...(byCode.get(code) ?? []), status]);
  }
  const found = new Map(statuses.map((status): [StatusReport, Finding[]] => [status, []]));
  for (const finding of findings) {
    for (const status of byCode.get(finding.status ?? "") ?? []) found.get(status)?.push(finding);
  }
  return found;
}
