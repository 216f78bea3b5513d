import { isBodiless } from "#runtime/client/response/statuses.js";
import type { Schema } from "../../model/schemas/schema.js";
import { eventData } from "../../model/http/event-data.js";
import { fixedValue, templateOf, type PathTemplate } from "../../model/http/template.js";
import { valueFormatOf } from "../../model/http/value-formats.js";
import { hasPlainFiles } from "../../model/http/file-properties.js";
import type { Json } from "../../model/json.js";
import { isBottomless } from "../../plan/schemas/cycles.js";
import type { BodyPlan } from "../../plan/plan.js";
import { graphOf } from "../../plan/schemas/schema-graph.js";
import { fieldReadings, placeReadings } from "../../http/part-readings.js";
import { bodyKinds, bodyWriter } from "../../http/body-kinds.js";
import { parameterForm, partForms, partsByPlace, type PartForm, type RuntimeName } from "../../http/writers.js";
import { invariant } from "../../invariant.js";
import { block } from "../print/block.js";
import { valueCode } from "../fixtures/literal.js";
import { code, join, literal, propertyKey, raw, symbol, type Code, type ImportedSymbol } from "../print/code.js";
import { runtimeSymbol } from "../print/runtime.js";
import { holdsJson } from "./bodies.js";
import { distinct, type BodyShape, type OperationShape, type ParameterShape } from "./shape.js";
import { formatSymbol, runtime } from "./runtime.js";

/** The operation as data for the runtime: everything to send it and to read its responses, by reference to functions. */
export function descriptor(shape: OperationShape, validated: boolean): Code {
  const { operation } = shape.plan;
  const template = templateOf(operation);
  const members = [
    code`id: ${operation.operationId ?? shape.plan.functionName}`,
    code`method: ${operation.method.toUpperCase()}`,
    code`path: ${template.path}`,
  ];
  const add = (name: string, value: Code): void => void members.push(code`${raw(name)}: ${value}`);
  const parameters = [
    ...shape.parameters.map((parameter) => parameterMember(parameter, shape.schemas, template)),
    ...literalMembers(shape, template),
    // Last: it replaces the output of earlier writers.
    ...(shape.pages?.isLinked === true ? [code`"?": { write: ${runtime("pages", "linkedQuery")} }`] : []),
  ];
  add("parameters", block(parameters, 4));
  const mayStream = shape.bodies.some(({ kind }) => kind === "lines" || !bodyKinds[kind].isValue);
  if (!/^(get|head)$/i.test(operation.method)) add("redirect", code`${runtime("sending/redirect", mayStream ? "likeFetchOnce" : "likeFetch")}`);
  const successes = shape.responses.filter(({ success }) => success);
  const encodedError = shape.responses.flatMap(({ failure, bodies }) => (failure ? bodies : [])).find(({ kind }) => kind === "encoded");
  if (encodedError !== undefined) add("accept", code`/* @__PURE__ */ ${runtime("response/encoded", "errorsIn")}(${formatOf(encodedError)})`);
  else if (successes.some(({ response: { status } }) => /^[13]\d\d$/.test(status))) add("accept", code`${runtime("sending/redirect", "asResult")}`);
  if (shape.bodies.length > 0) {
    const content = shape.bodies.map((body) => bodyMember(body, shape, validated));
    add(
      "body",
      block([code`write: ${contentWriter(shape)}`, code`content: ${block(content, 6)}`, ...(shape.bodyRequired ? [raw("required: true")] : [])], 4),
    );
  }
  add("security", code`${alternatives(shape.security)}`);
  const defaults: Code[] = [];
  // RFC 9110 §9.2.2: post, patch and unknown methods are not idempotent, unless an idempotency key identifies repetitions.
  if (!/^(get|head|put|delete|options|trace|query)$/i.test(operation.method) && !shape.parameters.some(({ idempotency }) => idempotency))
    defaults.push(code`retries: 0`);
  const accept = [...new Set(successes.flatMap(({ bodies }) => bodies.map(({ media }) => media.mediaType)))];
  if (accept.length > 0) defaults.push(code`accept: ${accept.join(", ")}`);
  defaults.push(...ownValues(shape, template));
  if (defaults.length > 0) add("defaults", code`{ ${join(defaults, ", ")} }`);
  const responses = successes.map(({ response, bodies, isOpen }) => {
    const [first, ...others] = bodies.map((body) => responseMembers(body, shape, validated));
    const key = statusKey(response.status);
    if (isBodiless(response.status, operation.method)) return code`${key}: {}`;
    if (first === undefined) return isOpen ? code`${key}: { read: ${runtime("response/open-type", "whatComes")} }` : code`${key}: {}`;
    // An exact code implies that there is no body; for a range, each response decides.
    const maybe = (entry: Code): Code =>
      isCode(response.status) ? entry : code`{ read: ${runtime("response/empty", "unlessEmpty")}, body: ${entry} }`;
    if (others.length === 0) return code`${key}: ${maybe(code`{ ${join(first, ", ")} }`)}`;
    const content = bodies.map((body) => code`${raw(propertyKey(body.media.mediaType))}: { ${join(responseMembers(body, shape, validated), ", ")} }`);
    return code`${key}: ${maybe(block([code`read: ${runtime("response/media", "byMediaType")}`, code`content: ${block(content, 8)}`], 6))}`;
  });
  // No success is described: every response counts as one.
  if (responses.length === 0) responses.push(code`default: { read: ${runtime("response/open-type", "whatComes")} }`);
  add("responses", block(responses, 4));
  const errors = shape.responses
    .filter(({ failure }) => failure)
    .map(({ response, bodies }) => {
      const tests = operation.method === "head" ? [] : distinct(bodies.flatMap((body) => errorTest(body, shape, validated)));
      return code`${statusKey(response.status)}: [${tests.length > 0 ? join(tests, ", ") : code`${runtime("response/texts", "isAnything")}`}]`;
    });
  add("errors", block(errors, 4));
  return block(members, 2);
}

/** The selection of a body's media type, with its writer. */
function contentWriter({ bodies }: OperationShape): ImportedSymbol {
  if (bodies.some(({ kind, codec }) => (kind === "json" || kind === "encoded") && codec)) return runtime("decoded", "encodedContent");
  const isExact = bodies.length === 1 && bodies.every(({ media }) => !/[*;]/.test(media.mediaType));
  return runtime("request/bodies", isExact ? "onlyContent" : "content");
}

/** Optional credentials come last: available ones are still sent. */
function alternatives(security: OperationShape["security"]): OperationShape["security"] {
  const some = security.filter((way) => way.length > 0);
  return some.length === security.length && some.length > 0 ? some : [...some, []];
}

/** Constant query parameters in the path template. */
function literalMembers({ parameters }: OperationShape, { query }: PathTemplate): Code[] {
  return query
    .filter(([name, value]) => !value.includes("{") && !parameters.some(({ parameter }) => parameter.in === "query" && parameter.name === name))
    .map(
      ([name]) =>
        code`${raw(propertyKey(`?${name}`))}: { write: ${runtime("request/parameters", "query")}, name: ${name}, option: ${ownOption(name)} }`,
    );
}

/** The default of a single operation's parameter: no client option has such a name. */
const ownOption = (name: string): string => `?${name}`;

/** Values that the operation adds for omitted parameters: an idempotency key for each call, and constants of the path. */
function ownValues({ parameters }: OperationShape, template: PathTemplate): Code[] {
  const keys = parameters.flatMap(({ parameter, idempotency }) =>
    idempotency ? [code`get ${raw(propertyKey(ownOption(parameter.name)))}() { return ${runtime("request/idempotency", "newKey")}(); }`] : [],
  );
  const stated = [...template.query, ...template.headers].filter(([, value]) => !value.includes("{"));
  return [...keys, ...distinctNames(stated).map(([name, value]) => code`${raw(propertyKey(ownOption(name)))}: ${value}`)];
}

/** The first of duplicates. */
function distinctNames(pairs: PathTemplate["query"]): PathTemplate["query"] {
  return pairs.filter(([name], index) => pairs.findIndex(([other]) => other === name) === index);
}

function parameterMember(
  { key, parameter, option, required, idempotency }: ParameterShape,
  schemas: OperationShape["schemas"],
  template: PathTemplate,
): Code {
  const hole = template.query.find(([, value]) => value === `{${parameter.name}}`);
  if (parameter.in === "path" && hole !== undefined) {
    const [name] = hole;
    return code`${raw(propertyKey(key))}: { write: ${runtime("request/parameters", "query")}, ${name === key ? raw("") : code`name: ${name}, `}required: true }`;
  }
  const constant = fixedValue(template, parameter);
  const { write, encoding, ...form } = parameterForm(parameter, schemas);
  const entry = [code`write: ${named(write)}`, ...(key === parameter.name ? [] : [code`name: ${parameter.name}`]), ...partMembers(form)];
  if (form.text !== undefined) entry.push(code`text: ${named(form.text)}`);
  if (encoding !== undefined) entry.push(...encodingMember(encoding));
  const isOwn = idempotency || constant !== undefined;
  if (isOwn || option !== undefined) entry.push(code`option: ${isOwn ? ownOption(parameter.name) : (option ?? "")}`);
  if ((required && !idempotency) || parameter.in === "path") entry.push(code`required: true`);
  return code`${raw(propertyKey(key))}: { ${join(entry, ", ")} }`;
}

const named = ([module, name]: RuntimeName): ImportedSymbol => runtime(`request/${module}`, name);

function writerFor({ kind, media, codec, xml }: BodyShape): ImportedSymbol {
  if (xml) return runtime("request/xml", "xmlBody");
  if (codec && kind === "json") return runtime("decoded", "exactJsonBody");
  if (codec && kind === "lines") return runtime("decoded", "exactItemsBody");
  return named(bodyWriter(kind, media));
}

/** The codec of a binary format: a bundle contains only the named ones. */
function formatOf({ media }: BodyShape): ImportedSymbol {
  const format = valueFormatOf(media.mediaType);
  invariant(format !== undefined, `${media.mediaType} has no format`);
  return formatSymbol(format);
}

function bodyMember(body: BodyShape, shape: OperationShape, validated: boolean): Code {
  const entry = [code`write: ${writerFor(body)}`];
  const described = [...(body.codec ? [code`codec: ${body.codec}`] : []), ...(validated ? checks(body, shape) : [])];
  if (body.kind === "json") entry.push(...described);
  else if (body.kind === "lines" && described.length > 0) entry.push(code`items: { ${join(described, ", ")} }`);
  if (body.xml) entry.push(code`xml: ${valueCode(body.xml as unknown as Json, "        ")}`);
  if (body.kind === "encoded") {
    const fields = validated ? checks(body, shape) : [];
    entry.push(code`format: ${formatOf(body)}`, ...(body.codec ? [code`codec: ${body.codec}`] : []));
    if (fields.length > 0) entry.push(code`fields: { ${join(fields, ", ")} }`);
  }
  if (body.xml && described.length > 0) entry.push(code`fields: { ${join(described, ", ")} }`);
  if (body.kind === "parts" && body.media.byPosition !== undefined)
    entry.push(code`parts: ${raw(literal(partsByPlace(body.media.byPosition) as Json))}`);
  if (body.kind === "form" || body.kind === "multipart") {
    entry.push(...encodingMember(partForms(body.media)));
    if (validated && hasPlainFiles(body.media, shape.schemas)) {
      const fields = checks(body, shape);
      if (fields.length > 0) entry.push(code`fields: { ${join(fields, ", ")} }`);
    }
  }
  return code`${raw(propertyKey(body.media.mediaType))}: ${body.xml ? block(entry, 8) : code`{ ${join(entry, ", ")} }`}`;
}

function encodingMember(forms: ReadonlyMap<string, PartForm>): Code[] {
  const entries = [...forms].map(([name, form]) => code`${raw(propertyKey(name))}: { ${join(partMembers(form), ", ")} }`);
  return entries.length === 0 ? [] : [code`encoding: { ${join(entries, ", ")} }`];
}

function partMembers({ contentType, style, explode, encode, nested }: PartForm): Code[] {
  return [
    ...(contentType === undefined ? [] : [code`contentType: ${contentType}`]),
    ...(style === undefined ? [] : [code`style: ${named(style)}`]),
    ...(explode === undefined ? [] : [code`explode: ${explode}`]),
    ...(encode === undefined ? [] : [code`encode: ${named(encode)}`]),
    ...(nested === undefined ? [] : [code`write: /* @__PURE__ */ ${runtime("request/parts", "nestedPart")}(${raw(literal(nested as Json))})`]),
  ];
}

function statusKey(status: string): Code {
  return raw(isCode(status) ? status : propertyKey(status));
}

function isCode(status: string): boolean {
  return /^[1-9]\d*$/.test(status);
}

/** The validator of an error's body; none if the document does not describe it. */
function errorTest(body: BodyShape, shape: OperationShape, validated: boolean): Code[] {
  const tests = body.kind === "text" ? [code`${runtime("response/texts", "isText")}`] : [];
  if (!validated || body.plan === undefined || !holdsJson(body, shape)) return tests;
  return [code`${symbol(...checkedBy(body.plan, shape, "isName"))}`, ...tests];
}

function responseMembers(body: BodyShape, shape: OperationShape, validated: boolean): Code[] {
  const members = [code`read: ${runtime(...readerOf(body, shape))}`];
  if (body.kind === "encoded") members.push(code`format: ${formatOf(body)}`);
  if (body.codec) members.push(code`codec: ${body.codec}`);
  // Streams are validated by item; bodies other than JSON have no applicable schema.
  if (validated && bodyKinds[body.kind].isChecked) members.push(...checks(body, shape));
  if (body.kind === "parts" || body.kind === "multipart") members.push(...partMembersOf(body, shape, validated));
  return members;
}

/** The readers and validators of a response's parts. */
function partMembersOf(body: BodyShape, shape: OperationShape, validated: boolean): Code[] {
  const readings = body.kind === "parts" ? placeReadings(body.media, shape) : fieldReadings(body.media, shape);
  if (readings === undefined) return [];
  const found = validated && hasPlainFiles(body.media, shape.schemas) ? checks(body, shape) : [];
  const isEach = body.kind === "parts" && body.media.schema === undefined && found.length > 0;
  return [
    ...(Object.keys(readings).length > 0 ? [code`${raw(body.kind === "parts" ? "places" : "fields")}: ${raw(literal(readings as Json))}`] : []),
    ...(isEach ? [code`items: { ${join(found, ", ")} }`] : found),
  ];
}

function readerOf({ kind, media, codec }: BodyShape, { schemas }: OperationShape): readonly [module: string, name: string] {
  if (kind === "multipart" && fieldReadings(media, { schemas }) !== undefined) return ["response/part-readers", "namedParts"];
  if (codec) return ["decoded", { json: "decodedJson", encoded: "decodedValue", lines: "decodedLines", events: "decodedEvents" }[kind as "json"]];
  if (kind === "json" && media.schema !== undefined && isNullable(media.schema, schemas)) return ["response/reading", "jsonOrNull"];
  if (kind !== "events") return bodyKinds[kind].read;
  return ["streams/events", { json: "events", text: "textEvents", whole: "wholeEvents" }[eventData(media, schemas)]];
}

/** Whether null is allowed, but not any value. */
function isNullable(schema: Schema, schemas: OperationShape["schemas"]): boolean {
  const types = graphOf(schemas).types(schema);
  return types.has("null") && !(types.has("array") && types.has("object") && types.has("string"));
}

function checks({ plan }: BodyShape, shape: OperationShape): Code[] {
  if (plan === undefined) return [];
  const rule = code`rule: ${symbol(...checkedBy(plan, shape, "ruleName"))}`;
  return isBottomless(plan.schema, shape.schemas) ? [rule, code`ask: ${runtimeSymbol("validators/core", "issuesOf")}`] : [rule];
}

/** Module and name of a body's check: the schema's own, where the body is only a reference to it. */
function checkedBy(body: BodyPlan, { plan: { group } }: OperationShape, which: "isName" | "ruleName"): [from: string, name: string] {
  if (body.alias === undefined) return [`validators/operations/${group}`, body[which]];
  const { schema, symbol: aliased } = body.alias;
  const names = schema.request?.constName === aliased.name ? schema.request : schema;
  return [aliased.from, names[which]];
}
