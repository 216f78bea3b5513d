import * as fc from "fast-check";
import { expect, test } from "vitest";
import { familiesOf } from "../../src/plan/schemas/families.js";
import { openapi, planned } from "../documents.js";

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const reference = (index: number): unknown => ({ $ref: `#/components/schemas/S${index}` });

/** So many schemas, what each refers to, and what operations refer to. */
const documents = fc.nat({ max: 12 }).chain((last) => {
  const targets = fc.array(fc.nat({ max: last }), { maxLength: 2 });
  return fc.record({ schemas: fc.array(targets, { minLength: last + 1, maxLength: last + 1 }), operations: fc.array(targets, { maxLength: 6 }) });
});

test("what references connect is one family, what they do not is two, and all are there once", async () => {
  await fc.assert(
    fc.asyncProperty(documents, async ({ schemas, operations }) => {
      const { plan } = await planned(
        openapi({
          paths: Object.fromEntries(
            operations.map((targets, index) => [
              `/o${index}`,
              { get: { operationId: `o${index}`, responses: { 200: json({ anyOf: targets.map(reference) }) } } },
            ]),
          ),
          components: {
            schemas: Object.fromEntries(schemas.map((targets, index) => [`S${index}`, { anyOf: [{ type: "string" }, ...targets.map(reference)] }])),
          },
        }),
      );
      // Names that grow together, by going over all references as often as there are schemas.
      const leaders = new Map<string, string>(
        [...schemas.map((_, index) => `S${index}`), ...operations.map((_, index) => `o${index}`)].map((name) => [name, name]),
      );
      const edges = [
        ...schemas.map((targets, index) => [`S${index}`, targets] as const),
        ...operations.map((targets, index) => [`o${index}`, targets] as const),
      ];
      for (let round = 0; round <= edges.length; round++) {
        for (const [name, targets] of edges) {
          for (const target of targets) {
            const [least = ""] = [leaders.get(name) ?? "", leaders.get(`S${target}`) ?? ""].toSorted();
            leaders.set(name, least).set(`S${target}`, least);
          }
        }
      }
      const families = familiesOf(plan);
      const members = families.map((family) => [...family.schemas.map(({ key }) => key), ...family.operations.map(({ key }) => key)]);
      expect(members.flat().toSorted()).toEqual([...leaders.keys()].toSorted());
      expect(members.map((names) => new Set(names.map((name) => leaders.get(name))).size)).toEqual(members.map(() => 1));
      expect(members.length).toBe(new Set(leaders.values()).size);
      expect(members.map(({ length }) => length)).toEqual(members.map(({ length }) => length).toSorted((a, b) => b - a));
    }),
    { numRuns: 100 },
  );
});

test("a chain of twenty thousand schemas is one family", async () => {
  const last = 20_000;
  const { plan } = await planned(
    openapi({
      paths: {},
      components: {
        schemas: Object.fromEntries(
          Array.from({ length: last }, (_, index) => [
            `S${index}`,
            index + 1 < last ? { type: "array", items: reference(index + 1) } : { type: "string" },
          ]),
        ),
      },
    }),
  );
  expect(familiesOf(plan).map(({ schemas }) => schemas.length)).toEqual([last]);
});
