import { serverPathOf, type ApiModel } from "tallystick/model";
import { beforeAll, describe, expect, test } from "vitest";
import { matchMediaType } from "../../src/match/media-type.js";
import { makeMatcher, type MatcherOptions } from "../../src/match/match-operation.js";
import { matchResponse } from "../../src/match/match-response.js";
import { open } from "../observe/open.js";

let model: ApiModel;
const ok = { responses: { 200: { description: "ok" } } };
beforeAll(async () => {
  const document = {
    openapi: "3.1.0",
    info: { title: "Paths", version: "1" },
    servers: [
      { url: "https://api.example.com/v1" },
      { url: "https://{region}.example.com/{base}", variables: { region: { default: "eu", enum: ["eu", "us"] }, base: { default: "v2" } } },
    ],
    paths: {
      "/users": {
        get: {
          ...ok,
          responses: { 200: { description: "a" }, "4XX": { description: "b" }, 404: { description: "c" }, default: { description: "d" } },
        },
        post: ok,
      },
      "/users/{id}": { get: ok },
      "/users/me": { get: ok },
      "/users/{id}/files/{name}.{ext}": { get: ok },
      "/users/{id}/files/{file}": { get: ok },
      "/a b/{x}": { get: ok },
      "/a b/for {x}": { get: ok },
      "/": { get: ok },
    },
  };
  ({ model } = await open(document));
});

function at(url: string, options: MatcherOptions = {}, method = "GET"): string {
  const found = makeMatcher(model, { urls: [url], ...options }).match(method, url);
  if (found.kind === "operation")
    return [found.match.operation.key, ...[...found.match.pathValues].map(([name, value]) => `${name}=${value}`)].join(" ");
  return found.kind === "method" ? `method ${found.path}` : "none";
}

test.each([
  ["https://api.example.com/v1/users", "GET /users"],
  ["https://api.example.com/v1/users/", "GET /users"],
  ["https://api.example.com/v1/users/me", "GET /users/me"],
  ["https://api.example.com/v1/users/7?x=1", "GET /users/{id} id=7"],
  ["https://api.example.com/v1/users/a%2Fb%20c", "GET /users/{id} id=a%2Fb%20c"],
  ["https://api.example.com/v1/users/1/files/a.tar.gz", "GET /users/{id}/files/{name}.{ext} id=1 name=a.tar ext=gz"],
  ["https://api.example.com/v1/users/1/files/readme", "GET /users/{id}/files/{file} id=1 file=readme"],
  ["https://api.example.com/v1/a%20b/1", "GET /a b/{x} x=1"],
  ["https://api.example.com/v1/a%20b/for%201", "GET /a b/for {x} x=1"],
  ["https://eu.example.com/v2/users", "GET /users"],
  ["http://localhost:3000/users/7", "GET /users/{id} id=7"],
  ["http://localhost:3000/v1/", "GET /"],
])("matches a request to %s with %s", (url, expected) => {
  expect(at(url)).toBe(expected);
});

test("matches no operation for an unknown path", () => {
  expect(at("http://localhost:3000/v1/users/1/2/3")).toBe("none");
});

test("distinguishes an unknown method from an unknown path", () => {
  expect(at("https://api.example.com/v1/users", {}, "DELETE")).toBe("method /users");
});

test("finds one common unknown prefix", () => {
  const urls = ["http://gw/team/api/users", "http://gw/team/api/users/1", "http://gw/team/api/users/me"];
  expect(urls.map((url) => at(url, { urls }))).toEqual(["GET /users", "GET /users/{id} id=1", "GET /users/me"]);
  const mixed = ["http://gw/users", "http://gw/admin/users"];
  expect(mixed.map((url) => at(url, { urls: mixed }))).toEqual(["GET /users", "none"]);
});

test("matches paths without the common prefix", () => {
  const urls = ["http://gw/", "http://gw/v1.45/users", "http://gw/v1.45/users/1", "http://gw/v1.45/nothing"];
  expect(urls.map((url) => at(url, { urls }))).toEqual(["GET /", "GET /users", "GET /users/{id} id=1", "none"]);
});

describe("a document whose server has a base path", () => {
  test("does not match a path outside of it on the same host", () => {
    const urls = ["https://api.example.com/users"];
    const matcher = makeMatcher(model, { urls });
    expect(matcher.match("GET", urls[0] ?? "").kind).toBe("none");
    expect(matcher.isOurs(urls[0] ?? "")).toBe(true);
  });

  test("does not match a path outside of it next to paths inside", () => {
    const urls = ["http://gw/v1/users", "http://gw/users"];
    expect(urls.map((url) => at(url, { urls }))).toEqual(["GET /users", "none"]);
  });

  test("matches without it on a host that removes it", () => {
    const urls = ["http://gw/users"];
    expect(urls.map((url) => at(url, { urls }))).toEqual(["GET /users"]);
  });

  test("treats traffic to its host as in scope without a documented path", () => {
    const matcher = makeMatcher(model, { urls: ["https://api.example.com/v1/unknown", "https://cdn.example.net/users/1/2"] });
    expect(matcher.isOurs("https://api.example.com/v1/unknown")).toBe(true);
    expect(matcher.isOurs("https://cdn.example.net/users/1/2")).toBe(false);
  });
});

test("ignores other hosts next to the document's host", () => {
  const urls = ["https://api.example.com/v1/users", "https://cdn.example.net/users"];
  const matcher = makeMatcher(model, { urls });
  expect(matcher.match("GET", urls[1] ?? "").kind).toBe("none");
  expect(matcher.isOurs(urls[1] ?? "")).toBe(false);
  expect(matcher.isOurs("https://api.example.com/v1/unknown")).toBe(true);
});

test("treats all names of this computer as one host", async () => {
  const { model: local } = await open({
    openapi: "3.1.0",
    info: { title: "Local", version: "1" },
    servers: [{ url: "http://localhost:8080" }],
    paths: { "/users": { get: ok } },
  });
  const urls = ["http://localhost:8080/users", "http://127.0.0.1:8080/users", "http://[::1]:8080/users", "http://127.0.0.1:9090/users"];
  const matcher = makeMatcher(local, { urls });
  expect(urls.map((url) => matcher.match("GET", url).kind)).toEqual(["operation", "operation", "operation", "none"]);
  expect(matcher.isOurs("http://127.0.0.1:8080/other")).toBe(true);
});

test.each([
  [200, "200"],
  [404, "404"],
  [403, "4XX"],
  [500, "default"],
])("matches status %i with the response %s", (status, expected) => {
  const operation = model.operations.find((one) => one.key === "GET /users");
  expect(operation && matchResponse(operation, status)?.status).toBe(expected);
});

test.each([
  [["application/json"], "application/json; charset=utf-8", "application/json"],
  [["application/json; charset=utf-8"], "Application/JSON", "application/json; charset=utf-8"],
  [["*/*", "application/*", "application/json"], "application/json", "application/json"],
  [["*/*", "application/*"], "application/json", "application/*"],
  [["application/*+json"], "application/problem+json", "application/*+json"],
  [["application/json;v=1", "application/json;v=2"], "application/json; v=2", "application/json;v=2"],
  [["application/json, text/plain"], "text/plain", "application/json, text/plain"],
])("of the media types %j, matches a body of %s with %s", (documented, actual, expected) => {
  expect(mediaTypeFor(documented, actual)).toBe(expected);
});

test.each([
  ["application/json", "application/problem+json"],
  ["application/json;v=1", "application/json; v=2"],
  ["text/html", "not a type"],
])("with %s documented, matches a body of %s with nothing", (documented, actual) => {
  expect(mediaTypeFor([documented], actual)).toBeUndefined();
});

function mediaTypeFor(documented: readonly string[], actual: string): string | undefined {
  const content = documented.map((mediaType) => ({ mediaType }));
  return matchMediaType(content, actual)?.mediaType;
}

test("matches all listed values of a server variable", () => {
  const urls = ["https://eu.example.com/v2/users", "https://us.example.com/v2/users", "https://shop.example.net/v2/users"];
  const matcher = makeMatcher(model, { urls });
  expect(urls.map((url) => matcher.match("GET", url).kind)).toEqual(["operation", "operation", "none"]);
});

test("distinguishes operations by their query", async () => {
  const action = (name: string): unknown => ({
    get: { ...ok, parameters: [{ name: "Action", in: "query", required: true, schema: { type: "string", enum: [name] } }] },
  });
  const { model: byQuery } = await open({
    openapi: "3.0.3",
    info: { title: "Queries", version: "1" },
    paths: {
      "/images": { get: ok },
      "/images?recursion=1": { get: ok },
      "/images?public&recursion=1": { get: ok },
      "/images?public": { get: ok },
      "/search?q={q}": { get: ok },
      "/find?q={q}": { get: ok },
      "/find?id={id}": { get: ok },
      "/#Action=List": action("List"),
      "/#Action=Drop": action("Drop"),
    },
  });
  const matcher = makeMatcher(byQuery, { baseUrl: "http://localhost" });
  const keyOf = (path: string): string => {
    const found = matcher.match("GET", `http://localhost${path}`);
    return found.kind === "operation" ? found.match.operation.path : found.kind;
  };
  const paths = ["/images", "/images?limit=1", "/images?recursion=1", "/images?recursion=2", "/images?public=", "/images?recursion=1&public=true"];
  expect(paths.map(keyOf)).toEqual(["/images", "/images", "/images?recursion=1", "/images", "/images?public", "/images?public&recursion=1"]);
  expect(["/search?q=cup", "/search", "/find?q=cup", "/find?id=7"].map(keyOf)).toEqual(["/search", "/search", "/find?q={q}", "/find?id={id}"]);
  expect(["/?Action=Drop", "/?Action=List&x=1"].map(keyOf)).toEqual(["/#Action=Drop", "/#Action=List"]);
});

test("distinguishes single and multi-segment paths", async () => {
  for (const paths of [["/files/{path}", "/files/{path+}"] as const, ["/files/{path+}", "/files/{path}"] as const]) {
    const { model: files } = await open({
      openapi: "3.1.0",
      info: { title: "Files", version: "1.0.0" },
      paths: Object.fromEntries(paths.map((path) => [path, { get: { operationId: path, ...ok } }])),
    });
    const matcher = makeMatcher(files, { baseUrl: "http://127.0.0.1" });
    const found = ["/files/a", "/files/a/b"].map((path) => matcher.match("GET", `http://127.0.0.1${path}`));
    expect(found.map((result) => (result.kind === "operation" ? result.match.operation.key : result.kind))).toEqual([
      "GET /files/{path}",
      "GET /files/{path+}",
    ]);
  }
});

test("matches several segments if no other path fits", async () => {
  const { model: files } = await open({
    openapi: "3.1.0",
    info: { title: "Files", version: "1" },
    paths: { "/files/{path+}": { get: ok }, "/files/{path+}/meta": { get: ok }, "/files/{id}": { get: ok }, "/{proxy*}": { get: ok } },
  });
  const matcher = makeMatcher(files, { baseUrl: "http://localhost" });
  const found = (path: string): string => {
    const result = matcher.match("GET", `http://localhost${path}`);
    return result.kind === "operation" ? [result.match.operation.path, ...result.match.pathValues.values()].join(" ") : result.kind;
  };
  expect(["/files/a/b%2Fc/d", "/files/a/b/meta", "/files/a", "/files/a/", "/a/b", "/a/b/c/d/e"].map(found)).toEqual([
    "/files/{path} a/b%2Fc/d",
    "/files/{path}/meta a/b",
    "/files/{id} a",
    "/files/{path} a/",
    "/{proxy} a/b",
    "/{proxy} a/b/c/d/e",
  ]);
});

test("distinguishes operations by a header in their paths", async () => {
  const target = (value: string): unknown => ({
    post: { ...ok, parameters: [{ name: "X-Amz-Target", in: "header", required: true, schema: { type: "string", enum: [value] } }] },
  });
  const { model: byHeader } = await open({
    openapi: "3.0.3",
    info: { title: "Targets", version: "1" },
    paths: { "/#X-Amz-Target=A.List": target("A.List"), "/#X-Amz-Target=A.Get": target("A.Get") },
  });
  const matcher = makeMatcher(byHeader, { baseUrl: "http://localhost" });
  for (const value of ["A.Get", "A.List"])
    expect(matcher.match("POST", "http://localhost/", [["x-amz-target", value]])).toMatchObject({
      match: { operation: { path: `/#X-Amz-Target=${value}` } },
    });
});

test.each([
  ["https://api.example.com/v1/", "/v1"],
  ["/v1", "/v1"],
  ["/", ""],
  ["", ""],
  ["v1", "/v1"],
  ["./v1", "/v1"],
  ["../v1?x=1", "/v1"],
  ["//api.example.com/v1", "/v1"],
  ["localhost:8055", ""],
  ["127.0.0.1:8055/api", "/api"],
  ["api.example.com/v1", "/v1"],
  ["{scheme}://host/v1", "/v1"],
  ["{baseUrl}/v1", "/v1"],
  ["v1.0", "/v1.0"],
  ["10.0.0.1/v1.0", "/v1.0"],
  ["https://{region}.example.com/v1", "/v1"],
])("reads the path of a server at %s as %j", (url, expected) => {
  expect(serverPathOf(url)).toBe(expected);
});
