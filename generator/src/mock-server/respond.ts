import { isBodiless } from "#runtime/client/response/statuses.js";
import type { ApiModel, Operation, Response as Documented } from "../model/api.js";
import { responseBody } from "./response-body.js";
import { isFailure, isSuccess } from "../model/http/outcomes.js";
import { negotiate, type Preference } from "./prefer.js";
import { headerText, problemResponse, type Problem } from "./problem.js";
import { headerValues } from "../emit/mocks/headers.js";

/** The response to a valid request: the preferred one, else the first documented success, else the first documented response. */
export async function respond(
  operation: Operation,
  preferred: Preference,
  accept: string | undefined,
  seed: number,
  model: ApiModel,
): Promise<Response> {
  const chosen = responseFor(operation, preferred);
  if (chosen === undefined) return notDescribed(operation, preferred.code ?? "");
  const { response, status } = chosen;
  if (status < 200) {
    const detail = `${operation.key} responds with ${status}: the connection changes to a protocol that the document does not describe.`;
    return refuse(operation, { status: 501, title: "This response cannot be mocked", detail }, accept, model);
  }
  const headers = new Headers(headerValues(response.headers, model, "all"));
  if (response.content.length === 0 || isBodiless(status)) return new Response(null, { status, headers });
  const named = preferred.example;
  const offered = named === undefined ? response.content : response.content.filter(({ examples }) => examples.some(({ name }) => name === named));
  if (offered.length === 0) {
    const names = response.content.flatMap(({ examples }) => examples.map(({ name }) => name));
    return problemResponse({
      status: 404,
      title: "The document has no such example",
      detail: `Response ${response.status} of ${operation.key} has ${names.length === 0 ? "no named examples" : `the examples ${names.join(", ")}`}.`,
    });
  }
  // An error is sent although its type is not acceptable: clients accept the type of success only (RFC 9110 §15.5.7 permits it).
  const media = negotiate(offered, accept) ?? (status >= 400 ? offered[0] : undefined);
  if (media === undefined) {
    const types = offered.map(({ mediaType }) => mediaType).join(", ");
    return problemResponse({
      status: 406,
      title: "Not acceptable",
      detail: `Response ${response.status} of ${operation.key} is available as ${types}.`,
    });
  }
  const body = await responseBody(media, preferred, seed, model);
  if ("fault" in body) {
    const problem = { status: 500, title: "No value for the response", detail: body.fault };
    return preferred.code === undefined ? refuse(operation, problem, accept, model) : undescribed(problem);
  }
  headers.set("content-type", body.contentType);
  // The value does not depend on other requests, unlike stored resources.
  headers.set("mock-example", "true");
  return new Response(body.body, { status, headers });
}

/**
 * The response to a requested status that the document does not have. Any server may send a 503, so a client can be tested with it. The header
 * `Mock-Problem` marks the body as one of the mock.
 */
function notDescribed(operation: Operation, code: string): Response {
  const known = operation.responses.map(({ status }) => status).join(", ");
  const detail = `${operation.key} has the responses ${known}, not ${code}.`;
  if (!/^[2-5]\d\d$/.test(code)) return problemResponse({ status: 400, title: "Not a status of a response", detail });
  const problem = { status: Number(code), title: "The document has no such response", detail };
  const headers = { "mock-problem": headerText(problem) };
  return problem.status < 400 ? new Response(null, { status: problem.status, headers }) : problemResponse(problem, headers);
}

function responseFor(operation: Operation, { code }: Preference): { readonly response: Documented; readonly status: number } | undefined {
  const { responses } = operation;
  if (code === undefined) {
    const response =
      responses.find(({ status }) => /^2\d\d$/.test(status)) ??
      responses.find(({ status }) => status === "2XX") ??
      responses.find(({ status }) => /^3\d\d$/.test(status)) ??
      responses.find(({ status }) => status === "default") ??
      responses[0];
    if (response === undefined) return undefined;
    return { response, status: statusOf(response.status, 200) };
  }
  if (!/^[1-5]\d\d$/.test(code)) return undefined;
  const response =
    responses.find(({ status }) => status === code) ??
    responses.find(({ status }) => status === `${code.charAt(0)}XX`) ??
    responses.find(({ status }) => status === "default");
  return response === undefined ? undefined : { response, status: Number(code) };
}

/** The status to send for a status, a range or `default`. */
function statusOf(status: string, otherwise: number): number {
  if (/^[1-5]\d\d$/.test(status)) return Number(status);
  return /^[2-5]XX$/.test(status) ? Number(status.charAt(0)) * 100 : otherwise;
}

/** Similar statuses for each problem. The mock uses the first that the document has. */
const similarStatuses: Readonly<Record<number, readonly number[]>> = {
  400: [400, 422],
  401: [401, 403],
  415: [415, 400, 422],
  422: [422, 400],
  // The server works: it is the document that has no valid response.
  500: [400, 422, 404, 409, 403, 500],
  501: [501, 426, 400, 500],
};

/**
 * Refuses a request with an error that the document has: clients then meet the errors that they know. The header `Mock-Problem` has the reason.
 * Without a documented error, the response body is the reason.
 */
export async function refuse(operation: Operation, problem: Problem, accept: string | undefined, model: ApiModel): Promise<Response> {
  const status = describedStatus(operation, problem.status);
  if (status === undefined) return undescribed(problem);
  const described = await respond(operation, { code: String(status), dynamic: false }, accept, 1, model);
  // No value exists for its body.
  if (described.status !== status) return undescribed(problem);
  described.headers.set("mock-problem", headerText(problem));
  return described;
}

function undescribed(problem: Problem): Response {
  return problemResponse(problem, { "mock-problem": headerText(problem) });
}

function describedStatus({ responses }: Operation, own: number): number | undefined {
  const errors = responses.filter((each) => isFailure(each) && !isSuccess(each, responses)).map(({ status }) => status);
  const similar = similarStatuses[own] ?? [own];
  return (
    similar.find((each) => errors.includes(String(each))) ??
    similar.find((each) => errors.includes(`${String(each).charAt(0)}XX`)) ??
    (errors.includes("default") ? similar[0] : undefined)
  );
}
