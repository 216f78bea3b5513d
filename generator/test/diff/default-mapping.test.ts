import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;
const text = { type: "string" };
const pet = (properties: object): Schema => ({ type: "object", required: ["kind"], properties: { kind: text, ...properties } });
const pets: Readonly<Record<string, Schema>> = {
  Cat: pet({ lives: { type: "integer" } }),
  Dog: pet({ barks: { type: "boolean" } }),
  Other: pet({ note: text }),
};
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const union = (tags: Schema | undefined, names: readonly string[] = ["Cat", "Dog", "Other"], keyword = "oneOf"): Schema => ({
  [keyword]: names.map(ref),
  ...(tags && { discriminator: { propertyName: "kind", ...tags } }),
});
const byName = { mapping: { cat: "Cat" } };
const byDefault = { ...byName, defaultMapping: "Other" };

async function reported(old: Schema, next: Schema, schemas = pets): Promise<readonly string[]> {
  const [a, b] = [await modelOf(withSchema(old, pets, "3.2.0")), await modelOf(withSchema(next, schemas, "3.2.0"))];
  const changes: readonly Change[] = diff(a, b).changes.filter(({ surface }) => surface === "wire");
  return changes.map(({ side, level, code, message }) => `${side} ${level} ${code}: ${message}`).toSorted();
}

const added = "Any other discriminator value now selects Other.";
const gone = "Other discriminator values no longer select Other.";
const moved = (who: string): readonly string[] => [
  `request breaking discriminator-value-moved: ${who}`,
  `response breaking discriminator-value-moved: ${who}`,
];
const another = moved('The discriminator value "kitty" now selects another branch.');

test.each([
  ["comes", byName, byDefault, [`request safe discriminator-value-added: ${added}`, `response breaking discriminator-value-added: ${added}`]],
  ["goes", byDefault, byName, [`request breaking discriminator-value-removed: ${gone}`, `response safe discriminator-value-removed: ${gone}`]],
  [
    "is another branch",
    byDefault,
    { ...byName, defaultMapping: "Dog" },
    moved("Any other discriminator value now selects Dog, another branch than before."),
  ],
  ["has one value less for itself", byDefault, { mapping: { cat: "Cat", kitty: "Cat" }, defaultMapping: "Other" }, another],
  ["has one value more for itself", { mapping: { cat: "Cat", kitty: "Cat" }, defaultMapping: "Other" }, byDefault, another],
  ["is named among the values as well", byDefault, { mapping: { cat: "Cat", other: "Other" }, defaultMapping: "Other" }, []],
  [
    "comes with the whole discriminator",
    undefined,
    byDefault,
    ["request warning discriminator-added: A discriminator was added.", "response warning discriminator-added: A discriminator was added."],
  ],
  [
    "goes by another property",
    byDefault,
    { ...byDefault, propertyName: "sort" },
    ["request", "response"].map(
      (side) => `${side} breaking discriminator-property-changed: The discriminator is now the property "sort", not "kind".`,
    ),
  ],
] as const)("reports once that a default branch %s", async (_name, old, next, want) => {
  for (const keyword of ["oneOf", "anyOf"]) expect(await reported(union(old, undefined, keyword), union(next, undefined, keyword))).toEqual(want);
});

test("reports changed branches of a union with a default", async () => {
  const branch = "Another variant is allowed: Dog.";
  expect(await reported(union(byDefault, ["Cat", "Other"]), union(byDefault))).toEqual([
    `request safe union-branch-added: ${branch}`,
    `response breaking union-branch-added: ${branch}`,
  ]);
  const [change, ...others] = await reported(union(byDefault), union(byDefault), { ...pets, Cat: pet({ lives: text }) });
  expect(others).toHaveLength(1);
  expect(change).toBe("request breaking type-changed: At lives: The type changed from integer to string.");
});
