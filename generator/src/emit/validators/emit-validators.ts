import type { ApiModel } from "../../model/api.js";
import { placeKey } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { namesFor } from "../../plan/schemas/directions.js";
import type { BodyPlan, Direction, OperationPlan, Plan, SchemaPlan, ValidatorNames } from "../../plan/plan.js";
import { code, raw, symbol, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import type { ModuleTask } from "../task.js";
import { graphOf, type SchemaGraph } from "../../plan/schemas/schema-graph.js";
import { jsonSchemaModule } from "./json-schema.js";
import { isRepeated } from "./schemas/repeated.js";
import { writeFunctions } from "./schema.js";
import { ModuleScope, type Target } from "./code/scope.js";
import { shapeOf } from "./shape.js";
import { runtime, types } from "./code/symbols.js";

/** One module per schema, one per operation that has bodies, and an index of either. Each is made when it is asked for. */
export function* emitValidators(model: ApiModel, plan: Plan): Generator<ModuleTask> {
  const graph = graphOf(model.schemas);
  for (const schema of plan.schemas) yield { path: `validators/${schema.file}`, of: schema, make: () => schemaModule(schema, plan, graph) };
  const operations = plan.operations.filter(({ bodies }) => bodies.length > 0);
  for (const operation of operations)
    yield { path: `validators/operations/${operation.file}`, of: operation, make: () => operationModule(operation, plan, graph) };
  if (operations.length > 0) {
    const listed = operations.flatMap(({ file, bodies }) => [file, ...bodies.flatMap(offered)]);
    yield { path: "validators/operations/index", of: "with", with: listed, make: () => bodiesModule(operations) };
  }
  if (plan.schemas.length > 0) yield { path: "validators/json-schema", make: () => jsonSchemaModule(plan) };
  yield { path: "validators/index", of: "with", with: plan.schemas.flatMap(indexed), make: () => indexModule(plan) };
}

export function schemaModule(schema: SchemaPlan, plan: Plan, graph: SchemaGraph): SourceModule {
  const path = `validators/${schema.file}`;
  // A schema may be called `place` itself.
  const place = schema.constName === "place" ? "placeOfSchema" : "place";
  const written = [validatorStatements(schema.schema, schema, schema.directional ? "response" : undefined, plan, graph, place)];
  if (schema.request !== undefined) written.push(validatorStatements(schema.schema, schema.request, "request", plan, graph, place));
  return { path, statements: withPlace(schema.schema, place, written) };
}

function operationModule(operation: OperationPlan, plan: Plan, graph: SchemaGraph): SourceModule {
  const statements: Statement[] = [];
  for (const body of operation.bodies) statements.push(...bodyStatements(body, plan, graph));
  return { path: `validators/operations/${operation.file}`, statements };
}

function bodyStatements(body: BodyPlan, plan: Plan, graph: SchemaGraph): Statement[] {
  if (body.alias !== undefined) {
    const names = namesFor(body.alias.schema, body.direction);
    const wanted = exported(body);
    const renamed = exported(names).map(({ name }, index) => ({ name, as: wanted[index]?.name ?? name }));
    return [{ kind: "reexport", from: `validators/${body.alias.schema.file}`, names: renamed }];
  }
  const place = `${body.constName}Place`;
  return withPlace(body.schema, place, [validatorStatements(body.schema, body, body.direction, plan, graph, place)]);
}

/** The schemas, and nothing else: who imports a validator does not wait for the bodies of all operations, nor for every schema as JSON. */
function indexModule(plan: Plan): SourceModule {
  const statements: Statement[] = plan.schemas.map((schema) => ({
    kind: "reexport",
    from: `validators/${schema.file}`,
    names: [schema, ...(schema.request === undefined ? [] : [schema.request])].flatMap(offered),
  }));
  statements.push(
    { kind: "reexport", from: "runtime/validators/core", names: [{ name: "ValidationError" }] },
    {
      kind: "reexport",
      from: "runtime/validators/types",
      typeOnly: true,
      names: ["CheckOptions", "Issue", "ParseOptions", "Result", "Validator"].map((name) => ({ name })),
    },
  );
  return { path: "validators/index", statements };
}

/** What an index says of a schema. */
function indexed(schema: SchemaPlan): unknown[] {
  const { file, request } = schema;
  return [file, ...offered(schema), ...(request === undefined ? [] : offered(request))];
}

/** The bodies of all operations. */
function bodiesModule(operations: readonly OperationPlan[]): SourceModule {
  const statements = operations.map(({ file, bodies }): Statement => ({
    kind: "reexport",
    from: `validators/operations/${file}`,
    names: bodies.flatMap(offered),
  }));
  return { path: "validators/operations/index", statements };
}

/** What can be asked of one schema, in the order in which an index lists it. */
function offered({ constName, isName, checkName, assertName, parseName }: ValidatorNames): { readonly name: string }[] {
  return [constName, isName, checkName, assertName, parseName].map((name) => ({ name }));
}

/** The values of one validator. */
function exported(names: ValidatorNames): { readonly name: string }[] {
  return [...offered(names), { name: names.issuesName }];
}

interface Written {
  readonly statements: readonly Statement[];
  /** Whether they mention the constant that holds the schema's place. */
  readonly mentionsPlace: boolean;
}

function withPlace(schema: Schema, name: string, written: readonly Written[]): Statement[] {
  const statements = written.flatMap((each) => each.statements);
  if (!written.some((each) => each.mentionsPlace)) return statements;
  return [{ kind: "const", name, value: code`${placeKey(schema.place)}` }, ...statements];
}

/** The validator of a schema and its two functions. */
function validatorStatements(
  schema: Schema,
  names: ValidatorNames,
  direction: Direction | undefined,
  plan: Plan,
  graph: SchemaGraph,
  place: string,
): Written {
  const target = (id: SchemaId): Target | undefined => targetOf(id, direction, plan, graph);
  const placed = { name: place, prefix: placeKey(schema.place) };
  const module = new ModuleScope(graph, target, direction, schema, placed, taken(names, place));
  const where = names.isName.slice(2);
  const deep = graph.isRecursive(schema.id);
  // Some documents describe everything, with nothing.
  const documented = (schema.annotations?.description?.trim() || schema.annotations?.title?.trim()) ?? "";
  const at = `(${placeKey(schema.place)})`;
  const docs = `${documented === "" ? `\`${names.typeName}\`` : documented} ${at}`;
  const declared: Statement = {
    kind: "const",
    name: names.constName,
    docs,
    exported: true,
    type: code`${runtime.Validator}<${names.type}>`,
    value: code`/* @__PURE__ */ ${runtime.validator}(${raw(names.isName)}, ${raw(names.issuesName)})`,
  };
  const within = withinName(names);
  const docsOf = { is: "Whether the value is valid. Allocates nothing.", issues: "Adds each issue of the value. `check` calls it." };
  if (deep) {
    module.statements.push({
      kind: "function",
      name: names.isName,
      docs: docsOf.is,
      exported: true,
      parameters: [{ name: "value", type: types.unknown }],
      returnType: code`value is ${names.type}`,
      body: code`return ${runtime.bounded}(${raw(within)}, value);`,
    });
  }
  writeFunctions(schema, { is: deep ? within : names.isName, issues: names.issuesName, exported: names.isName }, where, module, {
    deep,
    once: graph.get(schema.id) === schema && isRepeated(schema.id, graph, direction),
    type: names.type,
    docs: deep ? { is: "The same inside a larger value.", issues: docsOf.issues } : docsOf,
  });
  // What they need is made before they stand there.
  const asking = askingStatements(schema, names, module);
  module.statements.push(...asking);
  return { statements: [declared, ...module.needed], mentionsPlace: module.mentionsPlace };
}

/** What else can be asked of a schema, each a function of its own: a bundle carries those that it calls. */
function askingStatements(schema: Schema, names: ValidatorNames, module: ModuleScope): Statement[] {
  const shape = shapeOf(schema, module);
  const issues = raw(names.issuesName);
  const parsed =
    shape === undefined
      ? code`${runtime.accept}(${issues}, value, options)`
      : code`${runtime.reshape}(${issues}, value, ${raw(shapeName(names))}, options)`;
  const asking = (name: string, docs: string, options: Code, returnType: Code, body: Code): Statement => ({
    kind: "function",
    name,
    docs,
    exported: true,
    parameters: [
      { name: "value", type: types.unknown },
      { name: "options", type: options, optional: true },
    ],
    returnType,
    body,
  });
  const statements = [
    asking(
      names.checkName,
      "Returns the value, or its issues.",
      types.CheckOptions,
      code`${runtime.Result}<${names.type}>`,
      code`return ${runtime.check}(${issues}, value, options);`,
    ),
    asking(
      names.assertName,
      "@throws ValidationError with every issue.",
      types.CheckOptions,
      code`asserts value is ${names.type}`,
      code`${runtime.accept}(${issues}, value, options);`,
    ),
    asking(
      names.parseName,
      "Returns the value, or a copy if an option changes it. @throws ValidationError",
      types.ParseOptions,
      names.type,
      code`return ${parsed};`,
    ),
  ];
  if (shape === undefined) return statements;
  const declared: Statement = {
    kind: "function",
    name: shapeName(names),
    docs: `Properties that \`${names.parseName}\` may remove or fill in.`,
    exported: true,
    parameters: [],
    returnType: types.Shape,
    body: code`return ${shape};`,
  };
  return [...statements, declared];
}

function shapeName(names: ValidatorNames): string {
  return `${names.constName}Shape`;
}

function withinName(names: ValidatorNames): string {
  return `${names.isName}Within`;
}

function taken(names: ValidatorNames, place: string): string[] {
  return [
    place,
    shapeName(names),
    names.constName,
    names.isName,
    names.issuesName,
    names.checkName,
    names.assertName,
    names.parseName,
    withinName(names),
  ];
}

/** Asked for each reference to a schema, more than once. */
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
      issues: symbol(from, names.issuesName),
      shape: symbol(from, shapeName(names)),
      ...(graph.isRecursive(id) ? { isWithin: symbol(from, withinName(names)) } : {}),
    };
    targets.set(names, target);
  }
  return target;
}
