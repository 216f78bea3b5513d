import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import type { Change, Side } from "../../src/diff/change.js";
import { emitTypes } from "../../src/emit/types/emit-types.js";
import { plan } from "../../src/plan/make-plan.js";
import { typeErrors } from "../types/compiler.js";
import { randomPair } from "./containment/random-pairs.js";
import { modelOf, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;

const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 90);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 20_261_201);

/** Code that compiles with `Old` and reads, or sends, any part of it: whether it compiles with `New`. */
const relations = `
type Objects<T> = T extends readonly unknown[] ? never : T extends object ? T : never;
type Items<T> = T extends readonly (infer E)[] ? E : never;
type Keys<T> = T extends unknown ? Exclude<keyof T, number> : never;
type At<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;
type Surviving<O, N> = true extends IsUnion<O> ? (O extends N ? O : never) : O;
type Every<T> = [T] extends [true] ? true : false;
type Within<A, B> = [Exclude<A, B>] extends [never] ? true : false;
type Deeper = [1, 2, 3, 4, never];
type Parts<O, N, D extends number, R extends "reads" | "sends"> = Every<
  | { [K in Keys<Objects<O>> & Keys<Objects<N>>]: Compiles<At<Objects<O>, K>, At<Objects<N>, K>, Deeper[D], R> }[Keys<Objects<O>> & Keys<Objects<N>>]
  | ([Items<O>] extends [never] ? true : [Items<N>] extends [never] ? true : Compiles<Items<O>, Items<N>, Deeper[D], R>)
>;
type Compiles<O, N, D extends number, R extends "reads" | "sends"> = [D] extends [never]
  ? true
  : R extends "reads"
    ? [N] extends [O]
      ? Every<Within<Keys<[Objects<N>] extends [never] ? never : Surviving<Objects<O>, N>>, Keys<Objects<N>>> | Parts<O, N, D, R>>
      : false
    : [O] extends [N]
      ? Every<Within<[Objects<N>] extends [never] ? never : Keys<Objects<O>>, Keys<Objects<N>>> | Parts<O, N, D, R>>
      : false;
export type Reads<O, N> = Compiles<O, N, 0, "reads">;
export type Sends<O, N> = Compiles<O, N, 0, "sends">;
`;

type Expected = Readonly<Record<Side, "breaking" | "safe" | "none">>;

/** What the compiler makes of the types of each pair: one program for all. */
async function compiled(pairs: readonly (readonly [old: object, next: object])[]): Promise<readonly Expected[]> {
  const files: Record<string, string> = { "relations.ts": relations };
  const lines: string[] = [];
  const checks: (readonly [index: number, side: Side, isForward: boolean])[] = [];
  for (const [index, pair] of pairs.entries()) {
    for (const [version, document] of [
      ["Old", pair[0]],
      ["New", pair[1]],
    ] as const) {
      const model = await modelOf(document);
      files[`${version}${index}.ts`] = emitTypes(
        model,
        plan(model, {}, () => {}),
      );
      lines.push(`import type { operations as ${version}${index} } from "./${version}${index}.js";`);
    }
    const bodies: Readonly<Record<Side, string>> = {
      request: '["makeThing"]["requestBody"]["content"]["application/json"]',
      response: '["makeThing"]["responses"][200]["content"]["application/json"]',
    };
    for (const side of ["request", "response"] as const)
      for (const isForward of [true, false]) {
        const [from, to] = isForward ? ["Old", "New"] : ["New", "Old"];
        checks.push([index, side, isForward]);
        lines.push(
          `export const check${checks.length}: ${side === "request" ? "Sends" : "Reads"}<${from}${index}${bodies[side]}, ${to}${index}${bodies[side]}> = true;`,
        );
      }
  }
  files["checks.ts"] = ['import type { Reads, Sends } from "./relations.js";', ...lines].join("\n");
  const errors = typeErrors(files, { strict: true, skipLibCheck: true, noEmit: true, module: 199, moduleResolution: 99, target: 9, types: [] });
  const failed = new Set(errors.map((error) => /check(\d+)|checks\.ts:(\d+)/.exec(error)?.[2]).map((line) => lines[Number(line) - 2]));
  expect(errors.filter((error) => !/TS2322 Type '(true|boolean)' is not assignable to type '(false|never)'/.test(error))).toEqual([]);
  const checkLines = lines.filter((line) => line.startsWith("export const"));
  const fails = (wanted: (typeof checks)[number]): boolean =>
    failed.has(checkLines[checks.findIndex((check) => check.every((part, at) => part === wanted[at]))]);
  return pairs.map((_, index) => {
    const level = (side: Side): Expected[Side] => (fails([index, side, true]) ? "breaking" : fails([index, side, false]) ? "safe" : "none");
    return { request: level("request"), response: level("response") };
  });
}

async function reported(old: object, next: object): Promise<readonly Change[]> {
  return diff(await modelOf(old), await modelOf(next)).changes.filter(({ surface, operations }) => surface === "types" && operations.length > 0);
}

function levels(changes: readonly Change[]): Expected {
  const level = (side: Side): Expected[Side] => {
    const own = changes.filter((change) => change.side === side).map((change) => change.level);
    return own.includes("breaking") ? "breaking" : own.length > 0 ? "safe" : "none";
  };
  return { request: level("request"), response: level("response") };
}

/** TypeScript has rules of its own for tuples and for intersections of objects with other kinds of value, and an index hides properties from `keyof`. */
const unusual =
  /& Text|Text\)* &|\} & \{\s*\[key|\[\n|never\[\]|\] & |& [^&|{};]*\[\]|(?:string|number|boolean|null|true|false|"|\d)\)* & |& \(*(?:string|number|boolean|null|true|false|"|\d)/;

async function hasUsualTypes(pair: readonly object[]): Promise<boolean> {
  for (const document of pair) {
    const model = await modelOf(document);
    const text = emitTypes(
      model,
      plan(model, {}, () => {}),
    )
      .replaceAll(/\/\*\*[^]*?\*\//g, "")
      .replaceAll(/components\["schemas"\]\["(\w+)"\]/g, "$1");
    if (unusual.test(text)) return false;
  }
  return true;
}

test("agrees with the compiler on random pairs of documents", { timeout: 14_400_000 }, async () => {
  const all = fc
    .sample(randomPair, { numRuns: runs, seed })
    .map(([old, next]) => [withSchema(old.schema, old.components), withSchema(next.schema, next.components)] as const);
  const pairs: (typeof all)[number][] = [];
  for (const pair of all) if (await hasUsualTypes(pair)) pairs.push(pair);
  const wanted = await compiled(pairs);
  const found = await Promise.all(pairs.map(async ([old, next]) => levels(await reported(old, next))));
  const wrong = pairs.flatMap((pair, index) =>
    JSON.stringify(found[index]) === JSON.stringify(wanted[index])
      ? []
      : [{ pair: JSON.stringify(pair), found: found[index], wanted: wanted[index] }],
  );
  expect(wrong).toEqual([]);
  const kinds = new Set(wanted.flatMap((each) => Object.values(each)));
  expect(kinds).toEqual(new Set(["none", "safe", "breaking"]));
});

/** A response and a request of `anyOf` branches, of which an open one covers the others. */
const object = (properties: Schema, required: readonly string[] = []): Schema => ({ type: "object", properties, required });
const text = { type: "string" };
const pub = object({ id: text }, ["id"]);
const priv = (type: Schema): Schema => object({ id: text, plan: type }, ["id", "plan"]);
const anyOf = (...branches: Schema[]): Schema => ({ anyOf: branches });

const at = "/properties/plan";
const changed = (side: Side, level: string, message: string): string => `${level} ${side}: ${message}`;

describe("a change that an open sibling covers on the wire", () => {
  test.each<[name: string, old: Schema, next: Schema, expected: readonly string[], bump: string]>([
    [
      "another type of a property",
      anyOf(pub, priv(text)),
      anyOf(pub, priv({ type: "integer" })),
      (["request", "response"] as const).map((side) => changed(side, "breaking", "At plan: The generated type changed from string to number.")),
      "major",
    ],
    [
      "an added branch",
      anyOf(pub),
      anyOf(pub, priv(text)),
      (["request", "response"] as const).map((side) => changed(side, "safe", 'At plan: The generated type now has the property "plan".')),
      "minor",
    ],
    [
      "a dropped branch",
      anyOf(pub, priv(text)),
      anyOf(pub),
      (["request", "response"] as const).map((side) => changed(side, "breaking", 'At plan: The generated type no longer has the property "plan".')),
      "major",
    ],
    [
      "an enum that grows",
      anyOf(pub, priv({ enum: ["a"] })),
      anyOf(pub, priv({ enum: ["a", "b"] })),
      [
        changed("request", "safe", 'At plan: The generated type changed from "a" to "a" | "b".'),
        changed("response", "breaking", 'At plan: The generated type changed from "a" to "a" | "b".'),
      ],
      "major",
    ],
    [
      "a property that became optional",
      anyOf(pub, priv(text)),
      anyOf(pub, object({ id: text, plan: text }, ["id"])),
      [
        changed("request", "safe", "At plan: The generated type changed from string to string | undefined."),
        changed("response", "breaking", "At plan: The generated type changed from string to string | undefined."),
      ],
      "major",
    ],
    ["another order of branches", anyOf(pub, priv(text)), anyOf(priv(text), pub), [], "none"],
  ])("reports %s for the types alone", async (_, old, next, expected, bump) => {
    const { changes, semver } = diff(await modelOf(withSchema(old)), await modelOf(withSchema(next)));
    expect(changes.map(({ side, level, message }) => changed(side as Side, level, message)).toSorted()).toEqual([...expected].toSorted());
    expect(changes.every(({ surface, pointer }) => surface === "types" && [pointer.old, pointer.new].some((each) => each?.endsWith(at)))).toBe(true);
    expect(semver).toMatchObject({ document: "none", package: bump });
  });
});

test("reports a type that changed in many operations once", async () => {
  const document = (type: Schema): object => ({
    ...withSchema({ $ref: "#/components/schemas/User" }, { User: anyOf(pub, priv(type)) }),
    webhooks: { joined: { post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } } } } },
  });
  const { changes } = diff(await modelOf(document(text)), await modelOf(document({ type: "integer" })));
  expect(changes.map(({ side, surface, operations, pointer }) => [side, surface, operations, pointer.new])).toEqual([
    ["request", "types", ["POST /things"], "#/components/schemas/User/anyOf/1/properties/plan"],
    ["response", "types", ["POST /things", "POST webhook:joined"], "#/components/schemas/User/anyOf/1/properties/plan"],
  ]);
});

test("compares the tuple that minItems makes required", async () => {
  const list = (minItems: number): Schema => ({ type: "array", prefixItems: [text, text], minItems });
  const { changes } = diff(await modelOf(withSchema(list(1), {}, "3.1.0", "request")), await modelOf(withSchema(list(2), {}, "3.1.0", "request")));
  expect(changes.map(({ code, surface, level }) => [code, surface, level])).toEqual([
    ["bound-tightened", "wire", "breaking"],
    ["bound-tightened", "types", "breaking"],
  ]);
});

test("reports nothing for the types where TypeScript has no other type", async () => {
  const pairs: readonly (readonly [Schema, Schema])[] = [
    [object({ n: { type: "integer" } }), object({ n: { type: "number" } })],
    [anyOf({ enum: ["a"] }, text), anyOf({ enum: ["a", "b"] }, text)],
    [object({ a: text }), { allOf: [object({ a: text }), object({ a: { minLength: 1 } })] }],
    [{ type: ["string", "null"] }, anyOf({ type: "null" }, text)],
  ];
  for (const [old, next] of pairs) expect(await reported(withSchema(old), withSchema(next))).toEqual([]);
});
