import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clientShapes } from "../../src/emit/client/emit-client.js";
import type { ApiModel } from "../../src/model/api.js";
import { openModel } from "../../src/open-model.js";
import { plan as makePlan } from "../../src/plan/make-plan.js";
import { camel, pascal } from "../../src/plan/names/names.js";
import type { Plan, ValidatorNames } from "../../src/plan/plan.js";
import { openapi, planned, written } from "../documents.js";
import { runs } from "../effort.js";

/** An operation or a schema of a document. */
interface Thing {
  readonly words: string;
  readonly mediaTypes: readonly string[];
  /** Whether a schema has another form when it is sent; whether an operation has pages. */
  readonly marked: boolean;
}

interface Things {
  readonly operations: readonly Thing[];
  readonly schemas: readonly Thing[];
}

const schema = (marked: boolean): object => ({ type: "object", properties: { id: { type: "string", readOnly: marked } } });
const content = (types: readonly string[]): object => Object.fromEntries(types.map((type) => [type, { schema: { type: "array", items: {} } }]));

function documentOf({ operations, schemas }: Things): object {
  const paths: (readonly [path: string, item: object])[] = operations.map(({ words, mediaTypes, marked }) => [
    `/${words}`,
    {
      post: {
        operationId: words,
        ...(marked ? { "x-tallystick-pagination": { style: "page", page: "page" } } : {}),
        requestBody: { content: content(mediaTypes) },
        responses: { "200": { description: "ok", content: content(mediaTypes) }, default: { description: "no", content: content(mediaTypes) } },
      },
    },
  ]);
  // Whether any operation has pages is settled once.
  paths.push(["/with/pages", { get: { operationId: "x", "x-tallystick-pagination": { style: "page", page: "page" }, responses: {} } }]);
  return openapi({
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas.map(({ words, marked }) => [words, schema(marked)])) },
  });
}

/** Not held against OpenAPI's own schema, which takes longer than all the rest. */
async function quickly(document: object): Promise<{ readonly model: ApiModel; readonly plan: Plan }> {
  const { model } = await openModel(written(document), { validate: false });
  if (model === undefined) throw new Error("No model.");
  return { model, plan: makePlan(model, {}, () => {}) };
}

interface Exports {
  /** By what it is for. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Names that one module exports for two things, but for fixtures that an operation shares. */
  readonly twice: readonly string[];
}

async function exportsOf(things: Things): Promise<Exports> {
  const { model, plan } = await quickly(documentOf(things));
  const names = new Map<string, readonly string[]>();
  const modules = new Map<string, string[]>();
  const add = (identity: string, module: string, ...exported: readonly string[]): void => {
    names.set(`${identity} in ${module}`, exported);
    modules.set(module, [...(modules.get(module) ?? []), ...exported]);
  };
  const offered = ({ constName, isName, checkName, assertName, parseName }: ValidatorNames): readonly string[] => [
    constName,
    isName,
    checkName,
    assertName,
    parseName,
  ];
  for (const each of plan.schemas) {
    add(each.schema.id, "enums", each.valuesName);
    for (const [form, own] of [each, each.request].entries()) {
      if (own === undefined) continue;
      add(`${each.schema.id} ${form}`, "models", own.typeName);
      add(`${each.schema.id} ${form}`, "validators", ...offered(own));
      add(`${each.schema.id} ${form}`, "fixtures", own.fixtureName);
    }
  }
  for (const { operation, mockName, bodies } of plan.operations) {
    add(operation.key, "mocks", mockName);
    for (const body of bodies) {
      const identity = `${operation.key} ${body.response?.status} ${body.media.mediaType}`;
      add(identity, "validators/operations", ...offered(body));
      add(identity, "fixtures", body.fixtureName);
    }
  }
  for (const { plan: own, parametersType, resultType, errorType, guard, pages } of clientShapes(model, plan).shapes) {
    add(own.operation.key, "operations", own.functionName, parametersType, resultType, errorType, guard);
    if (pages !== undefined) add(`${own.operation.key} pages`, "operations", pages.name, pages.itemType.name);
  }
  const twice = [...modules].flatMap(([module, all]) =>
    all.filter((name, index) => all.indexOf(name) !== index).map((name) => `${name} in ${module}`),
  );
  return { names, twice };
}

/** Names as we make them of `pet` and of one another. */
const names = (
  "pet, pet RequestBody, pet 200, pet 200 Xml, pet Default, pet Default Plain, pet 200 Default, pet Body, pet Response, pet Query, pet Input, " +
  "is pet, check pet, assert pet, parse pet, is pet 200, check pet 200, pet Writable, pet Writable Writable, pet Values, pet Issues, pet Full, pet Recipe, " +
  "pet Pages, pet Disposable, pet Item, is pet Error, pet Error, pet Result, pet Parameters, mock pet, pet Mock, pet Fixture, " +
  "default, is default, delete, check delete, 3d, 3d Error, 3d Error Error, 3d 200, 会话, 会话 Result, is 会话"
).split(", ");
const spellings = [camel, pascal, (words: string) => words.replaceAll(/[ .]/g, "_"), (words: string) => words.replaceAll(/[ .]/g, "-")];
const mediaTypes =
  "application/json application/xml text/xml text/plain text/html text/csv application/problem+json application/vnd.a+json multipart/form-data image/png image/* application/* application/full x/default".split(
    " ",
  );

const thing: fc.Arbitrary<Thing> = fc.record({
  words: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...spellings)).map(([words, spelled]) => spelled(words)),
  mediaTypes: fc.uniqueArray(fc.constantFrom(...mediaTypes), { maxLength: 3 }),
  marked: fc.boolean(),
});
/** Of one kind, no two of the same words: such things have one name, whatever is made of it. */
const ofOneKind = fc.uniqueArray(thing, { selector: ({ words }) => camel(words).toLowerCase(), minLength: 5, maxLength: 14 });

test("additions to a document rename nothing", async () => {
  await fc.assert(
    fc.asyncProperty(ofOneKind, ofOneKind, fc.nat(), fc.nat(), async (operations, schemas, some, more) => {
      const all = { operations, schemas };
      const without = <T>(list: readonly T[], at: number): T[] => list.toSpliced(at % (list.length + 1), 1);
      const fewer = (list: readonly Thing[], at: number): Thing[] =>
        list.map((each, index) => (index === at % (list.length + 1) ? { ...each, mediaTypes: each.mediaTypes.slice(1) } : each));
      const before = await exportsOf({ operations: fewer(without(operations, some), more), schemas: without(schemas, more) });
      const after = await exportsOf(all);
      expect([...before.names].map(([identity]) => [identity, after.names.get(identity)])).toEqual([...before.names]);
      expect([...before.twice, ...after.twice]).toEqual([]);
    }),
    { numRuns: runs(40) },
  );
});

/** What a schema, an operation and the response of one are called beside others. */
async function called(operations: readonly string[], schemas: readonly string[]): Promise<readonly string[]> {
  const of = (words: string): Thing => ({ words, mediaTypes: [], marked: false });
  const { plan } = await quickly(documentOf({ operations: operations.map(of), schemas: schemas.map(of) }));
  return [
    ...plan.operations.filter(({ functionName }) => functionName !== "x").map(({ functionName }) => functionName),
    ...plan.schemas.map(({ typeName, constName, isName, fixtureName }) => `${typeName} ${constName} ${isName} ${fixtureName}`),
  ];
}

test("an operation and a schema may share a name", async () => {
  expect(await called(["systemInfo"], ["SystemInfo"])).toEqual(["systemInfo", "SystemInfo systemInfo isSystemInfo systemInfo"]);
});

test("a schema named like a derived name gets an underscore", async () => {
  expect(await called([], ["CheckSuite"])).toEqual(["CheckSuite checkSuite_ isCheckSuite checkSuite"]);
  expect(await called([], ["PetWritable"])).toEqual(["PetWritable_ petWritable_ isPetWritable_ petWritable_"]);
  expect(await called([], ["GetPet200"])).toEqual(["GetPet200 getPet200 isGetPet200 getPet200_"]);
  expect(await called([], ["Checkout", "Default", "PetIssues", "Isotope"])).toEqual([
    "Checkout checkout isCheckout checkout",
    "Default default_ isDefault_ default_",
    "Isotope isotope isIsotope isotope",
    "PetIssues petIssues isPetIssues petIssues",
  ]);
});

test("an operation named like a derived name gets an underscore", async () => {
  expect(await called(["listPages", "isPetError", "openDisposable", "connect", "pages"], [])).toEqual([
    "listPages_",
    "isPetError_",
    "openDisposable_",
    "connect_",
    "pages",
  ]);
});

test("an operation may end in Pages without pagination", async () => {
  const { plan } = await planned(openapi({ paths: { "/": { get: { operationId: "getPages", responses: {} } } } }));
  expect(plan.operations[0]?.functionName).toBe("getPages");
});

test("a shared callback has one stable name", async () => {
  const subscribe = (operationId: string): object => ({
    post: { operationId, callbacks: { told: { $ref: "#/components/callbacks/Told" } }, responses: {} },
  });
  const callbacks = { Told: { "{$request.query.url}": { post: { operationId: "onEvent", responses: {} } } } };
  const functions = async (...ids: readonly string[]): Promise<readonly string[]> => {
    const { plan } = await planned(openapi({ paths: Object.fromEntries(ids.map((id) => [`/${id}`, subscribe(id)])), components: { callbacks } }));
    return plan.operations.map(({ functionName }) => functionName);
  };
  expect(await functions("subscribe")).toEqual(["subscribe", "onEvent"]);
  expect(await functions("addHook", "subscribe")).toEqual(["addHook", "subscribe", "onEvent"]);
});

test("distinguishes credentials by spelling, not by order", async () => {
  const key = { type: "apiKey", in: "header", name: "X-Key" };
  const options = async (...schemes: readonly string[]): Promise<unknown> => {
    const { model, plan } = await planned(openapi({ components: { securitySchemes: Object.fromEntries(schemes.map((name) => [name, key])) } }));
    return Object.fromEntries(clientShapes(model, plan).settings.schemes);
  };
  expect(await options("api_key", "apiKey")).toEqual({ apiKey: "apiKey", api_key: "apiKey_" });
  expect(await options("apiKey", "api_key")).toEqual({ apiKey: "apiKey", api_key: "apiKey_" });
});
