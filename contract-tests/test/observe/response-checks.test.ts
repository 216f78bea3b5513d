import { describe, expect, test } from "vitest";
import type { Interaction } from "../../src/traffic/interaction.js";
import { recordedResponse, brief, findingsOf, raw, thingsApi } from "./open.js";

const api = thingsApi({ type: "object", properties: { a: { type: "integer" } } });
const withHeaders = thingsApi(
  { type: "object" },
  {},
  {
    headers: {
      "X-Total": { required: true, schema: { type: "integer" } },
      "X-List": { schema: { type: "array", items: { type: "integer" } } },
      "Content-Type": { required: true, schema: { type: "integer" } },
    },
  },
);
const content = (types: Record<string, unknown>): unknown => thingsApi({}, {}, { content: types });

test.each<[string, unknown, Interaction, string[]]>([
  ["a status that is not documented", api, recordedResponse({}, 418), ["undocumented-status / responses"]],
  ["a content type that is not documented", api, recordedResponse("<p>", 200, "text/html"), ["wrong-content-type / content"]],
  ["no content type at all", api, raw("{}", null), ["wrong-content-type / content"]],
  ["an empty body where JSON is documented", api, raw(""), ["invalid-body / empty"]],
  ["white space where JSON is documented", api, raw(" \n"), ["invalid-body / empty"]],
  ["JSON that ends too early", api, raw('{"a": [1, 2'), ["invalid-body / truncated"]],
  ["something that is no JSON", api, raw("{a: 1}"), ["invalid-body / json"]],
  ["JSON in another character set", api, raw('{"a":"é"}', "application/json; charset=iso-8859-1"), ["invalid-body / charset"]],
  ["nothing for a harmless charset", api, raw('{"a":1}', "application/json; charset=iso-8859-1"), []],
  ["nothing for a byte order mark", api, raw('\uFEFF{"a":1}'), []],
  ["a required header that is missing", withHeaders, recordedResponse({}), ["missing-header / required"]],
  ["a header of the wrong type", withHeaders, recordedResponse({}, 200, "application/json", [["x-total", "many"]]), ["schema-violation / type"]],
  [
    "nothing for headers that fit",
    withHeaders,
    recordedResponse({}, 200, "application/json", [
      ["X-TOTAL", "4"],
      ["X-List", "1, 2"],
    ]),
    [],
  ],
  [
    "an item of a header's list",
    withHeaders,
    recordedResponse({}, 200, "application/json", [
      ["X-Total", "4"],
      ["X-List", "1, two"],
    ]),
    ["schema-violation /* type"],
  ],
  ["nothing for text that fits", content({ "text/plain": { schema: { type: "string", maxLength: 5 } } }), raw("hello", "text/plain"), []],
  [
    "text that is too long",
    content({ "text/plain": { schema: { type: "string", maxLength: 4 } } }),
    raw("hello", "text/plain"),
    ["schema-violation / maxLength"],
  ],
  [
    "JSON under text/plain",
    content({ "text/plain": { schema: { type: "object", properties: { a: {} } } } }),
    raw('{"a":1,"b":2}', "text/plain"),
    ["undocumented-field /b properties"],
  ],
  [
    "lines of JSON",
    content({ "application/x-ndjson": { schema: { type: "object", properties: { a: { type: "integer" } } } } }),
    raw('{"a":1}\n{"a":"x"}\n', "application/x-ndjson"),
    ["schema-violation /a type"],
  ],
  [
    "a list that comes in lines",
    content({ "application/json-lines": { schema: { type: "array", items: { type: "object", properties: { a: { type: "integer" } } } } } }),
    raw('{"a":1}\n{"a":"x"}\n', "application/json-lines"),
    ["schema-violation /a type"],
  ],
  [
    "a text sequence whose values take several lines",
    content({ "application/json-seq": { schema: { type: "object", properties: { a: { type: "integer" } } } } }),
    raw('\u001e{\n"a":1}\n\u001e{\n"a":"x"\n}\n', "application/json-seq"),
    ["schema-violation /a type"],
  ],
  [
    "events that are described as a list",
    content({ "text/event-stream": { schema: { type: "array", items: { type: "object", properties: { a: { type: "integer" } } } } } }),
    raw('data: {"a":1}\n\ndata: {"a":\ndata: "x"}\n\n', "text/event-stream"),
    ["schema-violation /a type"],
  ],
  [
    "events whose data is described, up to the word that ends them",
    content({ "text/event-stream": { schema: { type: "object", required: ["a"], properties: { a: { type: "integer" } } } } }),
    raw(': hello\r\nevent: add\r\ndata: {"a":1}\r\n\r\ndata: {}\r\n\r\ndata: [DONE]\r\n\r\ndata: 7\r\n\r\n', "text/event-stream"),
    ["schema-violation /a required"],
  ],
  [
    "events whose data is text",
    content({ "text/event-stream": { schema: { type: "string", maxLength: 3 } } }),
    raw("data: one\n\ndata: four\n\ndata: cut off", "text/event-stream; charset=utf-8"),
    ["schema-violation / maxLength"],
  ],
  [
    "events that are described as a whole, with JSON in their data or numbers in their ids",
    content({
      "text/event-stream": {
        itemSchema: {
          type: "object",
          required: ["event", "data"],
          properties: { event: { enum: ["add"] }, id: { type: "integer" }, data: { type: "object", properties: { a: { type: "integer" } } } },
        },
      },
    }),
    raw('event: add\nid: 7\ndata: {"a":1}\n\nevent: drop\ndata: {"a":1}\n\nevent: add\ndata: {"a":"x"}\n\n', "text/event-stream"),
    ["schema-violation /event enum", "schema-violation /data/a type"],
  ],
  [
    "data of events that is not JSON",
    content({ "text/event-stream": { schema: { type: "object" } } }),
    raw("data: {\n\n", "text/event-stream"),
    ["invalid-body / json"],
  ],
  [
    "a page in the place of events",
    content({ "text/event-stream": { schema: { type: "object" } } }),
    raw("<html>\n</html>", "text/event-stream"),
    ["invalid-body / events"],
  ],
  ["nothing for a stream without events", content({ "text/event-stream": { schema: { type: "object" } } }), raw("", "text/event-stream"), []],
  [
    "nothing for lines of which there is none",
    content({ "application/x-ndjson": { schema: { type: "object" } } }),
    raw("", "application/x-ndjson"),
    [],
  ],
  ["nothing for a file that is called JSON", content({ "application/json": { schema: { type: "string", format: "binary" } } }), raw("%PDF"), []],
  ["a body without a schema", content({ "application/json": {} }), recordedResponse({ a: 1 }), ["unchecked / schema"]],
  ["a body that no content is documented for", thingsApi({}, {}, { content: undefined }), recordedResponse({ a: 1 }), ["unchecked / content"]],
  ["nothing for an image", content({ "image/png": {} }), raw("PNG", "image/png"), []],
  [
    "what XML holds that is not as the document says",
    content({
      "application/xml": {
        schema: { type: "object", required: ["id"], properties: { id: { type: "integer", xml: { attribute: true } }, on: { type: "boolean" } } },
      },
    }),
    raw("<a><id>1</id><on>yes</on><more/></a>", "application/xml"),
    ["schema-violation /id required", "schema-violation /on type", "undocumented-field /<id> properties", "undocumented-field /more properties"],
  ],
  [
    "nothing for XML that is as the document says",
    content({
      "text/xml": {
        schema: { type: "array", xml: { wrapped: true }, items: { type: "object", required: ["a"], properties: { a: { type: "number" } } } },
      },
    }),
    raw("<?xml version='1.0'?><list><i><a>1</a></i><i><a>1.5</a></i></list>", "text/xml; charset=utf-8"),
    [],
  ],
  [
    "that XML was not verified whose document does not say how it is written, and which does not have its names",
    content({ "application/xml": { schema: { type: "object", required: ["a"], properties: { a: { type: "integer" } } } } }),
    raw("<result><data><a>1</a></data></result>", "application/xml"),
    ["unchecked / schema"],
  ],
  [
    "nothing for such XML that has them",
    content({ "application/xml": { schema: { type: "object", required: ["a"], properties: { a: { type: "integer" } } } } }),
    raw("<result><a>1</a></result>", "application/xml"),
    [],
  ],
  [
    "a root that is called otherwise",
    content({ "application/xml": { schema: { type: "object", xml: { name: "thing" } } } }),
    raw("<error/>", "application/xml"),
    ["invalid-body / xml"],
  ],
  ["what is not XML", content({ "application/xml": { schema: { type: "object" } } }), raw("<a><b></a>", "application/xml"), ["invalid-body / xml"]],
  ["nothing for XML that is described as a text", content({ "application/xml": { schema: { type: "string" } } }), raw("<a>", "application/xml"), []],
  ["nothing for an empty text", content({ "text/plain": { schema: { type: "string" } } }), raw("", "text/plain"), []],
])("reports %s", async (_, document, interaction, expected) => {
  expect(await brief(document, interaction)).toEqual(expected);
});

test("names the line or event of a stream", async () => {
  const schema = { type: "object", required: ["a"], properties: { a: { type: "integer" } } };
  const lines = raw('{"a":1}\n{"a":"x"}\n{"a":"y"}\n{}\n', "application/x-ndjson");
  const reported = async (document: unknown, sent: Interaction): Promise<unknown> =>
    (await findingsOf(document, sent)).map(({ message, instancePath, path }) => [message, instancePath, path]);
  expect(await reported(content({ "application/x-ndjson": { schema } }), lines)).toEqual([
    ['Line 2: "/a" must be integer, received "x".', "/1/a", "/a"],
    ['Line 4: Response body must have the property "a".', "/3", "/a"],
  ]);
  const events = raw('data: {"a":1}\n\n: nothing\n\ndata: {"a":"x"}\n\ndata: {\n\n', "text/event-stream");
  expect(await reported(content({ "text/event-stream": { schema } }), events)).toEqual([
    ['Event 2: "/a" must be integer, received "x".', "/1/a", "/a"],
    ["Event 3: The data of an event is not JSON.", "/2", ""],
  ]);
});

test("reports an incomplete body as unchecked or invalid", async () => {
  const part = {
    ...raw(""),
    response: { status: 200, headers: raw("").response?.headers ?? [], body: { kind: "binary", bytes: new Uint8Array(), truncated: true } },
  } as Interaction;
  expect(await brief(api, part)).toEqual(["unchecked / not-kept"]);
  expect(await brief(api, { ...raw('{"a":'), failure: { kind: "truncated", message: "5 of 100 bytes" } })).toEqual(["invalid-body / truncated"]);
});

test("accepts HEAD, 204 and 304 without a body", async () => {
  const document = thingsApi({ type: "object" }) as { paths: { "/things": { get: { responses: Record<string, unknown> }; head?: unknown } } };
  const json = { description: "x", content: { "application/json": { schema: { type: "object" } } } };
  Object.assign(document.paths["/things"].get.responses, { 204: json, 304: json });
  document.paths["/things"].head = { responses: { 200: json } };
  const head = { ...raw(""), request: { ...raw("").request, method: "HEAD" } };
  expect(await brief(document, raw("", null, 204), raw("", null, 304), head)).toEqual([]);
});

const posting = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://api.example.com/v1" }],
  paths: {
    "/things": {
      post: {
        parameters: [
          { name: "limit", in: "query", schema: { type: "integer", maximum: 10 } },
          { name: "ids", in: "query", schema: { type: "array", items: { type: "integer" } } },
          { name: "where", in: "query", style: "deepObject", schema: { type: "object", properties: { a: { type: "integer" } } } },
          { name: "zone", in: "query", required: true, schema: { type: "string" } },
          { name: "X-Trace", in: "header", required: true, schema: { type: "string" } },
          { name: "X-Api-Key", in: "header", required: true, schema: { type: "string" } },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", required: ["n"], properties: { n: { type: "integer" }, id: { type: "integer", readOnly: true } } },
            },
            "application/x-www-form-urlencoded": { schema: { type: "object", properties: { n: { type: "integer" } } } },
          },
        },
        responses: { 201: { description: "made" }, 400: { description: "refused" } },
      },
    },
  },
};
function post(query: string, body: string, type = "application/json", status = 201, trace = true): Interaction {
  return {
    request: {
      method: "POST",
      url: `https://api.example.com/v1/things${query}`,
      headers: [["Content-Type", type], ...(trace ? [["X-Trace", "1"] as const] : [])],
      body: { kind: "text", text: body },
    },
    response: { status, headers: [] },
    origin: "test#1",
  };
}

test.each<[string, Interaction, string[]]>([
  ["nothing for a request that fits", post("?zone=a&limit=5&ids=1&ids=2&where[a]=1", '{"n":1}'), []],
  ["an undocumented query parameter", post("?zone=a&unknown=1", '{"n":1}'), ["undocumented-field /unknown parameters"]],
  ["a readOnly property", post("?zone=a", '{"n":1,"id":2}'), ["undocumented-field /id properties"]],
  ["a parameter above its maximum", post("?zone=a&limit=50", '{"n":1}'), ["constraint-not-enforced / maximum"]],
  ["a list with a wrong item", post("?zone=a&ids=1&ids=x", '{"n":1}'), ["constraint-not-enforced /* type"]],
  ["a missing parameter", post("", '{"n":1}'), ["constraint-not-enforced / required"]],
  [
    "a missing header, and never a missing credential",
    post("?zone=a", '{"n":1}', "application/json", 201, false),
    ["constraint-not-enforced / required"],
  ],
  ["a wrong body", post("?zone=a", '{"n":"1"}'), ["constraint-not-enforced /n type"]],
  ["a body that is not there", post("?zone=a", ""), ["constraint-not-enforced / required"]],
  ["a content type that is not documented", post("?zone=a", "<n/>", "application/xml"), ["constraint-not-enforced / content"]],
  ["nothing for a form whose texts can be read as the types", post("?zone=a", "n=5", "application/x-www-form-urlencoded"), []],
  ["a form field that cannot", post("?zone=a", "n=five", "application/x-www-form-urlencoded"), ["constraint-not-enforced /n type"]],
  ["nothing where the server refused", post("?limit=50", "{}", "application/json", 400), []],
])("reports %s in a request", async (_, interaction, expected) => {
  expect(await brief(posting, interaction)).toEqual(expected);
});

test("reports a body of 204 and 205, not of HEAD and 304", async () => {
  const document = thingsApi({ type: "string" }) as { paths: { "/things": { get: { responses: Record<string, unknown> } } } };
  Object.assign(document.paths["/things"].get.responses, {
    204: { description: "none" },
    205: { description: "none" },
    304: { description: "same" },
  });
  const head = { ...raw('"x"'), request: { ...raw("").request, method: "HEAD" } };
  expect(await brief(document, raw('"x"', "application/json", 204))).toEqual(["invalid-body / no-content"]);
  expect(await brief(document, raw("x", null, 205))).toEqual(["invalid-body / no-content"]);
  expect(await brief(document, raw("", null, 204), raw('"x"', "application/json", 304), head)).toEqual([]);
});

describe("integers beyond 2^53", () => {
  const schema = {
    type: "array",
    items: { type: "object", properties: { n: { type: "integer", minimum: -9007199254740992, maximum: 9007199254740992 } } },
  };

  test.each<[string, string[]]>([
    ['[{"n":9007199254740992}]', []],
    ['[{"n":9007199254740993}]', ["schema-violation /*/n maximum"]],
    ['[{"a/b":[1,{"c":2}],"n":-9007199254740993}]', ["schema-violation /*/n minimum"]],
    ['[{"s":"9007199254740993, \\" 9007199254740993"},{"n":9007199254740993}]', ["schema-violation /*/n maximum"]],
    ['[{"n":9007199254740991}]', []],
    ['[{"n":90071992547409930}]', ["schema-violation /*/n maximum"]],
  ])("compares %s with its bounds exactly", async (text, expected) => {
    const found = await brief(thingsApi(schema), raw(text));
    expect(found.filter((one) => !one.startsWith("undocumented-field"))).toEqual(expected);
  });

  test.each<[string, number]>([
    ['[{"n":9223372036854776000}]', 0],
    ['[{"n":-9223372036854776000}]', 0],
    ['[{"n":9223372036854776001}]', 1],
  ])("reads %s as JavaScript wrote it at a bound of 2^63", async (text, count) => {
    const n = { type: "integer", minimum: -9223372036854776000, maximum: 9223372036854776000 };
    const found = await findingsOf(thingsApi({ type: "array", items: { type: "object", properties: { n } } }), raw(text));
    expect(found).toHaveLength(count);
  });

  test("shows the digits of the text", async () => {
    const [first] = await findingsOf(thingsApi(schema), raw('[{"n":9007199254740993}]'));
    expect(first?.value).toBe("9007199254740993");
    expect(first?.message).toMatch(/received 9007199254740993\.$/);
  });

  test("is shown with its digits in every finding", async () => {
    const text = { type: "object", required: ["n", "m"], properties: { n: { type: "string" }, m: { type: "object", required: ["x"] } } };
    const found = await findingsOf(
      thingsApi({ type: "array", items: text }),
      raw('[{"n":9007199254740993,"m":9007199254740995,"other":{"a/b":[9007199254740997]}}]'),
    );
    expect(found.map(({ value }) => value)).toEqual(["9007199254740993", "9007199254740995", '{"a/b":[9007199254740997]}']);
  });
});

test("does not show values that look like credentials", async () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
  const document = thingsApi({
    type: "object",
    properties: { url: { type: "integer" }, password: { type: "integer" }, nested: { type: "integer" } },
  });
  const found = await findingsOf(
    document,
    recordedResponse({
      url: `https://x/?jwt=${jwt}`,
      password: "hunter2hunter2",
      token: "abc",
      nested: { api_key: "k-123456" },
      auth: `Bearer ${jwt}`,
    }),
  );
  expect(found.length).toBeGreaterThan(3);
  const shown = JSON.stringify(found.map(({ message, value }) => ({ message, value })));
  for (const secret of [jwt, "hunter2", '"abc"', "k-123456"]) expect(shown).not.toContain(secret);
});

test("accepts any content type of Swagger 2.0 without produces", async () => {
  const document = {
    swagger: "2.0",
    info: { title: "Old", version: "1" },
    paths: { "/things": { get: { responses: { 200: { description: "ok", schema: { type: "object", properties: { a: { type: "integer" } } } } } } } },
  };
  const at = (interaction: Interaction): Interaction => ({ ...interaction, request: { ...interaction.request, url: "http://localhost/things" } });
  expect(await brief(document, at(raw('{"a":1}', "text/plain")), at(raw('{"a":1}', "application/vnd.api+json")), at(raw('{"a":1}', null)))).toEqual(
    [],
  );
  expect(await brief(document, at(raw('{"a":"x"}', "text/plain")))).toEqual(["schema-violation /a type"]);
});

test("ignores pages and assets on the same host", async () => {
  const at = (path: string, type: string): Interaction => {
    const made = raw("x", type);
    return { ...made, request: { ...made.request, url: `https://api.example.com/v1${path}` } };
  };
  const known = recordedResponse({ a: 1 });
  expect(
    await brief(
      api,
      known,
      at("/index.html", "text/html"),
      at("/app.js", "application/octet-stream"),
      at("/logo", "image/png"),
      at("/home", "text/html; charset=utf-8"),
    ),
  ).toEqual([]);
  expect(await brief(api, known, at("/others", "application/json"))).toEqual(["undocumented-operation / paths"]);
});
