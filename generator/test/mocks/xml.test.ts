import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, type Generated } from "../client/generated.js";

const pet = {
  type: "object",
  required: ["id"],
  xml: { name: "pet" },
  properties: { id: { type: "integer", xml: { attribute: true } }, name: { type: "string" } },
  example: { id: 7, name: "Rex" },
};
const schema = { schema: { $ref: "#/components/schemas/Pet" } };
const responses = (content: object): object => ({ responses: { "200": { description: "ok", content } } });
const document = {
  openapi: "3.0.3",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "https://pets.example/v1" }],
  paths: {
    "/pet": { get: { operationId: "getPet", ...responses({ "application/xml": schema }) } },
    "/shown": { get: { operationId: "getShown", ...responses({ "application/xml": { ...schema, example: '<pet id="8"/>' } }) } },
    "/two": { get: { operationId: "getTwo", ...responses({ "text/xml": schema, "application/xml": schema }) } },
    "/both": { get: { operationId: "getBoth", ...responses({ "application/xml": schema, "application/json": schema }) } },
  },
  components: { schemas: { Pet: pet } },
};

interface Mock {
  success(...given: readonly unknown[]): unknown;
}
type Mocks = Readonly<Record<string, () => Mock>>;
type Calls = Readonly<Record<string, (options?: object) => Promise<unknown>>>;

let output: Generated;
let mocks: Mocks;
let client: Calls;
beforeAll(async () => {
  output = await generated(document);
  mocks = await output.load<Mocks>("mocks/nock");
  client = (await output.load<{ createClient: () => Calls }>("index")).createClient();
  nock.disableNetConnect();
});
afterAll(async () => {
  nock.cleanAll();
  nock.enableNetConnect();
  await output.remove();
});

const called = async (name: string, ...given: readonly unknown[]): Promise<unknown> => {
  mocks[`mockG${name.slice(1)}`]?.().success(...given);
  return client[name]?.();
};

test("mocks send the documented XML", async () => {
  expect(await called("getPet")).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<pet id="7"><name>Rex</name></pet>');
});

test("mocks send the first of two XML types", async () => {
  expect(await called("getTwo")).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<pet id="7"><name>Rex</name></pet>');
});

test("mocks send the XML example of the document", async () => {
  expect(await called("getShown")).toBe('<pet id="8"/>');
});

test("mocks prefer JSON to XML", async () => {
  expect(await called("getBoth")).toEqual({ id: 7, name: "Rex" });
});

test("mocks accept XML text and reject objects", async () => {
  expect(await called("getPet", '<pet id="1"/>')).toBe('<pet id="1"/>');
  await expect(called("getPet", { id: 1 })).rejects.toThrow("must be a string: XML is sent unchanged");
});
