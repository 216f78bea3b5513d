import { YAMLException } from "js-yaml";
import type { UsageCode } from "../diagnostics/usage-codes.js";

/** What is wrong with the content of a file, and where, as far as that is known. */
export interface ContentProblem {
  readonly problem: string;
  readonly help: string;
  readonly line?: number;
  readonly column?: number;
}

/** Input of a comparison that cannot be used, or that has fallen behind: a sentence, and what to do. */
export interface InputProblem extends ContentProblem {
  readonly code: UsageCode;
  /** As the user named it, where it is about the content of a file. */
  readonly file?: string;
}

/** What keeps a file from being YAML, from the error that reading it threw. @param kind `baseline`, `policy` */
export function brokenYaml(kind: string, error: unknown): Omit<ContentProblem, "help"> {
  const problem = (reason: string): string => `The ${kind} is not valid YAML: ${reason}.`;
  if (!(error instanceof YAMLException)) return { problem: problem(error instanceof Error ? error.message : String(error)) };
  const { reason, mark } = error;
  return { problem: problem(reason), ...(mark && { line: mark.line + 1, column: mark.column + 1 }) };
}

export function isContentProblem(content: object): content is ContentProblem {
  return "problem" in content && typeof content.problem === "string" && "help" in content && typeof content.help === "string";
}

export function isInputProblem(content: object): content is InputProblem {
  return isContentProblem(content) && "code" in content;
}
