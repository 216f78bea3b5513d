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
    const answer = steps.length === 1 && steps[0]?.kind === "return" ? steps[0].value : undefined;
    const isNull = typeTest("null", value);
    return answer === undefined ? [...when(isNull, [pass]), ...steps] : [{ kind: "return", value: some([isNull, answer]) }];
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
  const said = groupsOf(schema, types).map((group) => ({ group, ...partOf(schema, group, types, scope) }));
  const looping = said.find(({ loops }) => loops.length > 0);
  const tests = said.filter((part) => part !== looping).map(({ test }) => test);
  if (types !== undefined && (!isListed(schema) || said.length > 0)) {
    const plain = types.filter((type) => !said.some(({ group }) => groupOf(type) === group));
    tests.splice(0, tests.length, some([typesTest(plain, value), ...tests]));
  }
  const chain = all([...tests, ...others()]);
  const asked = isComparedTwice(schema) ? settled(chain) : chain;
  if (looping === undefined) return [{ kind: "return", value: asked }];
  // What takes loops stands alone: values of other types are done with before.
  return [...when(not(typeTest(looping.group, value)), [{ kind: "return", value: asked }]), ...assemble(looping.test, looping.loops)];
}

/** What is said of one type among several, as `saidOf` has it: where the schema names no type, values of others pass. */
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

/** What a schema says of values of one type: a chain of tests, and what takes loops. */
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

/** Whether much is said of arrays or objects, and is tested in a function of its own: beside the other of the two, and where loops are not the last to ask. */
function needsOwnFunction(schema: Schema, group: Group, types: readonly JsonType[] | undefined): boolean {
  if (!isLarge(schema, group)) return false;
  if (present(schema, "any").length > 0 && present(schema, group).some((keyword) => takesSteps(keyword, schema))) return true;
  return speakOfBoth(schema, types);
}

/** Whether much is said of arrays and of objects. */
function speakOfBoth(schema: Schema, types: readonly JsonType[] | undefined): boolean {
  const groups = groupsOf(schema, types);
  return (["array", "object"] as const).every((group) => groups.includes(group) && isLarge(schema, group));
}

function assemble(chain: Expression, loops: readonly Step[]): Step[] {
  if (loops.length === 0) return [{ kind: "return", value: chain }];
  if (chain.kind === "constant") return chain.value ? [...loops, pass] : [fail];
  // Loops last: a branch that a value does not belong to mostly fails at a property that it asks for. They read what a proof could say is not there.
  return [...when(not(withoutProof(chain)), [fail]), ...loops, pass];
}

/** The one type that a value has where it is not null: what is said of arrays or objects then needs no function of its own. */
function nonNullType(schema: Schema, types: readonly JsonType[] | undefined): JsonType | undefined {
  const [type, ...more] = types?.includes("null") === true ? types.filter((each) => each !== "null") : [];
  if (type === undefined || more.length > 0 || present(schema, "any").length > 0) return undefined;
  const group = groupOf(type);
  return group === "array" || group === "object" ? type : undefined;
}

/** The union keyword of a schema that says nothing else. */
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

/** The schema reduced to what it says of arrays or of objects, and to those of its types. `unevaluated…` needs its neighbours, which stay. */
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
