import { accepts, failures, heightsOf } from "tallystick";
import {
  isJsonObject,
  keywordPointer,
  placeKey,
  type ApiModel,
  type Example,
  type Json,
  type MediaType,
  type Operation,
  type Schema,
} from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import { hideSecrets, showValue } from "../findings/show.js";
import { isJsonMediaType } from "../match/media-type.js";
import type { CompiledModel, Direction, Issue } from "../observe/compiled.js";
import { eachChild, explain, Unions } from "../observe/explain.js";

const maxExplained = 40;

/** Where the document contradicts itself: an example or default that its own schema refuses, a schema that no value can satisfy. */
export function specDefects(model: ApiModel, compiled: CompiledModel, operations: readonly Operation[]): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const unions = new Unions(model);
  const heights = heightsOf(model);
  const seen = new Set<Schema>();

  // A validator for each property of a large document costs more than its words are worth once there are many of them.
  let explained = 0;
  const byRules = (schema: Schema, value: Json, readings: readonly unknown[], directions: readonly Direction[]): readonly Issue[] => {
    for (const direction of directions) if (readings.some((one) => compiled.rules(schema, direction).is(one))) return [];
    const direction = directions[0] ?? "response";
    return explain(unions, compiled, direction, value, compiled.rules(schema, direction).check(value));
  };
  const byEvaluation = (schema: Schema, value: Json, direction: Direction): readonly Issue[] =>
    failures(schema, value, model, { direction })
      .filter((failure) => failure.branches.length === 0)
      .map(({ keyword, instancePath, schemaPath }) => ({ keyword, instancePath, schemaPath, params: {}, message: `breaks ${keyword}` }));

  const example = (schema: Schema, value: Json, place: string, directions: readonly Direction[], at: Partial<Occurrence>, what: string): void => {
    // An example may be written as the text that goes over the wire.
    const readings = typeof value === "string" ? [value, ...parsed(value)] : [value];
    // Most examples are right: asking without compiling spares a validator for each property of a large document.
    for (const direction of directions) if (readings.some((one) => accepts(schema, one as Json, model, { direction }))) return;
    const [issue] =
      explained++ < maxExplained ? byRules(schema, value, readings, directions) : byEvaluation(schema, value, directions[0] ?? "response");
    if (issue === undefined) return;
    found.push({
      class: "spec-defect",
      ...at,
      subject: { in: "document" },
      instancePath: issue.instancePath,
      path: issue.instancePath,
      schemaPath: place,
      keyword: issue.keyword,
      message: hideSecrets(`${what} does not fit its own schema: ${issue.instancePath === "" ? "" : `"${issue.instancePath}" `}${issue.message}.`),
      value: showValue(value),
    });
  };

  // A list and not calls within calls: no row of references is too long for the stack.
  const visit = (first: Schema, at: Partial<Occurrence>): void => {
    const waiting: (readonly [Schema, Partial<Occurrence>])[] = [[first, at]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!seen.has(next[0])) waiting.push(...look(...next).toReversed());
    }
  };

  /** What is wrong with a schema, and the schemas that it leads to. */
  const look = (schema: Schema, at: Partial<Occurrence>): readonly (readonly [Schema, Partial<Occurrence>])[] => {
    seen.add(schema);
    for (const impossible of impossibilities(schema)) found.push({ ...impossible, ...at });
    if (heights(schema) === Infinity && schema.ref === undefined && schema.boolean !== false) {
      found.push(
        defect(
          placeKey(schema.place),
          "schema",
          "No finite value satisfies this schema: what it requires leads back to itself or is refused everywhere.",
          at,
        ),
      );
    }
    const { annotations } = schema;
    annotations?.examples?.forEach((value) => example(schema, value, placeKey(schema.place), ["response", "request"], at, "This example"));
    if (annotations?.default !== undefined && annotations.default !== null) {
      example(schema, annotations.default, `${placeKey(schema.place)}/default`, ["response", "request"], at, "This default");
    }
    const further: (readonly [Schema, Partial<Occurrence>])[] = [];
    eachChild(schema, (child) => {
      if (child !== schema.not && child.boolean !== false) further.push([child, at]);
    });
    const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
    if (target) further.push([target, {}]);
    return further;
  };

  const media = (one: MediaType, direction: Direction, at: Partial<Occurrence>): void => {
    if (one.schema === undefined) return;
    visit(one.schema, at);
    const { schema } = one;
    if (!isJsonMediaType(one.mediaType)) return;
    one.examples.forEach((value) => example(schema, value.value, placeKey(value.place), [direction], at, nameOf(value)));
  };

  for (const operation of operations) {
    const at = { operation: operation.key, ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }) };
    for (const parameter of operation.parameters) {
      const { schema } = parameter;
      if (schema === undefined) continue;
      visit(schema, at);
      parameter.examples.forEach((value) => example(schema, value.value, placeKey(value.place), ["request"], at, nameOf(value)));
    }
    operation.requestBody?.content.forEach((one) => media(one, "request", { ...at, mediaType: one.mediaType }));
    for (const response of operation.responses) {
      response.content.forEach((one) => media(one, "response", { ...at, status: response.status, mediaType: one.mediaType }));
      for (const header of response.headers) if (header.schema) visit(header.schema, at);
    }
  }
  return once(found);
}

function nameOf(example: Example): string {
  return example.name === "" || example.name === "example" ? "The example" : `The example "${example.name}"`;
}

/** A shared component is reported once, for the first operation that reaches it. */
function once(found: readonly Occurrence[]): readonly Occurrence[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${one.schemaPath} ${one.keyword} ${one.instancePath}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function defect(schemaPath: string, keyword: string, message: string, at: Partial<Occurrence>): Occurrence {
  return { ...at, class: "spec-defect", subject: { in: "document" }, instancePath: "", path: "", schemaPath, keyword, message };
}

/** Bounds that exclude each other, listed values of the wrong type, a required property that is refused. */
function* impossibilities(schema: Schema): Iterable<Occurrence> {
  const clash = (keyword: string, message: string): Occurrence => defect(keywordPointer(schema, keyword), keyword, message, {});
  const { number, string, array, object } = schema;
  const pairs: readonly (readonly [string, number | undefined, string, number | undefined])[] = [
    ["minimum", number?.minimum, "maximum", number?.maximum],
    ["exclusiveMinimum", number?.exclusiveMinimum, "exclusiveMaximum", number?.exclusiveMaximum],
    ["minLength", string?.minLength, "maxLength", string?.maxLength],
    ["minItems", array?.minItems, "maxItems", array?.maxItems],
    ["minProperties", object?.minProperties, "maxProperties", object?.maxProperties],
  ];
  for (const [low, least, high, most] of pairs) {
    if (least !== undefined && most !== undefined && least > most) yield clash(low, `${low} ${least} is above ${high} ${most}: no value fits.`);
  }
  if (
    schema.enum !== undefined &&
    schema.enum.length > 0 &&
    schema.type !== undefined &&
    !schema.enum.some((value) => fitsType(value, schema.type ?? []))
  ) {
    yield clash("enum", `None of the listed values is of type ${schema.type.join(" or ")}.`);
  }
  if (object?.additionalProperties?.boolean === false && !schema.allOf && schema.ref === undefined && object.patternProperties === undefined) {
    for (const name of object.required ?? []) {
      if (object.properties?.has(name) !== true) yield clash("required", `"${name}" is required, and additionalProperties: false refuses it.`);
    }
  }
}

function fitsType(value: Json, types: readonly string[]): boolean {
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  if (isJsonObject(value)) return types.includes("object");
  if (typeof value === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(value));
  return types.includes(typeof value);
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
