import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Annotations, Schema } from "../../model/schema.js";
import { canonical } from "../forms/alternative.js";
import { aliasesBesideNull, type Node } from "../forms/node.js";
import type { SchemaDifference } from "./pair.js";

/** Words and hints: they move no value, except that a changed `default` changes what an omitted one means. */
export function compareAnnotations(old: Node, next: Node, oldModel: ApiModel, newModel: ApiModel, say: (difference: SchemaDifference) => void): void {
  const [before, after] = [old.schemas[0], next.schemas[0]];
  if (before === undefined || after === undefined) return;
  const was = annotationsOf(before, oldModel);
  const is = annotationsOf(after, newModel);
  const places = { old: before.place, new: after.place };
  for (const keyword of ["title", "description", "deprecated"] as const) {
    if (was[keyword] !== is[keyword])
      say({ code: keyword === "deprecated" ? "schema-deprecation-changed" : "words-changed", places, parameters: { keyword } });
  }
  const [listed, listedNow] = [extensible(was), extensible(is)];
  if (listed !== undefined && listedNow !== undefined) {
    const gone = listed.filter((value) => !listedNow.some((other) => same(value, other)));
    const come = listedNow.filter((value) => !listed.some((other) => same(value, other)));
    if (gone.length > 0) say({ code: "extensible-value-removed", places, parameters: { values: gone } });
    if (come.length > 0) say({ code: "extensible-value-added", places, parameters: { values: come } });
  }
  if (!same(was.examples as Json | undefined, is.examples as Json | undefined))
    say({ code: "words-changed", places, parameters: { keyword: "examples" } });
  if (!same(was.default, is.default))
    say({
      code: "default-changed",
      places,
      parameters: { ...(was.default !== undefined && { old: was.default }), ...(is.default !== undefined && { new: is.default }) },
    });
}

/** Values of a list that may grow: readers are told to expect others. */
function extensible({ extensions }: Annotations): readonly Json[] | undefined {
  const listed = extensions?.["x-extensible-enum"];
  return Array.isArray(listed) ? (listed as readonly Json[]) : undefined;
}

/** Its own first: inlined, extracted and wrapped schemas say the same. */
function annotationsOf(schema: Schema, model: ApiModel): Annotations {
  return Object.assign(
    {},
    ...aliasesBesideNull(schema, model)
      .toReversed()
      .map((alias) => alias.annotations),
  ) as Annotations;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonical(a) === canonical(b);
}
