import type { ApiModel } from "../api.js";
import type { Schema } from "./schema.js";

/** The schema and the schemas for which it is another name: the target of its reference, the only part of its `allOf` or union, and so on. */
export function aliases(schema: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches);
}

/** The same, ignoring null: `anyOf: [T, { type: "null" }]` is another name for `T`. */
export function nonNullAliases(schema: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  return namesOf(schema, model, (branches) => branches.filter((branch) => !isNull(branch)));
}

/** Further schemas of the value: the target of its reference, every part of its `allOf`, and the only non-null branch of a union. */
export function equivalentSchemas({ ref, allOf = [], oneOf, anyOf }: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  const target = ref === undefined ? undefined : model.schemas.get(ref);
  const [only, ...others] = (oneOf ?? anyOf ?? []).filter((branch) => !isNull(branch));
  return [...(target === undefined ? [] : [target]), ...allOf, ...(only === undefined || others.length > 0 ? [] : [only])];
}

/** Whether a schema only refers to another schema, with or without null next to it. */
export function isOtherName({
  ref,
  allOf,
  oneOf,
  anyOf,
  enum: values,
  const: only,
  not,
  if: condition,
  number,
  string,
  array,
  object,
}: Schema): boolean {
  if (ref !== undefined) return true;
  const parts = allOf ?? oneOf ?? anyOf ?? [];
  // A union of thousands of branches is represented by the first few.
  const first = parts.findIndex((part) => allOf !== undefined || !isNull(part));
  if (first < 0 || parts.some((part, index) => index > first && (allOf !== undefined || !isNull(part)))) return false;
  return [values, only, not, condition, number, string, array, object].every((stated) => stated === undefined);
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

/** Whether the schema allows null and nothing else. */
export function isNull({ type, const: only }: Schema): boolean {
  return only === null || type?.join() === "null";
}
