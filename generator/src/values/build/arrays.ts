import type { Json } from "../../model/json.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Builder } from "./build.js";
import type { Frame } from "./frame.js";
import type { Expansion } from "./expand.js";
import { Distinct } from "../json.js";
import { referencedIds } from "./settled.js";
import type { Shape } from "./shape.js";

const longest = 10_000;

/** The constraints on an array's length from the schemas of a shape. */
interface Limits {
  readonly least: number;
  readonly most: number;
  /** Items that have a schema of their own. */
  readonly prefix: number;
}

function limitsOf({ schemas }: Shape): Limits {
  let [least, most, prefix] = [0, Infinity, 0];
  for (const { array } of schemas) {
    if (array === undefined) continue;
    const { minItems = 0, maxItems = Infinity, contains, minContains = 1, prefixItems } = array;
    least = Math.max(least, minItems, contains === undefined ? 0 : minContains);
    most = Math.min(most, maxItems);
    prefix = Math.max(prefix, prefixItems?.length ?? 0);
  }
  return { least, most, prefix };
}

/** Arrays for a shape: first as long as the mode wants them, then shorter and longer. */
export function* buildArray(builder: Builder, shape: Shape, expansion: Expansion, frame: Frame): Generator<Json> {
  const { least, most, prefix } = limitsOf(shape);
  if (least > most || least > longest) return;
  const { goal, mode } = builder.options;
  const next = frame.onGoal ? goal?.tokens[frame.depth] : undefined;
  const forced = typeof next === "number" ? next + 1 : 0;
  if (forced > most) return;
  const inside = builder.within(expansion, frame);
  const isCalm = builder.tight(frame) || shape.schemas.some(({ array }) => array?.items !== undefined && isRecursive(array.items, inside));
  const usual =
    mode === "minimal" || isCalm
      ? least
      : mode === "full" || builder.options.whole === true
        ? Math.max(least, prefix, 1)
        : least + builder.random(frame).below(3);
  const lengths = new Set([usual, least, least + 1, 0, 1, 2, prefix].map((length) => Math.max(length, forced)));
  for (const length of lengths) {
    if (length > most || length < least || builder.spent) continue;
    const value = arrayOf(builder, shape, { ...frame, inside }, length, Math.max(least, forced));
    if (value !== undefined) yield value;
  }
}

function isRecursive(items: Schema, inside: ReadonlySet<SchemaId>): boolean {
  return referencedIds([items]).some((id) => inside.has(id));
}

function arrayOf(
  builder: Builder,
  shape: Shape,
  frame: Frame & { readonly inside: ReadonlySet<string> },
  length: number,
  least: number,
): Json | undefined {
  const unique = shape.schemas.some((schema) => schema.array?.uniqueItems === true);
  const items: Json[] = [];
  const known = new Distinct();
  const next = frame.onGoal ? builder.options.goal?.tokens[frame.depth] : undefined;
  for (let index = 0; index < length; index++) {
    const parts = itemSchemas(shape, index, length);
    if (parts.some((part) => part.boolean === false)) return index >= least ? items : undefined;
    const name = frame.name.replace(/(?<=[^s])s$/, "");
    let item: Json | undefined;
    for (let step = 0; step < (unique ? 60 : 1); step++) {
      const value = builder.build(parts, {
        path: { before: frame.path, token: index },
        depth: frame.depth + 1,
        inside: frame.inside,
        name,
        step: frame.step + (unique ? index + step : index),
        onGoal: frame.onGoal && next === index,
        hints: [],
      });
      if (value === undefined) break;
      if (!unique || !known.has(value)) {
        item = value;
        break;
      }
    }
    if (item === undefined) return index >= least ? items : undefined;
    if (unique) known.add(item);
    items.push(item);
  }
  return items;
}

/** The schemas of the item at `index`; the last items are those that `contains` finds. */
function itemSchemas(shape: Shape, index: number, length: number): readonly Schema[] {
  const parts: Schema[] = [];
  for (const { array, id, place } of shape.schemas) {
    if (array === undefined) continue;
    const own = array.prefixItems?.[index] ?? array.items;
    if (own !== undefined) parts.push(own);
    const { contains, minContains = 1, maxContains = Infinity } = array;
    if (contains === undefined) continue;
    if (index >= length - minContains) parts.push(contains);
    else if (length - index > maxContains) parts.push({ id: `${id} contains not`, place, not: contains });
  }
  if (parts.length === 0) for (const { array } of shape.schemas) if (array?.unevaluatedItems !== undefined) parts.push(array.unevaluatedItems);
  return parts;
}
