// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

/**
 * One sentence from an error body, whatever its shape: the messages of `errors`, else `error`, `message`, then what RFC 9457 calls
 * `detail` and `title`, else the text itself. Markup is dropped, so that a gateway's HTML page gives its title.
 */
export function errorMessage(body: unknown): string | undefined {
  if (typeof body === "string") {
    return (
      body
        .replace(/<(style|script)[^]*?<\/\1>|<[^>]*>/gi, " ")
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, 200) || undefined
    );
  }
  if (typeof body !== "object" || body === null) return undefined;
  const { errors, error, message, detail, title } = body as Readonly<Record<string, unknown>>;
  const listed = Array.isArray(errors)
    ? errors
        .map(errorMessage)
        .filter((text) => text !== undefined)
        .join(", ")
    : "";
  return listed || errorMessage(error) || [message, detail, title].map((text) => (typeof text === "string" ? errorMessage(text) : "")).find(Boolean);
}
