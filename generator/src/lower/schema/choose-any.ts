import type { Draft } from "./draft.js";

/**
 * Reads `oneOf` as `anyOf`, beside an `anyOf` that is there already: what several of its branches accept is accepted. Where all of a document is read so,
 * nothing is left of what `AroundMissing` would say of it.
 */
export function chooseAny(draft: Draft): void {
  const { schema } = draft;
  const { oneOf } = schema;
  if (oneOf === undefined) return;
  delete schema.oneOf;
  if (schema.anyOf === undefined) {
    schema.anyOf = oneOf;
    draft.spell("anyOf", "oneOf");
  } else {
    const choice: Draft["schema"] = { id: `${schema.id}~oneOf`, place: draft.place, anyOf: oneOf, spelled: { anyOf: "oneOf" } };
    // A discriminator chooses among the branches of oneOf, where there are both.
    draft.lowering.discriminators.move(schema, choice);
    schema.allOf = [...(schema.allOf ?? []), choice];
  }
}
