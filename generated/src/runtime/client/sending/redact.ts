// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A text without the given secrets, and without the passwords and signatures of URLs. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (safe, secret) => (secret.length > 3 ? safe.split(secret).join("…") : safe),
    text.replace(/\/\/[^/@\s]*@/g, "//…@").replace(/([?&][\w-]{0,40}(secret|token|key|jwt|sig)[\w-]{0,40}=)[^&\s"'<>]+/gi, "$1…"),
  );
}
