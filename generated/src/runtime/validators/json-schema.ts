// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A JSON Schema 2020-12 document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of a name, and all that it refers to, as one document. */
export function collectSchema(schemas: Readonly<Record<string, () => unknown>>, name: string): JsonSchema {
  const found: Record<string, unknown> = {};
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$ref" && typeof inner === "string") enter(inner.slice("#/$defs/".length).replace(/~1/g, "/").replace(/~0/g, "~"));
      else visit(inner);
    }
  };
  const enter = (key: string): void => {
    const make = schemas[key];
    if (Object.prototype.hasOwnProperty.call(found, key) || make === undefined) return;
    found[key] = undefined;
    visit((found[key] = make()));
  };
  enter(name);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $ref: `#/$defs/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`,
    $defs: found,
  };
}
