import { expect, test } from "vitest";
import type { Interaction } from "../../src/traffic/interaction.js";
import { recordedResponse, brief, findingsOf, raw, thingsApi } from "./open.js";

const numbered = { type: "object", properties: { a: { type: "integer" } } };
const api = thingsApi(numbered);
const content = (types: Record<string, unknown>): unknown => thingsApi({}, {}, { content: types });
const anyType = content({ "*/*": { schema: numbered } });
const number = (schema: unknown): unknown => thingsApi({ type: "object", properties: { a: schema } });
const withHeader = (schema: unknown): unknown => thingsApi(numbered, {}, { headers: { "X-H": { schema } } });
const sending = (...values: string[]): Interaction =>
  recordedResponse(
    {},
    200,
    "application/json",
    values.map((value) => ["X-H", value] as const),
  );

test.each<[string, unknown, Interaction]>([
  ["an upper-case type and a quoted charset", api, raw('{"a":1}', 'Application/JSON; Charset="UTF-8"')],
  ["a type that ends in a semicolon", api, raw('{"a":1}', "application/json;")],
  ["parameters that only one side has", api, raw('{"a":1}', "application/json; odata.metadata=minimal; odata.streaming=true")],
  ["a documented charset in another case", content({ "application/json;charset=UTF-8": { schema: numbered } }), raw('{"a":1}')],
  ["a content type that was sent twice", api, raw('{"a":1}', "application/json, application/json; charset=utf-8")],
  ["a gateway's type in a field before the server's own", api, recordedResponse({ a: 1 }, 200, "text/plain", [["Content-Type", "application/json"]])],
  ["any type where any is documented", anyType, raw('{"a":1}', "application/vnd.thing+json")],
  ["no type where any is documented", anyType, raw('{"a":1}', null)],
  ["text where any type and a string are documented", content({ "*/*": { schema: { type: "string" } } }), raw("hello", "text/plain")],
  ["a file where any type is documented", content({ "*/*": { schema: { type: "string", format: "binary" } } }), raw("%PDF", "application/pdf")],
  ["JSON of a vendor's type", content({ "application/vnd.thing.v3": { schema: numbered } }), raw('{"a":1}', "application/vnd.thing.v3")],
  ["1.0 as an integer", api, raw('{"a":1.0}')],
  ["1e2 as an integer", api, raw('{"a":1e2}')],
  ["-0 at a minimum of 0", number({ type: "integer", minimum: 0 }), raw('{"a":-0}')],
  ["the largest int64", number({ type: "integer", format: "int64" }), raw('{"a":9223372036854775807}')],
  ["the smallest int64", number({ type: "integer", format: "int64" }), raw('{"a":-9223372036854775808}')],
  ["the largest uint64", number({ type: "integer", format: "uint64" }), raw('{"a":18446744073709551615}')],
  ["cents as a multiple of 0.01", number({ type: "number", multipleOf: 0.01 }), raw('{"a":19.99}')],
  ["a whole number that a string carries", number({ type: "string", format: "int64" }), raw('{"a":"9223372036854775807"}')],
  ["a header that was sent twice", withHeader({ type: "integer" }), sending("4", "4")],
  ["white space around a header's value", withHeader({ type: "number" }), sending(" 5 ")],
  ["a header's list over two fields", withHeader({ type: "array", items: { type: "integer" }, minItems: 3 }), sending("1,2", "3")],
  ["digits in a header that is a string", withHeader({ type: "string", pattern: "^\\d+$" }), sending("12")],
])("reports nothing for %s", async (_, document, interaction) => {
  expect(await brief(document, interaction)).toEqual([]);
});

test.each<[string, readonly string[]]>([
  ["date-time", ["2026-11-25t16:29:02z", "2026-11-25T16:29:02.123456789+05:45", "2016-12-31T23:59:60Z", "0001-01-01T00:00:00Z"]],
  ["time", ["10:00:00Z"]],
  ["duration", ["P1Y2M3DT4H5M6S", "P1W"]],
  ["uri", ["urn:x:y", "http://localhost:80", "mailto:a@b.example"]],
  ["uri-reference", ["", "/a/b", "../x?y#z"]],
  ["iri", ["https://ex.example/ü"]],
  ["uuid", ["2F24211D-D928-469A-AEA3-3C8F53D4E426", "00000000-0000-0000-0000-000000000000"]],
  ["email", ["a+b@ex.example", "root@localhost"]],
  ["hostname", ["localhost"]],
  ["byte", ["", "aGVsbG8="]],
  // Names that the registry has for numbers, or that nobody has registered.
  ["int32", ["x"]],
  ["iban", ["", "x"]],
])("accepts usual spellings of a %s", async (format, values) => {
  const document = number({ type: "string", format });
  expect(await brief(document, ...values.map((value) => recordedResponse({ a: value })))).toEqual([]);
});

test.each<[string, unknown, Interaction, string[]]>([
  ["a wrong value where any type is documented", anyType, raw('{"a":"x"}'), ["schema-violation /a type"]],
  ["a wrong value where any type is documented and none sent", anyType, raw('{"a":"x"}', null), ["schema-violation /a type"]],
  ["one of two fields of a header", withHeader({ type: "integer" }), sending("4", "four"), ["schema-violation / type"]],
  [
    "wrong JSON of a vendor's type",
    content({ "application/vnd.thing.v3": { schema: numbered } }),
    raw('{"a":"x"}', "application/vnd.thing.v3"),
    ["schema-violation /a type"],
  ],
  [
    "no JSON of a vendor's type",
    content({ "application/vnd.thing.v3": { schema: numbered } }),
    raw("\u0001x", "application/vnd.thing.v3"),
    ["unchecked / schema"],
  ],
  ["a vendor's type where JSON is documented", api, raw('{"a":1}', "application/vnd.api+json"), ["wrong-content-type / content"]],
  ["an int32 that is none", number({ type: "integer", format: "int32" }), raw('{"a":2147483648}'), ["schema-violation /a format"]],
])("reports %s", async (_, document, interaction, expected) => {
  expect(await brief(document, interaction)).toEqual(expected);
});

test("accepts 304 for a conditional request only", async () => {
  const requested = (method: string, ...names: string[]): Interaction => {
    const made = raw("", null, 304);
    return { ...made, request: { ...made.request, method, headers: names.map((name) => [name, '"1"']) } };
  };
  expect(await brief(api, requested("GET", "If-None-Match"), requested("GET", "Accept", "if-modified-since"))).toEqual([]);
  // A browser that does not show what it sent.
  expect(await brief(api, requested("GET"))).toEqual([]);
  expect(await brief(api, requested("GET", "Accept"))).toEqual(["undocumented-status / responses"]);
});

test("ignores aborted requests", async () => {
  const { request, origin } = raw("");
  const gone: Interaction = { request, origin, failure: { kind: "aborted", message: "The page was left." } };
  expect(await brief(api, gone)).toEqual([]);
  const coded: Interaction = { ...raw(""), failure: { kind: "coding", message: 'Unknown content coding "rot13".' } };
  expect((await findingsOf(api, coded)).map((one) => [one.class, one.message])).toEqual([
    ["unchecked", 'The body was not verified, because it cannot be read: Unknown content coding "rot13".'],
  ]);
});

test("verifies the complete lines of an open stream", async () => {
  const lines = content({ "application/x-ndjson": { schema: numbered }, "application/json": { schema: numbered }, "text/event-stream": {} });
  const open = (text: string, type: string): Interaction => ({
    ...raw(text, type),
    failure: { kind: "timeout", message: "No complete response within 100 ms." },
  });
  expect(await brief(lines, open('{"a":1}\n{"a":', "application/x-ndjson"), open("data: 1\n\n", "text/event-stream"))).toEqual([
    "unchecked / schema",
  ]);
  expect(await brief(lines, open('{"a":1}\n{"a":"x"}\n', "application/x-ndjson"))).toEqual(["schema-violation /a type"]);
  expect(await brief(lines, open('{"a":1}', "application/json"))).toEqual(["no-response / timeout"]);
});
