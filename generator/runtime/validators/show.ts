const longest = 40;
const secretName = /pass|secret|token|key|auth|credential|cookie|signature|jwt/i;
/** A long run that mixes letters and digits, such as a token; or a known prefix of one. */
const secretText = /eyJ|sk_|Bearer |jwt=|(?=[\w+/=.-]*\d)[\w+/=.-]{20}/;

/** A value for a message: short ones quoted, long ones described, and nothing that may be a secret. */
export function show(value: unknown, path: string): string {
  if (typeof value === "string") {
    if (value.length > longest || secretText.test(value) || secretName.test(path.slice(path.lastIndexOf("/")))) {
      return `a string of length ${value.length}`;
    }
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Allowed values for a message: all of them while they are few. */
export function list(values: readonly unknown[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = JSON.stringify(value) as string;
    length += text.length;
    if (texts.length > 0 && length > 200) return `${texts.join(", ")} or ${values.length - texts.length} more`;
    texts.push(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  }
  return texts.join(", ");
}
