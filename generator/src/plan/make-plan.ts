import { code, symbol, typeSymbol, type Code, type ImportedSymbol } from "../emit/print/code.js";
import type { Report } from "../diagnostics/diagnostic.js";
import type { ApiModel, MediaType, Operation, Response } from "../model/api.js";
import { boundPlaces } from "../model/meaning.js";
import { tokens } from "../model/place.js";
import type { Schema, SchemaId } from "../model/schema.js";
import { Decoding } from "./decoding.js";
import { directionalSchemas, isDirectional } from "./directions.js";
import { camel, kebab, pascal, shortHash } from "./names.js";
import { compareNamed, inNameOrder, ranked } from "./name-order.js";
import { Namespace, reservedFiles, reservedMocks, reservedTypes, reservedValues } from "./namespace.js";
import type { BodyPlan, Direction, OperationPlan, Plan, SchemaPlan, ValidatorNames } from "./plan.js";
import { artefacts, mockLibraries, type PlanOptions } from "./plan-options.js";

/**
 * Settles every exported name and every file before any text exists. Reports each name that is not the one the document's words would give.
 *
 * @param whole What the model was selected from. Its names are settled too, so that nothing is called otherwise where more or less is selected beside it.
 */
export function plan(model: ApiModel, options: PlanOptions, report: Report, whole: ApiModel = model): Plan {
  const directional = directionalSchemas(whole);
  const names = new Names(report);
  const schemas = planSchemas(whole, model.schemas, directional, names).filter(({ schema }) => model.schemas.has(schema.id));
  const schemaById = new Map(schemas.map((schema) => [schema.schema.id, schema]));
  const operations = planOperations(whole, new Set(allOperations(model)), directional, schemaById, names);
  return {
    ...(options.packageName === undefined ? {} : { packageName: options.packageName }),
    schemas: schemas.toSorted((a, b) => (a.typeName < b.typeName ? -1 : a.typeName > b.typeName ? 1 : 0)),
    schemaById,
    operations,
    artefacts: artefacts(options.only),
    mockLibraries: mockLibraries.filter((library) => options.mocks?.includes(library) ?? true),
    importExtension: options.importExtension ?? "js",
    ...(options.decoding === undefined ? {} : { decoding: new Decoding(model, options.decoding) }),
  };
}

/** The namespaces of the output. Validators of schemas and bodies share one index, and so do operations. */
class Names {
  readonly values = new Namespace(reservedValues);
  readonly types = new Namespace(reservedTypes);
  readonly functions = new Namespace(reservedValues);
  readonly mocks = new Namespace(reservedMocks);
  readonly operationTypes = new Namespace(reservedTypes);
  readonly schemaFiles = new Namespace(reservedFiles, (name) => name.toLowerCase());
  readonly operationFiles = new Namespace(reservedFiles, (name) => name.toLowerCase());
  readonly schemaKeys = new Namespace();
  readonly operationKeys = new Namespace();

  constructor(readonly report: Report) {}

  /** Claims a name in a namespace and reports it when it is not the wanted one. */
  claim(space: Namespace, wanted: string, what: Subject, alongside?: (name: string) => readonly string[]): string {
    const name = space.claim(wanted, what.identity, alongside);
    if (name !== wanted && what.isMade) {
      const owner = space.owner(wanted);
      if (owner === undefined || owner === "") this.report("name-reserved", { subject: what.subject, wanted, name }, what.place);
      else this.report("name-clash", { subject: what.subject, wanted, name, owner }, what.place);
    }
    return name;
  }
}

interface Subject {
  readonly identity: string;
  /** As a sentence has it: `schema "Zone"`. */
  readonly subject: string;
  readonly place: Schema["place"];
  /** Of what is not selected, nobody needs to know the name. */
  readonly isMade: boolean;
}

function planSchemas(model: ApiModel, made: ApiModel["schemas"], directional: ReadonlySet<SchemaId>, names: Names): SchemaPlan[] {
  const componentNames = new Map<SchemaId, string>();
  for (const [name, id] of model.components.schemas) if (!componentNames.has(id)) componentNames.set(id, name);
  // Components first: a name that a document chose is never taken by one that we made for a deep reference.
  const ids = [...new Set([...componentNames.keys(), ...model.schemas.keys()])];
  const position = new Map(ids.map((id, index) => [id, index]));
  const asked = ids
    .map((identity) => ranked({ identity, words: componentNames.get(identity) ?? "" }))
    .toSorted((a, b) => Number(!componentNames.has(a.identity)) - Number(!componentNames.has(b.identity)) || compareNamed(a, b))
    .map(({ identity }) => identity);
  for (const name of componentNames.values()) if (isWellFormed(name)) names.schemaKeys.claim(name, name);
  const plans: SchemaPlan[] = [];
  for (const id of asked) {
    const schema = model.schemas.get(id);
    if (schema === undefined) continue;
    const component = componentNames.get(id);
    const words = component ?? deepName(schema);
    const subject = component === undefined ? `schema at ${id}` : `schema "${component}"`;
    const what: Subject = { identity: id, subject, place: schema.place, isMade: made.has(id) };
    const wanted = pascal(words) || `Schema_${shortHash(words)}`;
    const typeName = names.claim(names.types, wanted, what);
    const constName = names.claim(names.values, camelOf(words, wanted), what, validatorFunctions);
    // Half of a surrogate pair can stand in no file and in no reference.
    const key = component !== undefined && isWellFormed(component) ? component : names.schemaKeys.claim(typeName, id);
    const file = names.schemaFiles.claim(kebab(words), id, undefined, "-");
    plans.push({ schema, key, file, directional: directional.has(id), ...validatorNames(constName, typeName, componentType(key)) });
  }
  // The names of second forms come after every name that the document chose.
  const named = plans.map((each) => (each.directional ? { ...each, request: requestForm(each, made, names) } : each));
  return named.toSorted((a, b) => (position.get(a.schema.id) ?? 0) - (position.get(b.schema.id) ?? 0));
}

/** `SessionWritable`: the form that is sent, without what only the server writes. */
function requestForm({ schema, key, typeName, constName }: SchemaPlan, made: ApiModel["schemas"], names: Names): NonNullable<SchemaPlan["request"]> {
  const what: Subject = {
    identity: `${schema.id} request`,
    subject: `request form of schema "${key}"`,
    place: schema.place,
    isMade: made.has(schema.id),
  };
  const requestKey = names.schemaKeys.claim(`${key}Writable`, what.identity);
  const type = names.claim(names.types, `${typeName}Writable`, what);
  const value = names.claim(names.values, `${constName}Writable`, what, validatorFunctions);
  return { key: requestKey, ...validatorNames(value, type, componentType(requestKey)) };
}

function validatorNames(constName: string, typeName: string, type: Code): ValidatorNames {
  return { constName, ...functionNames(constName), typeName, type };
}

/** The functions beside the object of that name: `isSession`, `sessionIssues`, `checkSession` and so on. */
export function functionNames(constName: string): Omit<ValidatorNames, "constName" | "typeName" | "type"> {
  const capitalized = `${constName.charAt(0).toUpperCase()}${constName.slice(1)}`;
  return {
    isName: `is${capitalized}`,
    issuesName: `${constName}Issues`,
    checkName: `check${capitalized}`,
    assertName: `assert${capitalized}`,
    parseName: `parse${capitalized}`,
  };
}

/** What emitters export for a validator beside the object that has its name. */
function validatorFunctions(name: string): string[] {
  const { isName, issuesName, checkName, assertName, parseName } = functionNames(name);
  return [isName, issuesName, checkName, assertName, parseName];
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function componentType(key: string): Code {
  return code`${typeSymbol("types", "components")}["schemas"][${key}]`;
}

function camelOf(words: string, wanted: string): string {
  return camel(words) || wanted.charAt(0).toLowerCase() + wanted.slice(1);
}

/** Words for a schema that a reference reaches below a component's own level: `#/components/schemas/Pet/properties/owner` is `Pet owner`. */
function deepName(schema: Schema): string {
  const { file, pointer } = schema.place;
  const path = tokens(pointer);
  const said = path.filter((token) => !structural.has(token));
  const fromFile = file === "" || said.length > 0 ? "" : file.replace(/\.[a-z]+$/i, "");
  const suffix = schema.id.startsWith(file + pointer) ? schema.id.slice((file + pointer).length) : "";
  return [fromFile, ...said, insideWords(suffix) ?? suffix].filter((word) => word !== "").join(" ");
}

/** `in Users`: where a schema means something else than it does by itself, since what refers to it has put something in the place of a dynamic anchor. */
function insideWords(meaning: string): string | undefined {
  const around = boundPlaces(meaning).map((key) => {
    const path = tokens(key.slice(key.indexOf("#")).replace(/\/\$defs\/[^/]+$/, ""));
    return path.filter((token) => !structural.has(token)).join(" ");
  });
  return around.length === 0 ? undefined : `in ${[...new Set(around)].join(" and ")}`;
}
const structural = new Set([
  "components",
  "schemas",
  "definitions",
  "$defs",
  "properties",
  "schema",
  "content",
  "paths",
  "responses",
  "parameters",
  "requestBodies",
]);

function planOperations(
  model: ApiModel,
  made: ReadonlySet<Operation>,
  directional: ReadonlySet<SchemaId>,
  schemas: ReadonlyMap<SchemaId, SchemaPlan>,
  names: Names,
): OperationPlan[] {
  const planned = new Map<Operation, OperationPlan>();
  const ids = new Set<string>();
  for (const operation of [model.operations, model.webhooks, callbacksOf(model)].flatMap(inNameOrder)) {
    const { operationId } = operation;
    // An id that two operations have names one of them.
    const named = operationId !== undefined && !ids.has(operationId) && pascal(operationId) !== "";
    if (operationId !== undefined) ids.add(operationId);
    planned.set(operation, planOperation(operation, named ? operationId : undefined, { model, made, directional, schemas, names }));
  }
  return allOperations(model).flatMap((operation) => (made.has(operation) && planned.get(operation)) || []);
}

/** In the document's order of paths. Webhooks and callbacks follow. */
function allOperations(model: ApiModel): Operation[] {
  return [...model.operations, ...model.webhooks, ...callbacksOf(model)];
}

function callbacksOf(model: ApiModel): Operation[] {
  const called = (operation: Operation): Operation[] => operation.callbacks.flatMap((callback) => [callback, ...called(callback)]);
  return [...model.operations, ...model.webhooks].flatMap(called);
}

/** What the names of operations are made from and among. */
interface Settled {
  readonly model: ApiModel;
  readonly made: ReadonlySet<Operation>;
  readonly directional: ReadonlySet<SchemaId>;
  readonly schemas: ReadonlyMap<SchemaId, SchemaPlan>;
  readonly names: Names;
}

function planOperation(operation: Operation, operationId: string | undefined, settled: Settled): OperationPlan {
  const { names } = settled;
  const words = operationId ?? madeName(operation);
  const subject = `operation "${operation.operationId ?? operation.key}"`;
  const what: Subject = { identity: operation.key, subject, place: operation.place, isMade: settled.made.has(operation) };
  const wanted = pascal(words) || `Operation_${shortHash(words)}`;
  const key = names.operationKeys.claim(operationId !== undefined && isWellFormed(operationId) ? operationId : camelOf(words, wanted), operation.key);
  const functionName = names.claim(names.functions, camelOf(words, wanted), what);
  const fixtureName = names.values.claim(functionName, operation.key);
  const mockName = names.claim(names.mocks, `mock${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}`, what);
  const typeName = names.claim(names.operationTypes, wanted, what);
  const file = names.operationFiles.claim(kebab(words), operation.key, undefined, "-");
  return {
    operation,
    key,
    functionName,
    fixtureName,
    mockName,
    typeName,
    file,
    bodies: planBodies(operation, { key, functionName, typeName }, what, settled),
  };
}

/** `getZonesByZoneId` for `GET /zones/{zone_id}`, `postWebhookPing` for the callback `ping` of `postWebhook`. */
function madeName(operation: Operation): string {
  if (operation.kind === "path") return `${operation.method} ${operation.path.replace(/\{([^}]*)\}/g, " by $1 ")}`;
  const method = operation.method === "post" ? "" : operation.method;
  if (operation.kind === "webhook") return `webhook ${operation.path} ${method}`;
  // The key is `POST callback:operation/name/expression`; the expression says where it is sent, not what it is.
  const key = operation.key.slice(operation.key.indexOf(":") + 1);
  return `${key.endsWith(`/${operation.path}`) ? key.slice(0, -operation.path.length - 1) : key} ${method}`;
}

interface OperationNames {
  readonly key: string;
  readonly functionName: string;
  readonly typeName: string;
}

function planBodies(operation: Operation, named: OperationNames, owner: Subject, { model, directional, schemas, names }: Settled): BodyPlan[] {
  // What arrives through a webhook was written by the other side: it is read, as a response is.
  const sent: Direction = operation.kind === "path" ? "request" : "response";
  const received: Direction = operation.kind === "path" ? "response" : "request";
  const bodies: BodyPlan[] = [];
  const operationType = code`${typeSymbol("types", "operations")}[${named.key}]`;
  const add = (direction: Direction, media: MediaType, response: Response | undefined, siblings: readonly MediaType[]): void => {
    const schema = media.schema ?? media.itemSchema;
    if (schema === undefined) return;
    const form = response === undefined ? "RequestBody" : response.status === "default" ? "Default" : response.status;
    const described = siblings.filter((sibling) => (sibling.schema ?? sibling.itemSchema) !== undefined);
    const suffix = form + (described.length > 1 && !isJson(media.mediaType) ? wordAmong(media.mediaType, described) : "");
    const identity = `${operation.key} ${suffix} ${media.mediaType}`;
    const what: Subject = { ...owner, identity, subject: `body of ${owner.subject}`, place: media.place };
    const constName = names.claim(names.values, `${named.functionName}${suffix}`, what, validatorFunctions);
    const typeName = names.claim(names.types, `${named.typeName}${suffix}`, what);
    if (!what.isMade) return;
    const whole =
      response === undefined
        ? code`NonNullable<${operationType}["requestBody"]>["content"][${media.mediaType}]`
        : code`${operationType}["responses"][${response.status}]["content"][${media.mediaType}]`;
    const alias = plainReference(schema, schemas, direction);
    bodies.push({
      direction,
      ...(response === undefined ? {} : { response }),
      media,
      schema,
      // The name of what it refers to: a reader knows it, and a compiler looks up two names for it instead of five.
      ...validatorNames(constName, typeName, alias?.type ?? whole),
      directional: isDirectional(schema, directional, model.schemas),
      ...(alias === undefined ? {} : { alias: { schema: alias.schema, symbol: alias.symbol } }),
    });
  };
  const request = operation.requestBody?.content ?? [];
  for (const media of request) add(sent, media, undefined, request);
  for (const response of operation.responses) for (const media of response.content) add(received, media, response, response.content);
  return bodies;
}

function plainReference(
  schema: Schema,
  schemas: ReadonlyMap<SchemaId, SchemaPlan>,
  direction: Direction,
): { readonly schema: SchemaPlan; readonly symbol: ImportedSymbol; readonly type: Code } | undefined {
  if (schema.ref === undefined) return undefined;
  const { id: _id, place: _place, ref, annotations: _annotations, spelled: _spelled, ...assertions } = schema;
  const target = schemas.get(ref);
  if (target === undefined || Object.keys(assertions).length > 0) return undefined;
  const { constName, type } = direction === "request" && target.request !== undefined ? target.request : target;
  return { schema: target, symbol: symbol(`validators/${target.file}`, constName), type };
}

/** JSON goes without a word, alone or beside others: what most answers are keeps its name where one more form of it comes or goes. */
function isJson(mediaType: string): boolean {
  return mediaType.toLowerCase() === "application/json";
}

/** What a media type is called beside others: `TextXml` beside `application/xml`, which is `Xml`. */
function wordAmong(mediaType: string, siblings: readonly MediaType[]): string {
  const word = mediaWord(mediaType);
  const isTaken = !/^application\//i.test(mediaType) && siblings.filter((sibling) => mediaWord(sibling.mediaType) === word).length > 1;
  return isTaken ? pascal(mediaType.split("/")[0] ?? "") + word : word;
}

/** `Json`, `Xml`, `ProblemJson`, `JsonStreamWatch`: what tells two media types of one status apart. */
function mediaWord(mediaType: string): string {
  const [type = "", ...rest] = mediaType.split("/");
  const word = pascal(rest.join("/").replace(/^x-/, "").replace("*", "any"));
  return word === "" ? pascal(type) || `Media_${shortHash(mediaType).slice(0, 4)}` : word;
}
