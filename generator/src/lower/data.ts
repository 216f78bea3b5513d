const words: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const", "value"]);

/** Whether what stands under a key is data, in which `$ref` and `$id` are words like any other. */
export function isData(key: string): boolean {
  return words.has(key) || key.startsWith("x-");
}

const maps: ReadonlySet<string> = new Set(
  (
    "properties patternProperties dependentSchemas $defs definitions schemas " +
    "paths webhooks callbacks pathItems parameters headers requestBodies responses content mediaTypes encoding links"
  ).split(" "),
);

/** Whether the keys right below a key are names, which may be any word: a property called `value` is no data. */
export function holdsNames(key: string): boolean {
  return maps.has(key);
}
