import type { JsonType, Schema } from "../../model/schema.js";
import { code, raw, type Code } from "../print/code.js";
import { type Expression, all, always, guardsLast, never, not, some, withoutProof } from "./code/expression.js";
import { withoutExcluded } from "./schemas/excluded.js";
import { groups, saysTwice, isInlineKeyword, keywordsOf, present } from "./inline.js";
import { type Group, type Keyword, type Scope, type Spot } from "./keyword.js";
import type { ModuleScope } from "./code/scope.js";
import { settled, settledSteps } from "./code/narrowing.js";
import { isImplied, withKnownTypes } from "./schemas/known-types.js";
import { line, when, type Step } from "./code/statement.js";
import { runtime } from "./code/symbols.js";
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
  const beside = besideNull(schema, types);
  if (beside !== undefined) {
    const steps = testBody({ ...schema, type: [beside] }, scope);
    const answer = steps.length === 1 && steps[0]?.kind === "return" ? steps[0].value : undefined;
    const isNull = typeTest("null", value);
    return answer === undefined ? [...when(isNull, [pass]), ...steps] : [{ kind: "return", value: some([isNull, answer]) }];
  }
  const guard: Expression[] = [];
  const tests: Expression[] = [];
  const loops: Step[][] = [];
  const add = (keyword: Keyword, of: Schema): void => {
    if (keyword.steps !== undefined && !(keyword.isInline?.(of) === true && keyword.test !== undefined)) loops.push(keyword.steps(of, value, scope));
    else if (keyword.test !== undefined) tests.push(keyword.test(of, value, scope));
  };
  if (sole !== undefined && sole !== "any") {
    guard.push(typesTest(types ?? [], value));
    for (const keyword of present(schema, sole)) add(keyword, schema);
  } else {
    // Several types: what is said of arrays or objects becomes a function of its own.
    const said = groups.filter(
      (group) => present(schema, group).length > 0 && (types === undefined || types.some((type) => groupOf(type) === group)),
    );
    const of = (group: Group): Expression => {
      const part = only(schema, group, types, scope.module);
      return scope.test(part, value, group);
    };
    if (types === undefined) tests.push(...said.map((group) => some([not(typeTest(group, value)), of(group)])));
    else if (!isListed(schema) || said.length > 0) {
      const plain = types.filter((type) => !said.includes(groupOf(type) as never));
      tests.push(some([typesTest(plain, value), ...said.map(of)]));
    }
  }
  const others = present(schema, "any").map((keyword) =>
    keyword.keyword === "anyOf" || keyword.keyword === "oneOf" ? unionTest(keyword, schema, scope) : (keyword.test?.(schema, value, scope) ?? always),
  );
  tests.push(...guardsLast(others));
  const chain = all([...guard, ...tests]);
  return assemble(saysTwice(schema) ? settled(chain) : chain, loops);
}

function assemble(chain: Expression, loops: readonly (readonly Step[])[]): Step[] {
  if (loops.length === 0) return [{ kind: "return", value: chain }];
  if (chain.kind === "constant") return chain.value ? [...loops.flat(), pass] : [fail];
  // Loops last: a branch that a value does not belong to mostly fails at a property that it asks for. They read what a proof could say is not there.
  return [...when(not(withoutProof(chain)), [fail]), ...loops.flat(), pass];
}

/** The one type that a value has where it is not null: what is said of arrays or objects then needs no function of its own. */
function besideNull(schema: Schema, types: readonly JsonType[] | undefined): JsonType | undefined {
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

/** The schema reduced to what it says of one type. `unevaluated…` needs its neighbours, which stay. */
function only(schema: Schema, group: Group, types: readonly JsonType[] | undefined, module: ModuleScope): Schema {
  const { id, place, spelled, format } = schema;
  const type: readonly JsonType[] = types === undefined ? [group as JsonType] : types.filter((each) => groupOf(each) === group);
  const assertions = group === "any" ? {} : { [group]: schema[group as "object"] };
  const withFormat = format !== undefined && (group === "string" || group === "number") ? { format } : {};
  const reduced: Schema = { id, place, ...(spelled === undefined ? {} : { spelled }), type, ...assertions, ...withFormat };
  module.wholes.set(reduced, schema);
  return reduced;
}

function reportApart(part: Schema, read: Code, spot: Spot, scope: Scope, word: string): Step {
  const reporter = scope.reporter(part, word);
  if (spot.step === undefined) return line(code`${reporter}(${read}, issues)`);
  const { graph, root } = scope.module;
  return line(code`${graph.leadsBack(part, root.id) ? runtime.deeper : runtime.within}(issues, ${spot.step}, ${reporter}, ${read})`);
}

/** Whether a value is one that a group of keywords speaks about, once its type is known to be among those named. */
function isOfGroup(group: Group, types: readonly JsonType[] | undefined, read: Code): Expression {
  if (types === undefined) return typesTest([group as JsonType], read);
  const others = types.filter((type) => groupOf(type) !== group);
  if (others.length === 1 && others[0] === "null") return not(typeTest("null", read));
  return typesTest(
    types.filter((type) => groupOf(type) === group),
    read,
  );
}

export function reportSteps(whole: Schema, read: Code, spot: Spot, scope: Scope, isBody: boolean): Step[] {
  const steps = writtenReport(whole, read, spot, scope, isBody);
  return saysTwice(whole) ? settledSteps(steps) : steps;
}

function writtenReport(whole: Schema, read: Code, spot: Spot, scope: Scope, isBody: boolean): Step[] {
  const schema = withKnownTypes(whole, scope.module.graph);
  if (schema.boolean === false) return [line(code`${runtime.forbidden}(issues, ${spot.path}, ${scope.module.placeOf(schema)}, ${read})`)];
  if (schema.boolean === true) return [];
  const { types, sole } = typesOf(schema);
  const inside: Step[] = [];
  for (const group of groups) {
    const found = present(schema, group);
    if (found.length === 0 || (types !== undefined && !types.some((type) => groupOf(type) === group))) continue;
    if (isBody && sole === undefined && besideNull(schema, types) === undefined && !found.every((keyword) => isInlineKeyword(keyword, schema))) {
      inside.push(...when(typeTest(group, read), scope.report(only(schema, group, types, scope.module), read, spot, group)));
      continue;
    }
    const steps = found.flatMap((keyword) => keyword.report(schema, read, spot, scope));
    if (sole === group) inside.push(...steps);
    else inside.push(...when(isOfGroup(group, types, read), steps));
  }
  const reached = withoutExcluded(schema, scope.module.graph);
  for (const keyword of present(schema, "any")) {
    const isUnion = keyword.keyword === "anyOf" || keyword.keyword === "oneOf";
    if (isUnion && onlyUnion(schema) === undefined && keyword.isInline?.(schema) !== true) {
      inside.push(...scope.report(onlyKeyword(schema, keyword.keyword as "anyOf" | "oneOf"), read, spot, "union"));
    } else if (keyword.keyword === "allOf" && reached.allOf !== schema.allOf) {
      // A part that can never hold says so itself, in a function that does not know the type yet.
      for (const [index, part] of (schema.allOf ?? []).entries()) inside.push(reportApart(part, read, spot, scope, `part ${index + 1}`));
    } else if (keyword.keyword === "not" || keyword.keyword === "if") inside.push(...keyword.report(reached, read, spot, scope));
    else inside.push(...keyword.report(schema, read, spot, scope));
  }
  if (types === undefined) return inside;
  if (isImplied(whole)) return when(typesTest(types, read), inside);
  const expected = types.length === 1 ? code`${types[0] as string}` : code`${types}`;
  const wrong = code`${runtime.wrongType}(issues, ${spot.path}, ${scope.module.at(schema, "type")}, ${expected}, ${read})`;
  const fails = not(typesTest(types, read));
  if (isBody && inside.length > 0) return [...when(fails, [line(code`return ${wrong}`)]), ...inside];
  return when(fails, [line(wrong)], inside);
}
