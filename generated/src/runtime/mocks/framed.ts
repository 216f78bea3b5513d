// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { mediaKind, streamKind } from "../client/media-kind.js";

/**
 * A body as text: JSON, or one item of a stream with its framing.
 *
 * @param whole The value is the event itself (OpenAPI 3.2's `itemSchema`), and not only its data.
 */
export function framed(mediaType: string, value: unknown, whole: boolean = false): string {
  const kind = mediaKind(mediaType);
  // HTML standard §9.2.5: an event ends with an empty line, and text of several lines is one `data` for each.
  if (kind === "events") {
    const fields = whole && typeof value === "object" && value !== null ? Object.entries(value) : [["data", value] as const];
    return `${fields
      .flatMap(([name, part]) =>
        plain(part)
          .split(/\r\n|\r|\n/)
          .map((line) => `${name}: ${line}\n`),
      )
      .join("")}\n`;
  }
  if (kind === "form" && typeof value === "object" && value !== null) {
    const form = new URLSearchParams();
    for (const [name, part] of Object.entries(value)) for (const item of [part].flat() as unknown[]) form.append(name, plain(item));
    return form.toString();
  }
  if (/json-seq *(;|$)/i.test(mediaType)) return `\u001e${JSON.stringify(value)}\n`; // RFC 7464 §2.2
  if (isStream(mediaType)) return `${JSON.stringify(value)}\n`;
  return isJson(mediaType) ? JSON.stringify(value) : plain(value);
}

/** Whether a body of this media type is a stream of items; some are lines of JSON under `text/`. */
export function isStream(mediaType: string): boolean {
  return (streamKind(mediaType) ?? streamKind(mediaType.replace(/^\s*text\//i, "application/"))) !== undefined;
}

/** Whether a body of this media type is one JSON value. */
export function isJson(mediaType: string): boolean {
  return mediaKind(mediaType) === "json";
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
