import type { Attempt } from "./attempt.js";
import { RedirectError } from "./errors.js";

/**
 * Where an answer sends the request on, if it does.
 *
 * `fetch` follows redirects to any origin, and of the credentials drops only `Authorization` on the way. So we follow them, and only
 * those that stay where they are. A browser does not say where a redirect goes; such a one is refused.
 *
 * @param from The address that answered.
 * @throws RedirectError
 */
export function redirected({ type, status, headers }: Response, from: string, hops: number, attempt: Attempt): string | undefined {
  const location = headers.get("location");
  if (type !== "opaqueredirect" && !(location && /30[12378]/.test(String(status)))) return undefined;
  const { origin, href } = location && URL.canParse(location, from) ? new URL(location, from) : ({} as Partial<URL>);
  if (hops < 5 && origin === new URL(from).origin) return href;
  throw new RedirectError(`redirected${origin ? ` to ${origin}` : ""}`, attempt, { origin });
}
