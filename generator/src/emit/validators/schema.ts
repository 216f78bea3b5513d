import type { JsonType, Schema, SchemaId } from "../../model/schema.js";
import { code, raw, type Code } from "../print/code.js";
import type { Statement } from "../print/file.js";
import { all, always, call, flat, lengthOf, never, not, some, test, type Expression } from "./expression.js";
import { everyType } from "./graph.js";
import type { Group, Keyword, Scope, Spot } from "./keyword.js";
import { keywords } from "./keywords/index.js";
import { reportReference, testReference } from "./keywords/ref.js";
import { areAllDisjoint, findTag } from "./tags.js";
import { FunctionScope, partName, type ModuleScope } from "./scope.js";
import { line, printSteps, when, type Step } from "./statement.js";
import { runtime } from "./symbols.js";

const value = raw("value");
const here: Spot = { path: code`""` };

/** The two functions of a schema: whether a value passes, and what is wrong with it. */
export function writeFunctions(
  schema: Schema,
  names: { readonly is: string; readonly issues: string },
  where: string,
  module: ModuleScope,
  options: {
    readonly deep: boolean;
    readonly type?: Code;
    /** Each value is tested once, however many ask. */
    readonly once?: boolean;
    readonly docs?: { readonly is: string; readonly issues: string };
  },
): void {
  writeTest(schema, names.is, where, module, options);
  writeReport(schema, names.issues, where, module, options.docs?.issues);
}

function writeTest(
  schema: Schema,
  name: string,
  where: string,
  module: ModuleScope,
  options: { readonly deep: boolean; readonly type?: Code; readonly once?: boolean; readonly docs?: { readonly is: string } },
): void {
  const position = module.statements.length;
  const scope = new PartScope(module, where, options.deep);
  const steps = testBody(schema, scope);
  // Each way round a cycle passes this function: the parts need not look.
  const bound: Step[] =
    options.deep && options.type !== undefined
      ? [{ kind: "if", test: test(code`depth > ${runtime.maxDepth}`, code`depth <= ${runtime.maxDepth}`), then: [fail] }]
      : [];
  const declarations = scope.declarations.map(line);
  const body = printSteps([...bound, ...declarations, ...steps], 0);
  const guards = options.type !== undefined && !options.deep;
  const parameters = [{ name: "value", type: code`unknown` }, ...(options.deep ? [{ name: "depth", type: code`number` }] : [])];
  const declared: Statement = {
    kind: "function",
    name,
    exported: options.type !== undefined,
    ...(options.docs === undefined ? {} : { docs: options.docs.is }),
    parameters,
    returnType: guards && options.type !== undefined ? code`value is ${options.type}` : code`boolean`,
    body,
  };
  if (options.once !== true) {
    module.statements.splice(position, 0, declared);
    return;
  }
  const inner = module.claim(`test${where}`);
  const asked: Statement = { ...declared, body: code`return ${runtime.once}(${raw(inner)}, value, ${raw(options.deep ? "depth" : "0")});` };
  const once: Statement = {
    kind: "function",
    name: inner,
    docs: "Several branches lead here: each value is tested once.",
    parameters,
    returnType: code`boolean`,
    body,
  };
  module.statements.splice(position, 0, asked, once);
}

function writeReport(schema: Schema, name: string, where: string, module: ModuleScope, docs: string | undefined): void {
  const position = module.statements.length;
  const scope = new PartScope(module, where, false);
  const steps = reportSteps(schema, value, here, scope, true);
  const declarations = scope.declarations.map(line);
  module.statements.splice(position, 0, {
    kind: "function",
    name,
    exported: docs !== undefined,
    ...(docs === undefined ? {} : { docs }),
    parameters: [
      { name: "value", type: code`unknown` },
      { name: "issues", type: code`${runtime.Issues}` },
    ],
    returnType: code`void`,
    body: printSteps([...declarations, ...steps], 0),
  });
}

const fail: Step = { kind: "return", value: never };
const pass: Step = { kind: "return", value: always };

/** A function in which parts of a schema are written: they become functions of their own where they are large. */
class PartScope extends FunctionScope implements Scope {
  test(schema: Schema, read: Code, word: string): Expression {
    if (schema.boolean !== undefined) return schema.boolean ? always : never;
    if (isNamed(schema, this.module)) return testReference(schema.id, read, this);
    if (isInline(schema) || isShortUnion(schema, this.module)) return inlineTest(schema, read, this);
    const { name, deep } = this.#part(schema, word, "test");
    return call(deep ? code`${raw(name)}(${read}, ${raw(this.deep ? "depth" : "0")})` : code`${raw(name)}(${read})`);
  }

  testTagged(schema: Schema, tag: string, read: Code, word: string): Expression {
    const asserting = keywords.filter((keyword) => keyword.has(schema));
    const isPlain = typesOf(schema).sole === "object" && asserting.every(({ group, test: isTest }) => group === "object" && isTest !== undefined);
    if (!isPlain || isNamed(schema, this.module)) return this.test(schema, read, word);
    const { properties, required, ...object } = schema.object ?? {};
    const others = new Map([...(properties ?? [])].filter(([name]) => name !== tag));
    const rest: Schema = { ...schema, object: { ...object, properties: others, required: (required ?? []).filter((name) => name !== tag) } };
    const inner = new PartScope(this.module, partName(this.where, word), this.deep, this);
    return all(present(rest, "object").map((keyword) => keyword.test?.(rest, read, inner) ?? always));
  }

  report(schema: Schema, read: Code, spot: Spot, word: string): Step[] {
    if (schema.boolean === true) return [];
    if (schema.boolean === false) return [line(code`${runtime.forbidden}(issues, ${spot.path}, ${this.module.placeOf(schema)}, ${read})`)];
    if (isNamed(schema, this.module)) return reportReference(schema.id, read, spot, this);
    if (isInline(schema)) return reportSteps(schema, read, spot, this, false);
    const { name } = this.#part(schema, word, "report");
    if (spot.key === undefined) return [line(code`${raw(name)}(${read}, issues)`)];
    return [line(code`${runtime.within}(issues, ${spot.key}, ${raw(name)}, ${read})`)];
  }

  reporter(schema: Schema, word: string): Code {
    if (schema.boolean === undefined && isNamed(schema, this.module)) return this.#target(schema.id);
    if (schema.ref !== undefined && isOnlyReference(schema)) return this.#target(schema.ref);
    return raw(this.#part(schema, word, "report").name);
  }

  #target(id: SchemaId): Code {
    const target = this.module.target(id);
    return target === undefined ? raw("() => undefined") : code`${target.issues}`;
  }

  /** A function for a part of the schema, written once. */
  #part(schema: Schema, word: string, kind: "test" | "report"): { readonly name: string; readonly deep: boolean } {
    const { module } = this;
    const where = partName(this.where, word);
    const deep = module.graph.leadsBack(schema, module.root.id);
    if (kind === "test") {
      return module.function(`test ${schema.id} ${shape(schema)}`, `is${where}`, deep, (name) => writeTest(schema, name, where, module, { deep }));
    }
    const wanted = `${where.charAt(0).toLowerCase()}${where.slice(1)}Issues`;
    return module.function(`report ${schema.id} ${shape(schema)}`, wanted, false, (name) => writeReport(schema, name, where, module, undefined));
  }
}

/** A schema inside this module that references lead to has functions of its own. Small ones are written out all the same. */
function isNamed(schema: Schema, module: ModuleScope): boolean {
  return (
    schema.id !== module.root.id &&
    schema.ref === undefined &&
    module.graph.get(schema.id) === schema &&
    !isInline(schema) &&
    module.target(schema.id) !== undefined
  );
}

function isOnlyReference(schema: Schema): boolean {
  return keywords.every((keyword) => keyword.keyword === "$ref" || !keyword.has(schema)) && schema.type === undefined;
}

/** Tells apart the parts of one written schema. */
function shape(schema: Schema): string {
  const { id: _id, place: _place, spelled: _spelled, annotations: _annotations, ...rest } = schema;
  return Object.keys(rest)
    .filter((key) => rest[key as keyof typeof rest] !== undefined)
    .concat(schema.type ?? [])
    .join();
}

// ---- tests

function present(schema: Schema, group: Group): Keyword[] {
  return keywords.filter((keyword) => keyword.group === group && keyword.has(schema));
}

const groups = ["number", "string", "array", "object"] as const;

function isInline(schema: Schema): boolean {
  if (schema.boolean !== undefined) return true;
  return keywords.every((keyword) => !keyword.has(schema) || isInlineKeyword(keyword, schema)) && branches(schema) <= 6;
}

/** A union of a few references and plain types reads best where it is asked for; what is wrong with it is still a function of its own. */
function isShortUnion(schema: Schema, module: ModuleScope): boolean {
  const union = schema.anyOf ?? schema.oneOf;
  const asserting = keywords.filter((keyword) => keyword.has(schema));
  if (union === undefined || union.length > 4 || asserting.length !== 1 || schema.type !== undefined) return false;
  if (findTag(schema, union, module.graph) !== undefined) return false;
  if (schema.oneOf !== undefined && !areAllDisjoint(union, module.graph)) return false;
  return union.every((branch) => (isInline(branch) && branches(branch) <= 2) || isShortUnion(branch, module));
}

function isInlineKeyword(keyword: Keyword, schema: Schema): boolean {
  if (keyword.isInline !== undefined) return keyword.isInline(schema);
  if (keyword.test === undefined) return false;
  switch (keyword.keyword) {
    case "allOf":
      return (schema.allOf ?? []).every(isInline);
    case "not":
      return schema.not === undefined || isInline(schema.not);
    case "if":
      return [schema.if, schema.then, schema.else].every((part) => part === undefined || isInline(part));
    default:
      return true;
  }
}

function branches(schema: Schema): number {
  let count = (schema.enum?.length ?? 0) > 6 ? 1 : (schema.enum?.length ?? 0);
  for (const part of schema.allOf ?? []) count += 1 + branches(part);
  for (const part of [schema.not, schema.if, schema.then, schema.else]) if (part !== undefined) count += 1 + branches(part);
  return count;
}

function inlineTest(schema: Schema, read: Code, scope: Scope): Expression {
  const { types, sole } = typesOf(schema);
  const parts: Expression[] = [];
  const has = groups.filter((group) => present(schema, group).length > 0 && (types === undefined || types.some((type) => groupOf(type) === group)));
  const tests = (group: Group): Expression => all(present(schema, group).map((keyword) => keyword.test?.(schema, read, scope) ?? always));
  if (types === undefined) parts.push(...has.map((group) => some([not(typeTest(group, read)), tests(group)])));
  else if (sole !== undefined && has.includes(sole as never)) parts.push(typesTest(types, read), tests(sole));
  else if (!isListed(schema) || has.length > 0) {
    const plain = types.filter((type) => !has.includes(groupOf(type) as never));
    const rest = has.map((group) =>
      all([
        typesTest(
          types.filter((type) => groupOf(type) === group),
          read,
        ),
        tests(group),
      ]),
    );
    parts.push(some([typesTest(plain, read), ...rest]));
  }
  for (const keyword of present(schema, "any")) if (keyword.test !== undefined) parts.push(keyword.test(schema, read, scope));
  return all(parts);
}

/** Whether `enum` or `const` already says the type of each value it lets through. */
function isListed(schema: Schema): boolean {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return values !== undefined && schema.type !== undefined && values.every((each) => typeMatches(each, schema.type ?? []));
}

function typeMatches(each: unknown, types: readonly JsonType[]): boolean {
  const type = each === null ? "null" : Array.isArray(each) ? "array" : typeof each;
  if (type === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(each));
  return types.includes(type as JsonType);
}

/** The types named, without those that another one includes; `sole` is their group where it is one. */
function typesOf(schema: Schema): { readonly types: readonly JsonType[] | undefined; readonly sole: Group | undefined } {
  if (schema.type === undefined || everyType.every((type) => schema.type?.includes(type) === true || type === "integer"))
    return { types: undefined, sole: undefined };
  const types = schema.type.filter((type) => type !== "integer" || schema.type?.includes("number") !== true);
  const first = types[0];
  return { types, sole: types.length === 1 && first !== undefined ? groupOf(first) : undefined };
}

function groupOf(type: JsonType): Group {
  return type === "integer" ? "number" : type === "null" || type === "boolean" ? "any" : type;
}

function typesTest(types: readonly JsonType[], read: Code): Expression {
  return some(types.map((type) => typeTest(type, read)));
}

function typeTest(type: JsonType | Group, read: Code): Expression {
  switch (type) {
    case "null":
      return test(code`${read} === null`, code`${read} !== null`);
    case "boolean":
    case "string":
      return test(code`typeof ${read} === ${type}`, code`typeof ${read} !== ${type}`);
    case "integer":
      return call(code`${runtime.isInteger}(${read})`);
    case "number":
      return call(code`${runtime.isNumber}(${read})`);
    case "array":
      return call(code`${runtime.isArray}(${read})`);
    case "object":
      return call(code`${runtime.isObject}(${read})`);
    case "any":
      return always;
  }
}

/** The body of a test: guards first, then loops, then one chain of `&&`. */
function testBody(schema: Schema, scope: Scope): Step[] {
  if (schema.boolean !== undefined) return [{ kind: "return", value: schema.boolean ? always : never }];
  const union = onlyUnion(schema);
  if (union !== undefined) return union.steps?.(schema, value, scope) ?? [];
  const { types, sole } = typesOf(schema);
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
  for (const keyword of present(schema, "any")) {
    if (keyword.keyword === "anyOf" || keyword.keyword === "oneOf") tests.push(unionTest(keyword, schema, scope));
    else if (keyword.test !== undefined) tests.push(keyword.test(schema, value, scope));
  }
  return assemble(guard, tests, loops);
}

function assemble(guard: readonly Expression[], tests: readonly Expression[], loops: readonly (readonly Step[])[]): Step[] {
  const chain = all([...guard, ...tests]);
  if (loops.length === 0) return [{ kind: "return", value: chain }];
  if (chain.kind === "constant") return chain.value ? [...loops.flat(), pass] : [fail];
  if (lengthOf(flat(chain)) <= 90) return [...when(not(chain), [fail]), ...loops.flat(), pass];
  return [...when(not(all(guard)), [fail]), ...loops.flat(), { kind: "return", value: all(tests) }];
}

/** The union keyword of a schema that says nothing else. */
function onlyUnion(schema: Schema): Keyword | undefined {
  const found = keywords.filter((keyword) => keyword.has(schema));
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

// ---- reports

function reportSteps(schema: Schema, read: Code, spot: Spot, scope: Scope, isBody: boolean): Step[] {
  if (schema.boolean === false) return [line(code`${runtime.forbidden}(issues, ${spot.path}, ${scope.module.placeOf(schema)}, ${read})`)];
  if (schema.boolean === true) return [];
  const { types, sole } = typesOf(schema);
  const inside: Step[] = [];
  for (const group of groups) {
    const found = present(schema, group);
    if (found.length === 0 || (types !== undefined && !types.some((type) => groupOf(type) === group))) continue;
    if (isBody && sole === undefined && !found.every((keyword) => isInlineKeyword(keyword, schema))) {
      inside.push(...when(typeTest(group, read), scope.report(only(schema, group, types, scope.module), read, spot, group)));
      continue;
    }
    const steps = found.flatMap((keyword) => keyword.report(schema, read, spot, scope));
    if (sole === group) inside.push(...steps);
    else inside.push(...when(typesTest(types === undefined ? [group as JsonType] : types.filter((type) => groupOf(type) === group), read), steps));
  }
  for (const keyword of present(schema, "any")) {
    const isUnion = keyword.keyword === "anyOf" || keyword.keyword === "oneOf";
    if (isUnion && onlyUnion(schema) === undefined && keyword.isInline?.(schema) !== true) {
      inside.push(...scope.report(onlyKeyword(schema, keyword.keyword as "anyOf" | "oneOf"), read, spot, "union"));
    } else inside.push(...keyword.report(schema, read, spot, scope));
  }
  if (types === undefined) return inside;
  const expected = types.length === 1 ? code`${types[0] as string}` : code`${types}`;
  const wrong = code`${runtime.wrongType}(issues, ${spot.path}, ${scope.module.at(schema, "type")}, ${expected}, ${read})`;
  const fails = not(typesTest(types, read));
  if (isBody && inside.length > 0) return [...when(fails, [line(code`return ${wrong}`)]), ...inside];
  return when(fails, [line(wrong)], inside);
}
