import { isBodiless } from "../client/response/statuses.js";
import { framed, isJson, isStream } from "./framed.js";
import { TallystickMockError } from "./mock-error.js";
import { oneOfRange } from "./one-of-range.js";
import type { Issue } from "../validators/types.js";
import type { MockResponseOptions, Given, HeaderLines, MockResponse, MockBody, MockOperation, MockRequest, WrittenResponse } from "./types.js";

/** The documented response for a status: exact, then range, then `default`. */
export function documentedResponse(operation: MockOperation, status: number): MockResponse | undefined {
  const { responses } = operation;
  const range = `${Math.floor(status / 100)}XX`;
  return (
    responses.find((documented) => documented.status === String(status)) ??
    responses.find((documented) => documented.status === range) ??
    responses.find((documented) => documented.status === "default")
  );
}

/** The status of the first documented success: 200 for a range or `default`; a redirect or 101 if nothing else is documented. */
export function successStatus({ responses }: MockOperation): number {
  const exact = responses.find(({ status }) => /^2\d\d$/.test(status));
  const other = responses.some(({ status }) => /^(2XX|default)$/.test(status))
    ? undefined
    : responses.find(({ status }) => /^[13]\d\d$/.test(status));
  return Number((exact ?? other)?.status ?? 200);
}

/**
 * The response with a body; without one, with the fixture.
 * @throws TallystickMockError if the document does not allow it. With `validate: false`, the response is not checked.
 */
export function write(
  operation: MockOperation,
  status: number,
  given: { readonly body: unknown } | undefined,
  options: MockResponseOptions = {},
): WrittenResponse {
  const documented = documentedResponse(operation, status);
  const strict = options.validate !== false;
  if (status < 200) {
    throw new TallystickMockError(
      `${operation.name} responds with ${status} here. \`fetch\` never returns that status, so no mock can send it. Mock an error or a failed connection.`,
      operation.name,
      status,
    );
  }
  if (documented === undefined && strict) {
    throw new TallystickMockError(
      `${operation.name} has no response ${status} in the document. Documented: ${operation.responses.map((each) => each.status).join(", ")}.`,
      operation.name,
      status,
    );
  }
  const bodies = documented?.bodies ?? [];
  const shown = given === undefined ? bodies.find((body) => body.example !== undefined || body.serialized !== undefined) : undefined;
  if (shown?.serialized !== undefined && !isBodiless(status, operation.method)) {
    const { text, contentType } = shown.serialized;
    return { status, headers: replaced({ "content-type": contentType, ...documented?.headers }, options.headers ?? {}), text };
  }
  const value = given === undefined ? shown?.example?.() : given.body;
  const body = bodyFor(bodies, value);
  const items = itemsOf(body, value);
  if (strict) refuse(operation, status, body, value, items, given !== undefined);
  const empty = value === undefined || isBodiless(status, operation.method);
  const mediaType = body?.mediaType ?? (typeof value === "string" ? "text/plain" : "application/json");
  // A text is the whole body.
  const written = empty || (typeof value === "string" && !body?.parts?.isEncoded) ? undefined : body?.parts?.write(value);
  const type = written?.[0] ?? oneOfRange(mediaType, value);
  const text = empty ? "" : (written?.[1] ?? (items ?? [value]).map((item) => framed(type, item, body?.whole)).join(""));
  return { status, headers: replaced({ ...(empty ? {} : { "content-type": type }), ...documented?.headers }, options.headers ?? {}), text };
}

/** Responds with a body, with the result of a function of the request, or with the fixture. @throws TallystickMockError as `write` does */
export function responder(
  operation: MockOperation,
  status: number,
  body: Given<unknown>,
  options?: MockResponseOptions,
): (request: MockRequest) => Promise<WrittenResponse> {
  if (typeof body === "function") {
    const make = body as (request: MockRequest) => unknown;
    return async (request) => write(operation, status, { body: await make(request) }, options);
  }
  // Written once now, so that an invalid response fails in the line of the test that sets it.
  const written = write(operation, status, body === undefined ? undefined : { body }, options);
  return async () => written;
}

/** The headers of a response, as `fetch` has them. */
export function headersOf(lines: HeaderLines): Headers {
  return new Headers(Object.entries(lines).flatMap(([name, value]) => [value].flat().map((line): [string, string] => [name, line])));
}

/** Headers, some of them replaced. Names are compared without case (RFC 9110 §5.1), because equal names are sent as one. */
function replaced(headers: HeaderLines, by: HeaderLines): HeaderLines {
  const names = new Set(Object.keys(by).map((name) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()))), ...by };
}

/** The first body that allows the value; else the closest one. */
function bodyFor(bodies: readonly MockBody[], value: unknown): MockBody | undefined {
  const text = typeof value === "string";
  const ordered = text ? bodies : bodies.filter((body) => isJson(body.mediaType) || body.parts?.isEncoded);
  return ordered.find((body) => body.check?.(value).ok ?? true) ?? ordered[0] ?? bodies[0];
}

/** The items of a stream, if the value is a list of items. A list that is one item itself is not split. */
function itemsOf(body: MockBody | undefined, value: unknown): readonly unknown[] | undefined {
  if (body === undefined || !Array.isArray(value) || !(isStream(body.mediaType) || body.parts?.each) || body.check?.(value).ok === true)
    return undefined;
  return value as readonly unknown[];
}

function refuse(
  operation: MockOperation,
  status: number,
  body: MockBody | undefined,
  value: unknown,
  items: readonly unknown[] | undefined,
  given: boolean,
): void {
  if (body === undefined) {
    if (given && value !== undefined)
      throw new TallystickMockError(`${operation.name} has no body for status ${status} in the document.`, operation.name, status);
    return;
  }
  if (value === undefined && given) return;
  if (value === undefined) throw new TallystickMockError(`${operation.name} has no fixture for ${status}; pass a body.`, operation.name, status);
  const placed = (item: unknown, index: number): readonly Issue[] =>
    issuesOf(body, item).map((issue) => ({ ...issue, instancePath: `/${index}${issue.instancePath}` }));
  const issues = items === undefined ? issuesOf(body, value) : items.flatMap(placed);
  if (issues.length === 0) return;
  const lines = issues
    .slice(0, 5)
    .map((issue) => `  ${issue.instancePath === "" ? "(body)" : issue.instancePath} ${issue.message} (${issue.schemaPath})`);
  throw new TallystickMockError(
    `The document does not allow this response ${status} of ${operation.name}:\n${lines.join("\n")}\nPass { validate: false } to send it anyway.`,
    operation.name,
    status,
    issues,
  );
}

function issuesOf({ check }: MockBody, value: unknown): readonly Issue[] {
  const result = check?.(value);
  return result !== undefined && "issues" in result ? result.issues : [];
}
