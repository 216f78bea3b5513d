import { placeKey, type Operation } from "tallystick/model";
import { bodySeen, type OperationSeen } from "../coverage/seen.js";
import { matchMediaType } from "../match/media-type.js";
import type { RequestRecord } from "../traffic/interaction.js";
import type { BodyCheck, ValueContext } from "./check-body.js";
import { checkContent } from "./check-content.js";
import { checkReadings, headerValue } from "./check-response.js";
import type { Add } from "./add.js";
import { isEmpty, readBody } from "./read-body.js";
import { readings, readParameter, splitCookies, splitQuery, type RequestValues } from "./read-parameter.js";

/** Parameters and body of a request that the server accepted. */
export function checkRequest(
  check: BodyCheck,
  operation: Operation,
  request: RequestRecord,
  pathValues: ReadonlyMap<string, string> | undefined,
  seen: OperationSeen,
  add: Add,
): void {
  const values = requestValues(request, pathValues);
  for (const parameter of operation.parameters) {
    const name = parameter.name.toLowerCase();
    // Described elsewhere, whatever stands here (OpenAPI 3.1 §4.8.12.1).
    if (parameter.in === "header" && ["accept", "content-type", "authorization"].includes(name)) continue;
    const read = readParameter(check.model, parameter, values);
    const subject = { in: "request", parameter: parameter.in, name: parameter.name } as const;
    if (read.kind === "absent") {
      // Exporters leave credentials out, so that these are never known to be missing.
      const isCredential = parameter.in === "cookie" || (parameter.in === "header" && /auth|token|key|secret|cookie|session/i.test(name));
      if (!parameter.required || isCredential || (parameter.in === "path" && pathValues === undefined)) continue;
      add({
        class: "schema-violation",
        subject,
        instancePath: "",
        path: "",
        schemaPath: `${placeKey(parameter.place)}/required`,
        keyword: "required",
        message: `Required ${parameter.in} parameter "${parameter.name}" was not sent, and the server did not refuse.`,
      });
      continue;
    }
    if (read.kind !== "value") continue;
    const context: ValueContext = { direction: "request", subject, add };
    if (parameter.content?.schema && typeof read.value === "string") {
      const json = parseJson(read.value);
      if (json !== undefined) check.violations(parameter.content.schema, json.value, context);
    } else if (parameter.schema) {
      if (read.value === "" && parameter.allowEmptyValue) continue;
      if (isRedacted(read.value)) continue;
      checkReadings(check, parameter.schema, readings(check.model, parameter.schema, read.value), context);
    }
  }
  checkRequestBody(check, operation, request, seen, add);
}

function checkRequestBody(check: BodyCheck, operation: Operation, request: RequestRecord, seen: OperationSeen, add: Add): void {
  const documented = operation.requestBody;
  if (documented === undefined) return;
  const subject = { in: "request-body" } as const;
  if (isEmpty(request.body)) {
    if (!documented.required) return;
    add({
      class: "schema-violation",
      subject,
      instancePath: "",
      path: "",
      schemaPath: `${placeKey(documented.place)}/required`,
      keyword: "required",
      message: "A request body is required and none was sent, and the server did not refuse.",
    });
    return;
  }
  // What was not kept whole was cut by whoever recorded it.
  if (request.body?.truncated === true) return;
  const contentType = headerValue(request.headers, "content-type");
  if (contentType === undefined || documented.content.length === 0) return;
  const media = matchMediaType(documented.content, contentType);
  if (media === undefined) {
    add({
      class: "wrong-content-type",
      mediaType: contentType.split(";", 1)[0] ?? contentType,
      subject,
      instancePath: "",
      path: "",
      schemaPath: `${placeKey(documented.place)}/content`,
      keyword: "content",
      message: `The request was sent as ${contentType.split(";", 1)[0] ?? ""}; the document has ${documented.content.map((entry) => entry.mediaType).join(", ")}.`,
    });
    return;
  }
  checkContent(check, media, readBody(request.body, contentType, false), {
    direction: "request",
    subject,
    mediaType: media.mediaType,
    seen: bodySeen(seen.requestBodies, media),
    add,
  });
}

function requestValues(request: RequestRecord, pathValues: ReadonlyMap<string, string> | undefined): RequestValues {
  const mark = request.url.indexOf("?");
  const { query, rawQuery } = splitQuery(mark < 0 ? "" : (request.url.slice(mark).split("#", 1)[0] ?? ""));
  const header = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  return { path: pathValues ?? new Map<string, string>(), query, rawQuery, header, cookie: splitCookies(header.get("cookie")) };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function isRedacted(value: unknown): boolean {
  return typeof value === "string" ? /redacted/i.test(value) : Array.isArray(value) && value.some(isRedacted);
}
