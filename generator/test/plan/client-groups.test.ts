import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openapi, planned, type Planned } from "../documents.js";
import { runs } from "../effort.js";

interface Given {
  readonly id?: string;
  readonly tags?: readonly string[];
}

const document = (operations: readonly Given[], more: object = {}): Record<string, unknown> =>
  openapi({
    paths: Object.fromEntries(
      operations.map(({ id, tags }, index) => [
        `/p${index}`,
        {
          get: {
            ...(id === undefined ? {} : { operationId: id }),
            ...(tags === undefined ? {} : { tags }),
            responses: { 204: { description: "ok" } },
          },
        },
      ]),
    ),
    ...more,
  });

/** How each operation is called at the client. */
function calls({ plan }: Planned): string[] {
  return plan.operations.map(({ functionName, method }) => (method === undefined ? functionName : `${method.group}.${method.name}`));
}

const grouped = async (...operations: readonly Given[]): Promise<Planned> => planned(document(operations), { groupBy: "tags" });

describe("groups of the client", () => {
  test("remove the tag from the front of an operationId", async () => {
    const found = await grouped(
      { id: "pulls/list", tags: ["pulls"] },
      { id: "issues_listComments", tags: ["issues"] },
      { id: "code-scanning/list-alerts", tags: ["Code Scanning"] },
      { id: "CODESCANNING_get", tags: ["Code Scanning"] },
      { id: "listPets", tags: ["pets"] },
      { id: "pets", tags: ["pets"] },
      { id: "petsitters_list", tags: ["pets"] },
    );
    expect(calls(found)).toEqual([
      "pulls.list",
      "issues.listComments",
      "codeScanning.listAlerts",
      "codeScanning.get",
      "pets.listPets",
      "pets.pets",
      "pets.petsittersList",
    ]);
    expect(found.plan.clientGroups?.map(({ typeName }) => typeName)).toEqual(["IssuesClient", "PetsClient", "PullsClient", "CodeScanningClient"]);
  });

  test("keep operations without a tag at the client", async () => {
    const found = await grouped({ id: "ping" }, { tags: ["pets"] }, { id: "pong", tags: [" "] });
    expect(calls(found)).toEqual(["ping", "pets.getP1", "pong"]);
  });

  test("use the first navigation tag", async () => {
    const tags = [
      { name: "beta", kind: "badge" },
      { name: "pets", kind: "nav" },
    ];
    const found = await planned(document([{ id: "list", tags: ["beta", "pets", "more"] }], { openapi: "3.2.0", tags }), { groupBy: "tags" });
    expect(calls(found)).toEqual(["pets.list"]);
  });

  test("are absent by default", async () => {
    const { plan } = await planned(document([{ id: "pulls/list", tags: ["pulls"] }]));
    expect(plan.clientGroups).toBeUndefined();
    expect(plan.operations[0]?.method).toBeUndefined();
  });

  test("keep the full name with a note if the short one exists", async () => {
    const found = await grouped({ id: "pulls/list", tags: ["pulls"] }, { id: "list", tags: ["pulls"] });
    expect(calls(found)).toEqual(["pulls.pullsList", "pulls.list"]);
    expect(found.diagnostics.map(({ message }) => message)).toEqual([
      'The name pulls.list for operation "pulls/list" is already used for "GET /p1". It is called pulls.pullsList.',
    ]);
  });

  test("report a tag named like another tag or operation", async () => {
    const found = await grouped({ id: "a", tags: ["My pets"] }, { id: "b", tags: ["my-pets"] }, { id: "ping" }, { id: "c", tags: ["ping"] });
    expect(new Set(calls(found).map((call) => call.split(".")[0])).size).toBe(4);
    expect(calls(found)[2]).toBe("ping");
    expect(found.diagnostics.map(({ code }) => code)).toEqual(["name-clash", "name-clash", "name-clash"]);
  });

  test("avoid names of Object.prototype and Promise", async () => {
    const found = await grouped({ id: "pets/then", tags: ["pets"] }, { id: "pets/constructor", tags: ["pets"] }, { id: "a", tags: ["raw"] });
    expect(calls(found)).toEqual(["pets.then_", "pets.constructor_", "raw_.a"]);
  });

  test("have the same names for any selection and order", async () => {
    const operation = fc.record({
      id: fc.constantFrom("pulls/list", "list", "pulls-list", "pulls/pulls/list", "issues.list", "issues/issues_list", "then", "raw"),
      tags: fc.constantFrom(undefined, ["pulls"], ["Pulls"], ["issues", "pulls"], ["raw"], ["then"]),
    });
    const operations = fc.uniqueArray(operation, { minLength: 1, maxLength: 6, selector: ({ id }) => id });
    await fc.assert(
      fc.asyncProperty(operations, fc.nat(), async (some, seed) => {
        const path = ({ id, tags = [] }: Given): object => ({ get: { operationId: id, tags, responses: { 204: { description: "ok" } } } });
        const of = async (list: readonly Given[]): Promise<ReadonlyMap<string, string>> => {
          const found = await planned(openapi({ paths: Object.fromEntries(list.map((each) => [`/${String(each.id)}`, path(each)])) }), {
            groupBy: "tags",
          });
          return new Map(calls(found).map((call, index) => [found.plan.operations[index]?.operation.operationId ?? "", call]));
        };
        const given: readonly Given[] = some.map(({ id, tags }) => (tags === undefined ? { id } : { id, tags }));
        const names = await of(given);
        expect(new Set(names.values()).size).toBe(given.length);
        const top = [...names.values()].filter((call) => !call.includes("."));
        expect([...names.values()].filter((call) => top.includes(call.split(".")[0] as string) && call.includes("."))).toEqual([]);
        const turned = [...given.slice(seed % given.length), ...given.slice(0, seed % given.length)];
        expect(await of(turned)).toEqual(names);
      }),
      { numRuns: runs(25) },
    );
  });
});
