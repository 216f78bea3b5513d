/** The text that a value came as, by the value. */
const spellings = /* @__PURE__ */ new WeakMap<object, { readonly text: string; readonly plain: string }>();

/** Remembers the original spelling: an instant has several, and a value that was read is sent unchanged. */
export function spelled<T extends object>(value: T, text: string): T {
  spellings.set(value, { text, plain: String((value as { toJSON?: () => unknown }).toJSON?.()) });
  return value;
}

/** How the value came, unless it was changed since; else its own form for JSON. */
export function spellingOf(value: { toJSON(): unknown }): unknown {
  const plain = value.toJSON();
  const known = spellings.get(value);
  return known && known.plain === plain ? known.text : plain;
}
