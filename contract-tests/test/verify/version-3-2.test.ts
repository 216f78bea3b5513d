import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openModel } from "tallystick";
import { startMockServer, type MockServer } from "../../../generator/src/mock-server/index.js";
import { walkSettings } from "../../src/cli/walk-flags.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";

// A document with every field that OpenAPI 3.2 adds: the responses of the mock server are what `verify` expects.

const spec = join(import.meta.dirname, "../../../generator/test/version-3-2/document.yaml");
let server: MockServer;

beforeAll(async () => {
  const { model } = await openModel(spec);
  if (model === undefined) throw new Error("no model");
  server = await startMockServer(model, { port: 0 });
});
afterAll(() => server.close());

const methods = ["get", "post", "query", "copy"];

describe("verify of a mock server of a whole 3.2 document", () => {
  test.each(["application/json, */*;q=0.5", "application/xml, */*;q=0.5"])("finds nothing in its responses for %s", async (accept) => {
    const report = await verify({
      spec,
      baseUrl: server.url,
      headers: { accept, authorization: "Bearer t" },
      methods,
      writes: "all",
      unusual: false,
    });
    expect(report.findings.filter((finding) => gates(finding)).map(({ class: kind, message }) => `${kind} ${message}`)).toEqual([]);
    const requested = report.operations.filter(({ statuses }) => statuses.length > 0).map(({ operationId }) => operationId);
    expect(requested.toSorted()).toEqual(
      ["addPictures", "copyBerths", "declareCargo", "getBerth", "recordMovements", "searchBerths", "searchShips", "watchMovements"].toSorted(),
    );
  });

  test("names the methods to add as --methods takes them", async () => {
    const { operations } = await verify({ spec, baseUrl: server.url, headers: { authorization: "Bearer t" }, tags: ["berths"] });
    expect(operations.flatMap(({ notExercised }) => notExercised?.add ?? [])).toEqual(["--writes own"]);
    expect(walkSettings({ methods: ["get,COPY"], writes: "all" }).methods).toEqual(["get", "COPY"]);
    expect(() => walkSettings({ methods: ["copy"] })).toThrow("Write a method of additionalOperations in capitals.");
  });

  test("selects the operations of nested tags", async () => {
    const report = await verify({
      spec,
      baseUrl: server.url,
      headers: { authorization: "Bearer t" },
      methods,
      writes: "all",
      unusual: false,
      tags: ["port"],
    });
    const requested = report.operations.filter(({ statuses }) => statuses.length > 0).map(({ operationId }) => operationId);
    expect(requested.toSorted()).toEqual(["copyBerths", "getBerth", "searchBerths"]);
  });
});
