import type { ApiModel } from "../../model/api.js";
import { placeKey } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { namesFor } from "../../plan/schemas/directions.js";
import { byGroup } from "../../plan/names/groups.js";
import type { BodyPlan, Direction, OperationPlan, Plan, SchemaPlan, ValidatorNames } from "../../plan/plan.js";
import { code, raw, symbol, type ImportedSymbol } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { runtimeModule } from "../../files/runtime-folder.js";
import type { ModuleTask } from "../task.js";
import { graphOf, type SchemaGraph } from "../../plan/schemas/schema-graph.js";
import { jsonSchemaModule } from "./json-schema.js";
import { isRepeated } from "./schemas/repeated.js";
import { SharedParts, type SharedPart } from "./schemas/shared-parts.js";
import { writeTest } from "./schema.js";
import { calling, labelled, laidOut } from "./code/piece.js";
import { ModuleScope, type Target } from "./code/scope.js";
import { runtime, types } from "./code/symbols.js";
import { isTestedList, ruleOf } from "./rule.js";
import { mayExceedLimit } from "../../plan/schemas/pattern-limits.js";

/** One module per schema, one per group of operations that have bodies, and an index of either. Each is generated on demand. */
export function* emitValidators(model: ApiModel, plan: Plan): Generator<ModuleTask> {
  const graph = graphOf(model.schemas);
  const shared = new SharedParts(plan, graph);
  for (const schema of plan.schemas)
    yield {
      path: `validators/${schema.file}`,
      of: schema,
      with: shared.usedBy(schema.schema),
      make: () => schemaModule(schema, plan, graph, shared),
    };
  for (const part of shared.all) yield { path: part.path, make: () => sharedModule(part, plan, graph, shared) };
  const groups = byGroup(
    plan.operations.filter(({ bodies }) => bodies.length > 0),
    ({ group }) => group,
  );
  for (const group of groups) {
    const bodies = group.flatMap((operation) => operation.bodies);
    const path = bodiesPath(group[0]);
    yield { path, of: group, with: bodies.map(({ schema }) => shared.usedBy(schema)), make: () => bodiesModule(path, bodies, plan, graph, shared) };
  }
  if (groups.length > 0) {
    const paths = groups.map(([operation]) => bodiesPath(operation));
    yield { path: "validators/operations/index", of: "with", with: paths, make: () => bodiesIndex(paths) };
  }
  if (plan.schemas.length > 0) yield { path: "validators/json-schema", make: () => jsonSchemaModule(plan) };
  yield { path: "validators/index", of: "with", with: plan.schemas.flatMap(indexed), make: () => indexModule(plan) };
}

export function schemaModule(schema: SchemaPlan, plan: Plan, graph: SchemaGraph, shared?: SharedParts): SourceModule {
  const path = `validators/${schema.file}`;
  const statements = validatorStatements(schema.schema, schema, schema.directional ? "response" : undefined, plan, graph, shared);
  if (schema.request !== undefined) statements.push(...validatorStatements(schema.schema, schema.request, "request", plan, graph, shared));
  return { path, statements };
}

/** A part that several schemas have: never exported from an index. */
function sharedModule(part: SharedPart, plan: Plan, graph: SchemaGraph, shared: SharedParts): SourceModule {
  const { path, schema, where, is, rule } = part;
  const target = (id: SchemaId): Target | undefined => targetOf(id, undefined, plan, graph);
  const module = new ModuleScope(graph, target, undefined, schema, [is.name, rule.name], shared);
  writeTest(schema, is.name, where, module, { deep: false, exported: true });
  const ruleFunction = labelled(code`() => `, ruleOf(schema, module, where));
  const value = laidOut(
    calling(code`/* @__PURE__ */ ${runtime.shared}`, raw(is.name), ruleFunction),
    0,
    `export const ${rule.name}: Rule = ;`.length,
  );
  module.statements.push({ kind: "const", name: rule.name, exported: true, type: types.Rule, value });
  return { path, statements: module.needed };
}

/** The module of the bodies of a group's operations. */
function bodiesPath({ group }: OperationPlan): string {
  return `validators/operations/${group}`;
}

function bodiesModule(path: string, bodies: readonly BodyPlan[], plan: Plan, graph: SchemaGraph, shared: SharedParts): SourceModule {
  const claimed = new Set(bodies.flatMap(taken));
  return { path, statements: bodies.flatMap((body) => bodyStatements(body, plan, graph, shared, claimed)) };
}

function bodyStatements(body: BodyPlan, plan: Plan, graph: SchemaGraph, shared: SharedParts, claimed: Set<string>): Statement[] {
  if (body.alias !== undefined) {
    const names = namesFor(body.alias.schema, body.direction);
    const wanted = offered(body);
    const renamed = offered(names).map(({ name }, index) => ({ name, as: wanted[index]?.name ?? name }));
    return [{ kind: "reexport", from: `validators/${body.alias.schema.file}`, names: renamed }];
  }
  const type: Statement = { kind: "type", name: body.typeName, type: body.type };
  return [type, ...validatorStatements(body.schema, { ...body, type: raw(body.typeName) }, body.direction, plan, graph, shared, claimed)];
}

/** The schemas, and nothing else: who imports a validator does not wait for the bodies of all operations, nor for every schema as JSON. */
function indexModule(plan: Plan): SourceModule {
  const statements: Statement[] = plan.schemas.map((schema) => ({
    kind: "reexport",
    from: `validators/${schema.file}`,
    names: [schema, ...(schema.request === undefined ? [] : [schema.request])].flatMap(offered),
  }));
  statements.push(
    { kind: "reexport", from: runtimeModule("validators/core"), names: [{ name: "ValidationError" }] },
    {
      kind: "reexport",
      from: runtimeModule("validators/types"),
      typeOnly: true,
      names: ["Assert", "Check", "CheckOptions", "Issue", "Parse", "ParseOptions", "Result", "Validator"].map((name) => ({ name })),
    },
  );
  return { path: "validators/index", statements };
}

/** The entry of a schema in an index. */
function indexed(schema: SchemaPlan): unknown[] {
  const { file, request } = schema;
  return [file, ...offered(schema), ...(request === undefined ? [] : offered(request))];
}

/** The bodies of all operations. */
function bodiesIndex(paths: readonly string[]): SourceModule {
  return { path: "validators/operations/index", statements: paths.map((from) => ({ kind: "reexport", from })) };
}

/** The functions of one schema, in the order of the index. */
function offered({ constName, isName, checkName, assertName, parseName }: ValidatorNames): { readonly name: string }[] {
  return [constName, isName, checkName, assertName, parseName].map((name) => ({ name }));
}

/**
 * The validator of a schema, its functions and its rule.
 * @param claimed Names of the module, to which those of the statements are added.
 */
function validatorStatements(
  schema: Schema,
  names: ValidatorNames,
  direction: Direction | undefined,
  plan: Plan,
  graph: SchemaGraph,
  shared: SharedParts | undefined,
  claimed: Set<string> = new Set(taken(names)),
): Statement[] {
  const target = (id: SchemaId): Target | undefined => targetOf(id, direction, plan, graph);
  const module = new ModuleScope(graph, target, direction, schema, claimed, shared);
  const where = names.isName.slice(2);
  const deep = graph.isRecursive(schema.id);
  // Some documents describe everything, with nothing.
  const described = (schema.annotations?.description?.trim() || schema.annotations?.title?.trim()) ?? "";
  const declared: Statement = {
    kind: "const",
    name: names.constName,
    docs: described,
    exported: true,
    type: code`${runtime.Validator}<${names.type}>`,
    value: code`/* @__PURE__ */ ${runtime.validator}(${raw(names.isName)}, ${raw(names.ruleName)})`,
  };
  const within = withinName(names);
  const docs = "Tests a value. Allocates nothing.";
  if (deep) {
    module.statements.push({
      kind: "function",
      name: names.isName,
      docs,
      exported: true,
      parameters: [{ name: "value", type: types.unknown }],
      returnType: code`value is ${names.type}`,
      body: code`return ${runtime.bounded}(${raw(within)}, value);`,
    });
  }
  const is = deep ? within : names.isName;
  const once = graph.get(schema.id) === schema && isRepeated(schema.id, graph, direction);
  writeTest(schema, is, where, module, { deep, once, type: names.type, docs: deep ? "Tests a part of a larger value." : docs });
  const rule = ruleStatement(schema, names, is, once, module);
  module.statements.push(rule);
  for (const statement of module.statements) if ("name" in statement) claimed.add(statement.name);
  // The rule precedes its uses.
  return [...module.needed, declared, ...questionStatements(names)];
}

function ruleStatement(schema: Schema, names: ValidatorNames, is: string, once: boolean, module: ModuleScope): Statement {
  const body = ruleOf(schema, module, names.isName.slice(2));
  const ruleFunction = labelled(code`() => `, body);
  // Not for a list whose items are tested one by one.
  const test = !module.graph.isRecursive(schema.id) && isTestedList(schema, module) ? code`undefined` : raw(is);
  const place = code`${placeKey(schema.place)}`;
  const rule = calling(code`/* @__PURE__ */ ${runtime.named}`, place, test, ruleFunction);
  const repeated = once ? calling(code`/* @__PURE__ */ ${runtime.repeated}`, rule) : rule;
  const bounded = mayExceedLimit(schema, module.graph.all) ? calling(code`/* @__PURE__ */ ${runtime.inTime}`, repeated) : repeated;
  const value = laidOut(bounded, 0, `export const ${names.ruleName}: Rule = ;`.length);
  return { kind: "const", name: names.ruleName, exported: true, type: types.Rule, value };
}

/** The further functions of a schema, each an export of its own: a bundle contains the called ones. */
function questionStatements(names: ValidatorNames): Statement[] {
  const asking = (name: string, type: ImportedSymbol, make: ImportedSymbol): Statement => ({
    kind: "const",
    name,
    exported: true,
    type: code`${type}<${names.type}>`,
    value: code`/* @__PURE__ */ ${make}(${raw(names.ruleName)})`,
  });
  return [
    asking(names.checkName, runtime.Check, runtime.checks),
    asking(names.assertName, runtime.Assert, runtime.asserts),
    asking(names.parseName, runtime.Parse, runtime.parses),
  ];
}

function withinName(names: ValidatorNames): string {
  return `${names.isName}Within`;
}

function taken(names: ValidatorNames): string[] {
  return [names.constName, names.isName, names.ruleName, names.checkName, names.assertName, names.parseName, withinName(names)];
}

/** Cached: needed for each reference to a schema, more than once. */
const targets = new WeakMap<ValidatorNames, Target>();

function targetOf(id: SchemaId, direction: Direction | undefined, plan: Plan, graph: SchemaGraph): Target | undefined {
  const schema = plan.schemaById.get(id);
  if (schema === undefined) return undefined;
  const names = namesFor(schema, direction);
  let target = targets.get(names);
  if (target === undefined) {
    const from = `validators/${schema.file}`;
    target = {
      is: symbol(from, names.isName),
      rule: symbol(from, names.ruleName),
      ...(graph.isRecursive(id) ? { isWithin: symbol(from, withinName(names)) } : {}),
    };
    targets.set(names, target);
  }
  return target;
}
