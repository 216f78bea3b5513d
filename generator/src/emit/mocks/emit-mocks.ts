import type { ApiModel, MediaType, Operation, Response } from "../../model/api.js";
import { isFailure, isSuccess } from "../../model/http/outcomes.js";
import { restOf, spellingsOf } from "../../model/http/path-pattern.js";
import { usualUrl } from "../../model/http/usual-url.js";
import { bodyKind, isMultipart } from "../../model/http/body-kind.js";
import { rolesOf, type Role } from "../../model/http/roles.js";
import type { BodyPlan, OperationPlan, Plan } from "../../plan/plan.js";
import { usualServers } from "../../plan/servers.js";
import { templateOf } from "../../model/http/template.js";
import { hasFull } from "../../values/index.js";
import { code, join, literal, propertyKey, quote, raw, symbol, typed, typeSymbol, type Code, type ImportedSymbol } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { runtimeModule } from "../../files/runtime-folder.js";
import { runtimeSymbol, runtimeTypeSymbol } from "../print/runtime.js";
import type { ModuleTask } from "../task.js";
import { operationsPath, schemasPath, type FixtureNotes } from "../fixtures/note.js";
import { eventData } from "../../model/http/event-data.js";
import { streamKind } from "../../model/http/streams.js";
import { valueFormatOf } from "../../model/http/value-formats.js";
import { formatSymbol } from "../operations/runtime.js";
import { distinct } from "../operations/shape.js";
import { byGroup } from "../../plan/names/groups.js";
import { camel } from "../../plan/names/names.js";
import { reservedValues } from "../../plan/names/namespace.js";
import type { Json } from "../../model/json.js";
import { exampleValues, serializedExample } from "../../http/examples.js";
import { partForms, partsByPlace } from "../../http/writers.js";
import { xmlExample } from "../../http/xml/example.js";
import { xmlSchema } from "../../http/xml/schema.js";
import { pagesOf } from "./pages.js";
import { headerLines } from "./headers.js";

const runtimeType = (name: string): ImportedSymbol => runtimeTypeSymbol("mocks/types", name);

/**
 * Mocks of every operation: their responses as data in one module per group of operations, and a function per operation for nock and for MSW.
 * Each library has its own module, because it need not be installed. Each module is generated on demand.
 * @param notes Of the modules of fixtures, if those are generated. Otherwise values are searched again.
 */
export function* emitMocks(model: ApiModel, plan: Plan, notes?: FixtureNotes): Generator<ModuleTask> {
  const hasValue = bodiesWithValue(model);
  const roles = rolesOf(model);
  const operations = plan.operations.filter(isCalled);
  const listed = operations.map(({ operation, functionName, mockName, group }) => [
    functionName,
    mockName,
    group,
    operation.summary ?? operation.key,
  ]);
  for (const library of plan.mockLibraries)
    yield { path: `mocks/${library}`, of: "with", with: listed, make: () => libraryModule(library, operations) };
  yield { path: "mocks/index", of: "with", with: listed, make: () => indexModule(operations) };
  for (const group of byGroup(operations, (operation) => operation.group)) {
    const fixtures = (operation: OperationPlan, body: BodyPlan): boolean =>
      notes?.of(operationsPath(operation.group))?.has(body.fixtureName) ?? hasValue(body);
    yield {
      path: dataPath(group[0]),
      of: group,
      with: group.map(({ operation }) => roles.get(operation)),
      make: () => dataModule(group, { model, fixtures, roles }),
    };
  }
}

type Group = readonly [OperationPlan, ...OperationPlan[]];

/** The data of an operation's mock, as other modules name it: `pulls.pullsListMock`. */
function dataOf(plan: OperationPlan): Code {
  const name = camel(plan.group);
  const all = symbol(dataPath(plan), `* as ${reservedValues.includes(name) ? `${name}_` : name}`);
  return code`${all}.${raw(`${plan.functionName}Mock`)}`;
}

/** The module of an operation's responses. */
function dataPath({ group }: OperationPlan): string {
  return `mocks/operations/${group}`;
}

/** Operations that the other side calls have no mock. */
function isCalled({ operation }: OperationPlan): boolean {
  return operation.kind === "path";
}

/** The inputs of the modules of all groups. */
interface Context {
  readonly model: ApiModel;
  /** Whether a body has a fixture, which the response needs. */
  readonly fixtures: (operation: OperationPlan, body: BodyPlan) => boolean;
  readonly roles: ReadonlyMap<Operation, Role>;
}

function bodiesWithValue(model: ApiModel): (body: BodyPlan) => boolean {
  const known = new Map<string, boolean>();
  return ({ alias, schema: own, directional, direction }) => {
    const schema = alias?.schema.schema ?? own;
    const side = (alias?.schema.directional ?? directional) ? direction : undefined;
    const key = `${side ?? ""} ${schema.id}`;
    let has = known.get(key);
    // In the form of fixtures.
    if (has === undefined) known.set(key, (has = hasFull(schema, model, side)));
    return has;
  };
}

/** The responses of a group's operations. A response that several operations have is written once. */
function dataModule(group: Group, context: Context): SourceModule {
  const mocks = group.map((plan) => ({ plan, mockResponses: plan.operation.responses.map((response) => mockResponse(response, plan, context)) }));
  const counts = new Map<string, number>();
  for (const { mockResponses } of mocks) for (const { text } of mockResponses) counts.set(text.marked, (counts.get(text.marked) ?? 0) + 1);
  const shared = new Map<string, Statement & { readonly kind: "const" }>();
  const taken = new Set<string>(["server"]);
  const written = ({ text, name }: MockCode): Code => {
    if (name === undefined || counts.get(text.marked) === 1) return text;
    let known = shared.get(text.marked);
    if (known === undefined) {
      let free = name;
      for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
      taken.add(free);
      shared.set(text.marked, (known = { kind: "const", name: free, value: code`() => ${text}` }));
    }
    return raw(`${known.name}()`);
  };
  const servers = new Set(group.map(({ operation }) => serverUrl(operation, context.model)));
  const [server] = servers.size === 1 ? servers : [];
  const statements = mocks.flatMap(({ plan, mockResponses }) =>
    operationStatements(plan, context, server === undefined ? undefined : raw("server"), mockResponses.map(written)),
  );
  const constants: Statement[] = server === undefined ? [] : [{ kind: "const", name: "server", value: code`${server}` }];
  return { path: dataPath(group[0]), statements: [...constants, ...shared.values(), ...statements] };
}

function operationStatements(plan: OperationPlan, { model, roles }: Context, server: Code | undefined, mockResponses: readonly Code[]): Statement[] {
  const { operation } = plan;
  const pages = pagesOf(operation);
  const role = roles.get(operation);
  const spellings = Object.entries(spellingsOf(model)).filter(([segment]) => operation.path.split("/").includes(segment));
  const { rest } = restOf(operation);
  const template = templateOf(operation);
  const encoded = operation.requestBody?.content.find((media) => bodyKind(media, model.schemas) === "encoded");
  const format = encoded && valueFormatOf(encoded.mediaType);
  const literals = template.query.filter(([, value]) => !value.includes("{"));
  const more = [
    ...(literals.length === 0 ? [] : [code`query: ${Object.fromEntries(literals)}`]),
    ...(template.headers.length === 0 ? [] : [code`headers: ${Object.fromEntries(template.headers)}`]),
    ...(rest === undefined ? [] : [code`rest: ${rest}`]),
    ...(spellings.length === 0 ? [] : [code`spellings: ${Object.fromEntries(spellings)}`]),
    ...(pages === undefined ? [] : [code`pages: ${{ ...pages }}`]),
    ...(role === undefined ? [] : [code`role: ${{ ...role }}`]),
    ...(format === undefined ? [] : [code`format: ${formatSymbol(format)}`]),
  ];
  const { responses } = operation;
  const successes = responses.filter((each) => isSuccess(each, responses));
  const list = mockResponses.length === 0 ? raw("[]") : code`[\n  ${join(mockResponses, ",\n  ")},\n]`;
  const options = more.length === 0 ? raw("") : code`, { ${join(more, ", ")} }`;
  const data = code`${plan.functionName}, ${operation.method.toUpperCase()}, ${template.path}, ${server ?? serverUrl(operation, model)}, () => ${list}${options}`;
  return [
    { kind: "type", name: bodiesName(plan), exported: true, type: bodiesType(plan, model) },
    {
      kind: "const",
      name: `${plan.functionName}Mock`,
      exported: true,
      type: code`${runtimeType("Mock")}<${raw(bodiesName(plan))}, ${statusesOf(successes)}, ${statusesOf(responses.filter(isFailure))}>`,
      value: code`/* @__PURE__ */ ${runtimeSymbol("mocks/mock", "mock")}(${data})`,
    },
  ];
}

const bodiesName = ({ typeName }: OperationPlan): string => `${typeName}Bodies`;

/** A type of the keys of statuses. */
function statusesOf(responses: readonly Response[]): Code {
  return raw([...new Set(responses.map(({ status }) => statusLiteral(status)))].join(" | ") || "never");
}

function statusLiteral(status: string): string {
  return /^[1-9]\d*$/.test(status) ? status : quote(status);
}

/** A response as code. */
interface MockCode {
  readonly text: Code;
  /** The name of a body shared by operations: only a named schema has one. */
  readonly name?: string;
}

function mockResponse(response: Response, plan: OperationPlan, context: Context): MockCode {
  const bodies = response.content.map((media) => bodyOf(media, response, plan, context));
  const headers = headerLines(response.headers, context.model, "required");
  const [only] = bodies;
  const list =
    only !== undefined && bodies.length === 1
      ? only.text
      : code`[${join(
          bodies.map(({ text }) => text),
          ", ",
        )}]`;
  const written = Object.keys(headers).length > 0 ? code`, ${list}, ${raw(literal(headers))}` : bodies.length > 0 ? code`, ${list}` : raw("");
  const text = code`${runtimeSymbol("mocks/mock", "respond")}(${raw(statusLiteral(response.status))}${written})`;
  const name = bodies.length === 1 ? only?.name : undefined;
  return name === undefined ? { text } : { text, name: `${name}${response.status.charAt(0).toUpperCase()}${response.status.slice(1)}` };
}

function bodyOf(media: MediaType, response: Response, plan: OperationPlan, { model, fixtures }: Context): MockCode {
  const body = plan.bodies.find((each) => each.response === response && each.media === media);
  const make = runtimeSymbol("mocks/body", "body");
  const xml = xmlSchema(media, model);
  if (xml !== undefined) {
    // Mocks prefer JSON; of several kinds of XML the first one.
    const isShown = media === response.content[0] && response.content.every((each) => xmlSchema(each, model) !== undefined);
    const text = isShown ? xmlExample(media, xml, model) : undefined;
    return { text: code`${runtimeSymbol("mocks/body", "xmlBody")}(${media.mediaType}${text === undefined ? code`` : code`, ${text}`})` };
  }
  const parts = partsOf(media, model);
  const serialized = serializedExample(media, model);
  const own = serialized === undefined ? code`` : code`, ${raw(literal({ ...serialized }))}`;
  if (body === undefined) {
    const before =
      parts === undefined
        ? serialized === undefined
          ? code``
          : code`, undefined, undefined, undefined, undefined`
        : code`, undefined, undefined, undefined, ${parts}`;
    return { text: code`${make}(${media.mediaType}${before}${own})` };
  }
  const { validator, fixture: from, name } = symbolsOf(body, model);
  const fixture = fixtures(plan, body) ? from : undefined;
  const whole = bodyKind(media, model.schemas) === "events" && eventData(media, model.schemas) === "whole";
  const bare = parts === undefined ? (whole ? code`, true` : undefined) : code`, undefined, ${parts}`;
  const filled = parts === undefined ? code`${bare ?? code`, undefined`}, undefined` : bare;
  const more = serialized === undefined ? bare : code`${filled ?? code``}${own}`;
  const values = code`${validator}${fixture === undefined ? (more ? code`, undefined` : code``) : code`, ${fixture}`}${more ?? code``}`;
  const isJson = media.mediaType === "application/json";
  const text = isJson ? code`${runtimeSymbol("mocks/body", "json")}(${values})` : code`${make}(${media.mediaType}, ${values})`;
  return { text, ...(isJson && name !== undefined ? { name } : {}) };
}

const bodyValidators = symbol("validators/operations/index", "* as validators");
const fixtures = symbol("fixtures/index", "* as fixtures");

/** Validator and fixture of a body: those of its schema, where it is a reference to one and has no example of its own. */
function symbolsOf(
  { alias, constName, fixtureName, media }: BodyPlan,
  model: ApiModel,
): { readonly validator: Code; readonly fixture: Code; readonly name?: string } {
  if (alias === undefined || exampleValues(media, model).length > 0) {
    return {
      validator: code`${bodyValidators}.${raw(constName)}`,
      fixture: code`${fixtures}.${raw(fixtureName)}`,
    };
  }
  const { schema } = alias;
  return { validator: code`${alias.symbol}`, fixture: code`${symbol(schemasPath(schema.group), schema.fixtureName)}`, name: schema.baseName };
}

/** How a multipart body, or one in a format of bytes, is written: as the client writes it. */
function partsOf(media: MediaType, model: ApiModel): Code | undefined {
  const kind = bodyKind(media, model.schemas);
  if (kind === "multipart") {
    const encodings = [...partForms(media)].flatMap(([name, { contentType, nested }]) => {
      if (nested === undefined) return contentType === undefined ? [] : [code`${raw(propertyKey(name))}: ${raw(literal({ contentType }))}`];
      return [code`${raw(propertyKey(name))}: { write: ${runtimeSymbol("client/request/parts", "nestedPart")}(${raw(literal(nested as Json))}) }`];
    });
    return code`${runtimeSymbol("mocks/parts", "formParts")}(${encodings.length === 0 ? code`` : code`{ ${join(encodings, ", ")} }`})`;
  }
  const format = kind === "encoded" ? valueFormatOf(media.mediaType) : undefined;
  if (format !== undefined) return code`${runtimeSymbol("mocks/parts", "encodedBody")}(${media.mediaType}, ${formatSymbol(format)})`;
  if (kind !== "parts") return undefined;
  const places = media.byPosition === undefined ? undefined : partsByPlace(media.byPosition);
  const isEach = media.schema === undefined;
  const positions = places === undefined ? (isEach ? code`, undefined` : code``) : code`, ${raw(literal(places as Json))}`;
  return code`${runtimeSymbol("mocks/parts", "listedParts")}(${media.mediaType}${positions}${isEach ? code`, true` : code``})`;
}

/** Bodies by status: the types of types.ts, unless a mock takes other values. */
function bodiesType(plan: OperationPlan, model: ApiModel): Code {
  const { responses } = plan.operation;
  const taken = (media: MediaType): Code | undefined => {
    const type = plan.bodies.find((body) => body.media === media && body.response !== undefined)?.type;
    if (type === undefined) return undefined;
    if (xmlSchema(media, model) !== undefined) return raw("string");
    return isOfItems(media) ? code`${type} | readonly ${type}[]` : type;
  };
  const isPlain = (media: MediaType): boolean =>
    plan.bodies.some((body) => body.media === media) && xmlSchema(media, model) === undefined && !isOfItems(media);
  if (responses.every(({ content }) => content.every(isPlain)))
    return code`${runtimeType("MockBodies")}<${typeSymbol("types", "operations")}[${plan.key}]>`;
  const entries = responses.map(({ status, content }) => {
    const types = content.flatMap((media) => taken(media) ?? []);
    return code`  readonly ${raw(statusLiteral(status))}: ${types.length === 0 ? raw("undefined") : join(distinct(types), " | ")};`;
  });
  return code`{\n${join(entries, "\n")}\n}`;
}

/** The schema describes one of several items. */
function isOfItems({ mediaType, schema, itemSchema }: MediaType): boolean {
  return streamKind(mediaType) !== undefined || (isMultipart({ mediaType }) && schema === undefined && itemSchema !== undefined);
}

/** Where an operation is by itself: a server of its own that is relative is at the document's, and that one, where it is relative, has no host to be at. */
function serverUrl({ servers }: Pick<Operation, "servers">, model: ApiModel): string {
  const [usual, own] = [usualServers(model), servers].map((some) => some?.map(usualUrl)[0] ?? "") as [string, string];
  const base = URL.canParse(usual) ? usual : `http://localhost${usual.startsWith("/") ? usual : ""}`;
  if (own === "" || own === usual) return base;
  if (URL.canParse(own)) return own;
  return URL.canParse(own, base) ? new URL(own, base).href : base;
}

function libraryModule(library: "nock" | "msw", operations: readonly OperationPlan[]): SourceModule {
  const statements = operations.map((plan) => libraryFunction(library, plan));
  const [mocking, extras] = library === "nock" ? [nockMocking, nockExtras()] : [mswMocking, mswExtras()];
  return { path: `mocks/${library}`, statements: [mocking, ...statements, ...extras] };
}

const nock = symbol("npm:nock", "default");
/** By the default export, which both nock 14 and 15 have it on. */
const scope = code`${nock}.Scope`;
const http = symbol("npm:msw", "http");

/** The type of the functions that mock an operation. */
const nockMocking: Statement = mockingType(
  "Mocks the responses of an operation with nock. `at` is a scope, or a URL that replaces the document's first server.",
  code`at?: ${scope} | string`,
  (types) => code`${runtimeTypeSymbol("mocks/nock", "NockMock")}<${types}, ${scope}>`,
);
const mswMocking: Statement = mockingType(
  "Mocks the responses of an operation with an MSW handler. `baseUrl` replaces the document's first server.",
  code`baseUrl?: string`,
  (types) => code`${runtimeTypeSymbol("mocks/msw", "MswMock")}<${types}, ${typeSymbol("npm:msw", "HttpHandler")}>`,
);

function mockingType(docs: string, parameter: Code, mockOf: (types: Code) => Code): Statement {
  const type = code`(${parameter}) => O extends ${runtimeType("MockOperation")}<infer S, infer E> ? ${mockOf(raw("S, E"))} : never`;
  return { kind: "type", name: "MockOf", typeParameters: ["O"], exported: true, docs, type };
}

function libraryFunction(library: "nock" | "msw", plan: OperationPlan): Statement {
  const data = dataOf(plan);
  return {
    kind: "const",
    name: plan.mockName,
    exported: true,
    docs: plan.operation.summary ?? plan.operation.key,
    type: code`MockOf<typeof ${data}>`,
    value:
      library === "nock"
        ? code`(at) => ${runtimeSymbol("mocks/nock", "nockMock")}(${nock}, ${data}, at)`
        : code`(at) => ${runtimeSymbol("mocks/msw", "mswMock")}(${http}, ${data}, at)`,
  };
}

const options = { name: "options", type: code`${runtimeTypeSymbol("mocks/state", "StateOptions")}`, optional: true };

function nockExtras(): Statement[] {
  return [
    {
      kind: "function",
      name: "mockState",
      exported: true,
      docs: "Mocks every operation with one state, until the scope ends. Created items are listed, found and deleted.",
      parameters: [options],
      returnType: code`{ readonly scope: ${scope}; readonly state: ${runtimeTypeSymbol("mocks/state", "State")} }`,
      body: code`return ${runtimeSymbol("mocks/nock", "nockState")}(${nock}, ${symbol("mocks/index", "mockOperations")}, options);`,
    },
    {
      kind: "function",
      name: "closeNetwork",
      exported: true,
      docs: "Closes the network: a request without a mock fails, and `assertHandled()` names it.",
      parameters: [],
      returnType: code`${runtimeTypeSymbol("mocks/nock", "ClosedNetwork")}`,
      body: code`return ${runtimeSymbol("mocks/nock", "closeNetwork")}(${nock});`,
    },
  ];
}

function mswExtras(): Statement[] {
  return [
    {
      kind: "function",
      name: "mockState",
      exported: true,
      docs: "Handlers that mock every operation with one state. Created items are listed, found and deleted.",
      parameters: [options],
      returnType: code`{ readonly handlers: ${typeSymbol("npm:msw", "HttpHandler")}[]; readonly state: ${runtimeTypeSymbol("mocks/state", "State")} }`,
      body: code`return ${runtimeSymbol("mocks/msw", "mswState")}(${http}, ${symbol("mocks/index", "mockOperations")}, options);`,
    },
    { kind: "reexport", from: runtimeModule("mocks/msw"), names: [{ name: "strict" }] },
  ];
}

function indexModule(operations: readonly OperationPlan[]): SourceModule {
  const list = operations.map((plan) => code`  ${dataOf(plan)},`);
  return {
    path: "mocks/index",
    statements: [
      {
        kind: "const",
        name: "mockOperations",
        exported: true,
        docs: "The data of every operation for mocks. The mocks themselves are in `mocks/nock` and `mocks/msw`.",
        type: code`readonly ${runtimeType("MockOperation")}[]`,
        // A tuple: of an array's elements TypeScript holds each against each other one, to drop those that another includes.
        value: list.length === 0 ? raw("[]") : code`[\n${join(list, "\n")}\n]${typed(raw(" as const"))}`,
      },
      { kind: "reexport", from: runtimeModule("mocks/state"), names: [{ name: "State" }, { name: "StateOptions", typeOnly: true }] },
      { kind: "reexport", from: runtimeModule("mocks/mock-error"), names: [{ name: "TallystickMockError" }] },
      { kind: "reexport", from: runtimeModule("mocks/types"), typeOnly: true, names: ["MockOperation", "MockRequest"].map((name) => ({ name })) },
    ],
  };
}
