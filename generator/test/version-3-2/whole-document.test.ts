import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { generate } from "../../src/generate.js";
import type { ApiModel } from "../../src/model/api.js";
import { tokens } from "../../src/model/place.js";
import { modelOf } from "../diff/documents.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";
import { documentJudge } from "../values/document-judge.js";

// One document with every field that OpenAPI 3.2 adds.

const document = join(import.meta.dirname, "document.yaml");
const text = readFileSync(document, "utf8");
const whole = (): Node => parse(text) as Node;

/** A part of a document that a test edits. */
interface Node {
  [key: string]: unknown;
}

let output: Generated;
const folder = mkdtempSync(join(tmpdir(), "tallystick-3-2-"));
beforeAll(async () => void (output = await generated(document)));
afterAll(async () => {
  await output.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("has every field that 3.2 adds", () => {
  const fields =
    "$self name summary parent kind query additionalOperations querystring itemSchema prefixEncoding itemEncoding encoding mediaTypes dataValue serializedValue defaultMapping nodeType deviceAuthorization deviceAuthorizationUrl oauth2MetadataUrl deprecated cookie allowReserved";
  expect(fields.split(" ").filter((field) => !new RegExp(`(?:^|[\\s{,])['"]?${field.replace("$", "\\$")}['"]?[:,\\s}]`).test(text))).toEqual([]);
});

test("generates without a diagnostic", async () => {
  const { diagnostics } = await generate(document, { source: "document.yaml" });
  expect(diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`)).toEqual([]);
});

test("compiles with the strictest options", async () => {
  expect(await typeErrors(output)).toEqual([]);
});

describe("Ajv accepts the fixtures", () => {
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
    ["searchBerths", "#/paths/~1berths/query/responses/200/content/application~1json/schema"],
    ["searchShips", "#/components/schemas/Ship"],
    ["watchMovements", "#/paths/~1movements/get/responses/200/content/text~1event-stream/itemSchema"],
    ["declareCargo", "#/paths/~1cargo/post/responses/200/content/multipart~1mixed/schema"],
  ] as const;
  test.each(bodies)("responses of %s", async (name, pointer) => {
    const module = await output.load<Readonly<Record<string, { readonly responses: Readonly<Record<string, Fixture>> }>>>("fixtures/index");
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

  const lines = "/paths/~1search/get/responses/200/content/application~1jsonl";
  const events = "/paths/~1movements/get/responses/200/content/text~1event-stream";
  const papers = "/paths/~1cargo/post/responses/200/content/multipart~1mixed";
  const cargo = "/paths/~1cargo/post/requestBody/content/multipart~1form-data/encoding";
  const berth = "/paths/~1berths~1{id}/get/parameters";
  const device = "/components/securitySchemes/device";
  const ferry = { $ref: "#/components/schemas/Ferry" };
  const filter = "/paths/~1search/get/parameters/0/content/application~1x-www-form-urlencoded/schema";

  /** What is edited: a value at a pointer, or nothing where the field goes. */
  const edits: readonly (readonly [what: string, pointer: string, value: unknown, want: readonly string[]])[] = [
    ["$self, which only identifies the document", "/$self", "https://other.example/api/openapi.yaml", []],
    ["the name of a server", "/servers/1/name", "staging", ["server-name-removed breaking", "server-name-added safe"]],
    ["the summary of a tag", "/tags/1/summary", "Quays", ["tag-changed documentation"]],
    ["the parent of a tag", "/tags/1/parent", undefined, ["tag-changed documentation"]],
    ["the kind of a tag", "/tags/2/kind", "audience", ["tag-changed documentation"]],
    ["a query operation", "/paths/~1berths/query", undefined, ["operation-removed breaking"]],
    ["an additional operation", "/paths/~1berths/additionalOperations", undefined, ["operation-removed breaking"]],
    ["a media type of components", "/components/mediaTypes/Search/schema/properties/minLength/type", "string", ["type-changed breaking"]],
    ["the whole query string", `${filter}/properties/afloat/type`, "integer", ["type-changed breaking"]],
    ["style: cookie", `${berth}/1/style`, undefined, ["parameter-serialisation-changed breaking"]],
    ["allowReserved in a path", `${berth}/0/allowReserved`, undefined, ["parameter-serialisation-changed breaking"]],
    ["itemSchema of lines", `${lines}/itemSchema`, ferry, ["union-branch-removed safe"]],
    ["itemSchema of events", `${events}/itemSchema/properties/event/enum/2`, "delay", ["enum-value-added breaking"]],
    [
      "itemSchema of a request",
      "/paths/~1movements/post/requestBody/content/application~1x-ndjson/itemSchema",
      ferry,
      ["union-branch-removed breaking"],
    ],
    ["prefixEncoding", `${papers}/prefixEncoding/1/contentType`, "text/plain", ["encoding-changed breaking"]],
    [
      "itemEncoding",
      "/paths/~1pictures/post/requestBody/content/multipart~1mixed/itemEncoding/contentType",
      "application/xml",
      ["encoding-changed breaking"],
    ],
    ["itemEncoding inside of an encoding", `${cargo}/items/itemEncoding/contentType`, "application/xml", ["encoding-changed breaking"]],
    ["encoding inside of an encoding", `${cargo}/sender/encoding/name/contentType`, "text/html", ["encoding-changed breaking"]],
    ["the summary of a response", "/paths/~1berths/query/responses/200/summary", "Berths.", ["response-words-changed documentation"]],
    ["examples of a stream", `${lines}/examples`, undefined, ["operation-words-changed documentation"]],
    ["nodeType: attribute", "/components/schemas/Berth/properties/id/xml", undefined, ["xml-changed breaking"]],
    ["nodeType: element of a list", "/components/schemas/Berth/properties/tags/xml", undefined, ["xml-changed breaking"]],
    ["nodeType: cdata", "/components/schemas/Note/properties/text/xml", undefined, ["xml-changed breaking"]],
    ["defaultMapping", "/components/schemas/Ship/discriminator/defaultMapping", undefined, ["discriminator"]],
    ["deprecated of a security scheme", "/components/securitySchemes/key/deprecated", undefined, ["security-scheme-deprecation-changed safe"]],
    ["oauth2MetadataUrl", `${device}/oauth2MetadataUrl`, undefined, ["oauth-url-changed warning"]],
    [
      "deviceAuthorizationUrl",
      `${device}/flows/deviceAuthorization/deviceAuthorizationUrl`,
      "https://x.example/device",
      ["oauth-url-changed warning"],
    ],
  ];

  /** The document with another value at a pointer. */
  function edited(pointer: string, value: unknown): Node {
    const root = whole();
    const steps = tokens(`#${pointer}`);
    const last = steps.pop() ?? "";
    const parent = steps.reduce<Node>((at, step) => at[step] as Node, root);
    // A pointer that leads nowhere would change nothing, or too much.
    if (value === undefined) expect(Object.keys(parent)).toContain(last);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return root;
  }

  test.each(edits)("names a change of %s", async (_, pointer, value, want) => {
    const { changes } = diff(old, await modelOf(edited(pointer, value)));
    const found = changes.map(({ code, level }) => `${code} ${level}`);
    const named = want.filter((each) => found.some((change) => change.includes(each)));
    expect(want.length === 0 ? found : named).toEqual(want);
  });
});
