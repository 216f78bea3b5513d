import { isArray, isObject } from "../validators/core.js";

/**
 * One sentence from an error body, whatever its shape: the messages of `errors`, else `message`, what RFC 9457 calls `detail` and `title`, `error`
 * with its `error_description` (RFC 6749 §5.2), else the text itself, or what lists and members say. Markup is dropped, so that a gateway's HTML page gives its title.
 */
export function errorMessage(body: unknown, depth = 0): string | undefined {
  if (typeof body === "string") {
    // The first part of a page is enough, and a page can be as long as its server likes.
    const words = body.slice(0, 9000).replace(/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/gi, " ");
    return words.trim().slice(0, 200) || undefined;
  }
  if (depth > 3) return undefined;
  const inner = (part: unknown): string | undefined => errorMessage(part, depth + 1);
  const all = (parts: readonly unknown[]): string => parts.slice(0, 9).map(inner).filter(Boolean).join(", ").slice(0, 200);
  if (isArray(body)) return all(body) || undefined;
  if (!isObject(body)) return undefined;
  const { errors, message, detail, title, msg, loc, error, error_description } = body;
  const said = inner(errors) ?? [message, detail, title].map(inner).find(Boolean);
  if (said !== undefined) return said;
  // FastAPI and pydantic say where.
  if (typeof msg === "string") return isArray(loc) ? `${loc.join(".")}: ${msg}` : msg;
  // What an error is called says less than what describes it.
  const named = all([error, error_description].filter(Boolean));
  if (named) return named;
  // Django and others say it by field.
  const parts = Object.entries(body).map(([name, part]) =>
    isArray(part) ? part.every(isText) && part.length > 0 && `${name}: ${part.join(" ")}` : isObject(part) && part,
  );
  return all(parts.filter(Boolean)) || undefined;
}

const isText = (part: unknown): boolean => typeof part === "string";
