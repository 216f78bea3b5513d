import { isJsonObject, type Json } from "../../model/json.js";
import { child } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { intendedObject, wantedOf } from "../lenient/intended-kind.js";
import type { Draft, KeywordReader, Vocabulary } from "./draft.js";
import { isUsablePattern } from "./pattern.js";

/** JSON Schema Core 2020-12 §10 and §11: keywords that apply further schemas. */
export const applicators: Vocabulary = {
  $ref: (draft, value) => {
    if (value === null) {
      draft.lose("$ref");
      return draft.lowering.report("empty-reference", undefined, child(draft.place, "$ref"));
    }
    if (typeof value !== "string") return draft.wrong("$ref", "a string", value);
    const id = draft.lowering.refer(value, draft.place);
    if (id !== undefined) draft.schema.ref = id;
  },
  allOf: list((draft, schemas) => (draft.schema.allOf = schemas)),
  anyOf: list((draft, schemas) => (draft.schema.anyOf = schemas)),
  oneOf: list((draft, schemas) => (draft.schema.oneOf = schemas)),
  not: one((draft, schema) => (draft.schema.not = schema)),
  if: one((draft, schema) => (draft.schema.if = schema)),
  // Without "if" they have no effect (§10.2.2.2).
  then: one((draft, schema) => Object.hasOwn(draft.source, "if") && (draft.schema.then = schema)),
  else: one((draft, schema) => Object.hasOwn(draft.source, "if") && (draft.schema.else = schema)),

  properties: (draft, value, keyword) => {
    const listed = Array.isArray(value) && draft.lowering.guesses ? intendedObject(keyword, value as readonly Json[]) : undefined;
    if (listed === undefined) {
      map((_, schemas) => (draft.object.properties = schemas))(draft, value, keyword);
      if (draft.lowering.guesses && isJsonObject(value)) requiredByThemselves(draft, Object.entries(value));
      return;
    }
    draft.wrongPart([keyword], wantedOf(keyword, ""), value, listed.readAs);
    const members = [...listed.members];
    draft.object.properties = new Map(members.map(([name, each]) => [name, draft.lower(withoutRequiredFlag(each.value), keyword, ...each.steps)]));
    requiredByThemselves(
      draft,
      members.map(([name, each]) => [name, each.value]),
    );
  },
  patternProperties: map((draft, schemas) => {
    const { report } = draft.lowering;
    const usable = [...schemas].filter(([pattern]) => {
      if (isUsablePattern(pattern, draft.at("patternProperties", pattern), report)) return true;
      draft.lose("patternProperties", pattern);
      return false;
    });
    draft.object.patternProperties = new Map(usable);
  }),
  additionalProperties: one((draft, schema) => (draft.object.additionalProperties = schema)),
  propertyNames: one((draft, schema) => (draft.object.propertyNames = schema)),
  dependentSchemas: map((draft, schemas) => (draft.object.dependentSchemas = schemas)),
  unevaluatedProperties: one((draft, schema) => (draft.object.unevaluatedProperties = schema)),

  prefixItems: list((draft, schemas) => (draft.array.prefixItems = schemas)),
  items: (draft, value) => {
    if (!Array.isArray(value)) return one((_, schema) => (draft.array.items = schema))(draft, value, "items");
    if (draft.lowering.guesses && isLoneItem(draft, value as readonly Json[])) return;
    if (draft.lowering.guesses) draft.lowering.report("items-by-place", undefined, draft.at("items"));
    // The list form of older drafts is prefixItems; additionalItems applies to the remaining items.
    draft.array.prefixItems = lowerList(draft, value as readonly Json[], "items");
    draft.spell("prefixItems", "items");
    const rest = draft.source["additionalItems"];
    if (rest === undefined) return;
    draft.array.items = draft.lower(rest, "additionalItems");
    draft.spell("items", "additionalItems");
  },
  contains: one((draft, schema) => (draft.array.contains = schema)),
  unevaluatedItems: one((draft, schema) => (draft.array.unevaluatedItems = schema)),
  contentSchema: one((draft, schema) => (draft.string.contentSchema = schema)),
};

/** A list of one schema without a rule for the remaining items: its author did not mean a tuple. */
function isLoneItem(draft: Draft, [only, ...others]: readonly Json[]): boolean {
  if (only === undefined || others.length > 0 || Object.hasOwn(draft.source, "additionalItems") || Object.hasOwn(draft.source, "maxItems"))
    return false;
  draft.wrongPart(["items"], "a schema", [only], "the schema of each item");
  draft.array.items = draft.lower(only, "items", 0);
  draft.spell("items", "items/0");
  return true;
}

/** Properties with `required: true`, which the object has to list instead. */
function requiredByThemselves(draft: Draft, properties: readonly (readonly [name: string, value: Json])[]): void {
  const names = properties.filter(([, value]) => isJsonObject(value) && isRequiredFlag(value["required"])).map(([name]) => name);
  if (names.length === 0) return;
  draft.require(names);
  if (!Array.isArray(draft.source["required"])) draft.spell("required", "properties");
}

function isRequiredFlag(word: Json | undefined): boolean {
  return word === true || word === "true";
}

/** A schema without its boolean `required`, which has been read. */
function withoutRequiredFlag(value: Json): Json {
  if (!isJsonObject(value) || Array.isArray(value["required"])) return value;
  const { required: _word, ...others } = value;
  return others;
}

function one(set: (draft: Draft, schema: Schema) => unknown): KeywordReader {
  return (draft, value, keyword) => {
    if (isSchema(value) || draft.lowering.readNonSchema(value) !== undefined) set(draft, draft.lower(value, keyword));
    else draft.wrong(keyword, "a schema", value);
  };
}

function list(set: (draft: Draft, schemas: readonly Schema[]) => unknown): KeywordReader {
  return (draft, value, keyword) => {
    if (!Array.isArray(value)) {
      if (!draft.lowering.guesses || !isJsonObject(value) || (value["$ref"] ?? value["type"] ?? value["properties"]) === undefined)
        return draft.wrong(keyword, "a list of schemas, [{ … }]", value);
      draft.wrongPart([keyword], "a list of schemas, [{ … }]", value, "a list of it");
      return void set(draft, [draft.lower(value, keyword)]);
    }
    if (value.length > 0) set(draft, lowerList(draft, value as readonly Json[], keyword));
  };
}

function lowerList(draft: Draft, values: readonly Json[], keyword: string): Schema[] {
  return values.map((value, index) => draft.lower(value, keyword, index));
}

function map(set: (draft: Draft, schemas: ReadonlyMap<string, Schema>) => unknown): KeywordReader {
  return (draft, value, keyword) => {
    if (!isJsonObject(value)) return draft.wrong(keyword, wantedOf(keyword, "an object of schemas"), value);
    const schemas = new Map<string, Schema>();
    for (const name of Object.keys(value)) schemas.set(name, draft.lower(value[name] as Json, keyword, name));
    set(draft, schemas);
  };
}

function isSchema(value: Json): boolean {
  return typeof value === "boolean" || isJsonObject(value);
}
