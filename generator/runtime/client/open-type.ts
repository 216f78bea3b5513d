import { binary } from "./binary.js";
import type { ResponseReader } from "./operation.js";
import { json } from "./reading.js";
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
