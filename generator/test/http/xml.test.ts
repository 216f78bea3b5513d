import fc from "fast-check";
import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import type { ApiModel } from "../../src/model/api.js";
import type { Schema } from "../../src/model/schemas/schema.js";
import { seeded } from "../../src/values/index.js";
import type { XmlFault } from "../../src/http/xml/element.js";
import { parseXml } from "../../src/http/xml/parse.js";
import { wrongRoot, xmlValue } from "../../src/http/xml/read.js";
import { xmlText } from "../../src/http/xml/write.js";
import { cpuTime } from "../cpu-time.js";
import { modelOf } from "../diff/documents.js";

interface Described {
  readonly model: ApiModel;
  readonly schema: Schema;
  readonly is: (schema: Schema, value: unknown) => boolean;
}

/** A document whose one response is XML by this schema. */
async function described(schema: unknown, schemas: Readonly<Record<string, unknown>> = {}, openapi = "3.2.0"): Promise<Described> {
  const responses = { "200": { description: "ok", content: { "application/xml": { schema } } } };
  const model = await modelOf({ openapi, info: { title: "t", version: "1" }, paths: { "/x": { get: { responses } } }, components: { schemas } });
  const found = model.operations[0]?.responses[0]?.content[0]?.schema;
  if (found === undefined) throw new Error("no schema");
  const compiled = await compileModel(model);
  return { model, schema: found, is: (part, value) => compiled.subschema(part).is(value) };
}

function read(text: string, { schema, ...reading }: Described): unknown {
  const root = parseXml(text);
  if ("fault" in root) throw new Error(root.fault);
  return JSON.parse(JSON.stringify(xmlValue(root, schema, reading)));
}

const text = { type: "string" };
const integer = { type: "integer" };
const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });
const list = (items: object, xml?: object): object => ({ type: "array", items, ...(xml === undefined ? {} : { xml }) });

test.each<[string, object, string, unknown]>([
  [
    "elements by the names of their properties",
    object({ a: integer, b: text, c: { type: "boolean" } }),
    "<x><a>1</a><b>1</b><c>true</c></x>",
    { a: 1, b: "1", c: true },
  ],
  ["another name", object({ a: { ...text, xml: { name: "other" } } }), "<x><other>v</other></x>", { a: "v" }],
  ["an attribute", object({ id: { ...integer, xml: { attribute: true, name: "n" } } }), '<x n="4"/>', { id: 4 }],
  [
    "a prefix, whatever it is",
    object({ a: { ...text, xml: { namespace: "urn:a", prefix: "p" } } }),
    '<x xmlns:q="urn:a"><q:a>v</q:a></x>',
    { a: "v" },
  ],
  ["a namespace that is the default", object({ a: { ...text, xml: { namespace: "urn:a" } } }), '<x xmlns="urn:a"><a>v</a></x>', { a: "v" }],
  ["items without an element around them", object({ a: list(integer) }), "<x><a>1</a><a>2</a></x>", { a: [1, 2] }],
  ["one such item", object({ a: list(integer) }), "<x><a>1</a></x>", { a: [1] }],
  ["items with a name of their own", object({ a: list({ ...integer, xml: { name: "i" } }) }), "<x><i>1</i><i>2</i></x>", { a: [1, 2] }],
  ["a list with an element around it", object({ a: list(integer, { wrapped: true }) }), "<x><a><a>1</a><a>2</a></a></x>", { a: [1, 2] }],
  [
    "a list and its items, each with a name",
    object({ a: list({ ...integer, xml: { name: "i" } }, { wrapped: true, name: "l" }) }),
    "<x><l><i>1</i></l></x>",
    { a: [1] },
  ],
  ["an empty list with an element around it", object({ a: list(integer, { wrapped: true }) }), "<x><a/></x>", { a: [] }],
  ["no item of a list that has to be there", object({ a: list(integer) }, { required: ["a"] }), "<x/>", { a: [] }],
  ["no item of another list", object({ a: list(integer) }), "<x/>", {}],
  ["objects in lists", object({ a: list(object({ b: integer })) }), "<x><a><b>1</b></a><a><b>2</b></a></x>", { a: [{ b: 1 }, { b: 2 }] }],
  ["a list as the whole", list(object({ b: integer })), "<x><y><b>1</b></y><y/></x>", [{ b: 1 }, {}]],
  [
    "the text beside attributes",
    object({ v: { ...integer, xml: { nodeType: "text" } }, u: { ...text, xml: { nodeType: "attribute" } } }),
    '<x u="m">5</x>',
    { v: 5, u: "m" },
  ],
  [
    "an object without an element",
    object({ o: object({ a: integer, b: text }, { xml: { nodeType: "none" } }) }),
    "<x><a>1</a><b>v</b></x>",
    { o: { a: 1, b: "v" } },
  ],
  ["CDATA sections, entities of XML and comments", object({ a: text }), "<x><a>1 &lt; <!-- no --><![CDATA[2 & 3]]></a></x>", { a: "1 < 2 & 3" }],
  ["null", object({ a: { type: ["string", "null"] } }), '<x xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a i:nil="true"/></x>', { a: null }],
  ["nothing where only null can be meant", object({ a: { type: ["integer", "null"] } }), "<x><a/></x>", { a: null }],
  ["an empty text", object({ a: text }), "<x><a/></x>", { a: "" }],
  ["a branch by what it takes", object({ a: { oneOf: [integer, object({ b: text })] } }), "<x><a><b>v</b></a></x>", { a: { b: "v" } }],
  ["more properties of one kind", object({}, { additionalProperties: integer }), '<x a="1"><b>2</b></x>', { a: 1, b: 2 }],
  ["what is nil, of XML or of a schema, and no attribute", object({ a: text }), '<x xml:lang="en" xmlns:p="urn:p"><a>v</a></x>', { a: "v" }],
])("reads %s", async (_, schema, written, value) => {
  const api = await described(schema);
  expect(read(written, api)).toEqual(value);
  expect(api.is(api.schema, value)).toBe(true);
});

test.each<[string, object, string, unknown]>([
  ["an element where an attribute is described", object({ a: { ...text, xml: { attribute: true } } }), "<x><a>v</a></x>", { "<a>": "v" }],
  ["an attribute where an element is described", object({ a: text }), '<x a="v"/>', { "@a": "v" }],
  ["an element of another namespace", object({ a: { ...text, xml: { namespace: "urn:a" } } }), '<x xmlns="urn:b"><a>v</a></x>', { "<a>": "v" }],
  ["several of what is one", object({ a: text }), "<x><a>v</a><a>w</a></x>", { a: ["v", "w"] }],
  ["items with nothing around them", object({ a: list(integer, { wrapped: true }) }), "<x><a>1</a><a>2</a></x>", { a: ["1", "2"] }],
  ["a list around items that has none", object({ a: list(integer) }), "<x><a><a>1</a></a></x>", { a: [{ a: "1" }] }],
  [
    "items that are called otherwise",
    object({ a: list({ ...integer, xml: { name: "i" } }, { wrapped: true }) }),
    "<x><a><a>1</a></a></x>",
    { a: { a: "1" } },
  ],
  ["elements in a text", object({ a: text }), "<x><a><b>v</b></a></x>", { a: { b: "v" } }],
  ["text in an object", object({ a: text }), "<x>loose<a>v</a></x>", { a: "v", "text()": "loose" }],
  ["a word in the place of a number", object({ a: integer }), "<x><a>one</a></x>", { a: "one" }],
  ["what is not described", object({ a: text }), '<x c="d"><b><d>1</d></b></x>', { c: "d", b: { d: "1" } }],
])("shows %s", async (_, schema, written, value) => {
  expect(read(written, await described(schema))).toEqual(value);
});

test("reports a root element with another name", async () => {
  const root = parseXml("<p:cat xmlns:p='urn:p'/>");
  if ("fault" in root) throw new Error(root.fault);
  const reported = async (xml?: object): Promise<string | undefined> => {
    const { schema, model } = await described({ $ref: "#/components/schemas/Pet" }, { Pet: { type: "object", ...(xml && { xml }) } });
    return wrongRoot(root, schema, model);
  };
  expect(await reported({ name: "pet" })).toBe("The root element is <cat> instead of the documented <pet>.");
  expect(await reported({ name: "cat", namespace: "urn:other" })).toBe(
    'The root element is <cat> of the namespace "urn:p" instead of the documented <cat> of the namespace "urn:other".',
  );
  expect(await Promise.all([reported(), reported({ name: "cat" }), reported({ name: "cat", namespace: "urn:p" })])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

const names = fc.constantFrom("a", "b", "c", "ü");
const xmlNames = fc.constantFrom("p", "q", "r");
const leaf = fc.constantFrom<object>(integer, { type: "number" }, { type: "boolean" }, { type: ["integer", "null"] }, { ...text, maxLength: 4 });
const { schema: anySchema } = fc.letrec<{ schema: object; object: object; list: object }>((tie) => ({
  schema: fc.oneof({ depthSize: "small" }, leaf, tie("object"), tie("list")),
  object: fc
    .array(
      fc.tuple(
        names,
        fc.oneof(leaf, tie("schema")),
        fc.record({ attribute: fc.boolean(), name: fc.option(xmlNames, { nil: undefined }), namespace: fc.constantFrom(undefined, "urn:n") }),
      ),
      { maxLength: 4 },
    )
    .map((properties) => {
      // Each has a name that no other one has.
      const own = properties.map(([name, schema, { attribute, name: called, namespace }], index) => {
        const isLeaf = !("properties" in schema) && !("items" in schema) && !Array.isArray((schema as { type: unknown }).type);
        const xml = { ...(called && { name: `${called}${index}` }), ...(attribute && isLeaf && { attribute }), ...(namespace && { namespace }) };
        return [`${name}${index}`, { ...schema, xml: { ...(schema as { xml?: object }).xml, ...xml } }] as const;
      });
      return object(Object.fromEntries(own), { required: own.map(([name]) => name), additionalProperties: false });
    }),
  list: fc
    .tuple(fc.oneof(leaf, tie("object")), fc.boolean())
    .map(([items, wrapped]) => ({ ...list({ ...items, xml: undefined }), xml: { wrapped } })),
}));

test("reads back random values", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(anySchema, fc.integer({ min: 1, max: 1000 }), async (schema, seed) => {
      const api = await described(object({ root: schema }, { required: ["root"] }));
      const made = seeded(api.schema, seed, api.model, { direction: "response" });
      if (!made.found) return;
      const written = xmlText(made.value, api.schema, api.model);
      if (written === undefined) return;
      compared++;
      expect(read(written, api)).toEqual(JSON.parse(JSON.stringify(made.value)));
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(30);
});

test("no name or text of a document or value becomes markup", async () => {
  const { schema, model } = await described(object({ a: text, b: { ...text, xml: { attribute: true } } }));
  const hostile = `"><!-- ]]> & <script>'`;
  const written = xmlText({ a: hostile, b: `${hostile}\n\t` }, schema, model);
  expect(read(written ?? "", await described(object({ a: text, b: { ...text, xml: { attribute: true } } })))).toEqual({
    a: hostile,
    b: `${hostile}\n\t`,
  });
  for (const name of ["a b", "a><b", "a x='1'", "", "1", "a:b", "-"])
    expect(xmlText({ a: "v" }, (await described(object({ a: { ...text, xml: { name } } }))).schema, model)).toBeUndefined();
  for (const value of ["\u0000", "\uD800", "\uFFFF", "\u0007"]) expect(xmlText({ a: value }, schema, model)).toBeUndefined();
});

test.each([
  ["", "1:1 document must contain a root element"],
  ["<a><b></a>", "1:10 unexpected close tag"],
  ["<a>\n  <b c='1' c='2'/></a>", "2:18 duplicate attribute: c"],
  ["<a>&bomb;</a>", "1:9 undefined entity"],
  ['<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>', "1:39 undefined entity"],
  ["<p:a/>", '1:6 unbound namespace prefix: "p"'],
  ["{}", "1:2 text data outside of root node"],
])("locates the error in %j", (written, expected) => {
  const { line, column, fault } = parseXml(written) as XmlFault;
  expect(`${line}:${column} ${fault}`).toBe(expected);
});

test("rejects more than 500 nested elements, reads lists in linear time", () => {
  expect(parseXml("<a>".repeat(100_000))).toMatchObject({ fault: expect.stringContaining("500 levels deep") as string });
  const start = cpuTime();
  const root = parseXml(`<a>${"<b>1</b>".repeat(100_000)}</a>`);
  expect("children" in root && root.children.length).toBe(100_000);
  expect(cpuTime() - start).toBeLessThan(4000);
});
