import { expect, test } from "vitest";
import { documented } from "../../../runtime/client/response/media-types.js";
import { response, client, collected, ok } from "../one-operation.js";
import { cpuTime } from "../../cpu-time.js";

test("no path parameter value leaves its path", async () => {
  const parameters = [{ name: "p", in: "path", required: true, allowReserved: true, schema: { type: "string" } }];
  const { call, sent } = await client({ parameters }, [], { path: "/a/{p}" });
  for (const p of ["../../admin", "x/../y", "x?role=admin", "a/b"]) await call({ p });
  expect(sent.map(({ url }) => url.slice("https://api.example.com/v1/a/".length))).toEqual([
    "..%2F..%2Fadmin",
    "x%2F..%2Fy",
    "x%3Frole%3Dadmin",
    "a%2Fb",
  ]);
});

test("omits an empty list in headers and rejects it in paths", async () => {
  const schema = { type: ["array", "object", "string"] };
  const header = { name: "X-List", in: "header", schema };
  const json = { name: "X-Json", in: "header", content: { "application/json": { schema } } };
  const { call, sent } = await client({ parameters: [header, json] });
  for (const nothing of [[], {}, [null]]) await call({ "X-List": nothing, "X-Json": nothing });
  await call({ "X-List": [""], "X-Json": "" });
  expect(sent.map(({ headers }) => [headers.get("x-list"), headers.get("x-json")])).toEqual([
    [null, "[]"],
    [null, "{}"],
    [null, "[null]"],
    ["", '""'],
  ]);
  for (const style of ["simple", "label", "matrix"])
    for (const explode of [false, true]) {
      const placed = await client({ parameters: [{ name: "p", in: "path", required: true, style, explode, schema }] }, [], { path: "/a/{p}" });
      for (const nothing of [[], {}]) await expect(placed.call({ p: nothing })).rejects.toMatchObject({ name: "ParameterError" });
      expect(placed.sent).toEqual([]);
    }
});

test("keeps percent-encoded text if reserved characters are allowed", async () => {
  const parameters = [{ name: "q", in: "query", allowReserved: true, schema: { type: "string" } }];
  const { call, sent } = await client({ parameters });
  await call({ q: "a/b?c=%41%26 100%&%zz" });
  expect(sent[0]?.url).toBe("https://api.example.com/v1/a?q=a/b?c=%41%26%20100%25%26%25zz");
});

test("sends a cookie key unchanged if a cookie can hold it", async () => {
  const document = { components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "SID" } } }, security: [{ session: [] }] };
  for (const [key, cookie] of [
    ["s%3Aabc.d+/e==", "SID=s%3Aabc.d+/e=="],
    ["a;b c", "SID=a%3Bb%20c"],
  ] as const) {
    const { call, sent } = await client({}, [], { document, options: { session: key } });
    await call();
    expect(sent[0]?.headers.get("cookie")).toBe(cookie);
  }
});

test("reads and writes media types that differ in parameters separately", async () => {
  const version = (name: string): object => ({ schema: { type: "object", required: [name], properties: { [name]: { type: "string" } } } });
  const content = { "application/json; v=1": version("one"), "application/json;v=2": version("two") };
  const { call } = await client({ requestBody: { content }, ...ok(content) }, [
    response("application/json; v=2", '{"two":"2"}'),
    response("application/json", '{"one":"1"}'),
    response('application/json; v="2"', '{"one":"1"}'),
  ]);
  expect(await call({ body: { two: "x" }, contentType: "application/json;v=2" })).toEqual({ two: "2" });
  expect(await call({ body: { one: "x" }, contentType: "application/json; v=1" })).toEqual({ one: "1" });
  await expect(call({ body: { one: "x" }, contentType: "application/json; v=2" })).rejects.toMatchObject({ name: "ContractError" });
  await expect(call({ body: { one: "x" }, contentType: "application/json; v=1" })).rejects.toMatchObject({ name: "ContractError" });
});

test.each([
  ["application/json; v=2; charset=utf-8", ["application/json; v=1", "application/json; v=2"], "application/json; v=2"],
  ["a/b; p=z; q=1", ["a/b", "a/b; q=1; p=z"], "a/b; q=1; p=z"],
  ["a/b; q=3", ["a/b; q=1", "a/b; q=2"], undefined],
  ["a/b", ["a/b; q=1", "a/b"], "a/b"],
  ["application/json", ["application/json; charset=utf-8"], "application/json; charset=utf-8"],
  ["application/zip", ["application/*+json", "*/*"], "*/*"],
  ["application/problem+json", ["*/*", "application/*", "application/*+json"], "application/*+json"],
  ["image/png", ["*/*", "image/*", "text/*"], "image/*"],
  ["image/png", ["*"], "*"],
  ["image/png", ["text/*"], undefined],
])("selects the media range of %s from %j: %s", (mediaType, names, found) => {
  expect(documented(names, mediaType)).toBe(found);
});

test("reads a response by the most specific media range", async () => {
  const content = { "*/*": {}, "text/*": { schema: { type: "string" } }, "image/*": {} };
  const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0xff]);
  const { call } = await client(ok(content), [
    response("text/csv", "a,b"),
    response("image/png", bytes),
    response("application/zip", bytes),
    response("application/problem+json", '{"a":1}'),
    response("application/xml", "<a/>"),
    response("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
  ]);
  expect(await call()).toBe("a,b");
  for (let count = 0; count < 2; count++) expect(new Uint8Array(await ((await call()) as Blob).arrayBuffer())).toEqual(bytes);
  expect(await call()).toEqual({ a: 1 });
  expect(await call()).toBe("<a/>");
  expect(await call()).toBeInstanceOf(Blob);
});

test("decodes text by the charset of its response", async () => {
  const { call } = await client(ok({ "text/plain": { schema: { type: "string" } } }), [
    response("text/plain; charset=iso-8859-1", Uint8Array.from([0xe9, 0x61])),
    response('text/plain; charset="utf-16le"', Uint8Array.from([0x61, 0, 0xe9, 0])),
    response("text/plain; charset=utf-8", "éa"),
    response("text/plain; charset=nobody-knows", "éa"),
  ]);
  expect([await call(), await call(), await call(), await call()]).toEqual(["éa", "aé", "éa", "éa"]);
});

test("reads JSON described as bytes as a file", async () => {
  const content = { "application/json": { schema: { type: "string", format: "binary" } } };
  const { call } = await client({ requestBody: { content }, ...ok(content) }, [
    response("application/pdf", "%PDF"),
    response("application/json", '{"a":1}'),
  ]);
  expect(await ((await call({ body: new Blob(["x"]) })) as Blob).text()).toBe("%PDF");
  expect(await ((await call()) as Blob).text()).toBe('{"a":1}');
});

test("accepts any response if none is documented", async () => {
  for (const responses of [undefined, {}]) {
    const { call } = await client({ responses }, [
      response("application/json", '{"a":1}'),
      response("text/plain", "text"),
      new Response(null, { status: 204 }),
    ]);
    expect([await call(), await call(), await call()]).toEqual([{ a: 1 }, "text", undefined]);
  }
});

test("ignores an incomplete last event", async () => {
  const text = { "text/event-stream": { schema: { type: "string" } } };
  for (const cut of ["data: cut\n", "data: cut\r", "data: cut", "data: cut\nid: 1\n"]) {
    const { call } = await client(ok(text), [response("text/event-stream", `data: whole\n\n${cut}`)]);
    expect(await collected(await call())).toEqual([{ event: "message", data: "whole", id: "" }]);
  }
  const { call } = await client(ok(text), [response("text/event-stream", "data: a\r\rdata: b\r\n\r\n")]);
  expect((await collected(await call())).map((event) => (event as { data: string }).data)).toEqual(["a", "b"]);
  const retained = await client(ok(text), [response("text/event-stream", "id: 7\n\ndata: a\n\nid\ndata: b\n\n")]);
  expect(await collected(await retained.call())).toEqual([
    { event: "message", data: "a", id: "7" },
    { event: "message", data: "b", id: "" },
  ]);
});

test("types whole events by their fields and data", async () => {
  const properties = { data: { type: "string" }, event: { const: "tick" }, id: { type: "string", minLength: 1 }, retry: { type: "integer" } };
  const itemSchema = { type: "object", required: ["data"], additionalProperties: false, properties };
  const described = await client(ok({ "text/event-stream": { itemSchema } }), [
    response("text/event-stream", "data: one\n\nevent: tick\nid: 7\nretry: 5\ndata: two\ndata: three\n\n"),
  ]);
  expect(await collected(await described.call())).toEqual([{ data: "one" }, { event: "tick", id: "7", retry: 5, data: "two\nthree" }]);
  // As frameworks that have no itemSchema describe a stream: as a list of events whose data is an object.
  const event = (name: string): object => ({
    type: "object",
    required: ["data", "event"],
    properties: { data: { type: "object", required: [name], properties: { [name]: { type: "integer" } } }, event: { const: name } },
  });
  const listed = await client(ok({ "text/event-stream": { schema: { type: "array", items: { oneOf: [event("a"), event("b")] } } } }), [
    response("text/event-stream", 'event: a\ndata: {"a":1}\n\nevent: b\ndata: {"b":2}\n\nevent: b\ndata: {"a":2}\n\n'),
  ]);
  const observed: unknown[] = [];
  const reading = (async () => {
    for await (const each of (await listed.call()) as AsyncIterable<unknown>) observed.push(each);
  })();
  await expect(reading).rejects.toMatchObject({ name: "ContractError" });
  expect(observed).toEqual([
    { event: "a", data: { a: 1 } },
    { event: "b", data: { b: 2 } },
  ]);
  const ended = await client(ok({ "text/event-stream": { itemSchema: event("a") } }), [
    response("text/event-stream", 'event: a\ndata: {"a":1}\n\ndata: [DONE]\n\n'),
  ]);
  expect(await collected(await ended.call())).toEqual([{ event: "a", data: { a: 1 } }]);
});

test("applies a list schema to the stream's items", async () => {
  const items = { type: "object", required: ["t"], properties: { t: { type: "string" } } };
  for (const schema of [{ type: "array", items }, { $ref: "#/components/schemas/List" }]) {
    const document = { components: { schemas: { List: { type: "array", items } } } };
    const { call } = await client(
      ok({ "application/x-ndjson": { schema } }),
      [response("application/x-ndjson", '{"t":"a"}\n\n{"t":"b"}'), response("application/x-ndjson", '{"t":1}')],
      { document },
    );
    expect(await collected(await call())).toEqual([{ t: "a" }, { t: "b" }]);
    await expect(call().then(collected)).rejects.toMatchObject({ name: "ContractError", issues: [{ instancePath: "/t" }] });
  }
});

test("reads multi-line values of JSON text sequences", async () => {
  const content = { "application/json-seq": {} };
  const { call } = await client(ok(content), [
    response("application/json-seq", '\u001e{"t":"a"}\n\u001e{\n"t":"b"}\n\u001e[\n1,\n\n2\n]\n'),
    response("application/json-seq", '\u001e{"t":\n\u001e{"t":"b"}\n'),
    response("application/json-seq", '\u001e{"t":"a"}\n\u001e{"t":'),
  ]);
  expect(await collected(await call())).toEqual([{ t: "a" }, { t: "b" }, [1, 2]]);
  await expect(call().then(collected)).rejects.toMatchObject({ name: "UnreadableBodyError" });
  await expect(call().then(collected)).rejects.toMatchObject({ name: "UnreadableBodyError" });
});

test("reads values of many lines in linear time", async () => {
  const value = Array.from({ length: 40_000 }, (_, index) => ({ "]": index, text: 'a "quoted" [' }));
  const { call } = await client(ok({ "application/json-seq": {} }), [response("application/json-seq", `\u001e${JSON.stringify(value, null, 2)}\n`)]);
  const start = cpuTime();
  expect(await collected(await call())).toEqual([value]);
  expect(cpuTime() - start).toBeLessThan(5_000);
});

test("writes multipart fields in the documented style, except in 3.0", async () => {
  const text = { type: "string" };
  const list = { type: "array", items: text };
  const properties = { tags: list, plain: list, deep: { type: "object" } };
  const encoding = { tags: { explode: false }, deep: { style: "deepObject", explode: true } };
  const requestBody = { content: { "multipart/form-data": { schema: { type: "object", properties }, encoding } } };
  const body = { tags: ["a", "b c"], plain: ["a", "b"], deep: { k: "v&w", l: "ü" } };
  const current = await client({ requestBody });
  await current.call({ body });
  await current.call({ body: { tags: [], plain: [] } });
  expect(current.sent[1]?.fields).toEqual([]);
  expect(current.sent[0]?.fields).toEqual([
    ["tags", "a,b c"],
    ["plain", "a"],
    ["plain", "b"],
    ["deep[k]", "v&w"],
    ["deep[l]", "ü"],
  ]);
  const older = await client({ requestBody }, [], { document: { openapi: "3.0.3" } });
  await older.call({ body });
  expect(older.sent[0]?.fields.map(([name]) => name)).toEqual(["tags", "tags", "plain", "plain", "deep"]);
});

test("accepts all property values beside a default discriminator", async () => {
  const pet = (property: string): object => ({
    type: "object",
    required: [property],
    properties: { kind: { type: "string" }, [property]: { type: "boolean" } },
  });
  const schema = {
    oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
    discriminator: { propertyName: "kind", defaultMapping: "Dog", mapping: { cat: "Cat" } },
  };
  const document = { openapi: "3.2.0", components: { schemas: { Cat: pet("purrs"), Dog: pet("barks") } } };
  const pets = ['{"kind":"zzz","barks":true}', '{"barks":true}', '{"kind":"cat","purrs":true}', '{"kind":"cat"}'];
  const { call } = await client(
    ok({ "application/json": { schema } }),
    pets.map((body) => response("application/json", body)),
    { document },
  );
  for (const body of pets.slice(0, 3)) expect(await call()).toEqual(JSON.parse(body));
  await expect(call()).rejects.toMatchObject({ name: "ContractError" });
  const loose = { Cat: { required: ["kind"], properties: { kind: { type: "string" } } }, Dog: { properties: { kind: { type: "string" } } } };
  const both = await client(
    ok({ "application/json": { schema } }),
    [response("application/json", '{"kind":"cat"}'), response("application/json", "{}")],
    {
      document: { openapi: "3.2.0", components: { schemas: loose } },
    },
  );
  expect([await both.call(), await both.call()]).toEqual([{ kind: "cat" }, {}]);
});

test("reads documented bodies of other statuses like successes", async () => {
  const of = (type: string, schema: object): object => ({ responses: { "300": { description: "Choose.", content: { [type]: { schema } } } } });
  const text = { type: "string" };
  const cases: readonly (readonly [type: string, schema: object, body: string, result: unknown])[] = [
    ["application/json", { type: "array", items: text }, '["a","b"]', ["a", "b"]],
    ["application/json", text, '"1"', "1"],
    ["text/plain", text, "1.0", "1.0"],
    ["text/plain", text, '"quoted"', '"quoted"'],
  ];
  for (const [type, schema, body, result] of cases) {
    const { call } = await client(of(type, schema), [new Response(body, { status: 300, headers: { "content-type": type } })]);
    expect(await call()).toEqual(result);
  }
  const { call } = await client(of("image/png", {}), [
    new Response(new Uint8Array([255, 254]), { status: 300, headers: { "content-type": "image/png" } }),
  ]);
  expect(new Uint8Array(await ((await call()) as Blob).arrayBuffer())).toEqual(new Uint8Array([255, 254]));
});

test("an empty response of a documented range is a result", async () => {
  const responses = { "200": { description: "ok" }, "3XX": { description: "As before." } };
  const { call } = await client({ responses }, [new Response(null, { status: 304 })]);
  expect(await call()).toBeUndefined();
  const { call: undescribed } = await client({ responses: { "200": { description: "ok" } } }, [new Response(null, { status: 304 })]);
  await expect(undescribed()).rejects.toMatchObject({ name: "ApiError", status: 304 });
});
