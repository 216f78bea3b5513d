import { isJsonObject, type Dialect, type Json } from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import type { OverlayAction } from "../findings/finding.js";
import { inferSchema, kindsOf, writeKinds } from "./infer.js";
import { elementEqualTo, jsonPath, parentPointer, step } from "./json-path.js";
import { rawAt, type SuggestContext } from "./context.js";

type Raw = { readonly [key: string]: Json };

/** Widens one keyword of a schema by the values that broke it. */
export function widen({ document, gathered, model }: SuggestContext): readonly OverlayAction[] | undefined {
  const { first, evidence } = gathered;
  const pointer = parentPointer(first.schemaPath);
  const target = jsonPath(pointer, document);
  const raw = target === undefined ? undefined : rawAt(document, pointer);
  if (target === undefined || !isJsonObject(raw)) return undefined;
  const { dialect } = model;
  // Parameters carry their schema beside the keywords in 2.0, and `required` there is a boolean.
  if (first.keyword === "required" && typeof raw["required"] === "boolean") return [{ target, update: { required: false } }];
  const at = (keyword: string): string => `${target}${step(keyword)}`;
  const remove = (keyword: string): OverlayAction => ({ target: at(keyword), remove: true });

  switch (first.keyword) {
    case "type":
      return widenType(raw, target, dialect, evidence);
    case "enum":
      return widenEnum(raw, target, evidence);
    case "const":
      return raw["const"] === undefined ? undefined : [remove("const"), { target, update: { enum: distinct([raw["const"], ...evidence]) } }];
    case "required": {
      const name = lastToken(first.path);
      const list = raw["required"];
      if (!Array.isArray(list)) return undefined;
      // An empty list is not allowed before 3.1.
      return list.length <= 1 ? [remove("required")] : [{ target: `${at("required")}${elementEqualTo(name)}`, remove: true }];
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return widenNumber(raw, target, first.keyword, evidence);
    case "minLength":
    case "maxLength":
      return bound(
        target,
        first.keyword,
        evidence.filter((value) => typeof value === "string").map((value) => [...value].length),
      );
    case "minItems":
    case "maxItems":
      return bound(
        target,
        first.keyword,
        evidence.filter((value) => Array.isArray(value)).map((value) => value.length),
      );
    case "minProperties":
    case "maxProperties":
      return bound(
        target,
        first.keyword,
        evidence.filter(isJsonObject).map((value) => Object.keys(value).length),
      );
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = lastToken(first.path);
      const values = evidence.filter(isJsonObject).flatMap((value) => (Object.hasOwn(value, name) ? [value[name]] : []));
      return [{ target, update: { properties: { [name]: inferSchema(values, dialect) } } }];
    }
    case "dependentRequired": {
      const name = lastToken(first.path);
      const objects = evidence.filter(isJsonObject);
      const lists = isJsonObject(raw["dependentRequired"]) ? Object.entries(raw["dependentRequired"]) : [];
      return lists
        .filter(([trigger, names]) => Array.isArray(names) && names.includes(name) && objects.some((value) => Object.hasOwn(value, trigger)))
        .map(([trigger]) => ({ target: `${at("dependentRequired")}${step(trigger)}${elementEqualTo(name)}`, remove: true }));
    }
    case "items": {
      // `items: false` closes a tuple: what came after it is described.
      const fixed = Array.isArray(raw["prefixItems"]) ? raw["prefixItems"].length : 0;
      const more = evidence.flatMap((value) => (Array.isArray(value) ? value.slice(fixed) : []));
      return raw["items"] !== false || more.length === 0 ? undefined : [{ target, update: { items: inferSchema(more, dialect) } }];
    }
    case "not":
    case "format":
    case "pattern":
    case "multipleOf":
    case "uniqueItems":
    case "contentMediaType":
    case "contentEncoding":
      return raw[first.keyword] === undefined ? undefined : [remove(first.keyword)];
    case "oneOf":
    case "anyOf":
    case "discriminator":
      return widenUnion(raw, target, dialect, evidence, gathered.first);
    default:
      return undefined;
  }
}

function widenType(raw: Raw, target: string, dialect: Dialect, evidence: readonly unknown[]): readonly OverlayAction[] | undefined {
  const written = raw["type"];
  const before = (Array.isArray(written) ? written : [written]).filter((type): type is string => typeof type === "string");
  if (before.length === 0) return undefined;
  const seen = kindsOf(evidence);
  const kinds = [...new Set([...before, ...seen])].filter((kind) => kind !== "null");
  const nullable = seen.includes("null");
  const added = kinds.filter((kind) => !before.includes(kind) && !(kind === "integer" && kinds.includes("number")));
  const actions: OverlayAction[] = [];
  if (dialect === "openapi-3.1" || dialect === "openapi-3.2") {
    const types = [...added, ...(nullable && !before.includes("null") ? ["null"] : [])];
    if (Array.isArray(written)) for (const type of types) actions.push({ target: `${target}['type']`, update: type });
    else if (types.length > 0) actions.push({ target, update: { type: [...before, ...types] } });
  } else {
    if (added.length > 0) {
      const wide = before.includes("integer") && added.includes("number") && added.length === 1 ? ["number"] : [...before, ...added];
      if (wide.length === 1 || dialect === "swagger-2.0") actions.push({ target, update: { type: wide.length === 1 ? wide[0] : wide } });
      else {
        const items = kinds.includes("array")
          ? new Map([
              [
                "array",
                inferSchema(
                  evidence.filter((value) => Array.isArray(value)),
                  dialect,
                ),
              ],
            ])
          : new Map<string, { readonly [keyword: string]: unknown }>();
        actions.push({ target: `${target}['type']`, remove: true }, { target, update: writeKinds(wide, false, dialect, items) });
      }
    }
    if (nullable) actions.push({ target, update: dialect === "openapi-3.0" ? { nullable: true } : { "x-nullable": true } });
  }
  // What the other keywords of the same schema say about the new kinds: `int64` refuses what is no integer.
  if (seen.includes("number") && before.includes("integer") && /^u?int\d*$/.test(String(raw["format"] ?? "")))
    actions.push({ target: `${target}['format']`, remove: true });
  if (raw["const"] !== undefined)
    actions.push({ target: `${target}['const']`, remove: true }, { target, update: { enum: distinct([raw["const"], ...evidence]) } });
  if (seen.includes("number") || seen.includes("integer")) actions.push(...relaxNumbers(raw, target, evidence));
  // A listed null is needed where values are listed.
  const listed = raw["enum"];
  if (Array.isArray(listed))
    for (const value of distinct(evidence))
      if (!listed.some((one) => JSON.stringify(one) === JSON.stringify(value))) actions.push({ target: `${target}['enum']`, update: value });
  return actions;
}

function widenEnum(raw: Raw, target: string, evidence: readonly unknown[]): readonly OverlayAction[] | undefined {
  const listed = raw["enum"];
  if (!Array.isArray(listed)) return undefined;
  return distinct(evidence)
    .filter((value) => !listed.includes(value as Json))
    .map((value) => ({ target: `${target}['enum']`, update: value }));
}

function widenNumber(raw: Raw, target: string, keyword: string, evidence: readonly unknown[]): readonly OverlayAction[] | undefined {
  const values = evidence.filter((value) => typeof value === "number");
  if (values.length === 0) return undefined;
  const lower = keyword.endsWith("inimum");
  const limit = lower ? least(values) : greatest(values);
  const inclusive = lower ? "minimum" : "maximum";
  const exclusive = lower ? "exclusiveMinimum" : "exclusiveMaximum";
  const actions: OverlayAction[] = raw[exclusive] === undefined ? [] : [{ target: `${target}${step(exclusive)}`, remove: true }];
  return [...actions, { target, update: { [inclusive]: limit } }];
}

function bound(target: string, keyword: string, sizes: readonly number[]): readonly OverlayAction[] | undefined {
  if (sizes.length === 0) return undefined;
  return [{ target, update: { [keyword]: keyword.startsWith("min") ? least(sizes) : greatest(sizes) } }];
}

/** Bounds that a number breaks whose kind was not allowed before. */
function relaxNumbers(raw: Raw, target: string, evidence: readonly unknown[]): readonly OverlayAction[] {
  const values = evidence.filter((value) => typeof value === "number");
  const actions: OverlayAction[] = [];
  const { minimum, maximum, multipleOf } = raw;
  if (typeof minimum === "number" && least(values) < minimum) actions.push({ target, update: { minimum: least(values) } });
  if (typeof maximum === "number" && greatest(values) > maximum) actions.push({ target, update: { maximum: greatest(values) } });
  if (multipleOf !== undefined) actions.push({ target: `${target}['multipleOf']`, remove: true });
  return actions;
}

function widenUnion(
  raw: Raw,
  target: string,
  dialect: Dialect,
  evidence: readonly unknown[],
  first: Occurrence,
): readonly OverlayAction[] | undefined {
  const keyword = Array.isArray(raw["oneOf"]) ? "oneOf" : "anyOf";
  const branches = raw[keyword];
  if (!Array.isArray(branches)) return undefined;
  if (/matches \d+ branches/.test(first.message))
    return [
      { target: `${target}['oneOf']`, remove: true },
      { target, update: { anyOf: branches } },
    ];
  // 3.0 has no type for null alone, and a schema without a type takes everything.
  const onlyNull = evidence.every((value) => value === null);
  const branch = onlyNull && dialect === "openapi-3.0" ? { type: "string", nullable: true, enum: [null] } : inferSchema(evidence, dialect);
  const objects = evidence.filter(isJsonObject);
  const { tag } = first;
  // A branch for the values of the tag that were seen, so that it takes nothing away from the others.
  if (tag !== undefined) {
    const tags = distinct(objects.flatMap((value) => (Object.hasOwn(value, tag) ? [value[tag]] : [])));
    const properties = isJsonObject(branch["properties"]) ? branch["properties"] : {};
    const own =
      tags.length === 0
        ? { ...branch, not: { required: [tag] } }
        : { ...branch, required: [tag], properties: { ...properties, [tag]: { enum: tags } } };
    return [{ target: `${target}${step(keyword)}`, update: own }];
  }
  if (keyword === "anyOf" || onlyNull || isOfItsOwn(kindsOf(evidence), branches)) return [{ target: `${target}${step(keyword)}`, update: branch }];
  return [
    { target: `${target}['oneOf']`, remove: true },
    { target, update: { anyOf: [...branches, branch] } },
  ];
}

/** Whether no branch can accept a value of these kinds, as far as the branches say of themselves. */
function isOfItsOwn(kinds: readonly string[], branches: readonly Json[]): boolean {
  return branches.every((branch) => {
    const types = isJsonObject(branch) ? [branch["type"]].flat() : [];
    return types.length > 0 && types.every((type) => typeof type === "string" && !kinds.some((kind) => areOneKind(kind, type)));
  });
}

function areOneKind(a: string, b: string): boolean {
  const plain = (kind: string): string => (kind === "integer" ? "number" : kind);
  return plain(a) === plain(b);
}

function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Map<string, unknown>();
  for (const value of values) seen.set(JSON.stringify(value), value);
  return [...seen.values()];
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}
function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
function lastToken(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
}
