import { isValuesOnly, isWholeKind, kinds, type Alternative } from "./alternative.js";

/** Values of one kind in one list, without those that a whole kind covers. Linear, because unions of 10,000 branches exist. */
export function simplify(forms: readonly Alternative[]): readonly Alternative[] {
  if (forms.length < 2) return forms;
  const result: Alternative[] = [];
  for (const kind of kinds) {
    const own = forms.filter((form) => form.kind === kind);
    const whole = own.find(isWholeKind);
    if (whole !== undefined) {
      result.push(whole);
      continue;
    }
    const lists = own.filter(isValuesOnly);
    if (lists.length > 1) {
      const values = new Map(lists.flatMap((form) => [...(form.values ?? [])]));
      result.push({ kind, values, sources: (lists[0] as Alternative).sources }, ...own.filter((form) => !isValuesOnly(form)));
    } else {
      result.push(...own);
    }
  }
  return result;
}
