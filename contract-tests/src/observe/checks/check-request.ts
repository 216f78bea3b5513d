import { parameterReadings, sentWith } from "tallystick";
import { isBodyAllowed, isIgnored, placeKey, type Operation } from "tallystick/model";
import { bodySeen, type OperationSeen } from "../seen.js";
import { matchMediaType } from "../../match/media-type.js";
import { contentTypeOf, mediaTypeOf } from "../../traffic/headers.js";
import type { RequestRecord } from "../../traffic/interaction.js";
import type { BodyCheck } from "./check-body.js";
import { checkContent } from "./check-content.js";
import { checkReadings } from "./check-header.js";
import type { Add } from "../add.js";
import { isEmpty, readBody } from "./read-body.js";

/** Parameters and body of a request that the server accepted. */
export function checkRequest(
  check: BodyCheck,
  operation: Operation,
  request: RequestRecord,
  pathValues: ReadonlyMap<string, string> | undefined,
  seen: OperationSeen,
  add: Add,
): void {
  const header = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const sent = sentWith(request.url, (name) => header.get(name.toLowerCase()), Object.fromEntries(pathValues ?? []));
  for (const parameter of operation.parameters) {
    if (isIgnored(parameter)) continue;
    const values = parameterReadings(parameter, operation, sent, check.model);
    if (values === undefined) continue;
    const subject = { in: "request", parameter: parameter.in, name: parameter.name } as const;
    if (values.length === 0) {
      // Exporters leave credentials out, so that these are never known to be missing.
      const isCredential = parameter.in === "cookie" || (parameter.in === "header" && /auth|token|key|secret|cookie|session/i.test(parameter.name));
      if (!parameter.required || isCredential || (parameter.in === "path" && pathValues === undefined)) continue;
      add({
        class: "schema-violation",
        subject,
        instancePath: "",
        path: "",
        schemaPath: `${placeKey(parameter.place)}/required`,
        keyword: "required",
        message: `Required ${parameter.in} parameter "${parameter.name}" is missing, but the server accepted the request.`,
      });
      continue;
    }
    const schema = parameter.schema ?? parameter.content?.schema;
    if (schema === undefined || (parameter.allowEmptyValue && values.includes("")) || values.some(isRedacted)) continue;
    checkReadings(check, schema, values, { direction: "request", subject, add });
  }
  checkRequestBody(check, operation, request, seen, add);
}

function checkRequestBody(check: BodyCheck, operation: Operation, request: RequestRecord, seen: OperationSeen, add: Add): void {
  const documented = operation.requestBody;
  if (documented === undefined) return;
  const subject = { in: "request-body" } as const;
  // What was not kept whole was cut by whoever recorded it.
  if (request.body?.truncated === true) return;
  if (isEmpty(request.body)) {
    if (!documented.required || !isBodyAllowed(operation)) return;
    add({
      class: "schema-violation",
      subject,
      instancePath: "",
      path: "",
      schemaPath: `${placeKey(documented.place)}/required`,
      keyword: "required",
      message: "The required request body is missing, but the server accepted the request.",
    });
    return;
  }
  const contentType = contentTypeOf(request.headers);
  if (contentType === undefined || documented.content.length === 0) return;
  const media = matchMediaType(documented.content, contentType);
  if (media === undefined) {
    add({
      class: "wrong-content-type",
      mediaType: mediaTypeOf(contentType),
      subject,
      instancePath: "",
      path: "",
      schemaPath: `${placeKey(documented.place)}/content`,
      keyword: "content",
      message: `Undocumented request content type ${mediaTypeOf(contentType)}. Documented: ${documented.content.map((entry) => entry.mediaType).join(", ")}.`,
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

function isRedacted(value: unknown): boolean {
  if (typeof value === "string") return /redacted/i.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isRedacted);
}
