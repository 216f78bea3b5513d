import { expect, test } from "vitest";
import type { Port } from "../../src/explore/port.js";
import { randomOf } from "../../src/explore/random.js";
import { resourcesOf } from "../../src/explore/resources.js";
import { Trial } from "../../src/explore/trial.js";
import { open } from "../observe/open.js";

test("trials with the longest id choose different ids of one length", async () => {
  const responses = { 200: { description: "Replaced." }, 201: { description: "Created." } };
  const key = { name: "key", in: "path", required: true, schema: { type: "string", minLength: 1, maxLength: 31, pattern: "^[a-z0-9-]+$" } };
  const item = { parameters: [key], get: { responses }, put: { responses }, delete: { responses } };
  const paths = { "/documents": { get: { responses } }, "/documents/{key}": item };
  const { model } = await open({ openapi: "3.1.0", info: { title: "Documents", version: "1" }, paths });
  const port = { model, unusual: () => ["a".repeat(31)] } as unknown as Port;
  const [resource] = resourcesOf(model);
  const create = model.operations.find(({ method }) => method === "put");
  if (resource === undefined || create === undefined) throw new Error("The document has no such resource.");
  const ids = [1, 2].map((seed) => {
    // Every fifth round has the longest id.
    const trial = new Trial(port, { name: "created-is-readable" }, randomOf(seed), 3, () => false);
    const [id] = Object.values(trial.values.freshId(resource, create));
    expect(trial.fresh.map(({ text }) => text)).toContain(id);
    return String(id);
  });
  expect(ids.map(({ length }) => length)).toEqual([31, 31]);
  expect(new Set(ids).size).toBe(2);
});
