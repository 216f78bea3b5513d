import { child } from "../../model/place.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Draft } from "./draft.js";
import { quiet } from "./annotation-keywords.js";

/**
 * The location of the keyword that makes a schema nullable: its own, or one of an `allOf`, where authors write it for all parts: next to the only
 * reference, or in a part without other keywords. Strictly, OpenAPI 3.0 ignores the first, and the other parts reject null in the second.
 */
export function nullableBy(draft: Draft, ...keywords: readonly string[]): string | undefined {
  const { source, lowering, place } = draft;
  const parts = Array.isArray(source["allOf"]) ? (source["allOf"] as readonly Json[]) : [];
  for (const keyword of keywords) {
    if (draft.flag(keyword)) return keyword;
    const index = parts.findIndex((part) => {
      if (!isJsonObject(part) || part[keyword] !== true) return false;
      const others = Object.keys(part).filter((key) => key !== keyword && lowering.dialect.keywords.has(key) && !quiet.has(key));
      return others.length === 0 || (lowering.dialect.refSiblings === "ignored" && parts.length === 1 && others.includes("$ref"));
    });
    if (index < 0) continue;
    lowering.report("nullable-beside-reference", { keyword }, child(place, "allOf", index, keyword));
    return `allOf/${index}/${keyword}`;
  }
  return undefined;
}

/**
 * `nullable: true` in 2020-12. Next to `type` it adds a type (OpenAPI 3.0.3 §4.7.24.1).
 * The standard gives it no meaning next to `allOf`, an enum without null or, until 3.0, a reference. Authors still mean null there, so
 * null is accepted, and each case except `allOf` is reported.
 */
export function withNull(draft: Draft, keyword: string): Schema {
  const { schema, place } = draft;
  if (isOnlyNullable(draft)) {
    draft.lowering.report("nullable-alone", undefined, child(place, keyword));
    schema.type = ["null"];
    schema.spelled = { ...schema.spelled, type: keyword };
    return schema;
  }
  if (schema.ref !== undefined && draft.lowering.dialect.refSiblings === "ignored") {
    draft.lowering.report("nullable-beside-reference", { keyword }, child(place, keyword));
  }
  const combined = schema.ref !== undefined || schema.allOf || schema.anyOf || schema.oneOf || schema.not || schema.const !== undefined;
  if (combined) {
    const { annotations, ...assertions } = schema;
    return {
      id: schema.id,
      place,
      anyOf: [
        { ...assertions, id: `${schema.id}~non-null` },
        { id: `${schema.id}~null`, place, type: ["null"], spelled: { type: keyword } },
      ],
      spelled: { anyOf: keyword },
      ...(annotations && { annotations }),
    };
  }
  const values = schema.enum;
  if (values && !values.includes(null)) {
    draft.lowering.report("nullable-without-null", { keyword }, child(place, "enum"));
    schema.enum = [...values, null];
  }
  if (schema.type && !schema.type.includes("null")) schema.type = [...schema.type, "null"];
  return schema;
}

/** A branch of a union that would accept any value, including those of every other branch. */
function isOnlyNullable({ schema, place }: Draft): boolean {
  const isBranch = /\/(?:anyOf|oneOf)\/\d+$/.test(place.pointer);
  return isBranch && Object.keys(schema).every((key) => key === "id" || key === "place" || key === "annotations" || key === "spelled");
}
