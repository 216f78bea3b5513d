import type { Operation, Response } from "tallystick/model";
import { contentTypeOf } from "../traffic/headers.js";
import type { ResponseRecord } from "../traffic/interaction.js";
import { matchMediaType } from "./media-type.js";

/** The documented response that a status falls under. Exact codes before ranges before `default`: "404" must win over "4XX". */
export function matchResponse(operation: Operation, status: number): Response | undefined {
  const exact = String(status);
  const range = `${exact.charAt(0)}XX`;
  let inRange: Response | undefined;
  let fallback: Response | undefined;
  for (const response of operation.responses) {
    if (response.status === exact) return response;
    if (response.status.toUpperCase() === range) inRange ??= response;
    else if (response.status === "default") fallback ??= response;
  }
  return inRange ?? fallback;
}

/** Whether the document has the status of a response, and its content type. */
export function isDocumented(operation: Operation, { status, headers }: ResponseRecord): boolean {
  const documented = matchResponse(operation, status);
  if (documented === undefined) return false;
  const type = contentTypeOf(headers);
  return documented.content.length === 0 || (type !== undefined && matchMediaType(documented.content, type) !== undefined);
}
