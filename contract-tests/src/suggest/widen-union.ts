import { isJsonObject, type Json } from "tallystick/model";
import type { OverlayAction } from "../findings/finding.js";
import { distinct, removal, type Broken } from "./broken.js";
import { inferSchema, kindsOf, type WrittenSchema } from "./infer.js";

/** One more branch for the values that no branch took, or any number of branches where several took them. */
export function widenUnion(broken: Broken): readonly OverlayAction[] | undefined {
  const { raw, target, dialect, evidence, first } = broken;
  const keyword = Array.isArray(raw["oneOf"]) ? "oneOf" : "anyOf";
  const branches = raw[keyword];
  if (!Array.isArray(branches)) return undefined;
  if (first.matches !== undefined) return [removal(broken, "oneOf"), { target, update: { anyOf: branches } }];
  // 3.0 has no type for null alone, and a schema without a type accepts everything.
  const onlyNull = evidence.every((value) => value === null);
  const branch = onlyNull && dialect === "openapi-3.0" ? { type: "string", nullable: true, enum: [null] } : inferSchema(evidence, dialect);
  const { tag } = first;
  if (tag !== undefined) return [{ target, update: { [keyword]: [ofTag(branch, tag, evidence)] } }];
  if (keyword === "anyOf" || onlyNull || isOfItsOwn(kindsOf(evidence), branches)) return [{ target, update: { [keyword]: [branch] } }];
  return [removal(broken, "oneOf"), { target, update: { anyOf: [...branches, branch] } }];
}

/** A branch for the observed discriminator values, so that other branches keep theirs. */
function ofTag(branch: WrittenSchema, tag: string, evidence: readonly unknown[]): WrittenSchema {
  const objects = evidence.filter(isJsonObject);
  const tags = distinct(objects.flatMap((value) => (Object.hasOwn(value, tag) ? [value[tag]] : [])));
  if (tags.length === 0) return { ...branch, not: { required: [tag] } };
  const properties = isJsonObject(branch["properties"]) ? branch["properties"] : {};
  return { ...branch, required: [tag], properties: { ...properties, [tag]: { enum: tags } } };
}

/** Whether no branch can accept a value of these types, by the branches' own keywords. */
function isOfItsOwn(kinds: readonly string[], branches: readonly Json[]): boolean {
  return branches.every((branch) => {
    const types = isJsonObject(branch) ? [branch["type"]].flat() : [];
    return types.length > 0 && types.every((type) => typeof type === "string" && !kinds.some((kind) => areOneKind(kind, type)));
  });
}

function areOneKind(a: string, b: string): boolean {
  const plain = (kind: string): string => (kind === "integer" ? "number" : kind);
  return plain(a) === plain(b);
}
