import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { isJsonObject } from "../../model/json.js";
import { annotations } from "./annotations.js";
import { applicators } from "./applicators.js";
import { assertions } from "./assertions.js";
import type { Draft, KeywordReader, Vocabulary } from "./draft.js";
import { nullableBy, withNull } from "./nullable.js";

/** How one kind of document writes schemas. */
export interface SchemaDialect {
  /** For diagnostics: "OpenAPI 3.0"; plain JSON Schema is read to the letter. */
  readonly name: "Swagger 2.0" | "OpenAPI 3.0" | "OpenAPI 3.1" | "json-schema";
  readonly keywords: ReadonlyMap<string, KeywordReader>;
  /** Whether keywords next to `$ref` count (JSON Schema 2020-12) or not (OpenAPI 3.0 §4.7.23). */
  readonly refSiblings: "kept" | "ignored";
  readonly reportsUnknown: boolean;
  /** Called last, after all keywords of a schema were read. */
  finish(draft: Draft): Schema;
}

const standard: Vocabulary = { ...assertions, ...applicators, ...annotations };

const discriminator: KeywordReader = (draft, value) => draft.lowering.discriminators.read(draft, value);
const nothing: KeywordReader = () => undefined;

/** A keyword of another OpenAPI version: applied, because its meaning is clear, and reported. */
function foreign(version: string, vocabulary: Vocabulary): Vocabulary {
  return Object.fromEntries(
    Object.entries(vocabulary).map(([name, reader]) => [
      name,
      (draft, value, keyword) => {
        draft.lowering.report("keyword-of-another-version", { keyword, version }, draft.at(keyword));
        reader(draft, value, keyword);
      },
    ]),
  );
}

/** Keywords of older drafts of JSON Schema, under the keyword that has their meaning today. */
const older: Vocabulary = {
  divisibleBy: (draft, value) => {
    const number = draft.numberIn(value, "divisibleBy", "a number above 0", (each) => each > 0);
    if (number === undefined) return draft.wrong("divisibleBy", "a number above 0", value);
    draft.number.multipleOf = number;
    draft.spell("multipleOf", "divisibleBy");
  },
  dependencies: (draft, value) => {
    if (!isJsonObject(value)) return draft.wrong("dependencies", "an object of names or schemas", value);
    const entries = Object.entries(value);
    const names = entries.flatMap(([name, each]) => {
      const list = draft.names(each, "dependencies", name);
      return list === undefined ? [] : [[name, list] as const];
    });
    const schemas = entries.filter(([, each]) => typeof each === "boolean" || isJsonObject(each));
    if (names.length > 0) {
      draft.object.dependentRequired = new Map(names);
      draft.spell("dependentRequired", "dependencies");
    }
    if (schemas.length === 0) return;
    draft.object.dependentSchemas = new Map(schemas.map(([name, each]) => [name, draft.lower(each, "dependencies", name)]));
    draft.spell("dependentSchemas", "dependencies");
  },
};

function keywords(...vocabularies: Vocabulary[]): ReadonlyMap<string, KeywordReader> {
  return new Map(vocabularies.flatMap((vocabulary) => Object.entries(vocabulary)));
}

function only(vocabulary: Vocabulary, ...names: string[]): Vocabulary {
  return Object.fromEntries(names.map((name) => [name, vocabulary[name] ?? nothing]));
}

/** JSON Schema 2020-12 keywords that OpenAPI 3.0 and Swagger 2.0 do not have. */
const since31 = [
  "const",
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "dependentSchemas",
  "dependentRequired",
  "prefixItems",
  "contains",
  "minContains",
  "maxContains",
  "unevaluatedItems",
  "unevaluatedProperties",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "examples",
];

/** A second reference next to `$ref` is one more schema that must hold. */
function alsoRefer(draft: Draft, id: SchemaId | undefined, keyword: string): void {
  if (id === undefined) return;
  if (Object.hasOwn(draft.source, "$ref") || draft.schema.ref !== undefined) {
    draft.beside.push({ id: `${draft.schema.id}~${keyword}`, place: draft.place, ref: id, spelled: { $ref: keyword } });
    return;
  }
  draft.schema.ref = id;
  draft.spell("$ref", keyword);
}

/** References by dynamic anchor. `$recursiveRef: "#"` of 2019-09 refers to the enclosing schema with `$recursiveAnchor: true`. */
const recursion: Vocabulary = {
  $dynamicAnchor: nothing,
  $recursiveAnchor: nothing,
  $dynamicRef: (draft, value, keyword) => {
    if (typeof value !== "string") return draft.wrong(keyword, "a string", value);
    alsoRefer(draft, draft.lowering.referDynamically(value, draft.place), keyword);
  },
  $recursiveRef: (draft, value, keyword) => {
    if (typeof value !== "string") return draft.wrong(keyword, "a string", value);
    alsoRefer(draft, draft.lowering.referAround(draft.place) ?? draft.lowering.refer(value, draft.place, keyword), keyword);
  },
};

function finished(draft: Draft, ...nullables: readonly string[]): Schema {
  const keyword = nullableBy(draft, ...nullables);
  return keyword === undefined ? draft.schema : withNull(draft, keyword);
}

const nullable = { nullable: nothing } satisfies Vocabulary;

export const openapi30: SchemaDialect = {
  name: "OpenAPI 3.0",
  keywords: keywords(
    standard,
    foreign("OpenAPI 3.0", { ...only(standard, ...since31), ...only(recursion, "$recursiveAnchor", "$recursiveRef"), ...older }),
    { discriminator },
    nullable,
  ),
  refSiblings: "ignored",
  reportsUnknown: true,
  finish: (draft) => finished(draft, "nullable"),
};

export const swagger2: SchemaDialect = {
  name: "Swagger 2.0",
  keywords: keywords(
    standard,
    foreign("Swagger 2.0", only(standard, ...since31, "oneOf", "anyOf", "not", "writeOnly", "deprecated")),
    foreign("Swagger 2.0", older),
    { discriminator },
    foreign("Swagger 2.0", nullable),
  ),
  refSiblings: "ignored",
  reportsUnknown: true,
  finish: (draft) => finished(draft, "x-nullable", "nullable"),
};

export const openapi31: SchemaDialect = {
  name: "OpenAPI 3.1",
  keywords: keywords(standard, { discriminator }, recursion, foreign("OpenAPI 3.1", { ...nullable, ...older })),
  refSiblings: "kept",
  reportsUnknown: true,
  finish: (draft) => {
    if (draft.beside.length > 0) draft.schema.allOf = [...(draft.schema.allOf ?? []), ...draft.beside];
    return finished(draft, "nullable");
  },
};
