import type { Json } from "tallystick/model";

/** A schema, a value that was made to confuse validators, and the right result. */
export interface HostileCase {
  readonly name: string;
  readonly schema: Json;
  readonly value: unknown;
  readonly valid: boolean;
}

const json = (text: string): unknown => JSON.parse(text);
const object = (properties: Json, rest: Record<string, Json> = {}): Json => ({ type: "object", properties, ...rest });
const string: Json = { type: "string" };

/** Every name that objects inherit, required, optional and in maps. */
const inheritedNames = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf", "__defineGetter__"];

const inherited: HostileCase[] = inheritedNames.flatMap((name) => {
  const key = JSON.stringify(name);
  const required = JSON.parse(`{"type":"object","required":[${key}]}`) as Json;
  const optional = JSON.parse(`{"type":"object","properties":{${key}:{"type":"string"}}}`) as Json;
  const closed = JSON.parse(`{"type":"object","additionalProperties":false,"properties":{"a":true}}`) as Json;
  const map = JSON.parse(`{"type":"object","additionalProperties":{"type":"number"}}`) as Json;
  return [
    { name: `${name} required, absent`, schema: required, value: {}, valid: false },
    { name: `${name} required, present`, schema: required, value: json(`{${key}:1}`), valid: true },
    { name: `${name} optional, absent`, schema: optional, value: {}, valid: true },
    { name: `${name} optional, wrong`, schema: optional, value: json(`{${key}:1}`), valid: false },
    { name: `${name} optional, right`, schema: optional, value: json(`{${key}:"x"}`), valid: true },
    { name: `${name} in a closed object`, schema: closed, value: json(`{${key}:1}`), valid: false },
    { name: `${name} in a map, wrong`, schema: map, value: json(`{${key}:"x"}`), valid: false },
    { name: `${name} in a map, right`, schema: map, value: json(`{${key}:1}`), valid: true },
  ];
});

class Point {
  readonly x = 1;
  get y(): number {
    return 2;
  }
}

const objects: HostileCase[] = [
  {
    name: "null prototype",
    schema: object({ a: string }, { required: ["a"] }),
    value: Object.assign(Object.create(null) as object, { a: "x" }),
    valid: true,
  },
  { name: "null prototype, wrong", schema: object({ a: string }), value: Object.assign(Object.create(null) as object, { a: 1 }), valid: false },
  { name: "class instance, own field", schema: object({ x: { type: "number" } }, { required: ["x"] }), value: new Point(), valid: true },
  {
    name: "own getter",
    schema: object({ a: string }, { required: ["a"] }),
    value: Object.defineProperty({}, "a", { get: () => "x", enumerable: true }),
    valid: true,
  },
  { name: "proxy", schema: object({ a: string }, { required: ["a"] }), value: new Proxy({ a: "x" }, {}), valid: true },
  { name: "undefined where a name is required", schema: { required: ["a"] }, value: { a: undefined }, valid: false },
  { name: "undefined where a name is not allowed", schema: { additionalProperties: false }, value: { a: undefined }, valid: true },
  { name: "undefined in a map of strings", schema: { additionalProperties: string }, value: { a: undefined }, valid: true },
  { name: "a hole in a list", schema: { type: "array", items: { type: "number" } }, value: [1, , 3], valid: false }, // oxlint-disable-line no-sparse-arrays
  { name: "undefined itself", schema: { type: "object" }, value: undefined, valid: false },
  { name: "a function", schema: { type: "object" }, value: () => 1, valid: false },
  { name: "a symbol", schema: { type: "string" }, value: Symbol("a"), valid: false },
  { name: "a boxed string", schema: { type: "string" }, value: Object("a"), valid: false },
  { name: "a big integer", schema: { type: "integer" }, value: 1n, valid: false },
  { name: "const {} against an inherited name", schema: { const: {} }, value: json('{"toString":1}'), valid: false },
  { name: "const with __proto__", schema: json('{"const":{"__proto__":1}}') as Json, value: json('{"__proto__":1}'), valid: true },
  { name: "const with __proto__, absent", schema: json('{"const":{"__proto__":1}}') as Json, value: {}, valid: false },
  { name: "dependentRequired on an inherited name", schema: json('{"dependentRequired":{"toString":["a"]}}') as Json, value: {}, valid: true },
  { name: "propertyNames and __proto__", schema: { propertyNames: { maxLength: 3 } }, value: json('{"__proto__":1}'), valid: false },
];

const numbers: HostileCase[] = [
  { name: "NaN", schema: { type: "number" }, value: Number.NaN, valid: false },
  { name: "Infinity", schema: { type: "number" }, value: Infinity, valid: false },
  { name: "-Infinity with a maximum", schema: { type: "number", maximum: 5 }, value: -Infinity, valid: false },
  { name: "NaN as integer", schema: { type: "integer" }, value: Number.NaN, valid: false },
  { name: "-0 is 0", schema: { const: 0 }, value: -0, valid: true },
  { name: "0 and -0 are equal items", schema: { uniqueItems: true }, value: [0, -0], valid: false },
  { name: "1.0 is an integer", schema: { type: "integer" }, value: 1.0, valid: true },
  { name: "1e308 is an integer", schema: { type: "integer" }, value: 1e308, valid: true },
  { name: "2^53+2 is an integer", schema: { type: "integer" }, value: 2 ** 53 + 2, valid: true },
  { name: "19.99 by 0.01", schema: { multipleOf: 0.01 }, value: 19.99, valid: true },
  { name: "4.35 by 0.01", schema: { multipleOf: 0.01 }, value: 4.35, valid: true },
  { name: "1e20 by 0.01", schema: { multipleOf: 0.01 }, value: 1e20, valid: true },
  { name: "0.075 by 0.01", schema: { multipleOf: 0.01 }, value: 0.075, valid: false },
  { name: "1e308 by 0.5", schema: { multipleOf: 0.5 }, value: 1e308, valid: true },
  { name: "1e308 by 1e-308", schema: { multipleOf: 1e-308 }, value: 1e308, valid: true },
  { name: "2^53+2 by 2", schema: { multipleOf: 2 }, value: 2 ** 53 + 2, valid: true },
  { name: "0 by anything", schema: { multipleOf: 7 }, value: 0, valid: true },
  { name: "true is not 1", schema: { const: 1 }, value: true, valid: false },
  { name: "false is not 0", schema: { enum: [0] }, value: false, valid: false },
  { name: "[false] is not [0]", schema: { const: [0] }, value: [false], valid: false },
  { name: "1 and true are different items", schema: { uniqueItems: true }, value: [1, true], valid: true },
];

const strings: HostileCase[] = [
  { name: "length in code points, at most", schema: { maxLength: 2 }, value: "\u{1f600}\u{1f600}", valid: true },
  { name: "length in code points, at least", schema: { minLength: 2 }, value: "\u{1f600}", valid: false },
  { name: "lone surrogates count one each", schema: { maxLength: 2 }, value: "\ud800\ud800", valid: true },
  { name: "lone surrogates in reverse", schema: { minLength: 2 }, value: "\udc00\ud800", valid: true },
  { name: "a pattern that is no u pattern", schema: { pattern: "^\\-$" }, value: "-", valid: true },
  { name: "a pattern of one code point", schema: { pattern: "^.$" }, value: "\u{1f600}", valid: true },
  { name: "a pattern with a property of letters", schema: { pattern: "^\\p{L}+$" }, value: "ñandú", valid: true },
  { name: "a pattern is not anchored", schema: { pattern: "b" }, value: "abc", valid: true },
  { name: "a pattern with a slash and a quote", schema: { pattern: '^/"`${x}$' }, value: "no", valid: false },
  { name: "a line separator in a pattern", schema: { pattern: "^\u2028$" }, value: "\u2028", valid: true },
  { name: "a line separator in a const", schema: { const: "\u2028" }, value: "\u2028", valid: true },
  { name: "an enum that would close a string", schema: { enum: ['");process.exit(1);("'] }, value: "x", valid: false },
  { name: "a lone surrogate in an enum", schema: { enum: ["\ud800"] }, value: "\ud800", valid: true },
];

const structures: HostileCase[] = [
  { name: "equal objects in another order", schema: { uniqueItems: true }, value: [json('{"a":1,"b":2}'), json('{"b":2,"a":1}')], valid: false },
  { name: "nested equal lists", schema: { uniqueItems: true }, value: [[[1]], [[1]]], valid: false },
  { name: "a list is no object", schema: { type: "object" }, value: [], valid: false },
  { name: "an object with length is no list", schema: { type: "array" }, value: { length: 0 }, valid: false },
  { name: "[] is not {}", schema: { const: [] }, value: {}, valid: false },
  { name: "null is no object", schema: { type: "object" }, value: null, valid: false },
  { name: "minItems says nothing of strings", schema: { minItems: 3 }, value: "a", valid: true },
  { name: "empty enum", schema: { enum: [] }, value: null, valid: false },
  { name: "names like code", schema: json('{"type":"object","required":["a\\"];throw 1;[\\""]}') as Json, value: {}, valid: false },
  { name: "names with pointers' letters", schema: { properties: { "a/b~c": string } }, value: { "a/b~c": 1 }, valid: false },
  { name: "an empty name", schema: { properties: { "": string } }, value: { "": 1 }, valid: false },
  {
    name: "unevaluated inherited name",
    schema: { properties: { a: true }, unevaluatedProperties: false },
    value: json('{"constructor":1}'),
    valid: false,
  },
];

export const hostileCases: readonly HostileCase[] = [...inherited, ...objects, ...numbers, ...strings, ...structures];
