import { headerReadings } from "tallystick";
import { isBodiless, kindOf, placeKey, type Header, type MediaType, type Operation, type Response } from "tallystick/model";
import { bodySeen, type ResponseSeen } from "./seen.js";
import { showValue } from "../findings/show.js";
import { isBinaryMediaType, isJsonMediaType, matchMediaType } from "../match/media-type.js";
import { contentTypeOf, headerValue, mediaTypeOf } from "../traffic/headers.js";
import type { Body, HeaderField, Interaction, ResponseRecord } from "../traffic/interaction.js";
import type { BodyCheck, ValueContext } from "./check-body.js";
import { checkContent } from "./check-content.js";
import type { Add } from "./add.js";
import { isEmpty, readBody } from "./read-body.js";

/** Headers and body of an answer whose status is documented. */
export function checkResponse(
  check: BodyCheck,
  operation: Operation,
  documented: Response,
  interaction: Interaction,
  seen: ResponseSeen,
  add: Add,
): void {
  const { response } = interaction;
  if (response === undefined) return;
  for (const header of documented.headers) checkHeader(check, header, documented, response, add);
  if (isBodiless(response.status, interaction.request.method)) return;

  const cut = interaction.failure?.kind === "truncated";
  const contentType = contentTypeOf(response.headers);
  const status = String(response.status);
  const contentPointer = `${placeKey(documented.place)}/content`;
  // What was not kept, or only in part, was cut by whoever recorded it and not by the server.
  const partial = response.body?.truncated === true && !cut;
  const empty = isEmpty(response.body) && !cut && !partial;

  if (documented.content.length === 0) {
    if (!empty) {
      add({
        class: "unchecked",
        status,
        ...(contentType === undefined ? {} : { mediaType: mediaTypeOf(contentType) }),
        subject: { in: "response-body" },
        instancePath: "",
        path: "",
        schemaPath: placeKey(documented.place),
        keyword: "content",
        message: `Status ${documented.status} documents no body, and one was sent${contentType === undefined ? "" : ` (${mediaTypeOf(contentType)})`}: nothing says what it should look like.`,
        evidence: interaction,
      });
    }
    return;
  }

  // Where the document names no media type, every one is as good.
  const assumed = documented.content.find((entry) => entry.assumed);
  const media = assumed ?? (contentType === undefined ? anyOf(documented.content) : matchMediaType(documented.content, contentType));
  if (empty && (media !== undefined || contentType === undefined)) {
    const wanted = media ?? documented.content.find((entry) => isJsonMediaType(entry.mediaType));
    // Text, images and archives may be empty; JSON and XML may not.
    if (wanted === undefined || !mustNotBeEmpty(wanted)) return;
    add({
      class: "invalid-body",
      status,
      mediaType: wanted.mediaType,
      subject: { in: "response-body" },
      instancePath: "",
      path: "",
      schemaPath: placeKey(wanted.place),
      keyword: "empty",
      message: `The body is empty where ${wanted.mediaType} is documented.`,
    });
    return;
  }
  if (media === undefined) {
    const documentedTypes = documented.content.map((entry) => entry.mediaType).join(", ");
    add({
      class: "wrong-content-type",
      status,
      ...(contentType === undefined ? {} : { mediaType: mediaTypeOf(contentType) }),
      subject: { in: "response-header", name: "Content-Type" },
      instancePath: "",
      path: "",
      schemaPath: contentPointer,
      keyword: "content",
      message:
        contentType === undefined
          ? `The answer has no Content-Type; the document has ${documentedTypes}.`
          : `Content type ${mediaTypeOf(contentType)} is not documented; the document has ${documentedTypes}.`,
      evidence: interaction,
    });
    return;
  }
  if (partial) {
    add({
      class: "unchecked",
      status,
      mediaType: media.mediaType,
      subject: { in: "response-body" },
      instancePath: "",
      path: "",
      schemaPath: placeKey(media.place),
      keyword: "not-kept",
      message: "The traffic does not hold the whole body, so it was not verified.",
    });
    return;
  }
  checkContent(check, media, readBody(response.body, contentType ?? likelyType(media.mediaType, response.body), cut), {
    direction: "response",
    subject: { in: "response-body" },
    status,
    mediaType: media.mediaType,
    seen: bodySeen(seen.bodies, media),
    add,
  });
}

/** The entry under which an answer may come without saying what it is. */
function anyOf(content: readonly MediaType[]): MediaType | undefined {
  return content.find(({ mediaType }) => mediaType.trim() === "*/*");
}

/** What an answer that does not say what it is looks like, where the document does not say it either. */
function likelyType(documented: string, body: Body | undefined): string {
  if (documented.trim() !== "*/*" || body?.kind !== "text") return documented;
  return /^\s*[[{]/.test(body.text) ? "application/json" : "text/plain";
}

function mustNotBeEmpty(media: MediaType): boolean {
  return isJsonMediaType(media.mediaType) || (/xml/i.test(media.mediaType) && !isBinaryMediaType(media.mediaType));
}

function checkHeader(check: BodyCheck, header: Header, response: Response, record: ResponseRecord, add: Add): void {
  // Described by `content`, whatever stands here (OpenAPI 3.1 §4.8.17).
  if (header.name.toLowerCase() === "content-type") return;
  const raw = headerValue(record.headers, header.name);
  const subject = { in: "response-header", name: header.name } as const;
  if (raw === undefined) {
    if (!header.required) return;
    add({
      class: "missing-header",
      status: String(record.status),
      subject,
      instancePath: "",
      path: "",
      schemaPath: placeKey(header.place),
      keyword: "required",
      message: `Response header ${header.name} is required for status ${response.status} and was not sent.`,
    });
    return;
  }
  if (/redacted/i.test(raw)) return;
  const context: ValueContext = { direction: "response", subject, status: String(record.status), add };
  if (header.content) {
    const [media] = header.content.mediaType ? [header.content] : [];
    if (media?.schema && isJsonMediaType(media.mediaType)) {
      try {
        check.violations(media.schema, JSON.parse(raw), context);
      } catch {
        add({
          class: "invalid-body",
          ...context,
          instancePath: "",
          path: "",
          schemaPath: placeKey(media.place),
          keyword: "json",
          message: `Response header ${header.name} is not JSON.`,
          value: showValue(raw),
        });
      }
    }
    return;
  }
  if (header.schema === undefined) return;
  const rules = check.compiled.rules(header.schema, "response");
  const whole = headerReadings(header, raw, check.model);
  if (kindOf(check.model, header.schema) === "array" || whole.some((value) => rules.is(value)))
    return checkReadings(check, header.schema, whole, context);
  // Proxies and servers that each add the same field make two of it; joined they would be another value.
  for (const field of new Set(valuesOf(record.headers, header.name)))
    checkReadings(check, header.schema, headerReadings(header, field, check.model), context);
}

/** A text of the wire is right when any of its readings is; else the likeliest one says what is wrong. */
export function checkReadings(check: BodyCheck, schema: NonNullable<Header["schema"]>, values: readonly unknown[], context: ValueContext): void {
  const rules = check.compiled.rules(schema, context.direction);
  if (values.some((value) => rules.is(value))) return;
  // "expected integer, received string" tells less than "must be at most 200".
  const clearest = values.toSorted((a, b) => typeIssues(rules.check(a)) - typeIssues(rules.check(b)))[0];
  check.violations(schema, clearest, context);
}

function typeIssues(issues: readonly { readonly keyword: string }[]): number {
  return issues.filter((issue) => issue.keyword === "type").length;
}

function valuesOf(headers: readonly HeaderField[], name: string): readonly string[] {
  return headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value.trim());
}
