import { minimal } from "tallystick";
import { assertedFormat, isIgnored, keywordPointer, placeKey, type ApiModel, type Operation, type Parameter, type Schema } from "tallystick/model";
import type { CompiledModel } from "../observe/compiled.js";
import { brokenValues } from "./broken-values.js";
import { isSendable, isWrongOnTheWire, maxLength } from "./on-the-wire.js";

/** One value at the edge of what a parameter documents. */
export interface Probe {
  readonly parameter: Parameter;
  readonly keyword: string;
  readonly schemaPath: string;
  readonly side: "inside" | "outside";
  /** `undefined`: the parameter is left out. */
  readonly value: unknown;
  /** `below the minimum 1`. */
  readonly what: string;
}

/** Each documented bound of each parameter, just inside and just outside. */
export function probesFor(model: ApiModel, compiled: CompiledModel, operation: Operation): readonly Probe[] {
  return operation.parameters.flatMap((parameter) => {
    if (parameter.in === "cookie" || parameter.in === "querystring" || parameter.content !== undefined || parameter.schema === undefined) return [];
    if (isIgnored(parameter)) return [];
    // One bound may contradict another (`minimum: 1` beside `multipleOf: 5`): what is tried is what the whole schema says.
    const rules = compiled.rules(parameter.schema, "request");
    const bounds = [...boundsOf(model, parameter, parameter.schema)].filter(({ side, value }) => rules.is(value) === (side === "inside"));
    const tried = new Set(bounds.flatMap(({ side, schemaPath }) => (side === "outside" ? [schemaPath] : [])));
    const probes = [...bounds, ...brokenValues(model, parameter, parameter.schema, tried)].filter(
      (probe) => isSendable(parameter, probe.value) && (probe.side === "inside" || isWrongOnTheWire(model, rules, probe)),
    );
    if (parameter.required && parameter.in !== "path") {
      probes.push({
        parameter,
        keyword: "required",
        schemaPath: `${placeKey(parameter.place)}/required`,
        side: "outside",
        value: undefined,
        what: "left out although it is required",
      });
    }
    // An empty path segment or a dot is another path.
    return probes.filter((probe) => parameter.in !== "path" || !["", ".", ".."].includes(String(probe.value)));
  });
}

function* boundsOf(model: ApiModel, parameter: Parameter, root: Schema): Iterable<Probe> {
  const schemas = conjuncts(model, root, new Set());
  const types = schemas.find((schema) => schema.type !== undefined)?.type ?? [];
  const probe = (schema: Schema, keyword: string, side: Probe["side"], value: unknown, what: string): Probe => ({
    parameter,
    keyword,
    schemaPath: keywordPointer(schema, keyword),
    side,
    value,
    what,
  });
  // A union of kinds accepts what one of its bounds refuses.
  if (types.length > 1 && !(types.length === 2 && types.includes("null"))) return;
  const [type] = types.filter((one) => one !== "null");
  const merged = { minimum: bound(schemas, "minimum"), maximum: bound(schemas, "maximum") };
  const listed = schemas.some((schema) => schema.enum !== undefined || schema.const !== undefined);
  for (const schema of schemas) {
    const { number, string, array } = schema;
    if (schema.type && (type === "integer" || type === "number" || type === "boolean")) {
      yield probe(schema, "type", "outside", "tallystick", `no ${type}`);
      if (type === "integer" && !listed) yield probe(schema, "type", "outside", fraction(merged), "no whole number");
    }
    if (number && (type === "integer" || type === "number") && !listed) {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = number;
      if (minimum !== undefined) {
        yield probe(schema, "minimum", "inside", minimum, `the minimum ${minimum}`);
        yield probe(schema, "minimum", "outside", minimum - 1, `below the minimum ${minimum}`);
      }
      if (maximum !== undefined) {
        yield probe(schema, "maximum", "inside", maximum, `the maximum ${maximum}`);
        // Beyond what a double can tell apart, there is no "just outside".
        if (Number.isSafeInteger(Math.trunc(maximum) + 1)) yield probe(schema, "maximum", "outside", maximum + 1, `above the maximum ${maximum}`);
      }
      if (exclusiveMinimum !== undefined) {
        yield probe(schema, "exclusiveMinimum", "outside", exclusiveMinimum, `the excluded minimum ${exclusiveMinimum}`);
        if (type === "integer") yield probe(schema, "exclusiveMinimum", "inside", Math.floor(exclusiveMinimum) + 1, `just above ${exclusiveMinimum}`);
      }
      if (exclusiveMaximum !== undefined) {
        yield probe(schema, "exclusiveMaximum", "outside", exclusiveMaximum, `the excluded maximum ${exclusiveMaximum}`);
        if (type === "integer") yield probe(schema, "exclusiveMaximum", "inside", Math.ceil(exclusiveMaximum) - 1, `just below ${exclusiveMaximum}`);
      }
    }
    if (string && type === "string" && !listed) {
      const { minLength, maxLength: longest, pattern } = string;
      const sized = function* (keyword: string, side: Probe["side"], length: number, what: string): Iterable<Probe> {
        const text = textOf(length, schemas);
        if (text !== undefined) yield probe(schema, keyword, side, text, what);
      };
      if (minLength !== undefined && minLength > 0 && minLength <= maxLength) {
        yield* sized("minLength", "inside", minLength, `${minLength} characters long`);
        yield* sized("minLength", "outside", minLength - 1, `shorter than ${minLength}`);
      }
      if (longest !== undefined && longest < maxLength) {
        yield* sized("maxLength", "inside", longest, `${longest} characters long`);
        yield* sized("maxLength", "outside", longest + 1, `longer than ${longest}`);
      }
      const wrong = pattern === undefined ? undefined : refusedBy(pattern, schemas);
      if (wrong !== undefined) yield probe(schema, "pattern", "outside", wrong, `against the pattern ${pattern}`);
    }
    if (schema.enum !== undefined) {
      const other =
        type === "integer" || type === "number" ? Math.max(...schema.enum.filter((one) => typeof one === "number"), 0) + 1 : "tallystick-unlisted";
      yield probe(schema, "enum", "outside", other, "none of the listed values");
      const [first] = schema.enum;
      if (first !== null && first !== undefined)
        yield probe(
          schema,
          "enum",
          "inside",
          schema.enum.findLast((one) => one !== null),
          "a listed value",
        );
    }
    if (array && type === "array" && array.items && array.maxItems !== undefined && array.maxItems < 200 && !array.uniqueItems) {
      const made = minimal(array.items, model, { direction: "request", name: parameter.name });
      if (made.found)
        yield probe(
          schema,
          "maxItems",
          "outside",
          Array.from({ length: array.maxItems + 1 }, () => made.value),
          `more than ${array.maxItems} items`,
        );
    }
  }
}

/** A text of this length that is right in all but its length; none where a format decides, whose texts have lengths of their own. */
function textOf(length: number, schemas: readonly Schema[]): string | undefined {
  if (schemas.some((one) => !["password", "byte"].includes(assertedFormat(one) ?? "byte"))) return undefined;
  const patterns = schemas.flatMap((one) => (one.string?.pattern === undefined ? [] : [toRegExp(one.string.pattern)]));
  return ["a", "A", "1"].map((letter) => letter.repeat(length)).find((text) => patterns.every((pattern) => pattern?.test(text) ?? false));
}

function toRegExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function bound(schemas: readonly Schema[], keyword: "minimum" | "maximum"): number | undefined {
  for (const schema of schemas) if (schema.number?.[keyword] !== undefined) return schema.number[keyword];
  return undefined;
}

/** A number between the bounds that is not whole. */
function fraction(bounds: { readonly minimum: number | undefined; readonly maximum: number | undefined }): number {
  const start = bounds.minimum ?? (bounds.maximum === undefined ? 1 : bounds.maximum - 1);
  return Math.trunc(start) + 0.5;
}

function refusedBy(pattern: string, schemas: readonly Schema[]): string | undefined {
  const expression = toRegExp(pattern);
  if (expression === undefined) return undefined;
  const shortest = Math.max(1, ...schemas.map((schema) => schema.string?.minLength ?? 0));
  const longest = Math.min(maxLength, ...schemas.map((schema) => schema.string?.maxLength ?? maxLength));
  return ["~tallystick~", "~", "tallystick", "0", "A~"].find((one) => one.length >= shortest && one.length <= longest && !expression.test(one));
}

/** The schema, what it refers to and the parts of its `allOf`: what must all hold. */
function conjuncts(model: ApiModel, schema: Schema, seen: Set<Schema>): readonly Schema[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return [schema, ...(target ? conjuncts(model, target, seen) : []), ...(schema.allOf ?? []).flatMap((part) => conjuncts(model, part, seen))];
}
