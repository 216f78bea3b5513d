import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { generate } from "../../src/generate.js";
import type { ApiModel } from "../../src/model/api.js";
import { modelOf } from "../diff/documents.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";
import { documentJudge } from "../values/document-judge.js";

// One document with every field that OpenAPI 3.2 adds.

const path = join(import.meta.dirname, "document.yaml");
const text = readFileSync(path, "utf8");
const whole = (): Node => parse(text) as Node;

/** A part of a document that a test edits. */
interface Node {
  [key: string]: any;
}

let output: Generated;
const folder = mkdtempSync(join(tmpdir(), "tallystick-3-2-"));
beforeAll(async () => void (output = await generated(path)));
afterAll(async () => {
  await output.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("has every field that 3.2 adds", () => {
  const fields =
    "$self name summary parent kind query additionalOperations querystring itemSchema prefixEncoding itemEncoding encoding mediaTypes dataValue serializedValue defaultMapping nodeType deviceAuthorization deviceAuthorizationUrl oauth2MetadataUrl deprecated cookie allowReserved";
  expect(fields.split(" ").filter((field) => !new RegExp(`(?:^|[\\s{,])['"]?${field.replace("$", "\\$")}['"]?[:,\\s}]`).test(text))).toEqual([]);
});

test("is generated without a diagnostic", async () => {
  const { diagnostics } = await generate(path, { source: "document.yaml" });
  expect(diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`)).toEqual([]);
});

test("compiles with the strictest options", async () => {
  expect(await typeErrors(output)).toEqual([]);
});

describe("fixtures are valid by an independent validator", () => {
  type Fixture = Readonly<Record<"minimal" | "full" | "example", unknown>> & { many(count: number): readonly unknown[] };
  const valuesOf = (fixture: Fixture | undefined): readonly unknown[] =>
    fixture === undefined ? [] : [fixture.example, fixture.minimal, fixture.full, ...fixture.many(5)];

  // Ajv knows no `$self`: references are written as they are inside of one file.
  const local = join(folder, "openapi.json");
  writeFileSync(local, JSON.stringify(parse(text.replaceAll("openapi.yaml#", "#"))));
  const judge = documentJudge(local);

  test.each(["Berth", "Note", "Ship", "Ferry", "OtherShip"])("%s", async (name) => {
    const fixtures = await output.load<Readonly<Record<string, Fixture>>>("fixtures/index");
    const values = valuesOf(fixtures[name.charAt(0).toLowerCase() + name.slice(1)]);
    expect(values).toHaveLength(8);
    const issues = judge(`#/components/schemas/${name}`);
    for (const value of values) expect([value, issues(value)]).toEqual([value, []]);
  });

  const bodies = [
    ["search-berths", "searchBerths", "#/paths/~1berths/query/responses/200/content/application~1json/schema"],
    ["search-ships", "searchShips", "#/components/schemas/Ship"],
    ["watch-movements", "watchMovements", "#/paths/~1movements/get/responses/200/content/text~1event-stream/itemSchema"],
    ["declare-cargo", "declareCargo", "#/paths/~1cargo/post/responses/200/content/multipart~1mixed/schema"],
  ] as const;
  test.each(bodies)("responses of %s", async (file, name, pointer) => {
    const module = await output.load<Readonly<Record<string, { readonly responses: Readonly<Record<string, Fixture>> }>>>(
      `fixtures/operations/${file}`,
    );
    const values = valuesOf(module[name]?.responses["200"]);
    expect(values).toHaveLength(8);
    for (const value of values) expect([value, judge(pointer)(value)]).toEqual([value, []]);
  });
});

describe("diff", () => {
  let old: ApiModel;
  beforeAll(async () => void (old = await modelOf(whole())));

  test("reports nothing between the document and itself", async () => {
    expect(diff(old, await modelOf(whole())).changes).toEqual([]);
  });

  const berths = (root: Node): Node => root["paths"]["/berths"];
  const content = (root: Node, path: string, method: string): Node => root["paths"][path][method].responses["200"].content;
  const sent = (root: Node, path: string): Node => root["paths"][path].post.requestBody.content;
  const schemas = (root: Node): Node => root["components"].schemas;
  const edits: readonly (readonly [what: string, edit: (root: Node) => void, want: readonly string[]])[] = [
    ["$self, which only identifies the document", (root) => (root["$self"] = "https://other.example/api/openapi.yaml"), []],
    ["the name of a server", (root) => (root["servers"][1].name = "staging"), ["server-name-removed breaking", "server-name-added safe"]],
    ["the summary of a tag", (root) => (root["tags"][1].summary = "Quays"), ["tag-changed documentation"]],
    ["the parent of a tag", (root) => delete root["tags"][1].parent, ["tag-changed documentation"]],
    ["the kind of a tag", (root) => (root["tags"][2].kind = "audience"), ["tag-changed documentation"]],
    ["a query operation that is gone", (root) => delete berths(root)["query"], ["operation-removed breaking"]],
    ["an additional operation that is gone", (root) => delete berths(root)["additionalOperations"], ["operation-removed breaking"]],
    [
      "a media type of components",
      (root) => (root["components"].mediaTypes.Search.schema.properties.minLength.type = "string"),
      ["type-changed breaking"],
    ],
    [
      "the query string as a whole",
      (root) => (root["paths"]["/search"].get.parameters[0].content["application/x-www-form-urlencoded"].schema.properties.afloat.type = "integer"),
      ["type-changed breaking"],
    ],
    ["style: cookie", (root) => delete root["paths"]["/berths/{id}"].get.parameters[1].style, ["parameter-serialisation-changed breaking"]],
    [
      "allowReserved in a path",
      (root) => delete root["paths"]["/berths/{id}"].get.parameters[0].allowReserved,
      ["parameter-serialisation-changed breaking"],
    ],
    [
      "itemSchema of lines",
      (root) => (content(root, "/search", "get")["application/jsonl"].itemSchema = { $ref: "#/components/schemas/Ferry" }),
      ["discriminator-removed", "union-branch-removed"],
    ],
    [
      "itemSchema of events",
      (root) => content(root, "/movements", "get")["text/event-stream"].itemSchema.properties.event.enum.push("delay"),
      ["enum-value-added breaking"],
    ],
    [
      "itemSchema of a request",
      (root) => (sent(root, "/movements")["application/x-ndjson"].itemSchema = { $ref: "#/components/schemas/Ferry" }),
      ["breaking"],
    ],
    [
      "prefixEncoding",
      (root) => (content(root, "/cargo", "post")["multipart/mixed"].prefixEncoding[1].contentType = "text/plain"),
      ["encoding-changed breaking"],
    ],
    [
      "itemEncoding",
      (root) => (sent(root, "/pictures")["multipart/mixed"].itemEncoding.contentType = "application/xml"),
      ["encoding-changed breaking"],
    ],
    [
      "itemEncoding inside of an encoding",
      (root) => (sent(root, "/cargo")["multipart/form-data"].encoding.items.itemEncoding.contentType = "application/xml"),
      ["encoding-changed breaking"],
    ],
    [
      "encoding inside of an encoding",
      (root) => (sent(root, "/cargo")["multipart/form-data"].encoding.sender.encoding.name.contentType = "text/html"),
      ["encoding-changed breaking"],
    ],
    ["the summary of a response", (root) => (berths(root)["query"].responses["200"].summary = "Berths."), ["response-words-changed documentation"]],
    ["examples, which promise nothing", (root) => delete content(root, "/search", "get")["application/jsonl"].examples, []],
    ["nodeType: attribute", (root) => delete schemas(root)["Berth"].properties.id.xml, ["xml-changed breaking"]],
    ["nodeType: element of a list", (root) => delete schemas(root)["Berth"].properties.tags.xml, ["xml-changed breaking"]],
    ["nodeType: cdata", (root) => delete schemas(root)["Note"].properties.text.xml, ["xml-changed breaking"]],
    ["defaultMapping", (root) => delete schemas(root)["Ship"].discriminator.defaultMapping, ["discriminator"]],
    [
      "deprecated of a security scheme",
      (root) => delete root["components"].securitySchemes.key.deprecated,
      ["security-scheme-deprecation-changed safe"],
    ],
    ["oauth2MetadataUrl", (root) => delete root["components"].securitySchemes.device.oauth2MetadataUrl, ["oauth-url-changed warning"]],
    [
      "deviceAuthorizationUrl",
      (root) => (root["components"].securitySchemes.device.flows.deviceAuthorization.deviceAuthorizationUrl = "https://x.example"),
      ["oauth-url-changed warning"],
    ],
  ];

  test.each(edits)("of %s", async (_, edit, want) => {
    const next = whole();
    edit(next);
    const { changes } = diff(old, await modelOf(next));
    const found = changes.map(({ code, level }) => `${code} ${level}`);
    for (const each of want) expect(found.join("\n")).toContain(each);
    if (want.length === 0) expect(found).toEqual([]);
    else expect(found.length).toBeGreaterThan(0);
  });
});
