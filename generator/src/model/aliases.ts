import type { ApiModel } from "./api.js";
import type { Schema } from "./schema.js";

/** The schema, and what it is another name for: the target of its reference, the one part of its `allOf` or of a union, and so on. */
export function aliases(schema: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches);
}

/** The same, where null may stand for it as well: `anyOf: [T, { type: "null" }]` is `T` in all but that. */
export function aliasesBesideNull(schema: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches.filter((branch) => !isNull(branch)));
}

/** What else the schema stands for: the target of its reference, every part of its `allOf`, and the one branch of a union beside null. */
export function meantBy({ ref, allOf = [], oneOf, anyOf }: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  const target = ref === undefined ? undefined : model.schemas.get(ref);
  const [only, ...others] = (oneOf ?? anyOf ?? []).filter((branch) => !isNull(branch));
  return [...(target === undefined ? [] : [target]), ...allOf, ...(only === undefined || others.length > 0 ? [] : [only])];
}

function namesOf(schema: Schema, model: Pick<ApiModel, "schemas">, counted: (branches: readonly Schema[]) => readonly Schema[]): readonly Schema[] {
  const found = new Set<Schema>();
  for (let current: Schema | undefined = schema; current !== undefined && !found.has(current);) {
    found.add(current);
    const [only, ...others]: readonly Schema[] = current.allOf ?? counted(current.oneOf ?? current.anyOf ?? []);
    current = current.ref !== undefined ? model.schemas.get(current.ref) : others.length === 0 ? only : undefined;
  }
  return [...found];
}

function isNull({ type, const: only }: Schema): boolean {
  return only === null || type?.join() === "null";
}
