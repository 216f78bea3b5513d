import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { select, type Selection } from "../../src/plan/select.js";
import { openapi, planned } from "../documents.js";

const document = openapi({
  paths: {
    "/zones/{id}": { get: { operationId: "getZone", tags: ["zones"], responses: refers("Zone") } },
    "/keys": { get: { operationId: "listKeys", tags: ["keys", "admin"], responses: refers("Key") } },
  },
  components: {
    schemas: { Zone: { type: "object", properties: { owner: { $ref: "#/components/schemas/Owner" } } }, Owner: {}, Key: {}, Unused: {} },
  },
});

function refers(name: string): object {
  return { "200": { description: "ok", content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } } };
}

async function selected(selection: Selection): Promise<{ operations: (string | undefined)[]; schemas: string[]; codes: string[] }> {
  const { model } = await planned(document);
  const { report, diagnostics } = collector();
  const rest = select(model, selection, report);
  return {
    operations: rest.operations.map((operation) => operation.operationId),
    schemas: [...rest.components.schemas.keys()],
    codes: diagnostics.map((diagnostic) => diagnostic.code),
  };
}

test("without a selection everything stays, components that nothing uses too", async () => {
  expect(await selected({})).toEqual({ operations: ["getZone", "listKeys"], schemas: ["Zone", "Owner", "Key", "Unused"], codes: [] });
});

test.each<{ by: string; selection: Selection }>([
  { by: "operationId", selection: { include: ["getZ*"] } },
  { by: "path", selection: { include: ["/zones/**"] } },
  { by: "method and path", selection: { include: ["get /zones/*"] } },
  { by: "path as it is written", selection: { include: ["/zones/{id}"] } },
  { by: "tag", selection: { tags: ["zones"] } },
  { by: "what is left out", selection: { exclude: ["list*"] } },
])("selects by $by, with the schemas that are reached", async ({ selection }) => {
  expect(await selected(selection)).toEqual({ operations: ["getZone"], schemas: ["Zone", "Owner"], codes: [] });
});

test("says that nothing is selected", async () => {
  expect((await selected({ tags: ["no"] })).codes).toEqual(["no-operation-selected"]);
});
