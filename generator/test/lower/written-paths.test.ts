import { expect, test } from "vitest";
import type { Operation } from "../../src/model/api.js";
import { lowered, openapi, swagger, type Lowered } from "./lowered.js";

const responses = { "200": { description: "ok" } };
const operation = (...parameters: readonly object[]): object => ({ get: { parameters, responses } });
const string = { type: "string" };
const path = (name: string, schema: object = string): object => ({ name, in: "path", required: true, schema });
const query = (name: string): object => ({ name, in: "query", schema: string });

function read(paths: object, others: object = {}): Lowered {
  return lowered(openapi("3.0.3", { paths, ...others }));
}
function keys({ model }: Lowered): readonly string[] {
  return model.operations.map(({ key }) => key);
}
function parametersOf(operations: Operation | undefined): readonly string[] {
  return (operations?.parameters ?? []).map(({ in: place, name, required }) => `${place} ${name}${required ? "" : "?"}`);
}
function serversOf({ model }: Lowered): readonly (string | undefined)[] {
  return model.operations.map(({ servers }) => servers?.map(({ url }) => url).join());
}

test.each([
  ["https://api.example.com/pets", "/pets", "https://api.example.com"],
  ["https://api.example.com:8080/v1/pets", "/v1/pets", "https://api.example.com:8080"],
  ["HTTP://api.example.com", "/", "HTTP://api.example.com"],
  ["//api.example.com/pets", "/pets", "//api.example.com"],
  ["api.example.com/pets", "/pets", "https://api.example.com"],
  ["localhost:3000/pets", "/pets", "http://localhost:3000"],
  ["{{baseUrl}}/pets", "/pets", "{baseUrl}"],
  ["${API_URL}/v1/pets", "/v1/pets", "{API_URL}"],
])("reads an absolute URL as a path and its server: %s", (written, wanted, server) => {
  const found = read({ [written]: operation() });
  expect(found.model.operations.map(({ key, path: taken }) => [key, taken])).toEqual([[`GET ${wanted}`, wanted]]);
  expect(serversOf(found)).toEqual([server]);
  expect(found.said).toEqual([`address-in-path #/paths/${written.replaceAll("/", "~1")}`]);
});

test.each(["/pets", "users.json", "file.txt/pets", "v1.0/pets", "//pets", "/https://a.example/pets", "{version}/pets"])(
  "keeps a path that is no URL: %s",
  (written) => {
    const found = read({ [written]: operation() });
    expect(keys(found)).toEqual([`GET ${written}`]);
    expect(found.said.filter((each) => each.startsWith("address"))).toEqual([]);
  },
);

test("reads a URL below the first server as a path", () => {
  const servers = [{ url: "https://api.example.com/v1/" }, { url: "https://eu.example.com" }];
  const paths = {
    "https://api.example.com/v1/pets": operation(),
    "https://eu.example.com/cats": operation(),
    "https://x.example.com/v1/dogs": operation(),
  };
  const found = read(paths, { servers });
  expect(keys(found)).toEqual(["GET /pets", "GET /cats", "GET /v1/dogs"]);
  expect(serversOf(found)).toEqual([undefined, "https://eu.example.com", "https://x.example.com"]);
});

test("reads a variable URL as one of the servers", () => {
  const found = read({ "{{base}}/pets": operation() }, { servers: [{ url: "https://api.example.com" }] });
  expect([keys(found), serversOf(found)]).toEqual([["GET /pets"], [undefined]]);
});

test("prefers servers of a path to its URL", () => {
  const found = read({ "https://a.example.com/pets": { servers: [{ url: "https://b.example.com" }], ...operation() } });
  expect(serversOf(found)).toEqual(["https://b.example.com"]);
});

test("keeps URLs of several hosts with one path", () => {
  const found = read({ "/pets": operation(), "https://a.example.com/pets": operation(), "https://b.example.com/pets": operation() });
  expect(keys(found)).toEqual(["GET /pets", "GET /pets#https://a.example.com", "GET /pets#https://b.example.com"]);
  expect(serversOf(found)).toEqual([undefined, "https://a.example.com", "https://b.example.com"]);
});

test("reads an absolute URL as a path in Swagger 2.0", () => {
  const rest = { paths: { "https://api.example.com/v1/pets": operation(), "https://b.example.com/cats": operation() } };
  const found = lowered(swagger({ host: "api.example.com", basePath: "/v1", ...rest }));
  expect([keys(found), serversOf(found)]).toEqual([
    ["GET /pets", "GET /cats"],
    [undefined, "https://b.example.com"],
  ]);
});

test.each<[string, readonly object[], string, readonly string[]]>([
  ["/items?page={page}", [path("page")], "/items", ["query page"]],
  ["/items?page={page}", [query("page")], "/items", ["query page?"]],
  ["/items?page={number}", [path("number")], "/items", ["query page"]],
  ["/items?page={number}", [query("number")], "/items", ["query page?"]],
  ["/items?page={page}&size={size}", [path("page")], "/items", ["query size?", "query page"]],
  ["/items/{id}?full={full}", [path("id"), path("full")], "/items/{id}", ["path id", "query full"]],
  ["/items?kind=a&page={page}", [query("page")], "/items?kind=a", ["query page?"]],
  ["/items?page=&size=", [query("page")], "/items", ["query size?", "query page?"]],
  ["/items{?page,size*}", [path("page")], "/items", ["query size?", "query page"]],
  ["/items?kind=a{&page}", [query("page")], "/items?kind=a", ["query page?"]],
])("reads the query of a path as parameters: %s", (written, parameters, wanted, names) => {
  const { model, said, messages } = read({ [written]: operation(...parameters) });
  expect(model.operations.map(({ key, path: taken }) => [key, taken])).toEqual([[`GET ${wanted}`, wanted]]);
  expect(parametersOf(model.operations[0])).toEqual(names);
  expect(said.filter((each) => !each.startsWith("undeclared"))).toEqual([`query-in-path #/paths/${written.replaceAll("/", "~1")}`]);
  expect(messages[0]).toContain(`is read as the path "${wanted}" with the query`);
});

test("reports an undescribed parameter in the query of a path", () => {
  const { messages } = read({ "/items?page={page}&size={size}": operation(path("page")) });
  expect(messages).toEqual([
    'The path "/items?page={page}&size={size}" has a query. It is read as the path "/items" with the query parameters "page" and "size".',
    'The query of the path "/items" has "size", but no parameter describes it. Any string is accepted.',
  ]);
});

test("sends a list in the query of a path", () => {
  const { model } = read({ "/items?ids={ids}": operation(path("ids", { type: "array", items: string })) });
  expect(model.operations[0]?.parameters[0]).toMatchObject({ in: "query", style: "form", explode: false });
});

test("keeps queries of paths that are otherwise equal", () => {
  const found = read({
    "/find?id={id}": operation(path("id")),
    "/find?name={name}": operation(query("name")),
    "/items": operation(),
    "/items?page={page}": { ...operation(path("page")), post: { responses } },
    "/cats?page={page}": operation(path("page")),
    "/cats": { post: { responses } },
  });
  expect(keys(found)).toEqual([
    "GET /find?id={id}",
    "GET /find?name={name}",
    "GET /items",
    "GET /items?page={page}",
    "POST /items?page={page}",
    "GET /cats",
    "POST /cats",
  ]);
  expect(parametersOf(found.model.operations[1])).toEqual(["path name"]);
  expect(found.said).toEqual([
    "queries-of-one-path #/paths/~1find?id={id}",
    "queries-of-one-path #/paths/~1find?name={name}",
    "queries-of-one-path #/paths/~1items?page={page}",
    "query-in-path #/paths/~1cats?page={page}",
    "undeclared-path-parameter #/paths/~1items?page={page}/post",
  ]);
});

test.each(["/items?kind=a", "/items?public", "/rpc#Action={id}", "/items?name=is-{name}"])("keeps a query without parameters: %s", (written) => {
  expect(keys(read({ [written]: operation() }))).toEqual([`GET ${written}`]);
});

test("keeps the queries of Azure paths", () => {
  const found = read({}, { "x-ms-paths": { "/c?comp={comp}": operation(path("comp")) } });
  expect([keys(found), found.said]).toEqual([["GET /c?comp={comp}"], []]);
});

test("reads paths below their method", () => {
  const found = read({
    get: { "/pets": { operationId: "listPets", responses }, "/pets/{id}": { parameters: [path("id")], responses } },
    POST: { "/pets": { responses } },
    "delete /pets/{id}": { parameters: [path("id")], responses },
    "PUT  /pets": { responses },
  });
  expect(keys(found)).toEqual(["GET /pets", "GET /pets/{id}", "POST /pets", "DELETE /pets/{id}", "PUT /pets"]);
  expect(found.model.operations.map(({ place }) => place.pointer)).toEqual([
    "#/paths/get/~1pets",
    "#/paths/get/~1pets~1{id}",
    "#/paths/POST/~1pets",
    "#/paths/delete ~1pets~1{id}",
    "#/paths/PUT  ~1pets",
  ]);
  expect(found.said).toEqual(found.model.operations.map(({ place }) => `method-before-path ${place.pointer}`));
  expect(found.messages[0]).toBe('"/pets" is below "get". It is read as a path with the method below it.');
  expect(found.messages[3]).toBe('"delete /pets/{id}" is a method and a path. It is read as a path with the method below it.');
});

test("omits a duplicate operation below its method", () => {
  const found = read({ "/pets": operation(), get: { "/pets": { responses } } });
  expect(keys(found)).toEqual(["GET /pets"]);
  expect(found.said).toEqual(["left-out #/paths/get/~1pets"]);
});

test.each([
  ["/pets/${id}", "/pets/{id}"],
  ["/pets/{{id}}", "/pets/{id}"],
  ["/pets/{{ id }}/x", "/pets/{id}/x"],
  ["/pets/#{id}", "/pets/{id}"],
  ["/pets/[id]", "/pets/{id}"],
  ["/pets/(id)", "/pets/{id}"],
  ["/pets/$id", "/pets/{id}"],
  ["/pets/%id%", "/pets/{id}"],
  ["/pets/[...id]", "/pets/{id}"],
])("reads parts in other template syntax: %s", (written, wanted) => {
  const { model, said } = read({ [written]: operation(path("id")) });
  expect(model.operations.map(({ path: taken, parameters }) => [taken, parameters.map(({ name }) => name)])).toEqual([[wanted, ["id"]]]);
  expect(said).toEqual([`part-without-braces #/paths/${written.replaceAll("/", "~1")}/get`]);
});

test.each(["/users/$count", "/users/(id)", "/users/[id]", "/$metadata"])("keeps path words without a parameter: %s", (written) => {
  const found = read({ [written]: operation() });
  expect([keys(found), found.said]).toEqual([[`GET ${written}`], []]);
});

test.each([
  ["${API_URL}/v1", "{API_URL}/v1", "API_URL"],
  ["{{ base_url }}", "{base_url}", "base_url"],
  ["https://<your-domain>/api", "https://{your-domain}/api", "your-domain"],
  ["https://%HOST%/api", "https://{HOST}/api", "HOST"],
  ["$BASE_URL/v1", "{BASE_URL}/v1", "BASE_URL"],
])("reads placeholders in server URLs as variables: %s", (url, wanted, name) => {
  const { model, said } = read({}, { servers: [{ url }] });
  expect(model.servers.map((server) => [server.url, [...server.variables.keys()]])).toEqual([[wanted, [name]]]);
  expect(said).toEqual(["undescribed-server-variable #/servers/0/url"]);
});
