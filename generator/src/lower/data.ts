const dataKeywords: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const", "value"]);

/** Whether the value of a key is data, in which `$ref` and `$id` have no meaning. */
export function isData(key: string): boolean {
  return dataKeywords.has(key) || key.startsWith("x-");
}

const maps: ReadonlySet<string> = new Set(
  (
    "properties patternProperties dependentSchemas $defs definitions schemas " +
    "paths webhooks callbacks pathItems parameters headers requestBodies responses content mediaTypes encoding links"
  ).split(" "),
);

/** Whether the keys of a value are names, which may be any word: a property called `value` is no data. */
export function holdsNames(key: string): boolean {
  return maps.has(key);
}
