import { binary } from "./binary.js";
import type { ResponseReader } from "../operation.js";
import { json } from "./reading.js";
import { isEmptyStatus } from "./statuses.js";
import { text } from "./texts.js";

/** JSON or text where the answer says that it is, else bytes: for documents that leave the media type open. */
export const whatItSays: ResponseReader = (response, attempt, entry) => {
  const type = response.headers.get("content-type") ?? "";
  return (/json/i.test(type) ? json : /^(?:text\/|$)|[/+-](?:xml|yaml|javascript|graphql|urlencoded)\b/i.test(type) ? text : binary)(
    response,
    attempt,
    entry,
  );
};

/**
 * The same for documents that say nothing of a body at all: `undefined` where none came, and text where it is not what it says that it is. A stream that
 * may never end is not waited for.
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
