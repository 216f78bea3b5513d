import type { ApiModel, Operation } from "../model/api.js";
import { isFailure, isSuccess } from "../model/outcomes.js";
import { answer } from "./answer.js";
import { problemResponse, type Problem } from "./problem.js";

/** Statuses by which documents say what a problem of each status is: of several, the first that is described. */
const likeStatuses: Readonly<Record<number, readonly number[]>> = { 400: [400, 422], 401: [401, 403], 415: [415, 400, 422], 422: [422, 400] };

/** Clients take some thousands of bytes of headers. */
const maxHeader = 4000;
const maxIssues = 20;

/**
 * How a request is refused: as the document describes it, so that who reads errors meets those of the document, with the reason in the header
 * `Mock-Problem`. Where it describes none, the reason is the answer.
 */
export async function refuse(operation: Operation, problem: Problem, accept: string | undefined, model: ApiModel): Promise<Response> {
  const status = describedStatus(operation, problem.status);
  if (status === undefined) return problemResponse(problem);
  const described = await answer(operation, { code: String(status), dynamic: false }, accept, 1, model);
  // No value could be made of it.
  if (described.status !== status) return problemResponse(problem);
  described.headers.set("mock-problem", headerText(problem));
  return described;
}

function describedStatus({ responses }: Operation, own: number): number | undefined {
  const errors = responses.filter((each) => isFailure(each) && !isSuccess(each, responses)).map(({ status }) => status);
  const like = (likeStatuses[own] ?? [own]).find((each) => errors.includes(String(each)));
  return like ?? (errors.includes(`${String(own).charAt(0)}XX`) || errors.includes("default") ? own : undefined);
}

/** The problem in one line of ASCII; of its issues the first ones that there is room for. */
function headerText({ title, detail, issues = [] }: Problem): string {
  for (let count = Math.min(issues.length, maxIssues); count > 0; count--) {
    const text = asciiJson({ title, detail, issues: issues.slice(0, count) });
    if (text.length <= maxHeader) return text;
  }
  const text = asciiJson({ title, detail });
  return text.length <= maxHeader ? text : asciiJson({ title });
}

function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
