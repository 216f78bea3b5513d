import { isValuesOnly, isWholeKind, kinds, type Alternative } from "./alternative.js";

/** Values of one kind in one list, without those that a whole kind covers. Linear, because unions of 10,000 branches exist. */
export function simplify(alternatives: readonly Alternative[]): readonly Alternative[] {
  if (alternatives.length < 2) return alternatives;
  const result: Alternative[] = [];
  for (const kind of kinds) {
    const own = alternatives.filter((alternative) => alternative.kind === kind);
    const whole = own.find(isWholeKind);
    if (whole !== undefined) {
      result.push(whole);
      continue;
    }
    const lists = own.filter(isValuesOnly);
    if (lists.length > 1) {
      const values = new Map(lists.flatMap((alternative) => [...(alternative.values ?? [])]));
      result.push({ kind, values, sources: (lists[0] as Alternative).sources }, ...own.filter((alternative) => !isValuesOnly(alternative)));
    } else {
      result.push(...own);
    }
  }
  return result;
}
