import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setupServer } from "msw/node";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mockApplication, startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { checkedDocument } from "../check/checked.js";
import { generated, type Generated } from "../client/generated.js";
import { lowered, openapi } from "../lower/lowered.js";

// Examples that say what is data and what is sent: `dataValue` and `serializedValue` (OpenAPI 3.2, Example Object).

const pet = { type: "object", required: ["name"], properties: { name: { type: "string" }, legs: { type: "integer" } }, xml: { name: "pet" } };
const shown = (serializedValue: string, more: object = {}): object => ({ shown: { serializedValue, ...more } });
const bodies: Readonly<Record<string, { readonly media: object; readonly text: string; readonly value: unknown }>> = {
  "application/json": {
    media: { schema: pet },
    text: '{ "legs":4,\n  "name": "Bo" }\n',
    value: { legs: 4, name: "Bo" },
  },
  "text/plain": { media: { schema: { type: "string" } }, text: "a\r\nb", value: "a\r\nb" },
  "application/xml": { media: { schema: pet }, text: "<pet>\n  <name>Bo</name>\n  <legs>4</legs>\n</pet>\n", value: { name: "Bo", legs: 4 } },
  "application/x-www-form-urlencoded": { media: { schema: pet }, text: "legs=4&name=B%6F", value: { name: "Bo", legs: 4 } },
  "application/jsonl": { media: { itemSchema: pet }, text: '{"name": "Bo"}\n{"name":"Al","legs": 2}\n', value: { name: "Bo" } },
  "text/event-stream": { media: { itemSchema: pet }, text: ': first\ndata: {"name":\ndata: "Bo"}\n\ndata:{"name":"Al"}\n\n', value: { name: "Bo" } },
  "multipart/mixed": {
    media: { itemSchema: pet },
    text: '--a b\r\nContent-Type: application/json\r\n\r\n{"name":"Bo"}\r\n--a b--\r\n',
    value: { name: "Bo" },
  },
};
const types = Object.keys(bodies);
const nameOf = (type: string): string => `get${String(types.indexOf(type))}`;

const document = openapi("3.2.0", {
  servers: [{ url: "https://examples.example" }],
  paths: Object.fromEntries(
    types.map((type) => {
      const { media, text } = bodies[type] as (typeof bodies)[string];
      const content = { [type]: { ...media, examples: shown(text) } };
      return [`/${nameOf(type)}`, { get: { operationId: nameOf(type), responses: { "200": { description: "Shown.", content } } } }];
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "tallystick-examples-"));
let output: Generated;
let server: MockServer;

beforeAll(async () => {
  output = await generated(document);
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  const { model } = await openModel(join(folder, "openapi.json"));
  if (model === undefined) throw new Error("no model");
  server = await startMockServer(model, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await output.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("serializedValue", () => {
  const want = (type: string): object => ({
    type: type === "multipart/mixed" ? 'multipart/mixed; boundary="a b"' : type,
    text: bodies[type]?.text,
  });
  const found = async (response: Response): Promise<object> => ({ type: response.headers.get("content-type"), text: await response.text() });

  test.each(types)("the mock server sends it byte for byte: %s", async (type) => {
    expect(await found(await fetch(`${server.url}/${nameOf(type)}`))).toEqual(want(type));
    const named = await fetch(`${server.url}/${nameOf(type)}`, { headers: { prefer: "example=shown" } });
    expect(await found(named)).toEqual(want(type));
  });

  test("is not sent by a mock server that generates values", async () => {
    const made = await fetch(`${server.url}/${nameOf("application/json")}`, { headers: { prefer: "dynamic=true" } });
    expect(await made.text()).not.toBe(bodies["application/json"]?.text);
  });

  test.each(types)("nock and MSW send it byte for byte: %s", async (type) => {
    type Mocks = Readonly<Record<string, () => { success(): never }>>;
    const name = `mockGet${nameOf(type).slice(3)}`;
    (await output.load<Mocks>("mocks/nock"))[name]?.().success();
    const url = `https://examples.example/${nameOf(type)}`;
    expect(await found(await fetch(url))).toEqual(want(type));
    nock.restore();
    const intercepted = setupServer((await output.load<Mocks>("mocks/msw"))[name]?.().success() as never);
    intercepted.listen();
    try {
      expect(await found(await fetch(url))).toEqual(want(type));
    } finally {
      intercepted.close();
      nock.activate();
    }
  });

  test.each(types.filter((type) => type !== "application/xml"))("is read into the fixture: %s", async (type) => {
    const fixtures = await output.load<Readonly<Record<string, { responses: Record<string, { example: unknown }> }>>>("fixtures/index");
    expect(fixtures[nameOf(type)]?.responses["200"]?.example).toEqual(bodies[type]?.value);
  });
});

describe("parameters and headers", () => {
  const parameters = [
    { name: "flag", in: "query", required: true, schema: { type: "boolean" }, examples: shown("flag=true") },
    {
      name: "color",
      in: "query",
      required: true,
      explode: false,
      schema: { type: "array", items: { type: "string" } },
      examples: shown("color=a%20b,c"),
    },
    { name: "id", in: "path", required: true, schema: { type: "string" }, examples: shown("di%E1%B9%85n") },
    { name: "X-Ids", in: "header", required: true, schema: { type: "array", items: { type: "integer" } }, examples: shown("12345678,90099") },
    {
      name: "c",
      in: "cookie",
      required: true,
      style: "cookie",
      schema: { type: "object", properties: { a: { type: "integer" } } },
      examples: shown("a=42"),
    },
  ];
  const given = openapi("3.2.0", {
    paths: {
      "/{id}": {
        get: {
          operationId: "one",
          parameters,
          responses: {
            "204": { description: "Done.", headers: { "X-Rate": { required: true, schema: { type: "integer" }, examples: shown("007") } } },
          },
        },
      },
    },
  });

  test("reads the value of a parameter from its serialized example", async () => {
    const one = await generated(given);
    const fixtures = await one.load<{ one: { request: { example: { parameters: object } } } }>("fixtures/index");
    expect(fixtures.one.request.example.parameters).toEqual({
      query: { flag: true, color: ["a b", "c"] },
      path: { id: "diṅn" },
      header: { "X-Ids": [12345678, 90099] },
      cookie: { c: { a: 42 } },
    });
    await one.remove();
  });

  test("sends the serialized example of a header", async () => {
    const application = await mockApplication(lowered(given).model);
    const response = await application.request("http://localhost/x?flag=true&color=a", { headers: { "X-Ids": "1", cookie: "a=1" } });
    expect([response.status, response.headers.get("x-rate")]).toEqual([204, "007"]);
  });

  const lines = ["lang=en-US; Expires=Wed, 09 Jun 2021 10:18:14 GMT", "foo=bar; Expires=Wed, 09 Jun 2021 10:18:14 GMT"];
  const cookies = {
    content: { content: { "text/plain": { schema: { type: "string" } } }, examples: { two: { serializedValue: lines.join("\n") } } },
    style: {
      explode: true,
      schema: { type: "object", additionalProperties: { type: "string" } },
      examples: {
        two: { dataValue: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])) },
      },
    },
  };

  test.each(Object.entries(cookies))("sends a line for each cookie of Set-Cookie by %s", async (_, header) => {
    const login = openapi("3.2.0", {
      servers: [{ url: "https://cookies.example" }],
      paths: {
        "/login": {
          get: { operationId: "login", responses: { "204": { description: "In.", headers: { "Set-Cookie": { required: true, ...header } } } } },
        },
      },
    });
    const application = await mockApplication(lowered(login).model);
    expect((await application.request("http://localhost/login")).headers.getSetCookie()).toEqual(lines);
    const one = await generated(login);
    type Mocks = Readonly<Record<string, () => { success(): never }>>;
    (await one.load<Mocks>("mocks/nock"))["mockLogin"]?.().success();
    if (!nock.isActive()) nock.activate();
    expect((await fetch("https://cookies.example/login")).headers.getSetCookie()).toEqual(lines);
    nock.restore();
    const intercepted = setupServer((await one.load<Mocks>("mocks/msw"))["mockLogin"]?.().success() as never);
    intercepted.listen();
    expect((await fetch("https://cookies.example/login")).headers.getSetCookie()).toEqual(lines);
    intercepted.close();
    await one.remove();
  });
});

describe("diagnostics", () => {
  const said = (mediaType: string, media: object): readonly string[] =>
    checkedDocument(openapi("3.2.0", { paths: { "/": { get: { responses: { "200": { description: "It.", content: { [mediaType]: media } } } } } } }))
      .map((each) => each.replace(/ .*\/examples\//, " "))
      .filter((each) => each.includes("example"));

  test.each([
    ["application/json", { dataValue: { name: "a" }, serializedValue: '{"name":"b"}' }, "serialized-example-differs e/dataValue"],
    ["application/json", { dataValue: { name: "a" }, serializedValue: '{ "name": "a" }' }, undefined],
    ["application/json", { serializedValue: "{" }, "serialized-example-unreadable e/serializedValue"],
    ["application/json", { serializedValue: '{"legs":1}' }, "example-breaks-schema e/serializedValue"],
    ["application/xml", { dataValue: { name: "a" }, serializedValue: "<pet><name>b</name></pet>" }, "serialized-example-differs e/dataValue"],
    ["application/xml", { serializedValue: "<pet><name>b</pet>" }, "serialized-example-unreadable e/serializedValue"],
    ["application/xml", { serializedValue: "<pet><legs>b</legs></pet>" }, "example-breaks-schema e/serializedValue"],
    ["application/xml", { dataValue: { legs: 1 } }, "example-breaks-schema e/dataValue"],
    ["application/x-www-form-urlencoded", { dataValue: { name: "a" }, serializedValue: "name=a" }, undefined],
    ["application/x-www-form-urlencoded", { dataValue: { name: "a" }, serializedValue: "name=b" }, "serialized-example-differs e/dataValue"],
    ["multipart/form-data", { serializedValue: "no parts" }, "serialized-example-unreadable e/serializedValue"],
  ])("%s: %j", (mediaType, example, want) => {
    expect(said(mediaType, { schema: pet, examples: { e: example } })).toEqual(want === undefined ? [] : [want]);
  });

  test("compares the items of a stream with their data", () => {
    const lines = (dataValue: object[]): object => ({
      itemSchema: pet,
      examples: { e: { dataValue, serializedValue: '{"name":"a"}\n{"name":"b"}' } },
    });
    expect(said("application/jsonl", lines([{ name: "a" }, { name: "b" }]))).toEqual([]);
    expect(said("application/jsonl", lines([{ name: "a" }]))).toEqual(["serialized-example-differs e/dataValue"]);
    expect(said("text/event-stream", { itemSchema: pet, examples: { e: { serializedValue: "event: x\n\n" } } })).toEqual([
      "serialized-example-unreadable e/serializedValue",
    ]);
  });

  test.each([
    [{ value: 1, dataValue: 2 }, "value"],
    [{ value: 1, serializedValue: "1" }, "serializedValue"],
    [{ value: 1, externalValue: "a.json" }, "externalValue"],
    [{ serializedValue: "1", externalValue: "a.json" }, "externalValue"],
    [{ dataValue: 1, externalValue: "a.json" }, undefined],
  ])("reports fields that exclude each other: %j", (example, at) => {
    const content = { "application/json": { examples: { e: example } } };
    const found = checkedDocument(openapi("3.2.0", { paths: { "/": { get: { responses: { "200": { description: "It.", content } } } } } }));
    expect(found.map((each) => each.replace(/ .*\/e\//, " "))).toEqual(at === undefined ? [] : [`exclusive-fields ${at}`]);
  });
});

describe("externalValue", () => {
  test("is the text of the file, from the folder of the document", async () => {
    mkdirSync(join(folder, "shown"), { recursive: true });
    const sequence = '\u001e{"name":"Bo"}\n\u001e{\n  "name": "Al"\n}\n';
    writeFileSync(join(folder, "shown/pet.xml"), "<pet><name>Bo</name></pet>\n");
    writeFileSync(join(folder, "shown/pets.json-seq"), sequence);
    const external = (externalValue: string): object => ({ schema: pet, examples: { e: { externalValue } } });
    const content = {
      "application/xml": external("./shown/pet.xml"),
      "application/json-seq": { itemSchema: pet, examples: { e: { externalValue: "shown/pets.json-seq" } } },
    };
    const paths = { "/": { get: { responses: { "200": { description: "It.", content } } } } };
    writeFileSync(join(folder, "external.json"), JSON.stringify(openapi("3.2.0", { paths })));
    const { model, diagnostics } = await openModel(join(folder, "external.json"));
    if (model === undefined) throw new Error("no model");
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
    const application = await mockApplication(model);
    const texts = Object.keys(content).map(async (accept) => (await application.request("http://localhost/", { headers: { accept } })).text());
    expect(await Promise.all(texts)).toEqual(["<pet><name>Bo</name></pet>\n", sequence]);
    expect(model.operations[0]?.responses[0]?.content[1]?.examples.map(({ value }) => value)).toEqual([{ name: "Bo" }, { name: "Al" }]);
  });

  test("is not read from other folders", async () => {
    const examples = { e: { externalValue: "../../etc/hostname" } };
    const paths = { "/": { get: { responses: { "200": { description: "It.", content: { "text/plain": { examples } } } } } } };
    writeFileSync(join(folder, "outside.json"), JSON.stringify(openapi("3.2.0", { paths })));
    const { model, diagnostics } = await openModel(join(folder, "outside.json"));
    expect(diagnostics.map(({ code }) => code)).toEqual(["example-file-not-read"]);
    expect(model?.operations[0]?.responses[0]?.content[0]?.examples).toEqual([]);
  });
});
