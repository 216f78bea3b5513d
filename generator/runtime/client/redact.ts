/** Query parameters inside texts that are credentials whoever sent them: signed URLs. */
const signed = /((?:^|[?&;\s])(?:jwt|[\w-]*token|[\w-]*key|[\w-]*signature|sig|[\w-]*secret|password)=)[^&\s"'<>]+/gi;

/** A text without the given secrets and without signed URLs. */
export function redacted(text: string, secrets: readonly string[]): string {
  let safe = text.replace(signed, "$1…");
  for (const secret of secrets) if (secret.length > 3) safe = safe.replaceAll(secret, "…");
  return safe;
}
