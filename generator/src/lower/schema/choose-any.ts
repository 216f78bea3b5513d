import type { Schema } from "../../model/schema.js";
import type { Draft } from "./draft.js";

/** Reads `oneOf` as `anyOf`, beside an `anyOf` that is there already: what several of its branches accept is accepted. */
export function chooseAny(draft: Draft): void {
  const { schema } = draft;
  const { oneOf } = schema;
  if (oneOf === undefined) return;
  delete schema.oneOf;
  if (schema.anyOf === undefined) {
    schema.anyOf = oneOf;
    draft.spell("anyOf", "oneOf");
  } else {
    const choice: Schema = { id: `${schema.id}~oneOf`, place: draft.place, anyOf: oneOf, spelled: { anyOf: "oneOf" } };
    schema.allOf = [...(schema.allOf ?? []), choice];
  }
}
