import { createHash } from "node:crypto";
import { plain } from "./plain.js";

/** A problem to show in a merge request of GitLab. */
interface CodeQualityFinding {
  readonly check: string;
  readonly severity: "error" | "warning" | "note" | "info";
  readonly message: string;
  readonly file: string;
  readonly line?: number | undefined;
  /** What stays the same while the problem does. Default: check, file and message. */
  readonly id?: string;
}

/** An entry of GitLab's Code Quality report (GitLab, "Code Quality report format"). */
export interface CodeQualityEntry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities = { error: "major", warning: "minor", note: "info", info: "info" } as const;

/** A Code Quality report. Paths are relative to the repository if the command runs there. GitLab compares fingerprints, so that no two are the same. */
export function codeQuality(findings: readonly CodeQualityFinding[]): CodeQualityEntry[] {
  const counts = new Map<string, number>();
  return findings.map(({ check, severity, message, file, line = 1, id }) => {
    const path = file.replaceAll("\\", "/").replace(/^\.\//, "");
    const key = JSON.stringify(id ?? [check, path, message]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return {
      description: plain(message, Infinity),
      check_name: check,
      fingerprint: createHash("sha256")
        .update(count === 1 ? key : `${key} ${count}`)
        .digest("hex"),
      severity: severities[severity],
      location: { path, lines: { begin: line } },
    };
  });
}
