import { expect, test } from "vitest";
import { client, type Client } from "../one-operation.js";
import { thrown } from "../sessions.js";

const text = { type: "string" };
const customer = {
  type: "object",
  required: ["email"],
  properties: {
    email: { ...text, minLength: 3 },
    age: { type: "integer" },
    tags: { type: "array", items: text },
    at: { ...text, format: "date-time" },
  },
};
const takes = (mediaType: string, schema: object, required = true): Promise<Client> =>
  client({ requestBody: { required, content: { [mediaType]: { schema } } } });
const form = "application/x-www-form-urlencoded";
const refused = async (call: Promise<unknown>): Promise<unknown> =>
  ((await thrown(call)) as { readonly issues?: readonly { readonly instancePath: string }[] }).issues?.map(({ instancePath }) => instancePath);

test.each([form, "multipart/form-data"])("validates the fields of %s before sending", async (mediaType) => {
  const { call, sent } = await takes(mediaType, customer);
  await call({ body: { email: "a@b.c", age: 3, tags: ["x", "y"], at: new Date(0) } });
  expect(sent[0]?.fields).toContainEqual(["email", "a@b.c"]);
  expect(await refused(call({ body: { email: "a" } }))).toEqual(["/email"]);
  expect(await refused(call({ body: { email: "a@b.c", age: "3" } }))).toEqual(["/age"]);
  expect(await thrown(call({ body: {} }))).toMatchObject({ name: "ContractError", direction: "request" });
  expect(sent).toHaveLength(1);
});

test("sends a ready FormData unchanged", async () => {
  const { call, sent } = await takes(form, customer);
  await call({ body: new URLSearchParams({ anything: "else" }) });
  await call({ body: "a=b" });
  expect(sent.map(({ fields }) => fields)).toEqual([[["anything", "else"]], [["a", "b"]]]);
  const parts = await takes("multipart/form-data", customer);
  const own = new FormData();
  own.append("anything", "else");
  await parts.call({ body: own });
  expect(parts.sent[0]?.fields).toEqual([["anything", "else"]]);
});

test("validates fields next to files", async () => {
  const binary = { ...text, format: "binary" };
  const properties = {
    name: text,
    file: { ...binary, minLength: 1, maxLength: 10_000_000 },
    pages: { type: "array", uniqueItems: true, minItems: 2, items: binary },
  };
  const { call, sent } = await takes("multipart/form-data", { type: "object", required: ["name", "file"], properties });
  const file = new Blob(["x"]);
  await call({ body: { name: "a", file, pages: [file, new Uint8Array(2)] } });
  expect(sent[0]?.fields.map(([name]) => name)).toEqual(["name", "file", "pages", "pages"]);
  expect(await refused(call({ body: { name: 1, file } }))).toEqual(["/name"]);
  expect(await refused(call({ body: { name: "a", file, pages: [file] } }))).toEqual(["/pages"]);
  expect(await refused(call({ body: { name: "a" } }))).toEqual([""]);
});

test("does not validate forms whose files have constraints", async () => {
  const pdf = { ...text, format: "binary", pattern: "^%PDF" };
  const { call, sent } = await takes("multipart/form-data", { type: "object", required: ["file"], properties: { name: text, file: pdf } });
  await call({ body: { name: "a", file: new Blob(["%PDF-1.7"]) } });
  expect(sent).toHaveLength(1);
});

test("rejects a missing required body before sending", async () => {
  for (const mediaType of ["application/json", form, "text/plain", "image/png"]) {
    const { call, sent } = await takes(mediaType, customer);
    expect(await thrown(call({}))).toMatchObject({ name: "ParameterError", message: "call: body is missing" });
    expect(sent).toEqual([]);
  }
  const optional = await takes("application/json", customer, false);
  await optional.call({});
  expect(optional.sent).toHaveLength(1);
  const nothing = await takes("application/json", { type: ["object", "null"] });
  await nothing.call({ body: null });
  expect(nothing.sent).toHaveLength(1);
});
