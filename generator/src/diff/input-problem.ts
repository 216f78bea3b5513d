import { YAMLException } from "js-yaml";
import type { UsageCode } from "../diagnostics/usage-codes.js";

/** The error in a file, with its location if known. */
export interface ContentProblem {
  readonly problem: string;
  readonly help: string;
  readonly line?: number;
  readonly column?: number;
}

/** Input of a comparison that is invalid or outdated: a sentence and the advice. */
export interface InputProblem extends ContentProblem {
  readonly code: UsageCode;
  /** As the user named it, where it is about the content of a file. */
  readonly file?: string;
}

/** Why a file is not YAML, from the parser's error. @param kind `baseline`, `policy` */
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
