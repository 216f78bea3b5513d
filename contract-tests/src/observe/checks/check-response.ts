import { isBodiless, placeKey, type MediaType, type Response } from "tallystick/model";
import { isBinaryMediaType, holdsValue, matchMediaType } from "../../match/media-type.js";
import { contentTypeOf, mediaTypeOf } from "../../traffic/headers.js";
import type { Body, Interaction } from "../../traffic/interaction.js";
import type { Add } from "../add.js";
import type { BodyCheck } from "./check-body.js";
import { checkContent } from "./check-content.js";
import { checkHeader } from "./check-header.js";
import { isEmpty, readContent } from "./read-body.js";
import { observedBody, type ObservedResponse } from "../observations.js";

/** Headers and body of a response with a documented status. @param json Of the body, if it was parsed before. */
export function checkResponse(
  check: BodyCheck,
  documented: Response,
  interaction: Interaction,
  observed: ObservedResponse,
  add: Add,
  json?: unknown,
): void {
  const { response } = interaction;
  if (response === undefined) return;
  for (const header of documented.headers) checkHeader(check, header, documented, response, add);
  if (isBodiless(response.status, interaction.request.method)) return unexpectedBody(documented, interaction, add);

  const cut = interaction.failure?.kind === "truncated";
  // The recorder omitted or cut the body, not the server.
  const partial = response.body?.truncated === true && !cut;
  const empty = isEmpty(response.body) && !cut && !partial;
  const contentType = contentTypeOf(response.headers);
  const checked: CheckedResponse = { documented, status: String(response.status), contentType, interaction, add };

  if (documented.content.length === 0) return empty ? undefined : undocumentedBody(checked);
  // Where the document names no media type, every one is as good.
  const assumed = documented.content.find((entry) => entry.assumed);
  const media = assumed ?? (contentType === undefined ? anyOf(documented.content) : matchMediaType(documented.content, contentType));
  if (empty && (media !== undefined || contentType === undefined)) return emptyBody(checked, media);
  if (media === undefined) return wrongContentType(checked);
  if (partial) return missingBodyReason(checked, media);
  const type = contentType ?? probableType(media.mediaType, response.body);
  checkContent(check, media, readContent(check.model, media, response.body, type, cut, json), {
    direction: "response",
    subject: { in: "response-body" },
    status: checked.status,
    mediaType: media.mediaType,
    observed: observedBody(observed.bodies, media),
    add,
  });
}

/** 204 and 205 forbid content (RFC 9110 §15.3.5, §15.3.6). A HAR file may show a cached body with 304, or the body of GET with HEAD. */
function unexpectedBody(documented: Response, { request, response }: Interaction, add: Add): void {
  if (response === undefined || request.method === "HEAD" || (response.status !== 204 && response.status !== 205)) return;
  if (isEmpty(response.body)) return;
  add({
    ...wholeBody,
    class: "invalid-body",
    status: String(response.status),
    schemaPath: placeKey(documented.place),
    keyword: "no-content",
    message: `The response has a body, but HTTP forbids one with status ${response.status}.`,
  });
}

/** A response, and the document's entry for its status. */
interface CheckedResponse {
  readonly documented: Response;
  readonly status: string;
  readonly contentType: string | undefined;
  readonly interaction: Interaction;
  readonly add: Add;
}

/** The common fields of findings about a whole body. */
const wholeBody = { subject: { in: "response-body" }, instancePath: "", path: "" } as const;

function undocumentedBody({ documented, status, contentType, interaction, add }: CheckedResponse): void {
  const type = contentType === undefined ? undefined : mediaTypeOf(contentType);
  add({
    ...wholeBody,
    class: "unchecked",
    status,
    ...(type === undefined ? {} : { mediaType: type }),
    schemaPath: placeKey(documented.place),
    keyword: "content",
    message: `The response has a body${type === undefined ? "" : ` (${type})`}, but status ${documented.status} documents none. The body was not verified.`,
    evidence: interaction,
  });
}

function emptyBody({ documented, status, add }: CheckedResponse, media: MediaType | undefined): void {
  const wanted = media ?? documented.content.find((entry) => holdsValue(entry.mediaType));
  // Text, images and archives may be empty; JSON, CBOR and XML may not.
  if (wanted === undefined || !mustNotBeEmpty(wanted)) return;
  add({
    ...wholeBody,
    class: "invalid-body",
    status,
    mediaType: wanted.mediaType,
    schemaPath: placeKey(wanted.place),
    keyword: "empty",
    message: `The body is empty, but ${wanted.mediaType} is documented.`,
  });
}

function wrongContentType({ documented, status, contentType, interaction, add }: CheckedResponse): void {
  const known = documented.content.map((entry) => entry.mediaType).join(", ");
  const type = contentType === undefined ? undefined : mediaTypeOf(contentType);
  add({
    ...wholeBody,
    class: "wrong-content-type",
    status,
    ...(type === undefined ? {} : { mediaType: type }),
    subject: { in: "response-header", name: "Content-Type" },
    schemaPath: `${placeKey(documented.place)}/content`,
    keyword: "content",
    message:
      type === undefined ? `The response has no Content-Type. Documented: ${known}.` : `Undocumented content type ${type}. Documented: ${known}.`,
    evidence: interaction,
  });
}

function missingBodyReason({ status, add }: CheckedResponse, media: MediaType): void {
  add({
    ...wholeBody,
    class: "unchecked",
    status,
    mediaType: media.mediaType,
    schemaPath: placeKey(media.place),
    keyword: "not-kept",
    message: "The traffic does not contain the complete body, so the body was not verified.",
  });
}

/** The content entry for a response without a content type. */
function anyOf(content: readonly MediaType[]): MediaType | undefined {
  return content.find(({ mediaType }) => mediaType.trim() === "*/*");
}

/** The probable media type of a response without a content type, if the document has none either. */
function probableType(documented: string, body: Body | undefined): string {
  if (documented.trim() !== "*/*" || body?.kind !== "text") return documented;
  return /^\s*[[{]/.test(body.text) ? "application/json" : "text/plain";
}

function mustNotBeEmpty(media: MediaType): boolean {
  return holdsValue(media.mediaType) || (/xml/i.test(media.mediaType) && !isBinaryMediaType(media.mediaType));
}
