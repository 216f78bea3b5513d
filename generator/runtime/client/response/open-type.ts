import { binary } from "./binary.js";
import type { ResponseReader } from "../operation.js";
import { json } from "./reading.js";
import { isEmptyStatus } from "./statuses.js";
import { text } from "./texts.js";

/** JSON or text by the response's content type, else bytes: for documents that leave the media type open. */
export const whatItSays: ResponseReader = (response, attempt, entry) => {
  const type = response.headers.get("content-type") ?? "";
  return (/json/i.test(type) ? json : /^(?:text\/|$)|[/+-](?:xml|yaml|javascript|graphql|urlencoded)\b/i.test(type) ? text : binary)(
    response,
    attempt,
    entry,
  );
};

/**
 * The same for documents without any content: `undefined` without a body, and text if the content type is wrong. Does not wait for a stream that
 * may never end.
 */
export const whatComes: ResponseReader = async (response, attempt, entry) => {
  const { headers, status } = response;
  if (isEmptyStatus(status) || /event-stream|ndjson|multipart/i.test(headers.get("content-type") ?? "")) {
    response.body?.cancel().catch((): void => undefined);
    return undefined;
  }
  const body = await response.blob().catch(attempt.fail);
  return body.size === 0 ? undefined : whatItSays(new Response(body, { status, headers }), attempt, entry).catch(async () => body.text());
};
