import { keywordPointer } from "../../model/schemas/schema.js";
import type { Branch, Failure } from "../evaluate/evaluate.js";
import { hasType, instancePath } from "../json.js";
import type { Occurrence } from "./occurrences.js";

/** One assertion: its location in the schema and in the value. */
export interface Assertion {
  readonly keyword: string;
  /** JSON Pointer to the value that the keyword checks. */
  readonly instancePath: string;
  /** The location of the keyword in the document. */
  readonly schemaPath: string;
  /** The property that `required` and its like miss. */
  readonly property?: string;
}

/** `minContains` and `maxContains` are two ways to break `contains`. */
function brokenAssertion(keyword: string): string {
  return keyword === "minContains" || keyword === "maxContains" ? "contains" : keyword;
}

/** The assertion of an occurrence. */
export function assertionOf(occurrence: Occurrence): Assertion {
  const { schema, tokens, property } = occurrence;
  const keyword = brokenAssertion(occurrence.keyword);
  const schemaPath = keyword === "false schema" ? schema.place.file + schema.place.pointer : keywordPointer(schema, keyword);
  const assertion = { keyword, instancePath: instancePath(tokens), schemaPath };
  return property === undefined ? assertion : { ...assertion, property };
}

/** Whether it is this assertion that failed. */
export function isHit(failure: Failure, { schema, property }: Occurrence, { keyword, instancePath: at }: Assertion): boolean {
  return (
    failure.schema.id === schema.id &&
    failure.keyword === keyword &&
    failure.instancePath === at &&
    (property === undefined || failure.property === property)
  );
}

// The values that a failed branch evaluated count as unevaluated again, so these two follow from a failure below them.
const applicators = new Set(["anyOf", "oneOf", "not", "contains", "if", "propertyNames", "unevaluatedProperties", "unevaluatedItems"]);

/**
 * The other failures, if all of them are necessary: they check the same value, or are in a sibling branch that has to fail too.
 * `undefined` if an unrelated assertion fails.
 */
export function alsoBroken(found: readonly Failure[], occurrence: Occurrence, about: Assertion): Failure[] | undefined {
  const at = about.instancePath;
  const also: Failure[] = [];
  for (const failure of found) {
    if (isHit(failure, occurrence, about)) continue;
    if (applicators.has(failure.keyword) && (failure.instancePath === at || at.startsWith(`${failure.instancePath}/`))) continue;
    if (failure.branches.some((branch) => isSiblingBranch(branch, occurrence))) continue;
    if (failure.instancePath !== at) return undefined;
    also.push(failure);
  }
  return also;
}

/** Whether no value breaks the wanted keyword alone: all that the other one accepts is of a type that the wanted one lists. */
export function isImplied({ keyword, schema, isConditional }: Failure, wanted: Occurrence): boolean {
  const { type } = wanted.schema;
  if (wanted.keyword !== "type" || type === undefined || isConditional) return false;
  if (keyword === "type") return schema.type?.every((each) => type.includes(each) || (each === "integer" && type.includes("number"))) === true;
  if (keyword === "enum") return schema.enum?.every((each) => hasType(each, type)) === true;
  return keyword === "const" && schema.const !== undefined && hasType(schema.const, type);
}

/** Whether a branch has to fail for the occurrence to be of account. */
function isSiblingBranch({ schema, kind, index }: Branch, occurrence: Occurrence): boolean {
  if (occurrence.keyword === kind && schema.id === occurrence.schema.id) return true;
  const ours = occurrence.branches.get(`${schema.id} ${kind}`);
  return ours !== undefined && ours !== index;
}

/** Why nothing was found that breaks the assertion and no other. */
export function reasonFor(occurrence: Occurrence, placed: boolean, seenBroken: boolean): string {
  const { keyword, branches } = occurrence;
  if (!placed) return "No valid value was found that has this place in it.";
  if (seenBroken) return `Every value tried that breaks ${keyword} here also breaks something elsewhere.`;
  if (branches.size > 0) return `A value that breaks ${keyword} here is accepted by another branch.`;
  if (keyword === "pattern") return "No text was found that the pattern does not match.";
  if (keyword === "maxLength" || keyword === "maxItems" || keyword === "maxProperties")
    return "A value that is too large would be too large to write down.";
  return `No value was found that breaks ${keyword} here.`;
}
