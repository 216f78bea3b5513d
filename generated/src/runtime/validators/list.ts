// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

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
