import { isJsonObject, type Json } from "../../../model/json.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { child } from "../../../model/place.js";
import { annotations } from "../annotations.js";
import { applicators } from "../applicators.js";
import { assertions } from "../assertions.js";
import type { SchemaDialect } from "../dialect.js";
import type { KeywordReader, Vocabulary } from "../draft.js";

/** A dialect of JSON Schema, and its keywords for identifiers and references. */
export interface JsonSchemaDialect extends SchemaDialect {
  readonly idKeyword: "$id" | "id";
  /** Keywords that name a location in a resource. `id: "#name"` and `$id: "#name"` do so in older drafts. */
  readonly anchors: "keyword" | "id";
}

const list = "https://json-schema.org/draft/2020-12/vocab/";

/** The vocabularies of 2020-12 by URI. Keywords of other vocabularies have no effect (JSON Schema Core 2020-12 §8.1.2). */
const vocabularies: Readonly<Record<string, Vocabulary>> = {
  [`${list}core`]: {},
  [`${list}applicator`]: without(applicators, "$ref", "unevaluatedProperties", "unevaluatedItems", "contentSchema"),
  [`${list}unevaluated`]: only(applicators, "unevaluatedProperties", "unevaluatedItems"),
  [`${list}validation`]: without(assertions, "format", "contentEncoding", "contentMediaType"),
  [`${list}meta-data`]: annotations,
  [`${list}format-annotation`]: {},
  [`${list}format-assertion`]: only(assertions, "format"),
  [`${list}content`]: { ...only(assertions, "contentEncoding", "contentMediaType"), ...only(applicators, "contentSchema") },
};

const core: Vocabulary = {
  ...only(applicators, "$ref"),
  $dynamicRef: (draft, value) => {
    if (typeof value !== "string") return draft.wrong("$dynamicRef", "a string", value);
    const id = draft.lowering.referDynamically(value, draft.place);
    if (id === undefined) return;
    if (draft.source["$ref"] === undefined) draft.schema.ref = id;
    else draft.beside.push({ id: `${draft.schema.id}/$dynamicRef`, place: child(draft.place, "$dynamicRef"), ref: id });
  },
};

/** Kept in 2020-12 for old schemas (JSON Schema Validation 2020-12 appendix A). */
const dependencies: Vocabulary = {
  dependencies: (draft, value) => {
    if (!isJsonObject(value)) return draft.wrong("dependencies", "an object", value);
    const required = new Map<string, readonly string[]>();
    const schemas = new Map<string, Schema>();
    for (const [name, dependent] of Object.entries(value)) {
      const names = draft.names(dependent, "dependencies", name);
      if (names !== undefined) required.set(name, names);
      else schemas.set(name, draft.lower(dependent, "dependencies", name));
    }
    if (required.size > 0) {
      draft.object.dependentRequired = required;
      draft.spell("dependentRequired", "dependencies");
    }
    if (schemas.size > 0) draft.object.dependentSchemas = schemas;
  },
};

/** The dialect of 2020-12 that a metaschema's `$vocabulary` describes; all vocabularies where it has none. */
export function dialect202012(listed: Json | undefined, formats: "assert" | "annotate"): JsonSchemaDialect {
  const standard = Object.keys(vocabularies).filter((uri) => !uri.endsWith("format-assertion") || formats === "assert");
  const uris = isJsonObject(listed) ? Object.keys(listed) : standard;
  const words = [core, dependencies, ...uris.map((uri) => vocabularies[uri] ?? {})];
  if (formats === "assert") words.push(only(assertions, "format"));
  return dialect("$id", "keyword", "kept", words);
}

/** 2019-09: `items` may be a list, and there is no `prefixItems`. */
export function dialect201909(formats: "assert" | "annotate"): JsonSchemaDialect {
  return dialect("$id", "keyword", "kept", [core, dependencies, annotations, without(applicators, "prefixItems"), asserted(formats)]);
}

const since201909 = ["prefixItems", "unevaluatedProperties", "unevaluatedItems", "dependentSchemas"];
const assertedSince201909 = ["minContains", "maxContains", "dependentRequired"];

export function dialectDraft7(formats: "assert" | "annotate"): JsonSchemaDialect {
  const applied = without(applicators, ...since201909);
  return dialect("$id", "id", "ignored", [core, dependencies, annotations, applied, without(asserted(formats), ...assertedSince201909)]);
}

const since6 = ["if", "then", "else", "contains", "propertyNames", "contentSchema"];

export function dialectDraft4(formats: "assert" | "annotate"): JsonSchemaDialect {
  const applied = without(applicators, ...since201909, ...since6);
  const checked = without(asserted(formats), ...assertedSince201909, "const", "contentEncoding", "contentMediaType");
  return dialect("id", "id", "ignored", [core, dependencies, annotations, applied, checked]);
}

function asserted(formats: "assert" | "annotate"): Vocabulary {
  return formats === "assert" ? assertions : without(assertions, "format");
}

function dialect(
  idKeyword: JsonSchemaDialect["idKeyword"],
  anchors: JsonSchemaDialect["anchors"],
  refSiblings: SchemaDialect["refSiblings"],
  words: readonly Vocabulary[],
): JsonSchemaDialect {
  return {
    name: "json-schema",
    keywords: new Map(words.flatMap((vocabulary) => Object.entries(vocabulary))),
    refSiblings,
    reportsUnknown: false,
    finish: (draft) => (draft.beside.length === 0 ? draft.schema : { ...draft.schema, allOf: [...(draft.schema.allOf ?? []), ...draft.beside] }),
    idKeyword,
    anchors,
  };
}

function only(vocabulary: Vocabulary, ...names: string[]): Vocabulary {
  return Object.fromEntries(names.flatMap((name) => (vocabulary[name] === undefined ? [] : [[name, vocabulary[name] as KeywordReader]])));
}

function without(vocabulary: Vocabulary, ...names: string[]): Vocabulary {
  return Object.fromEntries(Object.entries(vocabulary).filter(([name]) => !names.includes(name)));
}
