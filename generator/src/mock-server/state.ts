import { isBodiless } from "#runtime/client/response/statuses.js";
import { headersOf } from "#runtime/mocks/responses.js";
import { TallystickMockError } from "#runtime/mocks/mock-error.js";
import { State } from "#runtime/mocks/state.js";
import { encodedBody } from "#runtime/mocks/parts.js";
import type { MockResponse, MockBody, MockOperation, WrittenResponse } from "#runtime/mocks/types.js";
import type { CompiledModel } from "../compile/compile-model.js";
import { pagesOf } from "../emit/mocks/pages.js";
import type { ApiModel, MediaType, Operation, Response as Documented } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { valueFormatOf } from "../model/http/value-formats.js";
import { rolesOf } from "../model/http/roles.js";
import { textOf } from "../http/read-body.js";
import { exampleValues, serializedExample } from "../http/examples.js";
import type { SentBody } from "./request-body.js";
import { exampleOf, full, seeded } from "../values/index.js";
import { headerLines } from "../emit/mocks/headers.js";

/** The responses of operations with a role, from one state; `undefined` for other operations. */
export type StateOf = (operation: Operation, url: URL, parameters: Readonly<Record<string, string>>, body: SentBody) => Response | undefined;

/** The state of the generated mocks, for a model: created resources can be listed, read, changed and deleted. */
export function stateOf(model: ApiModel, validators: CompiledModel): StateOf {
  const roles = rolesOf(model);
  const taking = model.operations.filter((operation) => roles.has(operation));
  const operations = new Map(taking.map((operation) => [operation, mockOperation(operation, roles.get(operation), model, validators)]));
  const state = new State([...operations.values()]);
  return (operation, url, parameters, body) => {
    const mock = operations.get(operation);
    if (mock?.role === undefined) return undefined;
    try {
      return responseOf(state.perform(mock, { method: mock.method, url, parameters, body: valueOf(body) }));
    } catch (error) {
      // A resource of one operation may not match the response of another one: then that response is independent.
      if (error instanceof TallystickMockError) return undefined;
      throw error;
    }
  };
}

function mockOperation(operation: Operation, role: MockOperation["role"], model: ApiModel, validators: CompiledModel): MockOperation {
  const pages = pagesOf(operation);
  return {
    name: operation.operationId ?? operation.key,
    method: operation.method.toUpperCase(),
    path: operation.path,
    server: "http://localhost",
    responses: operation.responses.map((response) => mockResponse(response, model, validators)),
    ...(pages === undefined ? {} : { pages }),
    ...(role === undefined ? {} : { role }),
  };
}

function mockResponse(response: Documented, model: ApiModel, validators: CompiledModel): MockResponse {
  const headers = headerLines(response.headers, model, "all");
  return { status: response.status, headers, bodies: response.content.map((media) => bodyOf(media, model, validators)) };
}

function bodyOf(media: MediaType, model: ApiModel, validators: CompiledModel): MockBody {
  const { mediaType } = media;
  const schema = media.schema ?? media.itemSchema;
  if (schema === undefined) return { mediaType };
  const options = { direction: "response", further: exampleValues(media, model) } as const;
  const check: NonNullable<MockBody["check"]> = (value) => {
    const issues = validators.subschema(schema, "response").check(value);
    return issues.length === 0 ? { ok: true, value } : { ok: false, issues };
  };
  const example = exampleOf(schema, model, options);
  const made = (seed: number): unknown => {
    const found = seeded(schema, seed, model, options);
    return found.found ? found.value : undefined;
  };
  const whole = (): unknown => {
    const found = full(schema, model, options);
    return found.found ? found.value : undefined;
  };
  const serialized = serializedExample(media, model);
  const format = bodyKind(media, model.schemas) === "encoded" ? valueFormatOf(mediaType) : undefined;
  return {
    mediaType,
    check,
    ...(format === undefined ? {} : { parts: encodedBody(mediaType, format) }),
    ...(serialized === undefined ? {} : { serialized }),
    ...(example.found ? { example: () => structuredClone(example.value), full: whole, made } : {}),
  };
}

/** The value of a request body; its text if it is not parsed. */
function valueOf(body: SentBody): unknown {
  if (body.bytes.length === 0) return undefined;
  const read = body.read();
  if (read !== undefined && "values" in read) return read.isLines ? read.values : read.values[0];
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function responseOf({ status, text, headers }: WrittenResponse): Response {
  return new Response(isBodiless(status) ? null : (text as string | Uint8Array<ArrayBuffer>), { status, headers: headersOf(headers) });
}
