import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "tallystick";
import { expect, onTestFinished, test } from "vitest";
import { startMockServer } from "../../../generator/src/mock-server/index.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";

const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object): object => ({ 200: { description: "ok", content: { "application/json": { schema } } } });

/** A document whose responses are of a base schema that has the discriminator, and of its heirs. */
function document(version: string, kind: object, mapping: object | undefined): object {
  const discriminator = { propertyName: "kind", ...(mapping !== undefined && { mapping }) };
  const heir = (name: string): object => ({ allOf: [to("Pet"), { type: "object", required: [name], properties: { [name]: { type: "integer" } } }] });
  return {
    openapi: version,
    info: { title: "Pets", version: "1" },
    paths: {
      "/pet": { get: { operationId: "getPet", responses: json(to("Pet")) } },
      "/pets": { get: { operationId: "listPets", responses: json({ type: "array", minItems: 1, items: to("Pet") }) } },
      "/cat": { get: { operationId: "getCat", responses: json(to("Cat")) } },
    },
    components: {
      schemas: {
        Pet: { type: "object", required: ["kind"], properties: { kind }, discriminator },
        Cat: heir("lives"),
        Dog: heir("tricks"),
      },
    },
  };
}

const mapped = { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" };

test.each([
  ["a mapping", "3.0.3", { type: "string" }, mapped],
  ["a mapping and an enum", "3.1.0", { type: "string", enum: ["cat", "dog"] }, mapped],
  ["a mapping that has the base", "3.1.0", { type: "string" }, { ...mapped, pet: "#/components/schemas/Pet" }],
  ["names of its subtypes", "3.2.0", { type: "string" }, undefined],
  ["a mapping of numbers", "3.0.3", { type: "integer", enum: [1, 2] }, { 1: mapped.cat, 2: mapped.dog }],
  ["an enum of names", "3.0.3", { type: "string", enum: ["Cat", "Dog"] }, undefined],
])("a mock server's responses of a base schema pass verify, with %s", async (_, version, kind, mapping) => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-base-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "openapi.json");
  await writeFile(spec, JSON.stringify(document(version, kind, mapping)));
  const { model } = await openModel(spec);
  if (model === undefined) throw new Error("no model");
  const server = await startMockServer(model, { port: 0 });
  onTestFinished(() => server.close());
  for (const headers of [{}, { Prefer: "dynamic=true" }]) {
    const report = await verify({ spec, baseUrl: server.url, headers });
    expect(report.findings.filter((finding) => gates(finding)).map(({ class: kindOf, message }) => `${kindOf} ${message}`)).toEqual([]);
    expect(report.operations.flatMap(({ statuses }) => statuses.map(({ status }) => status))).toEqual(["200", "200", "200"]);
  }
});

test("finds a finite value for a base whose subtype contains it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-base-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "openapi.json");
  const Node = {
    type: "object",
    required: ["kind"],
    properties: { kind: { enum: ["group"] } },
    discriminator: { propertyName: "kind", mapping: { group: "Group" } },
  };
  const parts = { type: "object", required: ["parts"], properties: { parts: { type: "array", minItems: 1, items: to("Node") } } };
  const schemas = { Node, Group: { allOf: [to("Node"), parts] } };
  const paths = { "/node": { get: { operationId: "getNode", responses: json(to("Node")) } } };
  await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Nodes", version: "1" }, paths, components: { schemas } }));
  const { model } = await openModel(spec);
  if (model === undefined) throw new Error("no model");
  const server = await startMockServer(model, { port: 0 });
  onTestFinished(() => server.close());
  expect(await (await fetch(`${server.url}/node`)).json()).toEqual({ kind: "group", parts: [{ kind: "group", parts: [{ kind: "group" }] }] });
});
