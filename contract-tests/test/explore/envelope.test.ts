import { describe, expect, test } from "vitest";
import { attributesIn, inEnvelope } from "../../src/explore/envelope.js";
import { bodySchemas, envelopeOfBody, propertiesOf } from "../../src/explore/laws/properties.js";
import { open } from "../observe/open.js";

const text = { type: "string" };
const object = (properties: object): object => ({ type: "object", properties });

/** Where a POST to `/projects` has the properties of a project, and their names. */
async function found(schema: object, mediaType = "application/json"): Promise<readonly string[]> {
  const post = { requestBody: { content: { [mediaType]: { schema } } }, responses: { 201: { description: "ok" } } };
  const get = { parameters: [{ name: "id", in: "path", required: true, schema: text }], responses: { 200: { description: "ok" } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/projects": { post }, "/projects/{id}": { get } } });
  const operation = model.operations.find(({ key }) => key === "POST /projects");
  if (operation === undefined) throw new Error("The document has no POST /projects.");
  return [envelopeOfBody(model, operation), ...propertiesOf(model, bodySchemas(model, operation)).keys()];
}

describe("the envelope of a body", () => {
  test.each([
    ["nothing around the properties", object({ name: text, data: text }), ["", "name", "data"]],
    [
      "the attributes of JSON:API",
      object({ data: object({ type: text, id: text, attributes: object({ name: text }) }) }),
      ["/data/attributes", "name"],
    ],
    ["the name of the resource", object({ project: object({ name: text }) }), ["/project", "name"]],
    ["an object beside other properties", object({ name: text, data: object({ size: text }) }), ["", "name", "data"]],
    ["an object of another name", object({ address: object({ city: text }) }), ["", "address"]],
  ])("is %s", async (_, schema, expected) => {
    expect(await found(schema)).toEqual(expected);
  });

  test("does not change the envelope, except for the id of the item", () => {
    const body = { data: { type: "projects", id: "x", attributes: { name: "a" } } };
    expect(inEnvelope(body, "/data/attributes", { name: "b" }, 7)).toEqual({ data: { type: "projects", id: "7", attributes: { name: "b" } } });
    expect(inEnvelope({ name: "a" }, "", { name: "b" }, 7)).toEqual({ name: "b" });
  });

  test("is recognized in a resource object of JSON:API only", () => {
    expect(attributesIn({ type: "projects", id: "1", attributes: {} })).toBe("/attributes");
    expect(attributesIn({ id: "1", attributes: {} })).toBe("");
  });
});
