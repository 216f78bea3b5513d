import { parameterReadings, parseForm, sentWith, type Sent } from "tallystick";
import { escapeToken, isBodyAllowed, isIgnored, placeKey, templateOf, type Operation, type Parameter } from "tallystick/model";
import { observedBody, type ObservedOperation } from "../observations.js";
import { isForm, matchMediaType } from "../../match/media-type.js";
import { contentTypeOf, mediaTypeOf } from "../../traffic/headers.js";
import type { RequestRecord } from "../../traffic/interaction.js";
import type { BodyCheck } from "./check-body.js";
import { checkContent } from "./check-content.js";
import { checkReadings } from "./check-header.js";
import type { Add } from "../add.js";
import { inexactNumber } from "./exact-numbers.js";
import { isEmpty, readContent, type ReadBody } from "./read-body.js";

/** Parameters and body of a request that the server accepted. */
export function checkRequest(
  check: BodyCheck,
  operation: Operation,
  request: RequestRecord,
  pathValues: ReadonlyMap<string, string> | undefined,
  observed: ObservedOperation,
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
    const context = { direction: "request", subject, add } as const;
    checkReadings(check, schema, values, context);
    const number = inexactNumber(writtenValue(parameter, sent));
    if (number !== undefined) check.exactBounds(schema, Number(number.written), [number], context);
  }
  checkQueryNames(check, operation, sent, add);
  checkRequestBody(check, operation, request, observed, add);
}

/** The text of a parameter that may be a number. */
function writtenValue({ in: location, name }: Parameter, sent: Sent): string {
  if (location === "query") return sent.query.find(([key]) => key === name)?.[1] ?? "";
  return (location === "path" ? sent.path[name] : location === "header" ? sent.header(name) : undefined) ?? "";
}

/** Names in the query that no parameter, path or security scheme explains. */
function checkQueryNames(check: BodyCheck, operation: Operation, sent: Sent, add: Add): void {
  if (sent.query.length === 0) return;
  const { model } = check;
  const inQuery = operation.parameters.filter((one) => one.in === "query" || one.in === "querystring");
  const documented = new Set([...inQuery.map((one) => one.name), ...templateOf(operation).query.map(([name]) => name)]);
  for (const scheme of model.components.securitySchemes.values())
    if (scheme.type === "apiKey" && scheme.in === "query") documented.add(scheme.parameter);
  for (const name of new Set(sent.query.map(([key]) => key))) {
    if (documented.has(name) || documented.has(name.replace(/\[.*$/s, ""))) continue;
    // Properties of an object may be separate parameters next to others.
    const without = { ...sent, query: sent.query.filter(([key]) => key !== name) };
    if (inQuery.some((one) => validReadings(check, operation, one, sent) !== validReadings(check, operation, one, without))) continue;
    add({
      class: "undocumented-field",
      subject: { in: "request", parameter: "query", name },
      instancePath: "",
      path: `/${escapeToken(name)}`,
      schemaPath: `${placeKey(operation.place)}/parameters`,
      keyword: "parameters",
      message: `Query parameter "${name}" is not documented, but the server accepted the request.`,
    });
  }
}

/** The values that a parameter may have, of those that its schema accepts if there are any, as a text. */
function validReadings(check: BodyCheck, operation: Operation, parameter: Parameter, sent: Sent): string {
  const values = parameterReadings(parameter, operation, sent, check.model) ?? [];
  const { schema } = parameter;
  const valid = schema === undefined ? [] : values.filter((value) => check.compiled.rules(schema, "request").is(value));
  return JSON.stringify(valid.length > 0 ? valid : values);
}

function checkRequestBody(check: BodyCheck, operation: Operation, request: RequestRecord, observed: ObservedOperation, add: Add): void {
  const documented = operation.requestBody;
  if (documented === undefined) return;
  const subject = { in: "request-body" } as const;
  // The recorder cut the body, not the client.
  if (request.body?.truncated === true) return;
  const contentType = contentTypeOf(request.headers);
  // A form without fields has no bytes.
  const isEmptyForm = isEmpty(request.body) && contentType !== undefined && isForm(contentType);
  if (isEmpty(request.body) && !isEmptyForm) {
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
  const read: ReadBody = isEmptyForm ? { kind: "form", fields: parseForm("") } : readContent(check.model, media, request.body, contentType, false);
  checkContent(check, media, read, {
    direction: "request",
    subject,
    mediaType: media.mediaType,
    observed: observedBody(observed.requestBodies, media),
    add,
  });
}

function isRedacted(value: unknown): boolean {
  if (typeof value === "string") return /redacted/i.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isRedacted);
}
