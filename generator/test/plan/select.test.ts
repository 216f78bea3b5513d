import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { plan } from "../../src/plan/make-plan.js";
import type { Plan } from "../../src/plan/plan.js";
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

function refers(name: string): Record<"200", object> {
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

test("keeps everything without a selection, also unused components", async () => {
  expect(await selected({})).toEqual({ operations: ["getZone", "listKeys"], schemas: ["Zone", "Owner", "Key", "Unused"], codes: [] });
});

test.each<{ by: string; selection: Selection }>([
  { by: "operationId", selection: { include: ["getZ*"] } },
  { by: "path", selection: { include: ["/zones/**"] } },
  { by: "method and path", selection: { include: ["get /zones/*"] } },
  { by: "path as it is written", selection: { include: ["/zones/{id}"] } },
  { by: "tag", selection: { tags: ["zones"] } },
  { by: "what is left out", selection: { exclude: ["list*"] } },
])("selects by $by, with reached schemas", async ({ selection }) => {
  expect(await selected(selection)).toEqual({ operations: ["getZone"], schemas: ["Zone", "Owner"], codes: [] });
});

test("reports an empty selection", async () => {
  expect((await selected({ tags: ["no"] })).codes).toEqual(["no-operation-selected"]);
});

test("a selection renames nothing", async () => {
  const { model, plan: all } = await planned(rivals);
  const names = ({ schemas, operations }: Plan): Map<string, unknown> =>
    new Map<string, unknown>([
      ...schemas.map(
        ({ schema, type: _type, schema: _schema, request, ...rest }) =>
          [schema.id, { ...rest, ...(request && { request: request.typeName }) }] as const,
      ),
      ...operations.map(({ operation, bodies, ...rest }) => [operation.key, { ...rest, bodies: bodies.map(({ constName }) => constName) }] as const),
    ]);
  const whole = names(all);
  expect(model.operations.length).toBeGreaterThan(1);
  for (const { key } of model.operations) {
    const { report, diagnostics } = collector();
    const chosen = select(model, { include: [key] }, report);
    const its = names(plan(chosen, {}, report, model));
    expect(its.size).toBeGreaterThan(1);
    for (const [identity, named] of its) expect(whole.get(identity)).toMatchObject(named as object);
    // What is left out is worth no word.
    for (const { message } of diagnostics) expect(message).not.toContain(key.includes("#") ? '"get-zone"' : '"PutZone"');
  }
});

/** One operationId twice, names that fall together in case and in separators, and schemas that do. */
const rivals = openapi({
  paths: {
    "/a": { get: { operationId: "list", responses: refers("zone") } },
    "/b": { get: { operationId: "list", responses: refers("Zone") } },
    "/c": { get: { operationId: "get-zone", responses: refers("ZoneWritable") } },
    "/d": { put: { operationId: "getZone", requestBody: refers("Zone")["200"], responses: refers("Zone") } },
    "/e": { get: { operationId: "zone", responses: refers("zone") } },
    "/#X-Amz-Target=Zones.List": { post: { operationId: "PutZone", responses: refers("zone") } },
    "/#X-Amz-Target=Zones.Put": { post: { operationId: "PutZone", responses: refers("ZoneWritable") } },
  },
  components: {
    schemas: {
      Zone: { type: "object", properties: { id: { type: "string", readOnly: true } } },
      zone: { type: "object", properties: { id: { type: "string" } } },
      ZoneWritable: { type: "object", properties: { id: { type: "string" } } },
    },
  },
});
