import { beforeAll, expect, test } from "vitest";
import { isNode, readDocument, stepsOf, type Node } from "./document.js";
import { facts, provenanceFault } from "./facts.js";

let document: Node;
beforeAll(async () => {
  document = await readDocument();
});

test("every element of the document states its source", () => {
  expect(faults(document)).toEqual([]);
});

test("the document has elements of every kind", () => {
  const kinds = new Map<string, number>();
  for (const { kind } of facts(document)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  expect(Object.fromEntries(kinds)).toMatchObject({ operation: 12, parameter: 11, "request body": 1, "security scheme": 3, header: 3, link: 5 });
  expect(kinds.get("property")).toBeGreaterThan(50);
  expect(kinds.get("response")).toBeGreaterThan(20);
});

test("reports every element without a source", () => {
  const missed = facts(document).filter(({ pointer, kind }) => {
    const copy = structuredClone(document);
    delete at(copy, pointer)["x-provenance"];
    return JSON.stringify(faults(copy)) !== JSON.stringify([`${pointer}: ${kind} without x-provenance`]);
  });
  expect(missed.map(({ pointer }) => pointer)).toEqual([]);
});

test("reports invalid statuses, unknown sources and extra words", () => {
  const place = "#/components/parameters/Limit";
  const changed = (change: Node): string[] => {
    const copy = structuredClone(document);
    Object.assign(at(copy, `${place}/x-provenance`), change);
    return faults(copy);
  };
  expect(changed({ status: "guessed" })).toEqual([`${place}: parameter with the status "guessed"`]);
  expect(changed({ source: "hearsay" })).toEqual([`${place}: parameter with the unknown source "hearsay"`]);
  expect(changed({ note: "" })).toEqual([`${place}: parameter with more in x-provenance than a status and a source`]);
});

test("marks observed facts with an extension, documented ones without", () => {
  const copy = structuredClone(document);
  delete at(copy, "#/components/responses/Unauthorized")["x-observed"];
  at(copy, "#/components/schemas/Session/properties/startTime")["x-observed"] = true;
  expect(faults(copy)).toEqual([
    "#/components/responses/Unauthorized: observed response without x-observed",
    "#/components/schemas/Session/properties/startTime: documented property with x-observed",
  ]);
});

test("every listed source is used and has title and address", () => {
  const used = new Set(facts(document).map(({ node }) => (isNode(node["x-provenance"]) ? node["x-provenance"]["source"] : undefined)));
  const sources = at(document, "#/x-provenance-sources");
  expect(Object.keys(sources).filter((key) => !used.has(key))).toEqual([]);
  for (const source of Object.values(sources)) expect(source).toEqual({ title: expect.any(String), url: expect.stringMatching(/^https:\/\//) });
});

function faults(of: Node): string[] {
  const sources = at(of, "#/x-provenance-sources");
  return facts(of).flatMap((fact) => {
    const fault = provenanceFault(fact, sources);
    return fault === undefined ? [] : [`${fact.pointer}: ${fault}`];
  });
}

function at(of: Node, pointer: string): Node {
  let node: unknown = of;
  for (const step of stepsOf(pointer)) node = Array.isArray(node) ? node[Number(step)] : isNode(node) ? node[step] : undefined;
  if (!isNode(node)) throw new Error(`Nothing at ${pointer}`);
  return node;
}
