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
    "a property that another one asks for, and a condition",
    object({ a: text, b: text }, { dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { if: { required: ["a"] }, then: { required: ["b"] } }),
  ],
  [
    "a schema where a property stands, and a condition",
    object({ a: text }, { dependentSchemas: { a: object({ b: whole }, { required: ["b"] }) } }),
    object({ a: text }, { if: { type: "object", required: ["a"] }, then: object({ b: whole }, { required: ["b"] }) }),
  ],
  ["an object of no properties, counted and closed", object({}, { maxProperties: 0 }), object({}, closed)],
  ["an object of no properties, closed and listed", object({ a: text }, { maxProperties: 0 }), { const: {} }],
  ["a list of no items, counted and listed", { type: "array", items: text, maxItems: 0 }, { const: [] }],
  ["an int32 and its bounds", { type: "integer", format: "int32" }, { type: "integer", minimum: -2147483648, maximum: 2147483647 }],
  [
    "what all items are, and how many of it there are",
    { type: "array", items: text, minItems: 1, contains: text },
    { type: "array", items: text, minItems: 1 },
  ],
  [
    "two patterns of names and one for both",
    object({}, { patternProperties: { "^a": text, "^b": text }, ...closed }),
    object({}, { patternProperties: { "^[ab]": text }, ...closed }),
  ],
  ["names by patterns that both parts list", { allOf: [namesBy("^a", {}), namesBy("^[a]", text)] }, namesBy("^a", text)],
  ["names by the narrower of two patterns", { allOf: [namesBy("^a", text), namesBy("^ab", {})] }, namesBy("^ab", text)],
  ["names that match two patterns", { allOf: [namesBy("^a", text), namesBy("b$", {})] }, namesBy("^a[^]*b$", text)],
  ["names that match one pattern and not the other", { allOf: [namesBy("^a", text), namesBy("^b", text)] }, object({}, closed)],
  ["minProperties beside as many required", object({ a: text }, { required: ["a"], minProperties: 1 }), object({ a: text }, { required: ["a"] })],
  ["maxProperties of a closed object", object({ a: text, b: text }, { ...closed, maxProperties: 2 }), object({ a: text, b: text }, closed)],
  [
    "all properties of a closed object counted or required",
    object({ a: text, b: text }, { ...closed, minProperties: 2 }),
    object({ a: text, b: text }, { ...closed, required: ["a", "b"] }),
  ],
  ["minLength of a list of values", { type: "string", enum: ["ab", "cd"], minLength: 1, maxLength: 5 }, { enum: ["ab", "cd"] }],
  ["a value of the list that a bound refuses", { enum: [1, 2, 30], type: "integer", maximum: 10 }, { type: "integer", enum: [1, 2] }],
  ["a pattern that each listed value matches", { type: "string", enum: ["ab", "cd"], pattern: "^[a-z]+$" }, { enum: ["ab", "cd"] }],
  ["a value of the list of another type", { type: "string", enum: ["a", 1, null] }, { type: "string", enum: ["a"] }],
  ["the length of a uuid", { type: "string", format: "uuid", minLength: 36, maxLength: 36 }, { type: "string", format: "uuid" }],
  ["the length of a date", { type: "string", format: "date", minLength: 1 }, { type: "string", format: "date" }],
  [
    "the length that a pattern implies",
    { type: "string", pattern: "^[a-z]{3}$", minLength: 3, maxLength: 3 },
    { type: "string", pattern: "^[a-z]{3}$" },
  ],
  ["the least length that a pattern implies", { type: "string", pattern: "^[a-z]+$", minLength: 1 }, { type: "string", pattern: "^[a-z]+$" }],
  ["the range of int32", { type: "integer", format: "int32", minimum: -2147483648 }, { type: "integer", format: "int32" }],
  [
    "a format whose range a bound is within",
    { type: "integer", format: "int32", minimum: 0, maximum: 100 },
    { type: "integer", minimum: 0, maximum: 100 },
  ],
  ["minItems that contains implies", { type: "array", contains: text, minItems: 1 }, { type: "array", contains: text }],
  [
    "maxItems of a closed tuple",
    { type: "array", prefixItems: [text, whole], items: false, maxItems: 2 },
    { type: "array", prefixItems: [text, whole], items: false },
  ],
  ["positions beyond maxItems", { type: "array", prefixItems: [text, whole], maxItems: 1 }, { type: "array", prefixItems: [text], maxItems: 1 }],
  ["uniqueItems of at most one", { type: "array", items: text, maxItems: 1, uniqueItems: true }, { type: "array", items: text, maxItems: 1 }],
  ["positions that say what all items say", { type: "array", prefixItems: [text, text], items: text }, { type: "array", items: text }],
  // Numbers.
  ["an exclusive and an inclusive bound of an integer, apart", { allOf: [whole, { exclusiveMinimum: 0 }] }, { type: "integer", minimum: 1 }],
  ["a fraction as the bound of an integer", { type: "integer", maximum: 9.5 }, { type: "integer", maximum: 9 }],
  ["a whole multiple is an integer", { type: "number", multipleOf: 5 }, { type: "integer", multipleOf: 5 }],
  ["multiples of each other", { allOf: [{ type: "integer", multipleOf: 2 }, { multipleOf: 4 }] }, { type: "integer", multipleOf: 4 }],
  ["two multiples and their product", { allOf: [{ type: "integer", multipleOf: 2 }, { multipleOf: 3 }] }, { type: "integer", multipleOf: 6 }],
  ["half of an integer", { type: "integer", multipleOf: 0.5 }, whole],
  ["a bound that the multiple moves", { type: "integer", multipleOf: 5, minimum: 1 }, { type: "integer", multipleOf: 5, minimum: 5 }],
  ["two lower bounds", { type: "number", minimum: 3, exclusiveMinimum: 2 }, { type: "number", minimum: 3 }],
  ["a range of one", { type: "integer", minimum: 3, maximum: 3 }, { const: 3 }],
  ["a short range and its values", { type: "integer", minimum: 1, maximum: 3 }, { enum: [1, 2, 3] }],
  ["an integer among numbers", { type: ["number", "integer"] }, { type: "number" }],
  ["1.0 and 1", { enum: [1.0, 2.0] }, { enum: [2, 1] }],
  // Types.
  ["every type", { type: ["string", "number", "boolean", "object", "array", "null"] }, {}],
  ["both booleans", { enum: [true, false] }, { type: "boolean" }],
  ["null listed", { enum: [null] }, { type: "null" }],
  ["null in type, and null in enum", { type: ["string", "null"], enum: ["a", null] }, { enum: ["a", null] }],
  ["a list of types that the values narrow", { type: ["string", "integer"], enum: ["a", "b"] }, { type: "string", enum: ["a", "b"] }],
  ["types as branches", { type: ["string", "integer"] }, { anyOf: [text, whole] }],
  ["types as exclusive branches", { type: ["string", "integer"] }, { oneOf: [text, whole] }],
  ["values as branches", { enum: ["a", "b"] }, { oneOf: [{ const: "a" }, { const: "b" }] }],
  ["true and no keyword", true, {}],
  // Logic.
  ["not false", { type: "string", not: false }, text],
  ["not not", { not: { not: { type: "string" } } }, text],
  ["a not about another type", { type: "string", not: { type: "integer" } }, text],
  ["a not that removes types", { not: { type: ["object", "array", "boolean", "null", "number"] } }, text],
  ["a not that removes listed values", { type: "string", enum: ["a", "b", "c"], not: { enum: ["c"] } }, { enum: ["a", "b"] }],
  ["a not that no value meets", { type: "integer", minimum: 1, not: { const: 0 } }, { type: "integer", minimum: 1 }],
  ["a not of a bound", { type: "integer", not: { minimum: 10 } }, { type: "integer", exclusiveMaximum: 10 }],
  ["a not of required", object({ a: text }, { not: { required: ["b"] } }), object({ a: text, b: false })],
  ["an allOf with true", { allOf: [true, text] }, text],
  ["an allOf with nothing in it", { type: "string", allOf: [{}] }, text],
  ["an allOf of annotations", { allOf: [text, { description: "Words." }] }, text],
  ["an allOf said twice", { allOf: [text, text] }, text],
  ["a union of many branches said twice", { allOf: [{ anyOf: many }, { anyOf: many }] }, { anyOf: many }],
  [
    "a property that is a union of many branches, said twice",
    { allOf: [object({ a: { anyOf: many } }), object({ a: { anyOf: many } })] },
    object({ a: { anyOf: many } }),
  ],
  ["an anyOf with a branch inside another", { anyOf: [text, { type: "string", maxLength: 5 }] }, text],
  ["an anyOf with an impossible branch", { anyOf: [text, false] }, text],
  ["an anyOf with anything", { anyOf: [text, {}] }, {}],
  ["one branch twice", { anyOf: [text, text] }, text],
  [
    "numbers in two halves",
    {
      anyOf: [
        { type: "integer", maximum: 5 },
        { type: "integer", minimum: 6 },
      ],
    },
    whole,
  ],
  [
    "texts in two lengths",
    {
      anyOf: [
        { type: "string", maxLength: 5 },
        { type: "string", minLength: 6 },
      ],
    },
    text,
  ],
  [
    "an allOf spread over the branches",
    { allOf: [object({ id: text }, { required: ["id"] }), { oneOf: both }] },
    { oneOf: both.map((branch) => ({ allOf: [object({ id: text }, { required: ["id"] }), branch] })) },
  ],
  [
    "a tag with two values and a branch for each",
    object({ kind: { enum: ["a", "b"] }, n: whole }, { required: ["kind"] }),
    { oneOf: ["a", "b"].map((kind) => object({ kind: { const: kind }, n: whole }, { required: ["kind"] })) },
  ],
  ["if that always holds", { type: "string", if: { type: "string" }, then: { maxLength: 5 } }, { type: "string", maxLength: 5 }],
  ["if that never holds", { type: "string", if: { type: "integer" }, then: { maximum: 5 } }, text],
  ["then without if", { type: "string", then: { maxLength: 5 } }, text],
  // Cases that are told apart.
  ["a condition that bounds beside it decide", { type: "integer", if: { minimum: 5 }, then: { maximum: 10 } }, { type: "integer", maximum: 10 }],
  [
    "a condition of bounds and both of its outcomes",
    { type: "integer", if: { minimum: 5 }, then: { maximum: 10 }, else: { minimum: 0 } },
    { type: "integer", minimum: 0, maximum: 10 },
  ],
  [
    "a condition and a branch for each outcome",
    object({ kind: { enum: ["a", "b"] }, n: whole }, { required: ["kind"], if: object({ kind: { const: "a" } }), then: { required: ["n"] } }),
    {
      oneOf: [
        object({ kind: { const: "a" }, n: whole }, { required: ["kind", "n"] }),
        object({ kind: { const: "b" }, n: whole }, { required: ["kind"] }),
      ],
    },
  ],
  [
    "two conditions and one with an else",
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
  ["whole numbers, and others", { type: "number" }, { oneOf: [whole, { type: "number", not: whole }] }],
  [
    "texts that match, and others",
    text,
    {
      oneOf: [
        { type: "string", pattern: "^a" },
        { type: "string", not: { pattern: "^a" } },
      ],
    },
  ],
  ["listed texts, and others", text, { oneOf: [{ enum: ["a", "b"] }, { type: "string", not: { enum: ["a", "b"] } }] }],
  ["a number excluded from a range", { type: "integer", minimum: 0, maximum: 10, not: { const: 5 } }, range([0, 4], [6, 10])],
  ["a not of several", { type: "integer", not: { anyOf: [{ minimum: 10 }, { maximum: 0 }] } }, { type: "integer", minimum: 1, maximum: 9 }],
  [
    "two nots and one of a list",
    { type: "string", allOf: [{ not: { const: "a" } }, { not: { const: "b" } }] },
    { type: "string", not: { enum: ["b", "a"] } },
  ],
  ["a not of one boolean", { type: "boolean", not: { const: true } }, { const: false }],
  [
    "a not of contains",
    { type: "array", items: whole, not: { contains: { minimum: 0 } } },
    { type: "array", items: { type: "integer", maximum: -1 } },
  ],
  [
    "one property or the other, and not both",
    object({ a: text, b: text }, { oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    object({ a: text, b: text }, { anyOf: [{ required: ["a"] }, { required: ["b"] }], not: { required: ["a", "b"] } }),
  ],
  [
    "one property at least, counted and required",
    object({ a: text, b: text }, { ...closed, minProperties: 1 }),
    object({ a: text, b: text }, { ...closed, anyOf: [{ required: ["a"] }, { required: ["b"] }] }),
  ],
  [
    "a property in two halves",
    object({ a: whole }, { required: ["a"] }),
    { anyOf: [{ maximum: 4 }, { minimum: 5 }].map((half) => object({ a: { type: "integer", ...half } }, { required: ["a"] })) },
  ],
  // Objects.
  ["additionalProperties true", object({ a: text }, { additionalProperties: true }), object({ a: text })],
  ["additionalProperties not anything", object({ a: text }, { additionalProperties: { not: {} } }), object({ a: text }, closed)],
  [
    "unevaluatedProperties false where nothing is applied in place",
    object({ a: text }, { unevaluatedProperties: false }),
    object({ a: text }, closed),
  ],
  ["unevaluatedProperties true", object({ a: text }, { unevaluatedProperties: true }), object({ a: text })],
  [
    "unevaluatedProperties after additionalProperties",
    object({ a: text }, { additionalProperties: whole, unevaluatedProperties: false }),
    object({ a: text }, { additionalProperties: whole }),
  ],
  [
    "unevaluatedProperties over an allOf",
    { allOf: [object({ a: text }), object({ b: text })], unevaluatedProperties: false },
    object({ a: text, b: text }, closed),
  ],
  [
    "unevaluatedItems false where nothing is applied in place",
    { type: "array", prefixItems: [text], unevaluatedItems: false },
    { type: "array", prefixItems: [text], items: false },
  ],
  [
    "dependentRequired of what is required anyway",
    object({ a: text, b: text }, { required: ["a", "b"], dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { required: ["a", "b"] }),
  ],
  [
    "dependentRequired on what is required",
    object({ a: text, b: text }, { required: ["a"], dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { required: ["a", "b"] }),
  ],
  [
    "dependentRequired as dependentSchemas",
    object({ a: text, b: text }, { dependentRequired: { a: ["b"] } }),
    object({ a: text, b: text }, { dependentSchemas: { a: { required: ["b"] } } }),
  ],
  ["propertyNames that says nothing", object({ a: text }, { propertyNames: {} }), object({ a: text })],
  ["propertyNames of a closed object", object({ a: text }, { ...closed, propertyNames: { pattern: "^[a-z]$" } }), object({ a: text }, closed)],
  ["an impossible property of a closed object", object({ a: text, b: false }, closed), object({ a: text }, closed)],
  ["required said twice", { allOf: [{ required: ["a"] }, object({ a: text }, { required: ["a"] })] }, object({ a: text }, { required: ["a"] })],
  ["patternProperties of a few names", { type: "object", patternProperties: { "^(a|b)$": text } }, object({ a: text, b: text })],
  ["patternProperties of everything", { type: "object", patternProperties: { ".*": text } }, { type: "object", additionalProperties: text }],
  // Arrays.
  ["contains of nothing in particular", { type: "array", contains: {} }, { type: "array", minItems: 1 }],
  ["contains with minContains 0", { type: "array", contains: text, minContains: 0 }, { type: "array" }],
  ["items true", { type: "array", items: {} }, { type: "array" }],
  ["items false", { type: "array", items: false }, { type: "array", maxItems: 0 }],
  // Strings.
  ["two spellings of a digit", { type: "string", pattern: "^\\d+$" }, { type: "string", pattern: "^[0-9]+$" }],
  ["two spellings of a repetition", { type: "string", pattern: "^[a-z]{1,}$" }, { type: "string", pattern: "^[a-z][a-z]*$" }],
  ["a pattern and a list", { type: "string", pattern: "^(asc|desc)$" }, { enum: ["asc", "desc"] }],
  ["a pattern that refuses the empty text", { type: "string", pattern: "[\\s\\S]" }, { type: "string", minLength: 1 }],
  ["a length of 0", { type: "string", maxLength: 0 }, { const: "" }],
  ["format password", { type: "string", format: "password" }, text],
  ["a number as double", { type: "number", format: "double" }, { type: "number" }],
  [
    "a default of the branch beside null, written beside the type",
    { type: "object", properties: { a: { anyOf: [{ type: "number", default: 1 }, { type: "null" }] } } },
    { type: "object", properties: { a: { type: ["number", "null"], default: 1 } } },
  ],
  // Where the words go is no matter.
  [
    "a default that a part of the allOf says",
    object({ a: { type: "integer", default: 1 } }),
    object({ a: { allOf: [{ type: "integer", default: 1 }, { description: "How many." }] } }),
  ],
  [
    "parts of an allOf with a default each, the other way round",
    { allOf: [object({ a: { default: 1 } }), object({ a: { default: 2 } }), object({ b: text })] },
    { allOf: [object({ b: text }), object({ a: { default: 2 } }), object({ a: { default: 1 } })] },
  ],
  // Keywords that are only told as a whole, with other words inside.
  [
    "not, with a branch of one inside",
    object({ a: text }, { not: { required: ["a", "b"] } }),
    object({ a: text }, { not: { anyOf: [{ required: ["a", "b"] }] } }),
  ],
  ["not, with its list twice", object({ a: text }, { not: { required: ["a", "b"] } }), object({ a: text }, { not: { required: ["b", "a", "b"] } })],
  [
    "if, with its condition split",
    object({ a: text, b: whole }, { if: object({ a: { const: "x" } }, { required: ["a"] }), then: { required: ["b"] } }),
    object({ a: text, b: whole }, { if: { allOf: [object({ a: { const: "x" } }), { required: ["a"] }] }, then: { allOf: [{ required: ["b"] }] } }),
  ],
  [
    "contains, with a type that its values have anyway",
    { type: "array", items: text, contains: { enum: ["a", "b"] }, maxContains: 2 },
    { type: "array", items: text, contains: { type: "string", enum: ["b", "a"] }, minContains: 1, maxContains: 2 },
  ],
  [
    "propertyNames with and without the type of every name",
    object({}, { propertyNames: { pattern: "^a" } }),
    object({}, { propertyNames: { type: "string", pattern: "^a" } }),
  ],
  [
    "dependentSchemas, with its part wrapped",
    object({ a: text }, { dependentSchemas: { a: object({ b: whole }) } }),
    object({ a: text }, { dependentSchemas: { a: { allOf: [object({ b: whole })] } } }),
  ],
  [
    "branches that exclude each other, in another order and wrapped, inside more branches than are reported separately",
    { anyOf: alike({ oneOf: overlapping }) },
    { anyOf: alike({ oneOf: overlapping.toReversed().map((branch) => ({ allOf: [branch] })) }) },
  ],
];
