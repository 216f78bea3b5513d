import { code, symbol, typeSymbol, type Code, type ImportedSymbol } from "../emit/print/code.js";
import type { Report } from "../diagnostics/diagnostic.js";
import type { ApiModel, MediaType, Operation, Response } from "../model/api.js";
import { paginationOf } from "../model/extensions/pagination.js";
import { placeKey } from "../model/place.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { Decoding } from "./decoding.js";
import { deepName } from "./names/deep-name.js";
import { directionalSchemas, directionsOf, isDirectional } from "./schemas/directions.js";
import { sentSchemas } from "./schemas/sent.js";
import { operationFunction, schemaFixture, schemaName, validatorConst } from "./names/forms.js";
import { functionNames } from "./names/function-names.js";
import { groupingTag, groupNames, methodName, reservedMembers } from "./names/client-groups.js";
import { groupFile, schemaGroupFile } from "./names/groups.js";
import { mediaWords } from "./names/media-words.js";
import { camel, kebab, pascal, shortHash } from "./names/names.js";
import { compareNamed, inNameOrder, ranked } from "./names/name-order.js";
import { Namespace, reasonOf, reservedFiles, reservedFunctions, reservedMocks, reservedTypes, reservedValues } from "./names/namespace.js";
import type { BodyPlan, ClientGroup, Direction, OperationPlan, Plan, SchemaPlan, ValidatorNames } from "./plan.js";
import { artefacts, mockLibraries, type PlanOptions } from "./plan-options.js";

/**
 * Determines every exported name and every file before any text exists. Reports each name that differs from the document's words.
 *
 * @param fullModel The model before the selection. Its names are determined too, so that a selection renames nothing.
 */
export function plan(model: ApiModel, options: PlanOptions, report: Report, fullModel: ApiModel = model): Plan {
  const directional = directionalSchemas(fullModel);
  const names = new Names(report);
  const schemas = planSchemas(fullModel, model, directional, names, options.decoding !== undefined).filter(({ schema }) =>
    model.schemas.has(schema.id),
  );
  const schemaById = new Map(schemas.map((schema) => [schema.schema.id, schema]));
  const selected = new Set(allOperations(model));
  const planned = planOperations(fullModel, selected, directional, schemaById, names);
  const grouped = options.groupBy === "tags" ? groupByTags(planned, fullModel, selected, names) : undefined;
  const operations = allOperations(fullModel, selected).flatMap((operation) => {
    const own = selected.has(operation) ? planned.get(operation) : undefined;
    const method = grouped?.methods.get(operation);
    return own === undefined ? [] : [method === undefined ? own : { ...own, method }];
  });
  return {
    ...(options.packageName === undefined ? {} : { packageName: options.packageName }),
    schemas: schemas.toSorted((a, b) => (a.typeName < b.typeName ? -1 : a.typeName > b.typeName ? 1 : 0)),
    schemaById,
    operations,
    artefacts: artefacts(options.only),
    mockLibraries: mockLibraries.filter((library) => options.mocks?.includes(library) ?? true),
    importExtension: options.importExtension ?? "js",
    target: options.target ?? "ts",
    runtime: options.runtime ?? "copy",
    ...(options.typePrinter === undefined ? {} : { typePrinter: options.typePrinter }),
    ...(options.typesFile === undefined ? {} : { typesFile: options.typesFile }),
    ...(grouped === undefined ? {} : { clientGroups: grouped.groups }),
    ...(options.decoding === undefined ? {} : { decoding: new Decoding(model, options.decoding) }),
  };
}

/** The namespaces of the output. Things of two kinds never collide: those that share an index differ in the form of their names. */
class Names {
  readonly schemaValues = new Namespace(reservedValues);
  readonly schemaTypes = new Namespace(reservedTypes);
  readonly bodyValues = new Namespace(reservedValues);
  readonly functions = new Namespace(reservedFunctions);
  readonly mocks = new Namespace(reservedMocks);
  readonly operationTypes = new Namespace(reservedTypes);
  readonly schemaFiles = new Namespace(reservedFiles, (name) => name.toLowerCase());
  readonly schemaKeys = new Namespace();
  readonly operationKeys = new Namespace();

  constructor(readonly report: Report) {}

  /** Claims a name in a namespace and reports it when it is not the wanted one. */
  claim(space: Namespace, wanted: string, what: Subject, exported?: (name: string) => readonly string[]): string {
    const name = space.claim(wanted, what.identity, exported);
    if (name !== wanted && what.isSelected) {
      const owner = space.owner(wanted);
      if (owner === undefined || owner === "") this.#reserved(space, wanted, name, what, exported);
      else this.report("name-clash", { subject: what.subject, wanted, name, owner }, what.place);
    }
    return name;
  }

  /** Reports a name that differs from its words. */
  claimSeparate(wanted: string, name: string, what: Subject, of = ""): string {
    const reason = "kept for a name that is generated for something else";
    if (name !== wanted && what.isSelected) this.report("name-reserved", { subject: `${of}${what.subject}`, wanted, name, reason }, what.place);
    return name;
  }

  /** Reports the collision of a wanted name: with itself, or with a derived name. */
  #reserved(space: Namespace, wanted: string, name: string, { subject, place }: Subject, exported?: (name: string) => readonly string[]): void {
    const taken = exported?.(wanted).find((each) => each !== wanted && space.owner(each) !== undefined);
    const owner = taken === undefined ? "" : space.owner(taken);
    const reason =
      taken === undefined || space.owner(wanted) === ""
        ? reasonOf(wanted)
        : `not available: it needs the name ${taken}, which is ${owner === "" || owner === undefined ? reasonOf(taken) : `already used for ${JSON.stringify(owner)}`}`;
    this.report("name-reserved", { subject, wanted, name, reason }, place);
  }
}

interface Subject {
  readonly identity: string;
  /** As a sentence has it: `schema "Zone"`. */
  readonly subject: string;
  readonly place: Schema["place"];
  /** Names of unselected parts are not reported. */
  readonly isSelected: boolean;
}

function planSchemas(model: ApiModel, selected: ApiModel, directional: ReadonlySet<SchemaId>, names: Names, isDecoded: boolean): SchemaPlan[] {
  const componentNames = new Map<SchemaId, string>();
  for (const [name, id] of model.components.schemas) if (!componentNames.has(id)) componentNames.set(id, name);
  // Components first: names from the document take precedence over names of deep references.
  const ids = [...new Set([...componentNames.keys(), ...model.schemas.keys()])];
  const position = new Map(ids.map((id, index) => [id, index]));
  const wishes = ids
    .map((identity) => ranked({ identity, words: componentNames.get(identity) ?? "" }))
    .toSorted((a, b) => Number(!componentNames.has(a.identity)) - Number(!componentNames.has(b.identity)) || compareNamed(a, b))
    .map(({ identity }) => identity);
  for (const name of componentNames.values()) if (isWellFormed(name)) names.schemaKeys.claim(name, name);
  const plans: SchemaPlan[] = [];
  for (const id of wishes) {
    const schema = model.schemas.get(id);
    if (schema === undefined) continue;
    const component = componentNames.get(id);
    const words = component ?? deepName(schema);
    const subject = component === undefined ? `schema at ${id}` : `schema "${component}"`;
    const what: Subject = { identity: id, subject, place: schema.place, isSelected: selected.schemas.has(id) };
    const type = pascal(words) || `Schema_${shortHash(words)}`;
    const value = camelOf(words, type);
    const typeName = names.claim(names.schemaTypes, names.claimSeparate(type, schemaName(type), what), what);
    const name = names.claim(names.schemaValues, schemaName(value), what, exportedBy);
    // Half of a surrogate pair is invalid in files and references.
    const key = component !== undefined && isWellFormed(component) ? component : names.schemaKeys.claim(typeName, id);
    const file = names.schemaFiles.claim(kebab(words), id, undefined, "-");
    const group = schemaGroupFile(words);
    const valuesName = `${name}Values`;
    const own = schemaNames(name, validatorConst(name), typeName, key, isDecoded);
    // Names of derived words are not reported.
    if (component !== undefined) {
      names.claimSeparate(name, own.constName, what, "the validator of ");
      names.claimSeparate(name, own.fixtureName, what, "the fixture of ");
    }
    plans.push({ schema, key, file, group, valuesName, directional: directional.has(id), ...own });
  }
  // The names of second variants come after every name of the document.
  const [sent, sentHere] = [sentSchemas(model), sentSchemas(selected)];
  const named = plans.map((each) => {
    const request = sent.has(each.schema.id) ? requestForm(each, names, isDecoded) : undefined;
    return request !== undefined && sentHere.has(each.schema.id) ? { ...each, request } : each;
  });
  return named.toSorted((a, b) => (position.get(a.schema.id) ?? 0) - (position.get(b.schema.id) ?? 0));
}

/** `SessionWritable`: the request variant, without readOnly properties. No schema of the document has this name. */
function requestForm(
  { schema, key, typeName, baseName, constName }: SchemaPlan,
  names: Names,
  isDecoded: boolean,
): NonNullable<SchemaPlan["request"]> {
  const requestKey = names.schemaKeys.claim(`${key}Writable`, `${schema.id} request`);
  return { key: requestKey, ...schemaNames(`${baseName}Writable`, `${constName}Writable`, `${typeName}Writable`, requestKey, isDecoded) };
}

/** @param isDecoded Whether `models` has the types of decoded values. Others are then found in `components` only. */
function schemaNames(baseName: string, constName: string, typeName: string, key: string, isDecoded: boolean): ValidatorNames {
  const type = isDecoded ? componentType(key) : code`${typeSymbol("models", typeName)}`;
  return { baseName, constName, ...functionNames(baseName), fixtureName: schemaFixture(baseName), typeName, type };
}

/** The exports for a validator of that name in an index. */
function exportedBy(name: string): readonly string[] {
  const { isName, checkName, assertName, parseName } = functionNames(name);
  return [validatorConst(name), isName, checkName, assertName, parseName];
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

export function componentType(key: string): Code {
  return code`${typeSymbol("types", "components")}["schemas"][${key}]`;
}

function camelOf(words: string, wanted: string): string {
  return camel(words) || wanted.charAt(0).toLowerCase() + wanted.slice(1);
}

function planOperations(
  model: ApiModel,
  selected: ReadonlySet<Operation>,
  directional: ReadonlySet<SchemaId>,
  schemas: ReadonlyMap<SchemaId, SchemaPlan>,
  names: Names,
): Map<Operation, OperationPlan> {
  const planned = new Map<Operation, OperationPlan>();
  const hasPages = model.operations.some((operation) => paginationOf(operation) !== undefined);
  const settled: Settled = { model, selected, directional, schemas, names, hasPages };
  const ids = new Set<string>();
  for (const operation of [model.operations, model.webhooks, callbacksOf(model, selected)].flatMap(inNameOrder)) {
    const { operationId } = operation;
    // An id that two operations have names one of them.
    const named = operationId !== undefined && !ids.has(operationId) && pascal(operationId) !== "";
    if (operationId !== undefined) ids.add(operationId);
    planned.set(operation, planOperation(operation, named ? operationId : undefined, settled));
  }
  return planned;
}

/**
 * Names of the client's groups and of their methods. Like all names they are determined for every operation of the document, in an order that
 * does not depend on its position.
 */
function groupByTags(
  planned: ReadonlyMap<Operation, OperationPlan>,
  model: ApiModel,
  selected: ReadonlySet<Operation>,
  names: Names,
): { readonly groups: readonly ClientGroup[]; readonly methods: ReadonlyMap<Operation, NonNullable<OperationPlan["method"]>> } {
  const properties = new Namespace([...reservedMembers, "raw"]);
  const types = new Namespace(reservedTypes);
  const hasPages = model.operations.some((operation) => paginationOf(operation) !== undefined);
  const byTag = new Map<string, OperationPlan[]>();
  for (const each of planned.values()) {
    const { operation, functionName } = each;
    if (operation.kind !== "path") continue;
    const tag = groupingTag(operation, model);
    const others = tag === undefined ? undefined : byTag.get(tag);
    if (tag === undefined) properties.claim(functionName, operation.key);
    else if (others === undefined) byTag.set(tag, [each]);
    else others.push(each);
  }
  const groups = new Map<string, ClientGroup>();
  const methods = new Map<Operation, NonNullable<OperationPlan["method"]>>();
  const tags = [...byTag].map(([tag, plans]) => ranked({ tag, plans, words: tag, identity: tag })).toSorted(compareNamed);
  for (const { tag, plans } of tags) {
    const declared = model.tags.find(({ name }) => name === tag);
    const place = declared?.place ?? (plans[0] as OperationPlan).operation.place;
    const isSelected = plans.some(({ operation }) => selected.has(operation));
    const what: Subject = { identity: `tag ${tag}`, subject: `the group of the tag ${JSON.stringify(tag)}`, place, isSelected };
    const wanted = groupNames(tag);
    const name = names.claim(properties, wanted.name, what);
    const typeName = names.claim(types, wanted.typeName, what);
    if (isSelected) groups.set(tag, { tag, name, typeName, ...(declared?.description === undefined ? {} : { description: declared.description }) });
    const members = new Namespace(reservedMembers);
    const wishes = plans.map(({ operation, functionName }) => {
      const { operationId = "" } = operation;
      // Other names are derived from the path, or have a suffix.
      const own = functionName === camel(operationId) ? methodName(operationId, tag) : functionName;
      return { operation, functionName, wanted: own === functionName ? own : operationFunction(own, hasPages) };
    });
    // Names without a removed tag take precedence; later ones keep their full name.
    for (const { operation, functionName, wanted: method } of wishes.toSorted(
      (a, b) => Number(a.wanted !== a.functionName) - Number(b.wanted !== b.functionName),
    )) {
      const subject: Subject = {
        identity: operation.key,
        subject: `operation ${JSON.stringify(operation.operationId ?? operation.key)}`,
        place: operation.place,
        isSelected: selected.has(operation),
      };
      const owner = members.owner(method);
      const isTaken = owner !== undefined && owner !== "" && method !== functionName;
      const found = isTaken ? members.claim(functionName, operation.key) : names.claim(members, method, subject);
      if (isTaken && subject.isSelected)
        names.report("name-clash", { subject: subject.subject, wanted: `${name}.${method}`, name: `${name}.${found}`, owner }, subject.place);
      methods.set(operation, { group: name, name: found });
    }
  }
  return { groups: [...groups.values()], methods };
}

/** In the document's order of paths. Webhooks and callbacks follow. */
function allOperations(model: ApiModel, selected?: ReadonlySet<Operation>): Operation[] {
  return [...model.operations, ...model.webhooks, ...callbacksOf(model, selected)];
}

/**
 * A callback with an operationId that several operations share is one: it keeps its name when another operation refers to it.
 * @param selected The required ones: if a callback is one of several, one of these.
 */
function callbacksOf(model: ApiModel, selected?: ReadonlySet<Operation>): Operation[] {
  const called = (operation: Operation): Operation[] => operation.callbacks.flatMap((callback) => [callback, ...called(callback)]);
  const callbacks = new Map<string, Operation>();
  for (const callback of [...model.operations, ...model.webhooks].flatMap(called)) {
    const identity = callback.operationId === undefined ? callback.key : placeKey(callback.place);
    const known = callbacks.get(identity);
    if (known === undefined || (selected?.has(callback) === true && !selected.has(known))) callbacks.set(identity, callback);
  }
  return [...callbacks.values()];
}

/** The sources of operations' names, and the names in use. */
interface Settled {
  readonly model: ApiModel;
  readonly selected: ReadonlySet<Operation>;
  readonly directional: ReadonlySet<SchemaId>;
  readonly schemas: ReadonlyMap<SchemaId, SchemaPlan>;
  readonly names: Names;
  /** Whether there are functions for the pages of operations. */
  readonly hasPages: boolean;
}

function planOperation(operation: Operation, operationId: string | undefined, settled: Settled): OperationPlan {
  const { names, model } = settled;
  const words = operationId ?? madeName(operation);
  const subject = `operation "${operation.operationId ?? operation.key}"`;
  const what: Subject = { identity: operation.key, subject, place: operation.place, isSelected: settled.selected.has(operation) };
  const wanted = pascal(words) || `Operation_${shortHash(words)}`;
  const key = names.operationKeys.claim(operationId !== undefined && isWellFormed(operationId) ? operationId : camelOf(words, wanted), operation.key);
  const value = camelOf(words, wanted);
  const functionName = names.claim(names.functions, names.claimSeparate(value, operationFunction(value, settled.hasPages), what), what);
  const mockName = names.claim(names.mocks, `mock${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}`, what);
  const typeName = names.claim(names.operationTypes, wanted, what);
  return {
    operation,
    key,
    functionName,
    mockName,
    typeName,
    group: groupFile(operation, model),
    bodies: planBodies(operation, { key, functionName, typeName }, what, settled),
  };
}

/** `getZonesByZoneId` for `GET /zones/{zone_id}`, `postWebhookPing` for the callback `ping` of `postWebhook`. */
function madeName(operation: Operation): string {
  if (operation.kind === "path") return `${operation.method} ${operation.path.replace(/\{([^{}]*)\}/g, " by $1 ")}`;
  const method = operation.method === "post" ? "" : operation.method;
  if (operation.kind === "webhook") return `webhook ${operation.path} ${method}`;
  // The key is `POST callback:operation/name/expression`; the expression is its address, not its name.
  const key = operation.key.slice(operation.key.indexOf(":") + 1);
  return `${key.endsWith(`/${operation.path}`) ? key.slice(0, -operation.path.length - 1) : key} ${method}`;
}

interface OperationNames {
  readonly key: string;
  readonly functionName: string;
  readonly typeName: string;
}

function planBodies(operation: Operation, named: OperationNames, owner: Subject, { model, directional, schemas, names }: Settled): BodyPlan[] {
  const { sent, received } = directionsOf(operation);
  const bodies: BodyPlan[] = [];
  const operationType = code`${typeSymbol("types", "operations")}[${named.key}]`;
  const add = (direction: Direction, media: MediaType, response: Response | undefined, word: string): void => {
    const schema = schemaIn(media);
    if (schema === undefined) return;
    const form = response === undefined ? "RequestBody" : response.status === "default" ? "Default" : response.status;
    const suffix = form + word;
    const identity = `${operation.key} ${suffix} ${media.mediaType}`;
    const what: Subject = { ...owner, identity, subject: `body of ${owner.subject}`, place: media.place };
    const baseName = names.claim(names.bodyValues, `${named.functionName}${suffix}`, what, exportedBy);
    const constName = names.claimSeparate(baseName, validatorConst(baseName), what, "the validator of ");
    if (!what.isSelected) return;
    const fullType =
      response === undefined
        ? code`NonNullable<${operationType}["requestBody"]>["content"][${media.mediaType}]`
        : code`${operationType}["responses"][${response.status}]["content"][${media.mediaType}]`;
    const alias = plainReference(schema, schemas, direction);
    bodies.push({
      direction,
      ...(response === undefined ? {} : { response }),
      media,
      schema,
      // The name of its target: readers know it, and a compiler looks up two names instead of five.
      baseName,
      constName,
      ...functionNames(baseName),
      fixtureName: baseName,
      typeName: `${named.typeName}${suffix}`,
      type: alias?.type ?? fullType,
      directional: isDirectional(schema, directional, model.schemas),
      ...(alias === undefined ? {} : { alias: { schema: alias.schema, symbol: alias.symbol } }),
    });
  };
  const addAll = (direction: Direction, content: readonly MediaType[], response?: Response): void => {
    const described = content.filter((media) => schemaIn(media) !== undefined);
    const words = mediaWords(described);
    for (const media of described) add(direction, media, response, words.get(media) ?? "");
  };
  addAll(sent, operation.requestBody?.content ?? []);
  for (const response of operation.responses) addAll(received, response.content, response);
  return bodies;
}

function schemaIn({ schema, itemSchema }: MediaType): Schema | undefined {
  return schema ?? itemSchema;
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
