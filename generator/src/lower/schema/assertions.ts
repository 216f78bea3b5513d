import { isJsonObject, type Json } from "../../model/json.js";
import type { JsonType, NumberAssertions } from "../../model/schemas/schema.js";
import { wantedOf } from "../lenient/intended-kind.js";
import { quiet } from "./annotation-keywords.js";
import type { Draft, KeywordReader, Vocabulary } from "./draft.js";
import { isUsablePattern } from "./pattern.js";

const types: ReadonlySet<string> = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);

/** JSON Schema Validation 2020-12 §6: assertions of a schema that need no other schema. */
export const assertions: Vocabulary = {
  type: (draft, value) => {
    if (value === null) return nullForType(draft);
    if (draft.lowering.isBefore31) reportLaterType(draft, value);
    if ((typeof value !== "string" && !Array.isArray(value)) || value.length === 0) return draft.wrong("type", "the name of a type", value);
    const known = new Set<JsonType>();
    (typeof value === "string" ? [value] : (value as readonly Json[])).forEach((name, index) => {
      if (typeof name === "string" && types.has(name)) known.add(name as JsonType);
      else if (name === "file" && draft.lowering.guesses && draft.lowering.version !== "Swagger 2.0") {
        draft.ofAnotherVersion("type", `one of ${olderTypes}`, name, "Swagger 2.0");
        known.add("string");
        draft.schema.format ??= "binary";
      } else if (typeof name === "string") {
        for (const intended of draft.lowering.readTypeName(draft, name)) known.add(intended);
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
    if (!Array.isArray(value)) return loneValue(draft, value);
    if (value.length === 0) draft.lowering.emptyEnum(draft);
    else draft.schema.enum = distinct(draft, value as readonly Json[]);
  },
  const: (draft, value) => void (draft.schema.const = value),

  multipleOf: (draft, value) => {
    const number = draft.numberIn(value, "multipleOf", "a number above 0", (each) => each > 0);
    if (number !== undefined) draft.number.multipleOf = number;
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
    else if (isUsablePattern(value, draft.at("pattern"), draft.lowering.report)) draft.string.pattern = value;
    else draft.lose("pattern");
  },

  minItems: count((draft, value) => (draft.array.minItems = value)),
  maxItems: count((draft, value) => (draft.array.maxItems = value)),
  minContains: count((draft, value) => (draft.array.minContains = value)),
  maxContains: count((draft, value) => (draft.array.maxContains = value)),
  uniqueItems: (draft, value) => {
    if (draft.flag("uniqueItems")) draft.array.uniqueItems = true;
    else if (value !== false) draft.wrong("uniqueItems", "a boolean", value);
  },

  minProperties: count((draft, value) => (draft.object.minProperties = value)),
  maxProperties: count((draft, value) => (draft.object.maxProperties = value)),
  required: (draft, value) => {
    const names = draft.names(value, "required");
    if (names !== undefined) draft.object.required = [...new Set([...names, ...(draft.schema.object?.required ?? [])])];
    else if (draft.lowering.guesses) readIntendedRequired(draft, value);
    else draft.wrong("required", "a list of names", value);
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

/** A list of types, and the type null, which are of JSON Schema and OpenAPI 3.1. */
function reportLaterType(draft: Draft, value: Json): void {
  if (Array.isArray(value) && value.length > 0) draft.ofAnotherVersion("type", "one type", value, "OpenAPI 3.1");
  else if (value === "null") draft.ofAnotherVersion("type", `one of ${olderTypes}`, value, "OpenAPI 3.1");
}

const olderTypes = "boolean, integer, number, string, array and object";

/** A single value is an enum of one; a text with several values has several possible meanings. */
function loneValue(draft: Draft, value: Json): void {
  const isOne = typeof value === "string" ? !/[,|;\n]/.test(value) : typeof value === "number" || typeof value === "boolean";
  if (!isOne || !draft.lowering.guesses) return draft.wrong("enum", wantedOf("enum", ""), value);
  draft.wrongPart(["enum"], wantedOf("enum", ""), value, JSON.stringify([value]));
  draft.schema.enum = [value];
}

/** Names that are not a list; or the boolean of a property, which its object reads (`requiredByThemselves`). */
function readIntendedRequired(draft: Draft, value: Json): void {
  const wanted = wantedOf("required", "");
  if (typeof value === "boolean" || value === "true" || value === "false") {
    const [, name] = /\/properties\/([^/]+)$/.exec(draft.place.pointer) ?? [];
    const isListed = `${JSON.stringify(name)} ${String(value) === "true" ? "" : "not "}in "required"`;
    return draft.wrongPart(["required"], `${wanted}, in the schema with the properties`, value, name === undefined ? undefined : isListed);
  }
  const names = typeof value === "string" ? [value] : isJsonObject(value) ? Object.keys(value).filter((name) => value[name] === true) : [];
  const isIntended =
    names.length > 0 && (typeof value === "string" || (isJsonObject(value) && Object.values(value).every((each) => typeof each === "boolean")));
  if (!isIntended) return draft.wrong("required", wanted, value);
  draft.wrongPart(["required"], wanted, value, JSON.stringify(names));
  draft.require(names);
}

/**
 * YAML has a value instead of a type name. An unquoted null may also be an empty value, so it only counts as the type in a branch with no other
 * keywords.
 */
function nullForType(draft: Draft): void {
  const saysNothingElse = Object.keys(draft.source).every((keyword) => keyword === "type" || quiet.has(keyword) || keyword.startsWith("x-"));
  const isBranch = saysNothingElse && /\/(?:anyOf|oneOf)\/\d+$/.test(draft.place.pointer);
  draft.wrongPart(["type"], "the name of a type", null, isBranch ? `"null"` : undefined);
  if (isBranch) draft.schema.type = ["null"];
}

/** Values "SHOULD be unique" (JSON Schema Validation 2020-12 §6.1.2); duplicates have no effect. Lists and objects stay. */
function distinct(draft: Draft, values: readonly Json[]): readonly Json[] {
  if (new Set(values).size === values.length) return values;
  return values.filter((value, index) => {
    if (values.indexOf(value) === index) return true;
    draft.lowering.report("repeated-enum-value", { value: JSON.stringify(value) }, draft.at("enum", index));
    return false;
  });
}

function count(set: (draft: Draft, value: number) => void): KeywordReader {
  return (draft, value, keyword) => {
    const number = draft.numberIn(value, keyword, "an integer of at least 0", (each) => each >= 0 && Number.isInteger(each));
    if (number !== undefined) set(draft, number);
    else draft.wrong(keyword, "an integer of at least 0", value);
  };
}

/** A bound that a neighbour `exclusiveMinimum: true` (OpenAPI 3.0, JSON Schema draft 4) turns into an exclusive one. */
function bound(keyword: "minimum" | "maximum", exclusive: "exclusiveMinimum" | "exclusiveMaximum"): KeywordReader {
  return (draft, value) => {
    const number = draft.numberIn(value, keyword, "a number");
    if (number === undefined) return draft.wrong(keyword, "a number", value);
    if (draft.source[exclusive] === true) {
      draft.number[exclusive] = number;
      draft.spell(exclusive, keyword);
    } else (draft.number as { -readonly [K in keyof NumberAssertions]: NumberAssertions[K] })[keyword] = number;
  };
}

function exclusiveBound(keyword: "exclusiveMinimum" | "exclusiveMaximum", inclusive: "minimum" | "maximum"): KeywordReader {
  return (draft, value) => {
    const number = draft.numberIn(value, keyword, "a number");
    const isOld = draft.lowering.isBefore31;
    if (number !== undefined && isOld) draft.ofAnotherVersion(keyword, `a boolean next to "${inclusive}"`, value, "OpenAPI 3.1");
    if (typeof value === "boolean" && !isOld && Object.hasOwn(draft.source, inclusive))
      draft.ofAnotherVersion(keyword, "a number", value, "OpenAPI 3.0");
    if (number !== undefined) draft.number[keyword] = number;
    else if (value !== true && value !== false) draft.wrong(keyword, "a number", value);
    else if (value && !Object.hasOwn(draft.source, inclusive)) draft.wrong(keyword, `a number (or true next to "${inclusive}")`, value);
  };
}
