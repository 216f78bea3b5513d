import type { Schema } from "./documents.js";

type Levels = readonly [request: string | undefined, response: string | undefined];

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}): Schema => ({ type: "object", properties, ...more });
const string = { type: "string" };
const number = { type: "number" };
const integer = { type: "integer" };
const cat = { type: "object", required: ["kind", "lives"], properties: { kind: { const: "cat" }, lives: integer } };
const dog = { type: "object", required: ["kind", "tricks"], properties: { kind: { const: "dog" }, tricks: string } };

/** What changed in a schema, and its level for whoever sends the value and for whoever reads it. */
export const schemaRows: readonly (readonly [code: string, old: Schema, next: Schema, levels: Levels])[] = [
  ["type-changed", string, integer, ["breaking", "breaking"]],
  ["type-narrowed", { type: ["string", "integer"] }, string, ["breaking", "safe"]],
  ["type-narrowed", number, integer, ["breaking", "safe"]],
  ["type-widened", string, { type: ["integer", "string"] }, ["safe", "breaking"]],
  ["type-widened", integer, number, ["safe", "breaking"]],
  ["type-widened", string, {}, ["safe", "breaking"]],
  ["null-added", string, { type: ["string", "null"] }, ["safe", "breaking"]],
  ["null-removed", { type: ["string", "null"] }, string, ["breaking", "safe"]],
  ["enum-value-removed", { enum: ["a", "b"] }, { enum: ["a"] }, ["breaking", "safe"]],
  ["enum-value-added", { enum: ["a"] }, { enum: ["a", "b"] }, ["safe", "breaking"]],
  [
    "enum-value-added",
    { type: "string", enum: ["a"], "x-extensible-enum": true },
    { type: "string", enum: ["a", "b"], "x-extensible-enum": true },
    ["safe", "warning"],
  ],
  [
    "extensible-value-added",
    { type: "string", "x-extensible-enum": ["a"] },
    { type: "string", "x-extensible-enum": ["a", "b"] },
    ["safe", "warning"],
  ],
  [
    "extensible-value-removed",
    { type: "string", "x-extensible-enum": ["a", "b"] },
    { type: "string", "x-extensible-enum": ["a"] },
    ["breaking", "safe"],
  ],
  ["enum-added", string, { type: "string", enum: ["a"] }, ["breaking", "safe"]],
  ["enum-removed", { type: "string", enum: ["a"] }, string, ["safe", "breaking"]],
  ["bound-tightened", { type: "integer", maximum: 200 }, { type: "integer", maximum: 100 }, ["breaking", "safe"]],
  ["bound-loosened", { type: "string", maxLength: 10 }, { type: "string", maxLength: 20 }, ["safe", "breaking"]],
  ["bound-added", { type: "array", items: string }, { type: "array", items: string, minItems: 1 }, ["breaking", "safe"]],
  ["bound-removed", { type: "object", maxProperties: 3 }, { type: "object" }, ["safe", "breaking"]],
  ["multiple-of-narrowed", { type: "number", multipleOf: 2 }, { type: "number", multipleOf: 4 }, ["breaking", "safe"]],
  ["multiple-of-widened", { type: "number", multipleOf: 0.1 }, { type: "number", multipleOf: 0.01 }, ["safe", "breaking"]],
  ["multiple-of-changed", { type: "number", multipleOf: 3 }, { type: "number", multipleOf: 2 }, ["breaking", "breaking"]],
  ["unique-items-added", { type: "array" }, { type: "array", uniqueItems: true }, ["breaking", "safe"]],
  ["unique-items-removed", { type: "array", uniqueItems: true }, { type: "array" }, ["safe", "breaking"]],
  ["pattern-added", string, { type: "string", pattern: "^a" }, ["breaking", "safe"]],
  ["pattern-removed", { type: "string", pattern: "^a" }, string, ["safe", "breaking"]],
  ["pattern-changed", { type: "string", pattern: "^[a-c]+$" }, { type: "string", pattern: "^[a-z]+$" }, ["safe", "warning"]],
  ["pattern-changed", { type: "string", pattern: "^a" }, { type: "string", pattern: "^b" }, ["warning", "warning"]],
  ["format-added", string, { type: "string", format: "uuid" }, ["breaking", "safe"]],
  ["format-removed", { type: "string", format: "uuid" }, string, ["safe", "breaking"]],
  ["format-changed", { type: "string", format: "uuid" }, { type: "string", format: "date" }, ["breaking", "breaking"]],
  ["format-changed", { type: "string", format: "date-time" }, { type: "string", format: "moment" }, ["warning", "breaking"]],
  ["format-changed", { type: "string", format: "moment" }, { type: "string", format: "date-time" }, ["breaking", "warning"]],
  ["format-changed", { type: "string", format: "moment" }, { type: "string", format: "instant" }, ["warning", "warning"]],
  ["format-widened", { type: "integer", format: "int32" }, { type: "integer", format: "int64" }, ["safe", "breaking"]],
  ["format-narrowed", { type: "number", format: "double" }, { type: "number", format: "float" }, ["breaking", "safe"]],
  ["content-added", string, { type: "string", contentEncoding: "base64" }, ["breaking", "breaking"]],
  ["constraint-added", { type: "array" }, { type: "array", contains: string }, ["breaking", "safe"]],
  ["constraint-removed", { type: "object", propertyNames: { maxLength: 3 } }, { type: "object" }, ["safe", "breaking"]],
  ["constraint-changed", { not: { const: 1 } }, { not: { const: 2 } }, ["warning", "warning"]],
  ["required-property-added", object({ a: string }), object({ a: string, b: string }, { required: ["b"] }), ["breaking", "safe"]],
  ["optional-property-added", object({ a: string }), object({ a: string, b: string }), ["safe", "safe"]],
  [
    "optional-property-added",
    object({ a: string }, { additionalProperties: false }),
    object({ a: string, b: string }, { additionalProperties: false }),
    ["safe", "warning"],
  ],
  ["required-property-removed", object({ a: string, b: string }, { required: ["b"] }), object({ a: string }), ["warning", "breaking"]],
  ["optional-property-removed", object({ a: string, b: string }), object({ a: string }), ["warning", "warning"]],
  [
    "optional-property-removed",
    object({ a: string, b: string }, { additionalProperties: false }),
    object({ a: string }, { additionalProperties: false }),
    ["breaking", "warning"],
  ],
  ["property-became-required", object({ a: string }), object({ a: string }, { required: ["a"] }), ["breaking", "safe"]],
  ["property-became-optional", object({ a: string }, { required: ["a"] }), object({ a: string }), ["safe", "breaking"]],
  ["read-only-set", object({ a: string }), object({ a: { type: "string", readOnly: true } }), ["warning", undefined]],
  ["write-only-set", object({ a: string }), object({ a: { type: "string", writeOnly: true } }), [undefined, "warning"]],
  ["additional-properties-closed", object({ a: string }), object({ a: string }, { additionalProperties: false }), ["breaking", "safe"]],
  ["additional-properties-opened", object({ a: string }, { additionalProperties: false }), object({ a: string }), ["safe", "warning"]],
  ["union-branch-added", { oneOf: [cat] }, { oneOf: [cat, dog] }, ["safe", "breaking"]],
  ["union-branch-removed", { oneOf: [dog, cat] }, { oneOf: [cat] }, ["breaking", "safe"]],
  ["default-changed", { type: "string", default: "a" }, { type: "string", default: "b" }, ["warning", "documentation"]],
  ["words-changed", { type: "string", description: "Old." }, { type: "string", description: "New." }, ["documentation", "documentation"]],
];
