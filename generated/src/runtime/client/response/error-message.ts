// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/**
 * The message in an error body of any shape: the text itself; else the messages of `errors`, `message` or `msg`, `detail` and `title` (RFC 9457), or
 * `error`, each of which may be a list. `undefined` if there is none. Markup is removed, so that a gateway's HTML page gives its title.
 *
 * @param left How many levels are read: a server can nest errors deeper than the stack is.
 */
export function errorMessage(body: unknown, left = 9): string | undefined {
  if (typeof body === "string") {
    // The first part of a page is enough, and a page can be as long as its server likes.
    const words = body.slice(0, 8000).replace(/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/gi, " ");
    return words.trim().slice(0, 200) || undefined;
  }
  const messagesOf = (name: string): string =>
    [(Object(body) as Readonly<Record<string, unknown>>)[name] ?? []]
      .flat()
      .slice(0, left && 200)
      .map((each) => errorMessage(each, left - 1))
      .filter(Boolean)
      .join(", ");
  return ["errors", "message", "msg", "detail", "title", "error"].map(messagesOf).find(Boolean);
}
