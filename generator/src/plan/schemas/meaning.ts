import type { Schema } from "../../model/schemas/schema.js";
import type { Equality } from "./equality.js";

/** Whether two schemas, or parts of them, are the same but for titles and descriptions. */
export function meansTheSame(a: unknown, b: unknown, equality: Equality): boolean {
  if (equality.areSame(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const before = partsOf(a);
  const now = partsOf(b);
  return (
    before.length === now.length &&
    before.every(([name, part], index) => {
      const [other, same] = now[index] ?? [];
      return name === other && (data.has(name) ? equality.areSame(part, same) : meansTheSame(part, same, equality));
    })
  );
}

/** Keywords whose values are JSON: what looks like a description in there is none. */
const data: ReadonlySet<unknown> = new Set(["annotations", "enum", "const"]);

function partsOf(value: object): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (Array.isArray(value)) return [...value.entries()];
  const { annotations = {}, ...rest } = value as Partial<Schema>;
  const { title: _title, description: _description, ...others } = annotations;
  return [...Object.entries(rest), ["annotations", others]];
}
