import { nonNullAliases, equivalentSchemas } from "../../../model/schemas/aliases.js";
import type { ApiModel } from "../../../model/api.js";
import type { Json } from "../../../model/json.js";
import type { Place } from "../../../model/place.js";
import type { Annotations, Schema } from "../../../model/schemas/schema.js";
import type { Both } from "../../change.js";
import { canonical } from "../../variants/alternative.js";
import { exactValue } from "../../variants/digits.js";
import type { Node } from "../../variants/node.js";
import type { SchemaDifference } from "./pair.js";
import { whereItMoved } from "./places.js";

/** Annotations: they affect no value, except a changed `default`, which changes the meaning of an omitted value. */
export function compareAnnotations(
  old: Node,
  next: Node,
  oldModel: ApiModel,
  newModel: ApiModel,
  report: (difference: SchemaDifference) => void,
): void {
  const [before, after] = [old.schemas[0], next.schemas[0]];
  if (before === undefined || after === undefined) return;
  const was = old.schemas.map((schema) => annotationsOf(schema, oldModel));
  const is = next.schemas.map((schema) => annotationsOf(schema, newModel));
  const placesOf = (changes: (schema: Schema) => unknown): Both<Place> => {
    const where = whereItMoved(changes, [reachedSchemas(old, oldModel), reachedSchemas(next, newModel)]);
    return { old: (where.old ?? before).place, new: (where.new ?? after).place };
  };
  for (const keyword of ["title", "description", "examples"] as const) {
    if (moved(valuesOf(was, keyword), valuesOf(is, keyword)).flat().length > 0)
      report({ code: "words-changed", places: placesOf(({ annotations }) => annotations?.[keyword]), parameters: { keyword } });
  }
  const [documented, documentedNow] = [was, is].map((all) => all.flatMap(({ documentation = [] }) => documentation)) as [string[], string[]];
  if (moved(documented, documentedNow).flat().length > 0)
    report({ code: "words-changed", places: placesOf(({ annotations }) => annotations?.documentation), parameters: { keyword: "externalDocs" } });
  if (was.some(isDeprecated) !== is.some(isDeprecated)) {
    const places = placesOf(({ annotations }) => annotations?.deprecated);
    report({ code: "schema-deprecation-changed", places, parameters: { keyword: "deprecated" } });
  }
  const [listed, listedNow] = [was, is].map((all) => all.map(extensible).find((values) => values !== undefined));
  if (listed !== undefined && listedNow !== undefined) {
    const [gone, come] = moved(listed, listedNow);
    const places = placesOf(({ annotations }) => annotations?.extensions?.["x-extensible-enum"]);
    if (gone.length > 0) report({ code: "extensible-value-removed", places, parameters: { values: gone } });
    if (come.length > 0) report({ code: "extensible-value-added", places, parameters: { values: come } });
  }
  const changes = [
    old.schemas.flatMap((schema) => defaultsOf(schema, oldModel)),
    next.schemas.flatMap((schema) => defaultsOf(schema, newModel)),
  ] as const;
  const [gone, come] = moved(...changes);
  if (gone.length === 0 && come.length === 0) return;
  report({
    code: "default-changed",
    places: placesOf(ownDefault),
    parameters: { ...(gone[0] !== undefined && { old: gone[0] }), ...(come[0] !== undefined && { new: come[0] }) },
  });
}

/** The schemas of a node with their references and parts, the outermost first. */
function reachedSchemas({ schemas }: Node, model: ApiModel): readonly Schema[] {
  const found = new Set(schemas);
  // The loop also visits members added during iteration.
  for (const schema of found) for (const part of equivalentSchemas(schema, model)) found.add(part);
  return [...found];
}

/** The annotations of each part of a conjunction: `allOf` has no order, so no part takes precedence. */
function valuesOf(all: readonly Annotations[], keyword: "title" | "description" | "examples"): readonly Json[] {
  return all.flatMap((annotations) => {
    const value = annotations[keyword] as Json | undefined;
    return value === undefined ? [] : [value, ...(keyword === "examples" ? digitsOfExamples(annotations) : [])];
  });
}

/** Digits of rounded numbers in them, by location. */
function digitsOfExamples({ digits = {} }: Annotations): readonly Json[] {
  return Object.entries(digits).filter(([at]) => at.startsWith("example"));
}

function isDeprecated({ deprecated }: Annotations): boolean {
  return deprecated === true;
}

/**
 * The default of an omitted value, with all digits: that of the schema itself, or else of its references and parts.
 * Parts may disagree.
 */
export function defaultsOf(schema: Schema, model: ApiModel): readonly Json[] {
  return defaulting(schema, model).flatMap((part) => {
    const value = ownDefault(part);
    return value === undefined ? [] : [value];
  });
}

function ownDefault(schema: Schema): Json | undefined {
  const value = schema.annotations?.default;
  return value === undefined ? undefined : exactValue(schema, "default", value);
}

/** The schemas with that default. */
function defaulting(schema: Schema, model: ApiModel, visited = new Set<Schema>()): readonly Schema[] {
  const says = schema.annotations?.default !== undefined;
  if (says || visited.has(schema)) return says ? [schema] : [];
  visited.add(schema);
  return equivalentSchemas(schema, model).flatMap((part) => defaulting(part, model, visited));
}

function moved(was: readonly Json[], is: readonly Json[]): readonly [gone: readonly Json[], come: readonly Json[]] {
  const [before, after] = [new Set(was.map(canonical)), new Set(is.map(canonical))];
  return [was.filter((value) => !after.has(canonical(value))), is.filter((value) => !before.has(canonical(value)))];
}

/** Values of an extensible list: readers must expect others. */
function extensible({ extensions }: Annotations): readonly Json[] | undefined {
  const listed = extensions?.["x-extensible-enum"];
  return Array.isArray(listed) ? (listed as readonly Json[]) : undefined;
}

/** Its own first: inlined, extracted and wrapped schemas are equal. */
function annotationsOf(schema: Schema, model: ApiModel): Annotations {
  return Object.assign(
    {},
    ...nonNullAliases(schema, model)
      .toReversed()
      .map((alias) => alias.annotations),
  ) as Annotations;
}
