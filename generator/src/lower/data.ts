const words: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const", "value"]);

/** Whether what stands under a key is data, in which `$ref` and `$id` are words like any other. */
export function isData(key: string): boolean {
  return words.has(key) || key.startsWith("x-");
}
