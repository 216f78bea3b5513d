import type { JsonType, Schema } from "../../model/schemas/schema.js";
import { raw } from "../print/code.js";
import { type Expression, all, always, guardsLast, never, not, some, withoutProof } from "./code/expression.js";
import { withoutExcluded } from "./schemas/excluded.js";
import { groupsOf, isInlineKeyword, keywordsOf, present, isComparedTwice } from "./inline.js";
import type { Group, Keyword, Scope } from "./keyword.js";
import type { ModuleScope } from "./code/scope.js";
import { settled, settledSteps } from "./code/narrowing.js";
import { withKnownTypes } from "./schemas/known-types.js";
import { effective, when, type Step } from "./code/statement.js";
import { groupOf, isListed, typesOf, typesTest, typeTest } from "./types.js";

const value = raw("value");
const fail: Step = { kind: "return", value: never };
const pass: Step = { kind: "return", value: always };

/** The body of a test: guards first, then loops, then one chain of `&&`. */
export function testBody(whole: Schema, scope: Scope): Step[] {
  if (whole.boolean !== undefined) return [{ kind: "return", value: whole.boolean ? always : never }];
  const schema = withoutExcluded(withKnownTypes(whole, scope.module.graph), scope.module.graph);
  const union = onlyUnion(schema);
  if (union !== undefined) return settledSteps(union.steps?.(schema, value, scope) ?? []);
  const { types, sole } = typesOf(schema);
  const beside = nonNullType(schema, types);
  if (beside !== undefined) {
    const steps = testBody({ ...schema, type: [beside] }, scope);
    const result = steps.length === 1 && steps[0]?.kind === "return" ? steps[0].value : undefined;
    const isNull = typeTest("null", value);
    return result === undefined ? [...when(isNull, [pass]), ...steps] : [{ kind: "return", value: some([isNull, result]) }];
  }
  const others = (): readonly Expression[] =>
    guardsLast(
      present(schema, "any").map((keyword) =>
        keyword.keyword === "anyOf" || keyword.keyword === "oneOf"
          ? unionTest(keyword, schema, scope)
          : (keyword.test?.(schema, value, scope) ?? always),
      ),
    );
  if (sole !== undefined && sole !== "any") {
    const { tests, loops } = testsOfType(schema, sole, scope);
    const chain = all([typesTest(types ?? [], value), ...tests, ...others()]);
    return assemble(isComparedTwice(schema) ? settled(chain) : chain, loops);
  }
  const parts = groupsOf(schema, types).map((group) => ({ group, ...partOf(schema, group, types, scope) }));
  const looping = parts.find(({ loops }) => loops.length > 0);
  const tests = parts.filter((part) => part !== looping).map(({ test }) => test);
  if (types !== undefined && (!isListed(schema) || parts.length > 0)) {
    const plain = types.filter((type) => !parts.some(({ group }) => groupOf(type) === group));
    tests.splice(0, tests.length, some([typesTest(plain, value), ...tests]));
  }
  const chain = all([...tests, ...others()]);
  const steps = isComparedTwice(schema) ? settled(chain) : chain;
  if (looping === undefined) return [{ kind: "return", value: steps }];
  // Tests with loops are statements: values of other types were handled before.
  return [...when(not(typeTest(looping.group, value)), [{ kind: "return", value: steps }]), ...assemble(looping.test, looping.loops)];
}

/** The test of one type among several, as in `saidOf`: an untyped schema accepts values of others. */
function partOf(
  schema: Schema,
  group: Group,
  types: readonly JsonType[] | undefined,
  scope: Scope,
): { readonly test: Expression; readonly loops: readonly Step[] } {
  if (needsOwnFunction(schema, group, types)) return { test: scope.test(only(schema, group, types, scope.module), value, group), loops: [] };
  const { tests, loops } = testsOfType(schema, group, scope);
  const chain = all(tests);
  if (loops.length > 0) return { test: isComparedTwice(schema) ? settled(chain, { read: value.marked, type: group as JsonType }) : chain, loops };
  if (types !== undefined) {
    const own = types.filter((type) => groupOf(type) === group);
    return { test: all([typesTest(own, value), chain]), loops };
  }
  return { test: chain.kind === "constant" && chain.value ? chain : some([not(typeTest(group, value)), chain]), loops };
}

/** The tests of a schema for values of one type: a chain of tests, and those with loops. */
function testsOfType(schema: Schema, group: Group, scope: Scope): { readonly tests: readonly Expression[]; readonly loops: readonly Step[] } {
  const tests: Expression[] = [];
  const loops: Step[] = [];
  for (const keyword of present(schema, group)) {
    if (takesSteps(keyword, schema)) loops.push(...(keyword.steps?.(schema, value, scope) ?? []));
    else if (keyword.test !== undefined) tests.push(keyword.test(schema, value, scope));
  }
  return { tests, loops: effective(loops) };
}

function takesSteps(keyword: Keyword, schema: Schema): boolean {
  return keyword.steps !== undefined && !(keyword.isInline?.(schema) === true && keyword.test !== undefined);
}

function isLarge(schema: Schema, group: Group): boolean {
  return !present(schema, group).every((keyword) => isInlineKeyword(keyword, schema));
}

/** Whether the tests of arrays or objects need a function of their own: next to the other of the two, and if loops are not last. */
function needsOwnFunction(schema: Schema, group: Group, types: readonly JsonType[] | undefined): boolean {
  if (!isLarge(schema, group)) return false;
  if (present(schema, "any").length > 0 && present(schema, group).some((keyword) => takesSteps(keyword, schema))) return true;
  return speakOfBoth(schema, types);
}

/** Whether there are many tests of arrays and of objects. */
function speakOfBoth(schema: Schema, types: readonly JsonType[] | undefined): boolean {
  const groups = groupsOf(schema, types);
  return (["array", "object"] as const).every((group) => groups.includes(group) && isLarge(schema, group));
}

function assemble(chain: Expression, loops: readonly Step[]): Step[] {
  if (loops.length === 0) return [{ kind: "return", value: chain }];
  if (chain.kind === "constant") return chain.value ? [...loops, pass] : [fail];
  // Loops last: values of other branches mostly fail at a required property. They read parts that a type guard may exclude.
  return [...when(not(withoutProof(chain)), [fail]), ...loops, pass];
}

/** The only type besides null: tests of arrays or objects then need no function of their own. */
function nonNullType(schema: Schema, types: readonly JsonType[] | undefined): JsonType | undefined {
  const [type, ...more] = types?.includes("null") === true ? types.filter((each) => each !== "null") : [];
  if (type === undefined || more.length > 0 || present(schema, "any").length > 0) return undefined;
  const group = groupOf(type);
  return group === "array" || group === "object" ? type : undefined;
}

/** The union keyword of a schema without other keywords. */
function onlyUnion(schema: Schema): Keyword | undefined {
  const found = keywordsOf(schema);
  const first = found[0];
  return found.length === 1 &&
    first !== undefined &&
    (first.keyword === "anyOf" || first.keyword === "oneOf") &&
    schema.type === undefined &&
    first.isInline?.(schema) !== true
    ? first
    : undefined;
}

function unionTest(keyword: Keyword, schema: Schema, scope: Scope): Expression {
  if (keyword.isInline?.(schema) === true && keyword.test !== undefined) return keyword.test(schema, value, scope);
  return scope.test(onlyKeyword(schema, keyword.keyword as "anyOf" | "oneOf"), value, "union");
}

/** The schema reduced to one union. */
function onlyKeyword(schema: Schema, keyword: "anyOf" | "oneOf"): Schema {
  const { id, place, spelled, discriminator } = schema;
  return {
    id,
    place,
    ...(spelled === undefined ? {} : { spelled }),
    ...(discriminator === undefined ? {} : { discriminator }),
    [keyword]: schema[keyword],
  };
}

/** The schema reduced to its keywords for arrays or objects, and to those types. `unevaluated…` needs its siblings, which stay. */
function only(schema: Schema, group: Group, types: readonly JsonType[] | undefined, module: ModuleScope): Schema {
  const { id, place, spelled } = schema;
  const type = types?.filter((each) => groupOf(each) === group);
  const reduced: Schema = {
    id,
    place,
    ...(spelled === undefined ? {} : { spelled }),
    ...(type === undefined ? {} : { type }),
    [group]: schema[group as "object"],
  };
  module.wholes.set(reduced, schema);
  return reduced;
}
