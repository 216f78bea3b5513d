/** A text without the given secrets and without the signatures of URLs. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (safe, secret) => (secret.length > 3 ? safe.split(secret).join("…") : safe),
    text.replace(/([?&][\w-]{0,40}(secret|token|key|jwt|sig)[\w-]{0,40}=)[^&\s"'<>]+/gi, "$1…"),
  );
}
