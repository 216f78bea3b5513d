import type { ApiModel, Operation } from "../model/api.js";
import { isFailure, isSuccess } from "../model/http/outcomes.js";
import { answer } from "./answer.js";
import { headerText, problemResponse, type Problem } from "./problem.js";

/** Statuses by which documents say what a problem of each status is: of several, the first that is described. */
const likeStatuses: Readonly<Record<number, readonly number[]>> = { 400: [400, 422], 401: [401, 403], 415: [415, 400, 422], 422: [422, 400] };

/**
 * How a request is refused: as the document describes it, so that who reads errors meets those of the document, with the reason in the header
 * `Mock-Problem`. Where it describes none, the reason is the answer, too.
 */
export async function refuse(operation: Operation, problem: Problem, accept: string | undefined, model: ApiModel): Promise<Response> {
  const status = describedStatus(operation, problem.status);
  const unlike = (): Response => problemResponse(problem, { "mock-problem": headerText(problem) });
  if (status === undefined) return unlike();
  const described = await answer(operation, { code: String(status), dynamic: false }, accept, 1, model);
  // No value could be made of it.
  if (described.status !== status) return unlike();
  described.headers.set("mock-problem", headerText(problem));
  return described;
}

function describedStatus({ responses }: Operation, own: number): number | undefined {
  const errors = responses.filter((each) => isFailure(each) && !isSuccess(each, responses)).map(({ status }) => status);
  const like = (likeStatuses[own] ?? [own]).find((each) => errors.includes(String(each)));
  return like ?? (errors.includes(`${String(own).charAt(0)}XX`) || errors.includes("default") ? own : undefined);
}
