import semver from "semver";
import type { Change } from "./change.js";

export type Bump = "major" | "minor" | "patch" | "none";

export interface Semver {
  /** For the document: by changes of the wire. While its old version is 0.x, a break is a minor (SemVer 2.0.0 §4). */
  readonly document: Bump;
  /** For the generated package: changes of types count as well. */
  readonly package: Bump;
  /** `info.version` of both documents, and whether its step is large enough. `unknown`: one of them is no semantic version. */
  readonly declared: { readonly old: string; readonly new: string; readonly step: Bump | "unknown"; readonly enough: boolean };
}

/** Breaking → major, warning or safe → minor, texts → patch. */
export function adviseBump(changes: readonly Change[], oldVersion: string, newVersion: string): Semver {
  const stable = bumpFor(changes.filter((change) => change.surface !== "types"));
  const step = declaredStep(oldVersion, newVersion);
  const document = isInitial(oldVersion) && stable === "major" ? "minor" : stable;
  return {
    document,
    package: bumpFor(changes),
    declared: { old: oldVersion, new: newVersion, step, enough: step === "unknown" || size[step] >= size[document] },
  };
}

/** Whether a version promises nothing yet. */
export function isInitial(version: string): boolean {
  return semver.valid(version) !== null && semver.major(version) === 0;
}

export const size: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

function bumpFor(changes: readonly Change[]): Bump {
  if (changes.some((change) => change.level === "breaking")) return "major";
  if (changes.some((change) => change.level === "warning" || change.level === "safe")) return "minor";
  return changes.length > 0 ? "patch" : "none";
}

function declaredStep(old: string, next: string): Bump | "unknown" {
  const [from, to] = [semver.valid(old), semver.valid(next)];
  if (from === null || to === null || semver.prerelease(to) !== null) return "unknown";
  if (semver.lte(to, from)) return "none";
  const step = semver.diff(from, to);
  return step === "major" || step === "minor" || step === "patch" ? step : "unknown";
}
