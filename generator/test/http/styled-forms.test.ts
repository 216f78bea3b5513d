import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import { parseForm, parseMultipart } from "../../src/http/fields.js";
import { formValue } from "../../src/http/form-value.js";
import { writeBody } from "../../src/http/write.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";

const texts = { type: "array", items: { type: "string" } };
const numbers = { type: "array", items: { type: "integer" } };
const point = { type: "object", properties: { x: { type: "integer" }, label: { type: "string" } } };
const free = { type: "object", additionalProperties: { type: "string" } };

// What the form is made of, by OpenAPI 3.1 §4.8.15: fields in their order, read by the platform.
test.each<[object, object, unknown, readonly (readonly [string, string])[]]>([
  [{ style: "spaceDelimited" }, numbers, [1, 2], [["p", "1 2"]]],
  [{ style: "pipeDelimited" }, texts, ["a&", "b"], [["p", "a&|b"]]],
  [{ style: "pipeDelimited" }, point, { x: 1, label: "a=" }, [["p", "x|1|label|a="]]],
  [{ style: "spaceDelimited" }, point, { x: 1, label: "a" }, [["p", "x 1 label a"]]],
  [{ style: "form", explode: false }, point, { x: 1, label: "a" }, [["p", "x,1,label,a"]]],
  [
    { explode: true },
    point,
    { x: 1, label: "a," },
    [
      ["x", "1"],
      ["label", "a,"],
    ],
  ],
  [{ style: "form" }, free, { k: "1" }, [["k", "1"]]],
  [{ allowReserved: true }, point, { x: 1 }, [["x", "1"]]],
  [
    { contentType: "text/plain" },
    texts,
    ["a", "b"],
    [
      ["p", "a"],
      ["p", "b"],
    ],
  ],
])("encoding %j: %j writes %j as %j and reads it back", async (encoding, schema, value, fields) => {
  for (const mediaType of ["application/x-www-form-urlencoded", "multipart/form-data"]) {
    const described = { type: "object", required: ["p"], properties: { p: schema, z: { type: "string" } } };
    const requestBody = { content: { [mediaType]: { schema: described, encoding: { p: encoding } } } };
    const model = await modelOf(openapi({ paths: { "/a": { post: { requestBody, responses: { "200": { description: "ok" } } } } } }));
    const validators = await compileModel(model);
    const media = model.operations[0]?.requestBody?.content[0];
    const written = media && (await writeBody(media, { p: value, z: "1" }, model));
    if (media === undefined || written === undefined) throw new Error("no body");
    const isForm = written.contentType.startsWith("multipart/");
    const arrived = await new Response(written.bytes, { headers: { "content-type": written.contentType } }).formData();
    expect([...arrived]).toEqual([...fields, ["z", "1"]]);
    const sent = isForm ? parseMultipart(written.bytes, written.contentType) : parseForm(new TextDecoder().decode(written.bytes));
    const is = (part: Parameters<typeof validators.subschema>[0], each: unknown): boolean => validators.subschema(part, "request").is(each);
    expect(sent && formValue(media, sent, { model, parts: isForm, is })).toEqual({ p: value, z: "1" });
  }
});

test("reads a list with JSON content type", async () => {
  const mediaType = "application/x-www-form-urlencoded";
  const schema = { type: "object", properties: { p: texts } };
  const requestBody = { content: { [mediaType]: { schema, encoding: { p: { contentType: "application/json" } } } } };
  const model = await modelOf(openapi({ paths: { "/a": { post: { requestBody, responses: { "200": { description: "ok" } } } } } }));
  const validators = await compileModel(model);
  const media = model.operations[0]?.requestBody?.content[0];
  const written = media && (await writeBody(media, { p: ["a", "b"] }, model));
  if (media === undefined || written === undefined) throw new Error("no body");
  const sent = parseForm(new TextDecoder().decode(written.bytes));
  expect(sent.get("p")).toEqual(['["a","b"]']);
  expect(formValue(media, sent, { model, parts: false, is: (part, each) => validators.subschema(part, "request").is(each) })).toEqual({
    p: ["a", "b"],
  });
});
