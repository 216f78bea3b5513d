import { isJsonObject, type Json } from "../../model/json.js";
import type { JsonType, NumberAssertions } from "../../model/schema.js";
import { quiet } from "./quiet.js";
import { child } from "../../model/place.js";
import type { Draft, KeywordReader, Vocabulary } from "./draft.js";
import { isUsablePattern } from "./pattern.js";

const types: ReadonlySet<string> = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);

/** JSON Schema Validation 2020-12 §6: what a schema asserts by itself, without the help of another schema. */
export const assertions: Vocabulary = {
  type: (draft, value) => {
    if (value === null) return nullForType(draft);
    if ((typeof value !== "string" && !Array.isArray(value)) || value.length === 0) return draft.wrong("type", "the name of a type", value);
    const known = new Set<JsonType>();
    (typeof value === "string" ? [value] : (value as readonly Json[])).forEach((name, index) => {
      if (typeof name === "string" && types.has(name)) known.add(name as JsonType);
      else if (typeof name === "string") {
        for (const meant of draft.lowering.typesMeant(draft, name)) known.add(meant);
      } else if (name !== null) draft.wrongPart(["type", index], "the name of a type", name);
      else {
        // YAML has a value where JSON Schema has the name of its type.
        draft.wrongPart(["type", index], "the name of a type", name, `"null"`);
        known.add("null");
      }
    });
    if (known.size > 0) draft.schema.type = [...known];
  },
  enum: (draft, value) => {
    if (!Array.isArray(value)) return draft.wrong("enum", "an array", value);
    if (value.length === 0) draft.lowering.emptyEnum(draft);
    else draft.schema.enum = distinct(draft, value as readonly Json[]);
  },
  const: (draft, value) => void (draft.schema.const = value),

  multipleOf: (draft, value) => {
    if (typeof value === "number" && value > 0) draft.number.multipleOf = value;
    else draft.wrong("multipleOf", "a number above 0", value);
  },
  minimum: bound("minimum", "exclusiveMinimum"),
  maximum: bound("maximum", "exclusiveMaximum"),
  exclusiveMinimum: exclusiveBound("exclusiveMinimum", "minimum"),
  exclusiveMaximum: exclusiveBound("exclusiveMaximum", "maximum"),

  minLength: count((draft, value) => (draft.string.minLength = value)),
  maxLength: count((draft, value) => (draft.string.maxLength = value)),
  pattern: (draft, value) => {
    if (typeof value !== "string") draft.wrong("pattern", "a string", value);
    else if (isUsablePattern(value, child(draft.place, "pattern"), draft.lowering.report)) draft.string.pattern = value;
  },

  minItems: count((draft, value) => (draft.array.minItems = value)),
  maxItems: count((draft, value) => (draft.array.maxItems = value)),
  minContains: count((draft, value) => (draft.array.minContains = value)),
  maxContains: count((draft, value) => (draft.array.maxContains = value)),
  uniqueItems: (draft, value) => {
    if (value === true) draft.array.uniqueItems = true;
    else if (value !== false) draft.wrong("uniqueItems", "a boolean", value);
  },

  minProperties: count((draft, value) => (draft.object.minProperties = value)),
  maxProperties: count((draft, value) => (draft.object.maxProperties = value)),
  required: (draft, value) => {
    const names = draft.names(value, "required");
    if (names === undefined)
      draft.wrong("required", typeof value === "boolean" ? "an array of names at the object that has the property" : "an array of names", value);
    else draft.object.required = names;
  },
  dependentRequired: (draft, value) => {
    if (!isJsonObject(value)) return draft.wrong("dependentRequired", "an object of arrays of names", value);
    const lists = new Map<string, readonly string[]>();
    for (const [name, list] of Object.entries(value)) {
      const names = draft.names(list, "dependentRequired", name);
      if (names === undefined) draft.wrongPart(["dependentRequired", name], "an array of names", list);
      else lists.set(name, names);
    }
    draft.object.dependentRequired = lists;
  },

  format: (draft, value) => {
    if (typeof value === "string") draft.schema.format = value;
    else draft.wrong("format", "a string", value);
  },
  contentEncoding: (draft, value) => {
    if (typeof value === "string") draft.string.contentEncoding = value;
    else draft.wrong("contentEncoding", "a string", value);
  },
  contentMediaType: (draft, value) => {
    if (typeof value === "string") draft.string.contentMediaType = value;
    else draft.wrong("contentMediaType", "a string", value);
  },
};

/**
 * YAML has a value where JSON Schema has the name of its type. It also has one where nothing is written, so it names the type of a branch alone, which
 * says nothing else of a value.
 */
function nullForType(draft: Draft): void {
  const saysNothingElse = Object.keys(draft.source).every((keyword) => keyword === "type" || quiet.has(keyword) || keyword.startsWith("x-"));
  const isBranch = saysNothingElse && /\/(?:anyOf|oneOf)\/\d+$/.test(draft.place.pointer);
  draft.wrongPart(["type"], "the name of a type", null, isBranch ? `"null"` : undefined);
  if (isBranch) draft.schema.type = ["null"];
}

/** Values "SHOULD be unique" (JSON Schema Validation 2020-12 §6.1.2); one that is listed again says nothing. Lists and objects are taken as they are. */
function distinct(draft: Draft, values: readonly Json[]): readonly Json[] {
  if (new Set(values).size === values.length) return values;
  return values.filter((value, index) => {
    if (values.indexOf(value) === index) return true;
    draft.lowering.report("repeated-enum-value", { value: JSON.stringify(value) }, child(draft.place, "enum", index));
    return false;
  });
}

function count(set: (draft: Draft, value: number) => void): KeywordReader {
  return (draft, value, keyword) => {
    if (typeof value === "number" && value >= 0 && Number.isInteger(value)) set(draft, value);
    else draft.wrong(keyword, "an integer of at least 0", value);
  };
}

/** A bound that a neighbour `exclusiveMinimum: true` (OpenAPI 3.0, JSON Schema draft 4) turns into an exclusive one. */
function bound(keyword: "minimum" | "maximum", exclusive: "exclusiveMinimum" | "exclusiveMaximum"): KeywordReader {
  return (draft, value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return draft.wrong(keyword, "a number", value);
    if (draft.source[exclusive] === true) {
      draft.number[exclusive] = value;
      draft.spell(exclusive, keyword);
    } else (draft.number as { -readonly [K in keyof NumberAssertions]: NumberAssertions[K] })[keyword] = value;
  };
}

function exclusiveBound(keyword: "exclusiveMinimum" | "exclusiveMaximum", inclusive: "minimum" | "maximum"): KeywordReader {
  return (draft, value) => {
    if (typeof value === "number" && Number.isFinite(value)) draft.number[keyword] = value;
    else if (value !== true && value !== false) draft.wrong(keyword, "a number", value);
    else if (value && !Object.hasOwn(draft.source, inclusive)) draft.wrong(keyword, `a number (or true beside "${inclusive}")`, value);
  };
}
