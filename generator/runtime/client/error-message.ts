import { isObject } from "../validators/core.js";

/**
 * One sentence from an error body, whatever its shape: the messages of `errors`, else `error`, `message`, then what RFC 9457 calls
 * `detail` and `title`, else the text itself. Markup is dropped, so that a gateway's HTML page gives its title.
 */
export function errorMessage(body: unknown): string | undefined {
  if (typeof body === "string") {
    // The first part of a page is enough, and a page can be as long as its server likes.
    const words = body.slice(0, 9000).replace(/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/gi, " ");
    return words.trim().slice(0, 200) || undefined;
  }
  if (!isObject(body)) return undefined;
  const { errors, error, message, detail, title } = body;
  const listed = [errors].flat().map(errorMessage).filter(Boolean).join(", ");
  return listed || [error, message, detail, title].map(errorMessage).find(Boolean);
}
