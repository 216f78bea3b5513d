import type { Schema } from "./documents.js";

const text = { type: "string" };
const whole = { type: "integer" };
const object = (properties: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Schema => ({
  type: "object",
  properties,
  ...more,
});
const closed = { additionalProperties: false };
const namesBy = (pattern: string, schema: Schema): Schema => ({ type: "object", patternProperties: { [pattern]: schema }, ...closed });
const cat = object({ kind: { const: "cat" }, lives: whole }, { required: ["kind", "lives"] });
const dog = object({ kind: { const: "dog" }, trick: text }, { required: ["kind", "trick"] });
const both = [cat, dog];

/** Open objects, so that one value may be of several. */
const overlapping = [...Array(20).keys()].map((index) => object({ [`p${index}`]: text }, { required: [`p${index}`] }));

const range = (...ends: readonly (readonly [number, number])[]): Schema => ({
  anyOf: ends.map(([minimum, maximum]) => ({ type: "integer", minimum, maximum })),
});

/** More than are met with each other one by one. */
const many = [...Array(30).keys()].map((index) => object({ [`p${index}`]: text, v: text }, { required: ["v"] }));

const alike = (part: Schema): readonly Schema[] => [...Array(40).keys()].map((index) => object({ a: { const: index }, b: part }));

/** Two spellings of one set of values, by the keyword that the one of them need not say. */
export const equivalentSchemas: readonly (readonly [name: string, old: Schema, next: Schema])[] = [
  // Bounds that another keyword implies.
  [
    "dependentRequired, and if with then",
    object({ a: text, b: text }, { dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { if: { required: ["a"] }, then: { required: ["b"] } }),
  ],
  [
    "dependentSchemas, and if with then",
    object({ a: text }, { dependentSchemas: { a: object({ b: whole }, { required: ["b"] }) } }),
    object({ a: text }, { if: { type: "object", required: ["a"] }, then: object({ b: whole }, { required: ["b"] }) }),
  ],
  ["maxProperties 0, and additionalProperties false", object({}, { maxProperties: 0 }), object({}, closed)],
  ["maxProperties 0, and const {}", object({ a: text }, { maxProperties: 0 }), { const: {} }],
  ["maxItems 0, and const []", { type: "array", items: text, maxItems: 0 }, { const: [] }],
  ["format int32, and its range", { type: "integer", format: "int32" }, { type: "integer", minimum: -2147483648, maximum: 2147483647 }],
  [
    "contains with the schema of all items, and none",
    { type: "array", items: text, minItems: 1, contains: text },
    { type: "array", items: text, minItems: 1 },
  ],
  [
    "two patternProperties, and one with both patterns",
    object({}, { patternProperties: { "^a": text, "^b": text }, ...closed }),
    object({}, { patternProperties: { "^[ab]": text }, ...closed }),
  ],
  ["allOf of two equal patternProperties, and one", { allOf: [namesBy("^a", {}), namesBy("^[a]", text)] }, namesBy("^a", text)],
  ["allOf of patternProperties, and the narrower one", { allOf: [namesBy("^a", text), namesBy("^ab", {})] }, namesBy("^ab", text)],
  ["allOf of patternProperties, and their intersection", { allOf: [namesBy("^a", text), namesBy("b$", {})] }, namesBy("^a[^]*b$", text)],
  ["allOf of disjoint patternProperties, and no properties", { allOf: [namesBy("^a", text), namesBy("^b", text)] }, object({}, closed)],
  [
    "minProperties 1 with one required property, and without",
    object({ a: text }, { required: ["a"], minProperties: 1 }),
    object({ a: text }, { required: ["a"] }),
  ],
  ["maxProperties that a closed object implies", object({ a: text, b: text }, { ...closed, maxProperties: 2 }), object({ a: text, b: text }, closed)],
  [
    "minProperties of a closed object, and required",
    object({ a: text, b: text }, { ...closed, minProperties: 2 }),
    object({ a: text, b: text }, { ...closed, required: ["a", "b"] }),
  ],
  ["lengths that an enum implies", { type: "string", enum: ["ab", "cd"], minLength: 1, maxLength: 5 }, { enum: ["ab", "cd"] }],
  ["an enum value beyond maximum, and the enum without it", { enum: [1, 2, 30], type: "integer", maximum: 10 }, { type: "integer", enum: [1, 2] }],
  ["a pattern that each enum value matches, and none", { type: "string", enum: ["ab", "cd"], pattern: "^[a-z]+$" }, { enum: ["ab", "cd"] }],
  ["an enum value of another type, and the enum without it", { type: "string", enum: ["a", 1, null] }, { type: "string", enum: ["a"] }],
  ["lengths that format uuid implies", { type: "string", format: "uuid", minLength: 36, maxLength: 36 }, { type: "string", format: "uuid" }],
  ["minLength that format date implies", { type: "string", format: "date", minLength: 1 }, { type: "string", format: "date" }],
  [
    "lengths that a pattern implies",
    { type: "string", pattern: "^[a-z]{3}$", minLength: 3, maxLength: 3 },
    { type: "string", pattern: "^[a-z]{3}$" },
  ],
  ["minLength that a pattern implies", { type: "string", pattern: "^[a-z]+$", minLength: 1 }, { type: "string", pattern: "^[a-z]+$" }],
  ["minimum that format int32 implies", { type: "integer", format: "int32", minimum: -2147483648 }, { type: "integer", format: "int32" }],
  [
    "format int32 with narrower bounds, and the bounds",
    { type: "integer", format: "int32", minimum: 0, maximum: 100 },
    { type: "integer", minimum: 0, maximum: 100 },
  ],
  ["minItems that contains implies", { type: "array", contains: text, minItems: 1 }, { type: "array", contains: text }],
  [
    "maxItems that a closed tuple implies",
    { type: "array", prefixItems: [text, whole], items: false, maxItems: 2 },
    { type: "array", prefixItems: [text, whole], items: false },
  ],
  ["prefixItems beyond maxItems", { type: "array", prefixItems: [text, whole], maxItems: 1 }, { type: "array", prefixItems: [text], maxItems: 1 }],
  [
    "uniqueItems of a list with at most one item",
    { type: "array", items: text, maxItems: 1, uniqueItems: true },
    { type: "array", items: text, maxItems: 1 },
  ],
  [
    "prefixItems with the schema of items, and items alone",
    { type: "array", prefixItems: [text, text], items: text },
    { type: "array", items: text },
  ],
  // Numbers.
  ["exclusiveMinimum in an allOf, and minimum", { allOf: [whole, { exclusiveMinimum: 0 }] }, { type: "integer", minimum: 1 }],
  ["maximum 9.5 and 9 of an integer", { type: "integer", maximum: 9.5 }, { type: "integer", maximum: 9 }],
  ["number and integer with multipleOf 5", { type: "number", multipleOf: 5 }, { type: "integer", multipleOf: 5 }],
  [
    "allOf of multipleOf 2 and 4, and multipleOf 4",
    { allOf: [{ type: "integer", multipleOf: 2 }, { multipleOf: 4 }] },
    { type: "integer", multipleOf: 4 },
  ],
  [
    "allOf of multipleOf 2 and 3, and multipleOf 6",
    { allOf: [{ type: "integer", multipleOf: 2 }, { multipleOf: 3 }] },
    { type: "integer", multipleOf: 6 },
  ],
  ["multipleOf 0.5 of an integer, and none", { type: "integer", multipleOf: 0.5 }, whole],
  ["minimum 1 and 5 with multipleOf 5", { type: "integer", multipleOf: 5, minimum: 1 }, { type: "integer", multipleOf: 5, minimum: 5 }],
  ["minimum with a lower exclusiveMinimum, and minimum alone", { type: "number", minimum: 3, exclusiveMinimum: 2 }, { type: "number", minimum: 3 }],
  ["minimum equal to maximum, and const", { type: "integer", minimum: 3, maximum: 3 }, { const: 3 }],
  ["a range from 1 to 3, and an enum", { type: "integer", minimum: 1, maximum: 3 }, { enum: [1, 2, 3] }],
  ["types number and integer, and number", { type: ["number", "integer"] }, { type: "number" }],
  ["enum values 1.0 and 1", { enum: [1.0, 2.0] }, { enum: [2, 1] }],
  // Types.
  ["a list of all types, and no type", { type: ["string", "number", "boolean", "object", "array", "null"] }, {}],
  ["an enum of both booleans, and type boolean", { enum: [true, false] }, { type: "boolean" }],
  ["an enum of null, and type null", { enum: [null] }, { type: "null" }],
  ["null in type and enum, and in enum only", { type: ["string", "null"], enum: ["a", null] }, { enum: ["a", null] }],
  ["a list of types that the enum narrows", { type: ["string", "integer"], enum: ["a", "b"] }, { type: "string", enum: ["a", "b"] }],
  ["a list of types, and an anyOf", { type: ["string", "integer"] }, { anyOf: [text, whole] }],
  ["a list of types, and a oneOf", { type: ["string", "integer"] }, { oneOf: [text, whole] }],
  ["an enum, and a oneOf of const", { enum: ["a", "b"] }, { oneOf: [{ const: "a" }, { const: "b" }] }],
  ["the schemas true and {}", true, {}],
  // Logic.
  ["not false, and no not", { type: "string", not: false }, text],
  ["not of not, and the inner schema", { not: { not: { type: "string" } } }, text],
  ["not with another type, and no not", { type: "string", not: { type: "integer" } }, text],
  ["not with all other types, and the type", { not: { type: ["object", "array", "boolean", "null", "number"] } }, text],
  ["not with an enum value, and the enum without it", { type: "string", enum: ["a", "b", "c"], not: { enum: ["c"] } }, { enum: ["a", "b"] }],
  ["not with a value below minimum, and no not", { type: "integer", minimum: 1, not: { const: 0 } }, { type: "integer", minimum: 1 }],
  ["not of minimum, and exclusiveMaximum", { type: "integer", not: { minimum: 10 } }, { type: "integer", exclusiveMaximum: 10 }],
  ["not of required, and a property that is false", object({ a: text }, { not: { required: ["b"] } }), object({ a: text, b: false })],
  ["an allOf with the schema true, and without", { allOf: [true, text] }, text],
  ["an allOf with an empty schema, and none", { type: "string", allOf: [{}] }, text],
  ["an allOf with a description, and none", { allOf: [text, { description: "Words." }] }, text],
  ["an allOf of two equal branches, and the branch", { allOf: [text, text] }, text],
  ["an allOf of two equal unions, and the union", { allOf: [{ anyOf: many }, { anyOf: many }] }, { anyOf: many }],
  [
    "an allOf of equal properties with unions, and one",
    { allOf: [object({ a: { anyOf: many } }), object({ a: { anyOf: many } })] },
    object({ a: { anyOf: many } }),
  ],
  ["an anyOf branch that another branch includes", { anyOf: [text, { type: "string", maxLength: 5 }] }, text],
  ["an anyOf branch that is false", { anyOf: [text, false] }, text],
  ["an anyOf branch that accepts all values", { anyOf: [text, {}] }, {}],
  ["an anyOf of two equal branches, and the branch", { anyOf: [text, text] }, text],
  [
    "an anyOf of two adjacent ranges, and no bounds",
    {
      anyOf: [
        { type: "integer", maximum: 5 },
        { type: "integer", minimum: 6 },
      ],
    },
    whole,
  ],
  [
    "an anyOf of two adjacent lengths, and no bounds",
    {
      anyOf: [
        { type: "string", maxLength: 5 },
        { type: "string", minLength: 6 },
      ],
    },
    text,
  ],
  [
    "an allOf around a oneOf, and inside each branch",
    { allOf: [object({ id: text }, { required: ["id"] }), { oneOf: both }] },
    { oneOf: both.map((branch) => ({ allOf: [object({ id: text }, { required: ["id"] }), branch] })) },
  ],
  [
    "an enum property, and a oneOf branch for each value",
    object({ kind: { enum: ["a", "b"] }, n: whole }, { required: ["kind"] }),
    { oneOf: ["a", "b"].map((kind) => object({ kind: { const: kind }, n: whole }, { required: ["kind"] })) },
  ],
  ["if that is always true, and its then", { type: "string", if: { type: "string" }, then: { maxLength: 5 } }, { type: "string", maxLength: 5 }],
  ["if that is never true, and no if", { type: "string", if: { type: "integer" }, then: { maximum: 5 } }, text],
  ["then without if, and no then", { type: "string", then: { maxLength: 5 } }, text],
  // Cases that are told apart.
  ["if with a maximum as then, and the maximum", { type: "integer", if: { minimum: 5 }, then: { maximum: 10 } }, { type: "integer", maximum: 10 }],
  [
    "if with then and else, and the resulting bounds",
    { type: "integer", if: { minimum: 5 }, then: { maximum: 10 }, else: { minimum: 0 } },
    { type: "integer", minimum: 0, maximum: 10 },
  ],
  [
    "if with then, and a oneOf branch for each case",
    object({ kind: { enum: ["a", "b"] }, n: whole }, { required: ["kind"], if: object({ kind: { const: "a" } }), then: { required: ["n"] } }),
    {
      oneOf: [
        object({ kind: { const: "a" }, n: whole }, { required: ["kind", "n"] }),
        object({ kind: { const: "b" }, n: whole }, { required: ["kind"] }),
      ],
    },
  ],
  [
    "two ifs, and one if with else",
    object(
      { kind: { enum: ["a", "b"] } },
      {
        required: ["kind"],
        allOf: ["a", "b"].map((kind) => ({ if: { properties: { kind: { const: kind } } }, then: { required: [`${kind}1`] } })),
      },
    ),
    object(
      { kind: { enum: ["a", "b"] } },
      { required: ["kind"], if: { properties: { kind: { const: "a" } } }, then: { required: ["a1"] }, else: { required: ["b1"] } },
    ),
  ],
  ["a number, and a oneOf of integer and other numbers", { type: "number" }, { oneOf: [whole, { type: "number", not: whole }] }],
  [
    "a string, and a oneOf of a pattern and its not",
    text,
    {
      oneOf: [
        { type: "string", pattern: "^a" },
        { type: "string", not: { pattern: "^a" } },
      ],
    },
  ],
  ["a string, and a oneOf of an enum and its not", text, { oneOf: [{ enum: ["a", "b"] }, { type: "string", not: { enum: ["a", "b"] } }] }],
  ["a range with a not, and two ranges", { type: "integer", minimum: 0, maximum: 10, not: { const: 5 } }, range([0, 4], [6, 10])],
  [
    "not of two bounds, and a range",
    { type: "integer", not: { anyOf: [{ minimum: 10 }, { maximum: 0 }] } },
    { type: "integer", minimum: 1, maximum: 9 },
  ],
  [
    "two nots of const, and a not of enum",
    { type: "string", allOf: [{ not: { const: "a" } }, { not: { const: "b" } }] },
    { type: "string", not: { enum: ["b", "a"] } },
  ],
  ["not true of a boolean, and const false", { type: "boolean", not: { const: true } }, { const: false }],
  [
    "not of contains, and items with the negated bound",
    { type: "array", items: whole, not: { contains: { minimum: 0 } } },
    { type: "array", items: { type: "integer", maximum: -1 } },
  ],
  [
    "a oneOf of required, and an anyOf with not",
    object({ a: text, b: text }, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    object({ a: text, b: text }, { anyOf: [{ required: ["a"] }, { required: ["b"] }], not: { required: ["a", "b"] } }),
  ],
  [
    "minProperties 1, and an anyOf of required",
    object({ a: text, b: text }, { ...closed, minProperties: 1 }),
    object({ a: text, b: text }, { ...closed, anyOf: [{ required: ["a"] }, { required: ["b"] }] }),
  ],
  [
    "a property, and an anyOf with its two ranges",
    object({ a: whole }, { required: ["a"] }),
    { anyOf: [{ maximum: 4 }, { minimum: 5 }].map((half) => object({ a: { type: "integer", ...half } }, { required: ["a"] })) },
  ],
  // Objects.
  ["additionalProperties true, and none", object({ a: text }, { additionalProperties: true }), object({ a: text })],
  ["additionalProperties not {}, and false", object({ a: text }, { additionalProperties: { not: {} } }), object({ a: text }, closed)],
  ["unevaluatedProperties false, and additionalProperties false", object({ a: text }, { unevaluatedProperties: false }), object({ a: text }, closed)],
  ["unevaluatedProperties true, and none", object({ a: text }, { unevaluatedProperties: true }), object({ a: text })],
  [
    "unevaluatedProperties next to additionalProperties, and none",
    object({ a: text }, { additionalProperties: whole, unevaluatedProperties: false }),
    object({ a: text }, { additionalProperties: whole }),
  ],
  [
    "unevaluatedProperties around an allOf, and a closed object",
    { allOf: [object({ a: text }), object({ b: text })], unevaluatedProperties: false },
    object({ a: text, b: text }, closed),
  ],
  [
    "unevaluatedItems false, and items false",
    { type: "array", prefixItems: [text], unevaluatedItems: false },
    { type: "array", prefixItems: [text], items: false },
  ],
  [
    "dependentRequired with a required property, and none",
    object({ a: text, b: text }, { required: ["a", "b"], dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { required: ["a", "b"] }),
  ],
  [
    "dependentRequired of a required property, and required",
    object({ a: text, b: text }, { required: ["a"], dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { required: ["a", "b"] }),
  ],
  [
    "dependentRequired, and dependentSchemas",
    object({ a: text, b: text }, { dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { dependentSchemas: { a: { required: ["b"] } } }),
  ],
  ["propertyNames {}, and none", object({ a: text }, { propertyNames: {} }), object({ a: text })],
  [
    "propertyNames that a closed object implies",
    object({ a: text }, { ...closed, propertyNames: { pattern: "^[a-z]$" } }),
    object({ a: text }, closed),
  ],
  ["a property that is false in a closed object, and none", object({ a: text, b: false }, closed), object({ a: text }, closed)],
  [
    "required in two branches of allOf, and once",
    { allOf: [{ required: ["a"] }, object({ a: text }, { required: ["a"] })] },
    object({ a: text }, { required: ["a"] }),
  ],
  ["patternProperties for two names, and two properties", { type: "object", patternProperties: { "^(a|b)$": text } }, object({ a: text, b: text })],
  [
    "patternProperties .*, and additionalProperties",
    { type: "object", patternProperties: { ".*": text } },
    { type: "object", additionalProperties: text },
  ],
  // Arrays.
  ["contains {}, and minItems 1", { type: "array", contains: {} }, { type: "array", minItems: 1 }],
  ["contains with minContains 0, and none", { type: "array", contains: text, minContains: 0 }, { type: "array" }],
  ["items {}, and none", { type: "array", items: {} }, { type: "array" }],
  ["items false, and maxItems 0", { type: "array", items: false }, { type: "array", maxItems: 0 }],
  // Strings.
  ["patterns \\d and [0-9]", { type: "string", pattern: "^\\d+$" }, { type: "string", pattern: "^[0-9]+$" }],
  ["patterns x{1,} and xx*", { type: "string", pattern: "^[a-z]{1,}$" }, { type: "string", pattern: "^[a-z][a-z]*$" }],
  ["a pattern of two words, and an enum", { type: "string", pattern: "^(asc|desc)$" }, { enum: ["asc", "desc"] }],
  ["a pattern that rejects the empty string, and minLength 1", { type: "string", pattern: "[\\s\\S]" }, { type: "string", minLength: 1 }],
  ['maxLength 0, and const ""', { type: "string", maxLength: 0 }, { const: "" }],
  ["format password, and none", { type: "string", format: "password" }, text],
  ["format double, and none", { type: "number", format: "double" }, { type: "number" }],
  [
    "a default in the branch next to null, and next to the types",
    { type: "object", properties: { a: { anyOf: [{ type: "number", default: 1 }, { type: "null" }] } } },
    { type: "object", properties: { a: { type: ["number", "null"], default: 1 } } },
  ],
  // Where the words go is no matter.
  [
    "a default, and inside an allOf",
    object({ a: { type: "integer", default: 1 } }),
    object({ a: { allOf: [{ type: "integer", default: 1 }, { description: "How many." }] } }),
  ],
  [
    "allOf branches with defaults, in another order",
    { allOf: [object({ a: { default: 1 } }), object({ a: { default: 2 } }), object({ b: text })] },
    { allOf: [object({ b: text }), object({ a: { default: 2 } }), object({ a: { default: 1 } })] },
  ],
  // Keywords that are only told as a whole, with other words inside.
  [
    "not, and not of an anyOf with one branch",
    object({ a: text }, { not: { required: ["a", "b"] } }),
    object({ a: text }, { not: { anyOf: [{ required: ["a", "b"] }] } }),
  ],
  [
    "not of required, and with a repeated name",
    object({ a: text }, { not: { required: ["a", "b"] } }),
    object({ a: text }, { not: { required: ["b", "a", "b"] } }),
  ],
  [
    "if, and its condition as an allOf",
    object({ a: text, b: whole }, { if: object({ a: { const: "x" } }, { required: ["a"] }), then: { required: ["b"] } }),
    object({ a: text, b: whole }, { if: { allOf: [object({ a: { const: "x" } }), { required: ["a"] }] }, then: { allOf: [{ required: ["b"] }] } }),
  ],
  [
    "contains with an enum, and with its type",
    { type: "array", items: text, contains: { enum: ["a", "b"] }, maxContains: 2 },
    { type: "array", items: text, contains: { type: "string", enum: ["b", "a"] }, minContains: 1, maxContains: 2 },
  ],
  [
    "propertyNames with type string, and without",
    object({}, { propertyNames: { pattern: "^a" } }),
    object({}, { propertyNames: { type: "string", pattern: "^a" } }),
  ],
  [
    "dependentSchemas, and its schema in an allOf",
    object({ a: text }, { dependentSchemas: { a: object({ b: whole }) } }),
    object({ a: text }, { dependentSchemas: { a: { allOf: [object({ b: whole })] } } }),
  ],
  [
    "reordered branches inside a union of 40 branches",
    { anyOf: alike({ oneOf: overlapping }) },
    { anyOf: alike({ oneOf: overlapping.toReversed().map((branch) => ({ allOf: [branch] })) }) },
  ],
];
