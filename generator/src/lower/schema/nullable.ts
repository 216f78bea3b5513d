import { child } from "../../model/place.js";
import { isJsonObject, type Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Draft } from "./draft.js";
import { quiet } from "./annotation-keywords.js";

/**
 * Where the keyword, of these, stands that makes a schema nullable: its own, or that of an `allOf` all of whose parts it speaks of, as authors see it: beside the only
 * reference, or in a part that says nothing else. By the letter of OpenAPI 3.0 the first is ignored, and the second lets through what the others refuse.
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
 * What `nullable: true` says, in the words of 2020-12. Beside `type` it is one more type (OpenAPI 3.0.3 §4.7.24.1).
 * The standard gives it no meaning beside `allOf`, an enum without null or, until 3.0, a reference, but nobody writes it there to say nothing:
 * null is accepted, and all but `allOf` is reported.
 */
export function withNull(draft: Draft, keyword: string): Schema {
  const { schema, place } = draft;
  if (saysNothingElse(draft)) {
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

/** A branch of a union that would take any value, and with it the place of every other branch. */
function saysNothingElse({ schema, place }: Draft): boolean {
  const isBranch = /\/(?:anyOf|oneOf)\/\d+$/.test(place.pointer);
  return isBranch && Object.keys(schema).every((key) => key === "id" || key === "place" || key === "annotations" || key === "spelled");
}
