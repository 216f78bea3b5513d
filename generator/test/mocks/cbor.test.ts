import { setupServer } from "msw/node";
import * as msw from "msw";
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decodeCbor, encodeCbor } from "../../runtime/codecs/cbor.js";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { reasonOf } from "../mock-server/served.js";
import { generated, type Generated } from "../client/generated.js";

const content = (schema: object, type = "application/cbor"): object => ({ content: { [type]: { schema } } });
const sensor = { $ref: "#/components/schemas/Sensor" };
const document = {
  openapi: "3.1.0",
  info: { title: "Sensors", version: "1" },
  servers: [{ url: "https://sensors.example" }],
  paths: {
    "/sensors": {
      get: { operationId: "listSensors", responses: { "200": { description: "All", ...content({ type: "array", items: sensor }) } } },
      post: {
        operationId: "addSensor",
        requestBody: { required: true, ...content(sensor) },
        responses: {
          "201": { description: "Added", ...content(sensor, "application/vnd.sensor+cbor") },
          "400": { description: "Refused", ...content({ type: "object", required: ["title"] }, "application/problem+cbor") },
        },
      },
    },
    "/sensors/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: { operationId: "getSensor", responses: { "200": { description: "One", ...content(sensor) } } },
    },
    "/plain": { get: { operationId: "getPlain", responses: { "200": { description: "JSON", ...content({ type: "object" }, "application/json") } } } },
  },
  components: {
    schemas: {
      Sensor: {
        type: "object",
        required: ["id", "celsius"],
        properties: {
          id: { type: "string", minLength: 1 },
          celsius: { type: "number", minimum: -273.15 },
          count: { type: "integer", format: "int64" },
          seen: { type: "string", format: "date-time" },
          key: { type: "string" },
        },
        example: { id: "a", celsius: 20.5 },
      },
    },
  },
};

type Calls = Readonly<Record<string, (given?: object) => Promise<unknown> & { safe(): Promise<{ status: unknown; error: { body: unknown } }> }>>;
interface Index {
  readonly createClient: (options: object) => Calls;
}

let output: Generated;
let client: (baseUrl?: string) => Calls;
beforeAll(async () => {
  output = await generated(document, { decoding: { int64: "bigint", dates: "Date" } });
  const { createClient } = await output.load<Index>("index");
  client = (baseUrl) => createClient(baseUrl === undefined ? {} : { baseUrl });
});
afterAll(() => output.remove());

describe("the mock server", () => {
  let server: MockServer;
  beforeAll(async () => {
    const { model } = await openModel(`${output.folder}/openapi.json`);
    if (model === undefined) throw new Error("The document was not read.");
    server = await startMockServer(model, { stateful: true });
  });
  afterAll(() => server.close());
  const post = (body: Uint8Array): Promise<Response> =>
    fetch(`${server.url}/sensors`, { method: "POST", headers: { "content-type": "application/cbor" }, body: new Uint8Array(body) });

  test("keeps what the client sends, with dates, wide integers and bytes", async () => {
    const sent = { id: "s1", celsius: -4.1, count: 2n ** 62n, seen: new Date(0), key: Uint8Array.of(1, 2, 3) };
    const added = await client(server.url).addSensor?.({ body: sent });
    const { id, key, count, ...rest } = added as typeof sent;
    expect(rest).toEqual({ celsius: -4.1, seen: new Date(0) });
    expect([key, Number(count)]).toEqual(["AQID", 2 ** 62]);
    expect(await client(server.url).getSensor?.({ id })).toMatchObject({ id, celsius: -4.1 });
    expect(await client(server.url).listSensors?.()).toContainEqual(expect.objectContaining({ id }));
  });

  test.each([
    ["a value of another type", "The request body does not match the document", encodeCbor({ id: "a", celsius: "warm" })],
    ["a value below its minimum", "The request body does not match the document", encodeCbor({ id: "a", celsius: -300 })],
    ["bytes that are cut off", "The request body is not CBOR", encodeCbor({ id: "a", celsius: 1 }).subarray(0, -1)],
    ["no bytes", "The request body is missing", new Uint8Array()],
  ])("refuses %s with the documented error", async (_, title, body) => {
    const response = await post(body);
    expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+cbor"]);
    expect(decodeCbor(new Uint8Array(await response.arrayBuffer()))).toHaveProperty("title");
    expect(reasonOf(response).title).toBe(title);
  });
});

describe("the client", () => {
  test("refuses to send a value that does not match the document", async () => {
    await expect(client().addSensor?.({ body: { id: 5, celsius: 1 } })).rejects.toThrow(/\/id must be string/);
  });

  test("reads documented errors", async () => {
    nock("https://sensors.example")
      .post("/sensors")
      .reply(400, Buffer.from(encodeCbor({ title: "Too warm" })), { "content-type": "application/problem+cbor" });
    const { status, error } = (await client()
      .addSensor?.({ body: { id: "a", celsius: 1 } })
      .safe()) ?? { status: 0, error: { body: undefined } };
    expect([status, error.body]).toEqual([400, { title: "Too warm" }]);
  });

  test("reports a body that is not CBOR", async () => {
    nock("https://sensors.example").get("/sensors").reply(200, Buffer.of(0x1c), { "content-type": "application/cbor" });
    await expect(client().listSensors?.()).rejects.toThrow(/not well-formed CBOR at byte 0: application\/cbor/);
  });

  test("contains the codec only where a document uses it", async () => {
    expect(output.text("operations/plain.ts") + output.text("operations/index.ts")).not.toContain("cbor");
    const plain = await generated({ ...document, paths: { "/plain": document.paths["/plain"] } });
    expect(["runtime/codecs/cbor.ts", "runtime/client/request/encoded.ts", "runtime/client/response/encoded.ts"].map(plain.text)).toEqual([
      "",
      "",
      "",
    ]);
    await plain.remove();
  });
});

interface Mock {
  success(body?: unknown): unknown;
}

test("a nock mock sends the fixture and checks given values", async () => {
  const mocks = await output.load<Readonly<Record<string, () => Mock>>>("mocks/nock");
  mocks["mockGetSensor"]?.().success();
  expect(await client().getSensor?.({ id: "a" })).toEqual({ id: "a", celsius: 20.5 });
  expect(() => mocks["mockGetSensor"]?.().success({ id: "a" })).toThrow(/celsius/);
});

describe("MSW", () => {
  const server = setupServer();
  beforeAll(() => {
    nock.restore();
    server.listen();
  });
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  test("passes the decoded request, and encodes the response", async () => {
    const mocks = await output.load<Readonly<Record<string, () => Mock>>>("mocks/msw");
    const observed: unknown[] = [];
    const response = ({ body }: { readonly body: unknown }): unknown => {
      observed.push(body);
      return { id: "b", celsius: 2 };
    };
    server.use(mocks["mockAddSensor"]?.().success(response) as msw.RequestHandler);
    expect(await client().addSensor?.({ body: { id: "a", celsius: 1 } })).toEqual({ id: "b", celsius: 2 });
    expect(observed).toEqual([{ id: "a", celsius: 1 }]);
  });
});
