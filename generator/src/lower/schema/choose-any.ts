import type { Draft } from "./draft.js";

/**
 * Reads `oneOf` as `anyOf`, also next to an existing `anyOf`, so that values that match several branches are accepted. If the whole document is
 * read so, `AroundMissing` has nothing to widen.
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
