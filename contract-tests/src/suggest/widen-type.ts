import type { OverlayAction } from "../findings/finding.js";
import { constantAsList, greatest, least, removal, toList, type Broken } from "./broken.js";
import { inferSchema, kindsOf, writeKinds, type WrittenSchema } from "./infer.js";

/** The observed kinds in addition to the documented ones, and whatever else in the schema would refuse them. */
export function widenType(broken: Broken): readonly OverlayAction[] | undefined {
  const { raw, dialect, evidence } = broken;
  const written = [raw["type"]].flat().filter((type): type is string => typeof type === "string");
  if (written.length === 0) return undefined;
  const observed = kindsOf(evidence);
  const kinds = [...new Set([...written, ...observed])].filter((kind) => kind !== "null");
  const added = kinds.filter((kind) => !written.includes(kind) && !(kind === "integer" && kinds.includes("number")));
  const addsNull = observed.includes("null");
  const hasListOfTypes = dialect === "openapi-3.1" || dialect === "openapi-3.2";
  const actions = [...(hasListOfTypes ? inList(broken, written, added, addsNull) : widenBefore31(broken, written, added, addsNull))];
  // The other keywords of the schema for the new types: `int64` rejects values that are no integers.
  if (observed.includes("number") && written.includes("integer") && /^u?int\d*$/.test(String(raw["format"] ?? "")))
    actions.push(removal(broken, "format"));
  if (raw["const"] !== undefined) actions.push(...constantAsList(broken));
  if (observed.includes("number") || observed.includes("integer")) actions.push(...relaxNumbers(broken));
  // A listed null is needed where values are listed.
  if (Array.isArray(raw["enum"])) actions.push(...toList(broken, raw["enum"]));
  return actions;
}

function inList(broken: Broken, written: readonly string[], added: readonly string[], addsNull: boolean): readonly OverlayAction[] {
  const { raw, target } = broken;
  const types = [...added, ...(addsNull && !written.includes("null") ? ["null"] : [])];
  if (Array.isArray(raw["type"])) return types.map((type) => ({ target, update: { type: [type] } }));
  // A list cannot replace a text: the text is removed first.
  return types.length === 0 ? [] : [removal(broken, "type"), { target, update: { type: [...written, ...types] } }];
}

/** Before 3.1, null is no type, and 3.0 has one type only. */
function widenBefore31(broken: Broken, written: readonly string[], added: readonly string[], addsNull: boolean): readonly OverlayAction[] {
  const { target, dialect, evidence } = broken;
  const actions: OverlayAction[] = [];
  if (added.length > 0) {
    const isOnlyWider = written.includes("integer") && added.includes("number") && added.length === 1;
    const wide = isOnlyWider ? ["number"] : [...written, ...added];
    if (wide.length === 1 || dialect === "swagger-2.0")
      actions.push(...(wide.length === 1 ? [] : [removal(broken, "type")]), { target, update: { type: wide.length === 1 ? wide[0] : wide } });
    else {
      const lists = evidence.filter((value) => Array.isArray(value));
      const parts: [string, WrittenSchema][] = wide.includes("array") ? [["array", inferSchema(lists, dialect)]] : [];
      actions.push(removal(broken, "type"), { target, update: writeKinds(wide, false, dialect, new Map(parts)) });
    }
  }
  if (addsNull) actions.push({ target, update: dialect === "openapi-3.0" ? { nullable: true } : { "x-nullable": true } });
  return actions;
}

/** Bounds that a number of a newly allowed type breaks. */
function relaxNumbers(broken: Broken): readonly OverlayAction[] {
  const { raw, target, evidence } = broken;
  const values = evidence.filter((value) => typeof value === "number");
  const actions: OverlayAction[] = [];
  const { minimum, maximum, multipleOf } = raw;
  if (typeof minimum === "number" && least(values) < minimum) actions.push({ target, update: { minimum: least(values) } });
  if (typeof maximum === "number" && greatest(values) > maximum) actions.push({ target, update: { maximum: greatest(values) } });
  if (multipleOf !== undefined) actions.push(removal(broken, "multipleOf"));
  return actions;
}
