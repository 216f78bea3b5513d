import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import type { ApiModel } from "../../src/model/index.js";
import { modelOf, withOperation, withSchema } from "./documents.js";
import { equivalences } from "./rows/equivalences.js";
import { equivalentSchemas } from "./rows/equivalent-schemas.js";

const tree = { type: "object", properties: { label: { type: "string" }, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } };

test.each([...equivalences, ...equivalentSchemas.map(([name, old, next]) => [name, withSchema(old), withSchema(next)] as const)])(
  "reports no wire change for %s, in both directions",
  async (_name, old, next) => {
    const [a, b] = [await modelOf(old), await modelOf(next)];
    expect(diff(a, b).changes.filter((change) => change.surface === "wire")).toEqual([]);
    expect(diff(b, a).changes.filter((change) => change.surface === "wire")).toEqual([]);
  },
);

test("reports no difference between equal documents", async () => {
  const model = await modelOf(withSchema({ $ref: "#/components/schemas/Tree" }, { Tree: tree }));
  expect(diff(model, model)).toMatchObject({ changes: [], semver: { document: "none", package: "none" }, comparable: true });
});

test("reports a renamed schema once, for types only", async () => {
  const old = await modelOf(withSchema({ $ref: "#/components/schemas/Tree" }, { Tree: tree }));
  const renamed = JSON.parse(
    JSON.stringify(withSchema({ $ref: "#/components/schemas/Tree" }, { Tree: tree })).replaceAll("Tree", "Branch"),
  ) as object;
  const { changes, semver } = diff(old, await modelOf(renamed));
  expect(changes.map(({ code, surface }) => [code, surface])).toEqual([["component-renamed", "types"]]);
  expect(semver).toMatchObject({ document: "none", package: "major" });
});

test("reports a changed operationId for types only", async () => {
  const { changes } = diff(await modelOf(withOperation({})), await modelOf(withOperation({ operationId: "readThing" })));
  expect(changes.map(({ code, surface, level }) => [code, surface, level])).toEqual([["operation-id-changed", "types", "breaking"]]);
});

test("reports a discriminator value that selects another branch", async () => {
  const animal = (property: string): object => ({
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string" }, [property]: { type: "string" } },
  });
  const document = (mapping: Readonly<Record<string, string>>, cat = "Cat"): object =>
    withSchema(
      { oneOf: [{ $ref: `#/components/schemas/${cat}` }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: "kind", mapping } },
      { [cat]: animal("lives"), Dog: animal("trick") },
    );
  const old = await modelOf(document({ c: "Cat", d: "Dog" }));
  const wire = (next: ApiModel): unknown =>
    diff(old, next)
      .changes.filter((change) => change.surface === "wire")
      .map(({ code, level }) => [code, level]);
  const moved = ["discriminator-value-moved", "breaking"];
  expect(wire(await modelOf(document({ c: "Dog", d: "Cat" })))).toEqual([moved, moved]);
  expect(wire(await modelOf(document({ c: "Kitty", d: "Dog" }, "Kitty")))).toEqual([]);
});

test("compares the targets of references inside not", async () => {
  const document = (word: string): object =>
    withSchema({ type: "string", not: { $ref: "#/components/schemas/Refused" } }, { Refused: { enum: [word] } });
  const { changes } = diff(await modelOf(document("a")), await modelOf(document("b")));
  expect(changes.filter((change) => change.surface === "wire").map(({ level, side }) => [level, side])).toEqual([
    ["warning", "request"],
    ["warning", "response"],
  ]);
});
