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
import { code, join, literal, propertyKey, raw, symbol, typed, typeSymbol, type Code, type ImportedSymbol } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import type { ModuleTask } from "../task.js";
import { operationPath, type FixtureNotes } from "../fixtures/note.js";
import { eventData } from "../../model/http/event-data.js";
import { streamKind } from "../../model/http/streams.js";
import { distinct } from "../operations/shape.js";
import type { Json } from "../../model/json.js";
import { serializedExample } from "../../wire/examples.js";
import { partForms, partsByPlace } from "../../wire/writers.js";
import { xmlExample } from "../../wire/xml/example.js";
import { xmlSchema } from "../../wire/xml/schema.js";
import { pagesOf } from "./pages.js";
import { headerLines } from "./headers.js";

const runtimeType = (name: string): ImportedSymbol => typeSymbol("runtime/mocks/types", name);

/**
 * Mocks of every operation: what each answers with, as data, and a function each for nock and for MSW.
 * The two stand in modules of their own, because each imports a package that need not be installed. Each is made when it is asked for.
 * @param notes Of the modules of fixtures, where those are made. What is not told there is found out: values are looked for once more.
 */
export function* emitMocks(model: ApiModel, plan: Plan, notes?: FixtureNotes): Generator<ModuleTask> {
  const hasValue = bodiesWithValue(model);
  const roles = rolesOf(model);
  const operations = plan.operations.filter(isCalled);
  const listed = operations.map(({ operation, functionName, typeName, mockName, file }) => [
    [functionName, typeName, mockName, file],
    operation.summary ?? operation.key,
  ]);
  for (const library of plan.mockLibraries)
    yield { path: `mocks/${library}`, of: "with", with: listed, make: () => libraryModule(library, operations) };
  yield { path: "mocks/index", of: "with", with: listed, make: () => indexModule(operations) };
  for (const operation of operations) {
    const role = roles.get(operation.operation);
    const source = operationPath(operation);
    const fixtures: Fixtures = (body) => notes?.of(source)?.has(body.fixtureName) ?? hasValue(body);
    yield {
      path: `mocks/operations/${operation.file}`,
      of: operation,
      with: role,
      make: () => operationModule(operation, model, fixtures, role),
    };
  }
}

/** What the other side calls has no mock. */
function isCalled({ operation }: OperationPlan): boolean {
  return operation.kind === "path";
}

/** Whether a body has a fixture: one that has none has no value to answer with. */
type Fixtures = (body: BodyPlan) => boolean;

function bodiesWithValue(model: ApiModel): Fixtures {
  const known = new Map<string, boolean>();
  return ({ alias, schema: own, directional, direction }) => {
    const schema = alias?.schema.schema ?? own;
    const side = (alias?.schema.directional ?? directional) ? direction : undefined;
    const key = `${side ?? ""} ${schema.id}`;
    let has = known.get(key);
    // As fixtures ask.
    if (has === undefined) known.set(key, (has = hasFull(schema, model, side)));
    return has;
  };
}

function operationModule(plan: OperationPlan, model: ApiModel, fixtures: Fixtures, role: Role | undefined): SourceModule {
  const { operation } = plan;
  const pages = pagesOf(operation);
  const spellings = Object.entries(spellingsOf(model)).filter(([segment]) => operation.path.split("/").includes(segment));
  const { rest } = restOf(operation);
  const template = templateOf(operation);
  const literals = template.query.filter(([, value]) => !value.includes("{"));
  const parts = [
    code`name: ${plan.functionName}`,
    code`method: ${operation.method.toUpperCase()}`,
    code`path: ${template.path}`,
    ...(literals.length === 0 ? [] : [code`query: ${Object.fromEntries(literals)}`]),
    ...(template.headers.length === 0 ? [] : [code`headers: ${Object.fromEntries(template.headers)}`]),
    code`server: ${serverUrl(operation, model)}`,
    ...(rest === undefined ? [] : [code`rest: ${rest}`]),
    ...(spellings.length === 0 ? [] : [code`spellings: ${Object.fromEntries(spellings)}`]),
    ...(pages === undefined ? [] : [code`pages: ${{ ...pages }}`]),
    ...(role === undefined ? [] : [code`role: ${{ ...role }}`]),
    code`answers: [\n${join(
      operation.responses.map((response) => answerCode(response, plan, model, fixtures)),
      "\n",
    )}\n  ]`,
  ];
  const statements: Statement[] = [
    {
      kind: "type",
      name: `${plan.typeName}Successes`,
      exported: true,
      docs: `Bodies of the successes of ${plan.functionName}, by status.`,
      type: bodyTypes(plan, model, true),
    },
    {
      kind: "type",
      name: `${plan.typeName}Errors`,
      exported: true,
      docs: `Bodies of the errors of ${plan.functionName}, by status.`,
      type: bodyTypes(plan, model, false),
    },
    {
      kind: "const",
      name: `${plan.functionName}Mock`,
      exported: true,
      docs: `Responses of ${plan.functionName}.`,
      type: code`${runtimeType("MockOperation")}<${raw(`${plan.typeName}Successes`)}, ${raw(`${plan.typeName}Errors`)}>`,
      value: code`{\n${join(
        parts.map((part) => code`  ${part},`),
        "\n",
      )}\n}`,
    },
  ];
  return { path: `mocks/operations/${plan.file}`, statements };
}

function answerCode(response: Response, plan: OperationPlan, model: ApiModel, fixtures: Fixtures): Code {
  const bodies = response.content.map((media) => {
    const body = plan.bodies.find((each) => each.response === response && each.media === media);
    const make = symbol("runtime/mocks/body", "body");
    const xml = xmlSchema(media, model);
    if (xml !== undefined) {
      // Where there is JSON as well, that is what a mock answers with by itself; of several kinds of XML the first one.
      const isAnswer = media === response.content[0] && response.content.every((each) => xmlSchema(each, model) !== undefined);
      const text = isAnswer ? xmlExample(media, xml, model) : undefined;
      return code`${symbol("runtime/mocks/body", "xmlBody")}(${media.mediaType}${text === undefined ? code`` : code`, ${text}`})`;
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
      return code`${make}(${media.mediaType}${before}${own})`;
    }
    const validator = symbol(`validators/operations/${plan.file}`, body.constName);
    const whole = bodyKind(media, model.schemas) === "events" && eventData(media, model.schemas) === "whole";
    const bare = parts === undefined ? (whole ? code`, true` : undefined) : code`, undefined, ${parts}`;
    const filled = parts === undefined ? code`${bare ?? code`, undefined`}, undefined` : bare;
    const more = serialized === undefined ? bare : code`${filled ?? code``}${own}`;
    const fixture = fixtures(body) ? code`, ${symbol(`fixtures/operations/${plan.file}`, body.fixtureName)}` : more ? code`, undefined` : code``;
    return code`${make}(${media.mediaType}, ${validator}${fixture}${more ?? code``})`;
  });
  const headers = headerLines(response.headers, model, "required");
  const list =
    bodies.length === 0
      ? raw("[]")
      : code`[\n${join(
          bodies.map((body) => code`      ${body},`),
          "\n",
        )}\n    ]`;
  return code`    { status: ${response.status}, ${Object.keys(headers).length === 0 ? code`` : code`headers: ${raw(literal(headers))}, `}bodies: ${list} },`;
}

/** How the parts of a multipart body are written: as the client writes them. */
function partsOf(media: MediaType, model: ApiModel): Code | undefined {
  const kind = bodyKind(media, model.schemas);
  if (kind === "multipart") {
    const encodings = [...partForms(media)].flatMap(([name, { contentType, nested }]) => {
      if (nested === undefined) return contentType === undefined ? [] : [code`${raw(propertyKey(name))}: ${raw(literal({ contentType }))}`];
      return [code`${raw(propertyKey(name))}: { write: ${symbol("runtime/client/request/parts", "nestedPart")}(${raw(literal(nested as Json))}) }`];
    });
    return code`${symbol("runtime/mocks/parts", "formParts")}(${encodings.length === 0 ? code`` : code`{ ${join(encodings, ", ")} }`})`;
  }
  if (kind !== "parts") return undefined;
  const places = media.byPosition === undefined ? undefined : partsByPlace(media.byPosition);
  const isEach = media.schema === undefined;
  const told = places === undefined ? (isEach ? code`, undefined` : code``) : code`, ${raw(literal(places as Json))}`;
  return code`${symbol("runtime/mocks/parts", "listedParts")}(${media.mediaType}${told}${isEach ? code`, true` : code``})`;
}

function bodyTypes(plan: OperationPlan, model: ApiModel, success: boolean): Code {
  const byStatus = new Map<string, Code[]>();
  const { responses } = plan.operation;
  for (const response of responses.filter((each) => (success ? isSuccess(each, responses) : isFailure(each)))) {
    byStatus.set(
      response.status,
      plan.bodies
        .filter((body) => body.response === response)
        .map(({ type, media }) => {
          if (xmlSchema(media, model) !== undefined) return raw("string");
          return isOfItems(media) ? code`${type} | readonly ${type}[]` : type;
        }),
    );
  }
  const entries = [...byStatus].map(
    ([status, types]) =>
      code`  readonly ${raw(/^\d+$/.test(status) ? status : propertyKey(status))}: ${types.length === 0 ? raw("undefined") : join(distinct(types), " | ")};`,
  );
  return entries.length === 0 ? raw("object") : code`{\n${join(entries, "\n")}\n}`;
}

/** What is described is one of several that come after each other. */
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
  return { path: `mocks/${library}`, statements: [...statements, ...(library === "nock" ? nockExtras() : mswExtras())] };
}

const nock = symbol("npm:nock", "default");
/** By the default export, which both nock 14 and 15 have it on. */
const scope = code`${nock}.Scope`;
const http = symbol("npm:msw", "http");

function libraryFunction(library: "nock" | "msw", plan: OperationPlan): Statement {
  const from = `mocks/operations/${plan.file}`;
  const data = symbol(from, `${plan.functionName}Mock`);
  const types = code`${typeSymbol(from, `${plan.typeName}Successes`)}, ${typeSymbol(from, `${plan.typeName}Errors`)}`;
  const words = plan.operation.summary ?? plan.operation.key;
  return library === "nock"
    ? {
        kind: "function",
        name: plan.mockName,
        exported: true,
        docs: `${words}\n\nMocks responses with nock. \`at\` is a scope, or a URL that replaces the document's first server.`,
        parameters: [{ name: "at", type: code`${scope} | string`, optional: true }],
        returnType: code`${typeSymbol("runtime/mocks/nock", "NockMock")}<${types}, ${scope}>`,
        body: code`return ${symbol("runtime/mocks/nock", "nockMock")}(${nock}, ${data}, at);`,
      }
    : {
        kind: "function",
        name: plan.mockName,
        exported: true,
        docs: `${words}\n\nMocks responses with an MSW handler. \`baseUrl\` replaces the document's first server.`,
        parameters: [{ name: "baseUrl", type: raw("string"), optional: true }],
        returnType: code`${typeSymbol("runtime/mocks/msw", "MswMock")}<${types}, ${typeSymbol("npm:msw", "HttpHandler")}>`,
        body: code`return ${symbol("runtime/mocks/msw", "mswMock")}(${http}, ${data}, baseUrl);`,
      };
}

const options = { name: "options", type: code`${typeSymbol("runtime/mocks/state", "StateOptions")}`, optional: true };

function nockExtras(): Statement[] {
  return [
    {
      kind: "function",
      name: "mockState",
      exported: true,
      docs: "Mocks every operation with one state, until the scope ends. Created items are listed, found and deleted.",
      parameters: [options],
      returnType: code`{ readonly scope: ${scope}; readonly state: ${typeSymbol("runtime/mocks/state", "State")} }`,
      body: code`return ${symbol("runtime/mocks/nock", "nockState")}(${nock}, ${symbol("mocks/index", "mockOperations")}, options);`,
    },
    {
      kind: "function",
      name: "closeNetwork",
      exported: true,
      docs: "Closes the network: a request without a mock fails, and `assertHandled()` names it.",
      parameters: [],
      returnType: code`${typeSymbol("runtime/mocks/nock", "ClosedNetwork")}`,
      body: code`return ${symbol("runtime/mocks/nock", "closeNetwork")}(${nock});`,
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
      returnType: code`{ readonly handlers: ${typeSymbol("npm:msw", "HttpHandler")}[]; readonly state: ${typeSymbol("runtime/mocks/state", "State")} }`,
      body: code`return ${symbol("runtime/mocks/msw", "mswState")}(${http}, ${symbol("mocks/index", "mockOperations")}, options);`,
    },
    { kind: "reexport", from: "runtime/mocks/msw", names: [{ name: "strict" }] },
  ];
}

function indexModule(operations: readonly OperationPlan[]): SourceModule {
  const list = operations.map((plan) => code`  ${symbol(`mocks/operations/${plan.file}`, `${plan.functionName}Mock`)},`);
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
      { kind: "reexport", from: "runtime/mocks/state", names: [{ name: "State" }, { name: "StateOptions", typeOnly: true }] },
      { kind: "reexport", from: "runtime/mocks/mock-error", names: [{ name: "TallystickMockError" }] },
      { kind: "reexport", from: "runtime/mocks/types", typeOnly: true, names: ["MockOperation", "MockRequest"].map((name) => ({ name })) },
    ],
  };
}
