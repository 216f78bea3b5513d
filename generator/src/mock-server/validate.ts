import type { CompiledModel } from "../compile/compile-model.js";
import type { ApiModel, Operation, Parameter } from "../model/api.js";
import { isBodyAllowed } from "../model/http/body-allowed.js";
import { isIgnored } from "../model/http/ignored-headers.js";
import { parameterReadings } from "../http/readings.js";
import type { Sent } from "../http/sent.js";
import { missingCredentials } from "./credentials.js";
import type { Problem, ProblemIssue } from "./problem.js";
import type { SentBody } from "./request-body.js";

/** The first problem of a request, with all issues of its kind. */
export function requestProblem(operation: Operation, sent: Sent, body: SentBody, model: ApiModel, validators: CompiledModel): Problem | undefined {
  const missing = missingCredentials(operation, sent, model);
  if (missing !== undefined)
    return { status: 401, title: "Credentials are missing", detail: `${operation.key} requires ${missing}. The mock accepts any value.` };
  const issues = parameterIssues(operation, sent, model, validators);
  if (issues.length > 0) return { status: 400, title: "The parameters do not match the document", detail: detailOf(operation), issues };
  return bodyProblem(operation, body, validators);
}

function parameterIssues(operation: Operation, sent: Sent, model: ApiModel, validators: CompiledModel): readonly ProblemIssue[] {
  return operation.parameters.flatMap((parameter): ProblemIssue[] => {
    if (isIgnored(parameter) || isOfTransport(parameter)) return [];
    const values = parameterReadings(parameter, operation, sent, model);
    const where = `${parameter.in} parameter "${parameter.name}"`;
    if (values === undefined) return [];
    if (values.length === 0) {
      if (!parameter.required) return [];
      return [
        {
          in: parameter.in,
          name: parameter.name,
          keyword: "required",
          instancePath: "",
          schemaPath: parameter.place.pointer,
          message: `${where} is missing`,
        },
      ];
    }
    const validator = validators.parameter(operation.key, parameter.in, parameter.name);
    const findings = values.map((value) => validator?.check(value) ?? []);
    if (findings.some((issues) => issues.length === 0)) return [];
    return (findings[0] ?? []).map(({ keyword, instancePath, schemaPath, message }) => ({
      in: parameter.in,
      name: parameter.name,
      keyword,
      instancePath,
      schemaPath,
      message: `${where} ${message}`,
    }));
  });
}

/** Headers that HTTP clients set themselves: Node's `fetch` accepts several codings. */
function isOfTransport({ in: location, name }: Parameter): boolean {
  return location === "header" && /^(?:accept-encoding|accept-language|connection|host)$/i.test(name);
}

function bodyProblem(operation: Operation, body: SentBody, validators: CompiledModel): Problem | undefined {
  const { requestBody } = operation;
  if (requestBody === undefined) return undefined;
  // An empty form is a body without fields. Without a body there is no content type either.
  if (body.bytes.length === 0 && !/^application\/x-www-form-urlencoded\b/i.test(body.contentType ?? "")) {
    if (!requestBody.required || !isBodyAllowed(operation)) return undefined;
    return { status: 400, title: "The request body is missing", detail: detailOf(operation) };
  }
  const { media } = body;
  if (media === undefined) {
    const known = requestBody.content.map(({ mediaType }) => mediaType).join(", ");
    return {
      status: 415,
      title: "The document has no request body of this type",
      detail: `${operation.key} accepts ${known}, not ${body.contentType ?? "a body without a content type"}.`,
    };
  }
  const read = body.read();
  if (read === undefined) return undefined;
  if ("fault" in read) return { status: 400, title: `The request body is not ${read.expected}`, detail: read.fault };
  const validator = validators.body(operation.key, "request", undefined, media.mediaType);
  const issues = read.values.flatMap((value, index) => {
    const found = validator?.check(value) ?? [];
    return read.isLines ? found.map((issue) => ({ ...issue, instancePath: `/${index}${issue.instancePath}` })) : found;
  });
  if (issues.length === 0) return undefined;
  return {
    status: 422,
    title: "The request body does not match the document",
    detail: detailOf(operation),
    issues: issues.map(({ keyword, instancePath, schemaPath, message }) => ({ in: "body", keyword, instancePath, schemaPath, message })),
  };
}

function detailOf(operation: Operation): string {
  return `${operation.key}, at ${operation.place.file}${operation.place.pointer}.`;
}
