import { isJsonObject, tokens } from "tallystick/model";
import type { OverlayAction } from "../findings/finding.js";
import { constantAsList, greatest, least, removal, toList, type Broken } from "./broken.js";
import { valueAt } from "../observe/value-at.js";
import type { SuggestContext } from "./context.js";
import { inferSchema } from "./infer.js";
import { elementEqualTo, jsonPath, parentPointer, step } from "./json-path.js";
import { widenType } from "./widen-type.js";
import { widenUnion } from "./widen-union.js";

/** Widens one keyword of a schema by the values that broke it. */
export function widen(context: SuggestContext): readonly OverlayAction[] | undefined {
  const { document, gathered, model } = context;
  const { first, evidence } = gathered;
  const pointer = parentPointer(first.schemaPath);
  const target = jsonPath(pointer, document);
  const raw = target === undefined ? undefined : valueAt(document, pointer);
  if (target === undefined || !isJsonObject(raw)) return undefined;
  return widenings.get(first.keyword)?.({ keyword: first.keyword, raw, target, dialect: model.dialect, evidence, first, context });
}

type Widening = (broken: Broken) => readonly OverlayAction[] | undefined;

/** Skips parts that cannot be widened. */
const without: Widening = (broken) => (broken.raw[broken.keyword] === undefined ? undefined : [removal(broken, broken.keyword)]);
const byLength = bySize((value) => (typeof value === "string" ? [...value].length : undefined));
const byItems = bySize((value) => (Array.isArray(value) ? value.length : undefined));
const byProperties = bySize((value) => (isJsonObject(value) ? Object.keys(value).length : undefined));

const widenings: ReadonlyMap<string, Widening> = new Map<string, Widening>([
  ["type", widenType],
  ["enum", (broken) => (Array.isArray(broken.raw["enum"]) ? toList(broken, broken.raw["enum"]) : undefined)],
  ["const", (broken) => (broken.raw["const"] === undefined ? undefined : constantAsList(broken))],
  ["required", widenRequired],
  ["minimum", widenNumber],
  ["maximum", widenNumber],
  ["exclusiveMinimum", widenNumber],
  ["exclusiveMaximum", widenNumber],
  ["minLength", byLength],
  ["maxLength", byLength],
  ["minItems", byItems],
  ["maxItems", byItems],
  ["minProperties", byProperties],
  ["maxProperties", byProperties],
  ["additionalProperties", describeProperty],
  ["unevaluatedProperties", describeProperty],
  ["dependentRequired", widenDependentRequired],
  ["items", describeItems],
  ["not", without],
  ["format", without],
  ["pattern", without],
  ["multipleOf", without],
  ["uniqueItems", without],
  ["contentMediaType", without],
  ["contentEncoding", without],
  ["oneOf", widenUnion],
  ["anyOf", widenUnion],
  ["discriminator", widenUnion],
]);

function widenRequired(broken: Broken): readonly OverlayAction[] | undefined {
  const { raw, target } = broken;
  const list = raw["required"];
  // Parameters carry their schema next to the keywords in 2.0, and `required` there is a boolean.
  if (typeof list === "boolean") return [{ target, update: { required: false } }];
  if (!Array.isArray(list)) return undefined;
  // An empty list is not allowed before 3.1.
  if (list.length <= 1) return [removal(broken, "required")];
  return [{ target: `${target}${step("required")}${elementEqualTo(nameIn(broken))}`, remove: true }];
}

function widenDependentRequired(broken: Broken): readonly OverlayAction[] {
  const { raw, target, evidence } = broken;
  const name = nameIn(broken);
  const objects = evidence.filter(isJsonObject);
  const lists = isJsonObject(raw["dependentRequired"]) ? Object.entries(raw["dependentRequired"]) : [];
  return lists
    .filter(([trigger, names]) => Array.isArray(names) && names.includes(name) && objects.some((value) => Object.hasOwn(value, trigger)))
    .map(([trigger]) => ({ target: `${target}${step("dependentRequired")}${step(trigger)}${elementEqualTo(name)}`, remove: true }));
}

function describeProperty(broken: Broken): readonly OverlayAction[] {
  const { target, dialect, evidence } = broken;
  const name = nameIn(broken);
  const values = evidence.filter(isJsonObject).flatMap((value) => (Object.hasOwn(value, name) ? [value[name]] : []));
  return [{ target, update: { properties: { [name]: inferSchema(values, dialect) } } }];
}

/** `items: false` closes a tuple: further items are described. */
function describeItems({ raw, target, dialect, evidence }: Broken): readonly OverlayAction[] | undefined {
  const fixed = Array.isArray(raw["prefixItems"]) ? raw["prefixItems"].length : 0;
  const more = evidence.flatMap((value) => (Array.isArray(value) ? value.slice(fixed) : []));
  return raw["items"] !== false || more.length === 0 ? undefined : [{ target, update: { items: inferSchema(more, dialect) } }];
}

function widenNumber(broken: Broken): readonly OverlayAction[] | undefined {
  const { keyword, raw, target } = broken;
  const values = broken.evidence.filter((value) => typeof value === "number");
  if (values.length === 0) return undefined;
  const isLower = keyword.endsWith("inimum");
  const [inclusive, exclusive] = isLower ? ["minimum", "exclusiveMinimum"] : ["maximum", "exclusiveMaximum"];
  const limit = isLower ? least(values) : greatest(values);
  return [...(raw[exclusive] === undefined ? [] : [removal(broken, exclusive)]), { target, update: { [inclusive]: limit } }];
}

function bySize(sizeOf: (value: unknown) => number | undefined): Widening {
  return ({ keyword, target, evidence }) => {
    const sizes = evidence.map(sizeOf).filter((size) => size !== undefined);
    if (sizes.length === 0) return undefined;
    return [{ target, update: { [keyword]: keyword.startsWith("min") ? least(sizes) : greatest(sizes) } }];
  };
}

/** The property of a finding: the last token of its location. */
function nameIn({ first }: Broken): string {
  return tokens(first.path).at(-1) ?? "";
}
