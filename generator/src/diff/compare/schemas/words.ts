import { kinds, type Alternative } from "../../variants/alternative.js";

/**
 * `string | integer | null`; `anything` if every kind is allowed, `nothing` if none is.
 * @param formats The number formats to include: `integer (int32)`.
 */
export function describeTypes(forms: readonly Alternative[], formats?: ReadonlySet<string>): string {
  const types = new Set<string>(forms.map((form) => (form.kind === "number" && form.integer ? "integer" : form.kind)));
  if (types.has("number")) types.delete("integer");
  if (types.size === 0) return "nothing";
  if (types.size === kinds.length) return "anything";
  const formatNames = [...new Set(forms.flatMap((form) => (form.kind === "number" ? [...(form.formats ?? [])] : [])))].filter((word) =>
    formats?.has(word),
  );
  return [...types]
    .map((type) => (formatNames.length > 0 && /^(?:integer|number)$/.test(type) ? `${type} (${formatNames.join(", ")})` : type))
    .join(" | ");
}

export function describeBranch(form: Alternative): string {
  if (form.name !== undefined) return form.name;
  if (form.kind === "object" && form.properties !== undefined) return `object with ${[...form.properties.keys()].slice(0, 4).join(", ")}`;
  return form.formats === undefined ? form.kind : `${form.kind} (${[...form.formats].join(", ")})`;
}
