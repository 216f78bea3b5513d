import { expect, test } from "vitest";
import { lowered, openapi } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };

test("reads a path item reference with other fields", () => {
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: { "/a": { $ref: "#/components/pathItems/A", put: { responses } } },
      components: { pathItems: { A: { get: { responses } } } },
    }),
  );
  expect(model.operations.map(({ key, place }) => `${key} ${place.pointer}`)).toEqual([
    "GET /a #/components/pathItems/A/get",
    "PUT /a #/paths/~1a/put",
  ]);
  expect(said).toEqual([]);
});

test("reads recursive schemas", () => {
  const callback = { "{$url}": { post: { callbacks: { again: { $ref: "#/components/callbacks/C" } }, responses } } };
  const header = { content: { "multipart/form-data": { schema: {}, encoding: { a: { headers: { H: { $ref: "#/components/headers/H" } } } } } } };
  const { model } = lowered(
    openapi("3.1.0", {
      paths: {
        "/": {
          post: {
            callbacks: { c: { $ref: "#/components/callbacks/C" } },
            responses: { "200": { ...ok, headers: { H: { $ref: "#/components/headers/H" } } } },
          },
        },
        "/loop": { $ref: "#/paths/~1loop2" },
        "/loop2": { $ref: "#/paths/~1loop" },
      },
      components: { callbacks: { C: callback }, headers: { H: header } },
    }),
  );
  expect(model.operations[0]?.callbacks).toHaveLength(1);
});

test("warns for unused unresolved references, not in examples", () => {
  const { said } = lowered(
    openapi("3.1.0", {
      "x-y": { $ref: "#/no" },
      components: { examples: { E: { value: { $ref: "#/no" } } }, links: { L: { $ref: "#/no" } } },
      paths: {},
    }),
  );
  expect(said).toEqual(["unused-unresolved-reference #/components/links/L/$ref"]);
});

test("resolves unused references against their $id", () => {
  const Unused = { $id: "https://example.com/pets/list", $defs: { Pet: { $id: "pet" } }, items: { $ref: "pet" }, contains: { $ref: "#/$defs/Pet" } };
  const { said } = lowered(openapi("3.1.0", { components: { links: { L: Unused } } }));
  expect(said).toEqual([]);
});

test("reads a description next to $ref since 3.1", () => {
  const component = (more: object): object => ({ description: "Of all.", ...more });
  const here = (kind: string): object => ({ $ref: `#/components/${kind}/C`, description: "Of one." });
  const document = (version: "3.0.3" | "3.1.0"): object =>
    openapi(version, {
      paths: {
        "/": { put: { parameters: [here("parameters")], requestBody: here("requestBodies"), responses: { "200": here("responses"), "201": ok } } },
        "/all": { put: { parameters: [{ $ref: "#/components/parameters/C" }], responses } },
      },
      components: {
        parameters: { C: component({ name: "c", in: "query", schema: {} }) },
        requestBodies: { C: component({ content: {} }) },
        responses: { C: component({ headers: { H: here("headers") } }) },
        headers: { C: component({ schema: {} }) },
      },
    });
  const descriptions = (version: "3.0.3" | "3.1.0"): readonly unknown[] => {
    const [one, all] = lowered(document(version)).model.operations;
    const [response] = one?.responses ?? [];
    return [one?.parameters[0], one?.requestBody, response, response?.headers[0], all?.parameters[0]].map((part) => part?.description);
  };
  expect(descriptions("3.1.0")).toEqual(["Of one.", "Of one.", "Of one.", "Of one.", "Of all."]);
  expect(descriptions("3.0.3")).toEqual(["Of all.", "Of all.", "Of all.", "Of all.", "Of all."]);
});

test("omits a circular example with a warning", () => {
  const content = { "application/json": { schema: {}, examples: { a: { $ref: "#/components/examples/A" }, b: { value: 1 } } } };
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: { "/": { get: { responses: { "200": { ...ok, content } } } } },
      components: { examples: { A: { $ref: "#/components/examples/B" }, B: { $ref: "#/components/examples/A" } } },
    }),
  );
  expect(model.operations[0]?.responses[0]?.content[0]?.examples.map(({ name }) => name)).toEqual(["b"]);
  expect(said.filter((each) => each.startsWith("example-loop"))).toHaveLength(1);
  expect(said.filter((each) => each.startsWith("reference-loop"))).toEqual([]);
});
