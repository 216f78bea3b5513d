/** A text without the given secrets, and without the passwords and signatures of URLs. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (safe, secret) => (secret.length > 3 ? safe.split(secret).join("…") : safe),
    text.replace(/\/\/[^/@\s]*@/g, "//…@").replace(/([?&][\w-]{0,40}(secret|token|key|jwt|sig)[\w-]{0,40}=)[^&\s"'<>]+/gi, "$1…"),
  );
}
