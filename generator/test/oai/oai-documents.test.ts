import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Code } from "../../src/diagnostics/catalog.js";
import { isJsonObject } from "../../src/model/json.js";
import { openModel, type OpenedModel } from "../../src/open-model.js";
import { missingOai, oaiFolder, oaiNote } from "../shared.js";

/** What the documents of OAI that must pass really contain. The schema that OAI tests them with does not look at it. */
const known: Readonly<Record<string, readonly Code[]>> = {
  // Operations that the links name, and that the document does not have.
  "link-object-examples.yaml": ["link-to-nowhere"],
  // Nested parts, which are not supported.
  "media-type-examples.yaml": ["left-out", "lost-parts"],
  // A component that does not exist, and a scheme that no operation requires.
  "mega.yaml": ["unresolved-mapping", "unused-security-scheme", "lost-parts"],
  // A parameter "petId" for the part {id}, and a security scheme that is not described.
  "operation-object-example.yaml": ["parameter-by-other-name", "unknown-security-scheme"],
  // fetch refuses TRACE.
  "path_item_servers_parameters.yaml": ["method-cannot-be-sent"],
  // A reference to https://example.com.
  "security-scheme-object-examples.yaml": ["unused-unresolved-reference"],
  // The key "encoding_object_defaults" in "content".
  "style-defaults.yaml": ["not-a-media-type"],
  // The scheme "basicHttpAuthentication", which no operation requires.
  "tictactoe.yaml": ["unused-security-scheme"],
  "tictactoe.json": ["unused-security-scheme"],
};

/** What makes each document fail, and where. */
const faults: Readonly<Record<string, readonly (readonly [code: Code, pointer: string])[]>> = {
  "encoding-enc-item-exclusion.yaml": [["exclusive-fields", at("encoding-with-prefixEncoding-not-allowed", "prefixEncoding/0/prefixEncoding")]],
  "encoding-enc-prefix-exclusion.yaml": [["exclusive-fields", at("encoding-with-itemEncoding-not-allowed", "prefixEncoding/0/itemEncoding")]],
  "example-examples.yaml": [["exclusive-fields", "#/components/parameters/animal/examples"]],
  "example-object-old-exclusions.yaml": [["exclusive-fields", "#/components/examples/CannotHaveBoth/externalValue"]],
  "example-object-old-vs-data.yaml": [["exclusive-fields", "#/components/examples/NoValueWithDataValue/value"]],
  "example-object-old-vs-ser.yaml": [["exclusive-fields", "#/components/examples/CannotHaveBoth/serializedValue"]],
  "example-object-ser-exclusions.yaml": [["exclusive-fields", "#/components/examples/CannotHaveBoth/externalValue"]],
  "header-object-allowReserved.yaml": [["field-without-effect", "#/components/headers/Style/allowReserved"]],
  "header-object-name.yaml": [["left-out", "#/paths/~1foo/get/responses/default/headers/Bad=Header"]],
  "invalid_schema_types.yaml": [
    ["wrong-kind", "#/components/schemas/invalid_null"],
    ["wrong-kind", "#/components/schemas/invalid_number"],
    ["wrong-kind", "#/components/schemas/invalid_array"],
  ],
  "link-object-no-body.yaml": [["openapi-schema", "#/components/links/Link-Object-with-body-property/body"]],
  "media-type-enc-item-exclusion.yaml": [["exclusive-fields", at("encoding-with-itemEncoding-not-allowed", "itemEncoding")]],
  "media-type-enc-prefix-exclusion.yaml": [["exclusive-fields", at("encoding-with-prefixEncoding-not-allowed", "prefixEncoding")]],
  "no_containers.yaml": [["nothing-described", "#"]],
  "operation-object-query-with-querystring.yaml": [["beside-querystring", "#/components/pathItems/my-path-item/get/parameters/1"]],
  "operation-object-two-querystrings.yaml": [["beside-querystring", "#/components/pathItems/my-path-item/get/parameters/1"]],
  "parameter-object-content-not-with-style.yaml": [["field-without-effect", "#/components/parameters/content-not-with-style/style"]],
  "parameter-object-cookie-allowReserved.yaml": [["field-without-effect", "#/components/parameters/my_cookie/allowReserved"]],
  "parameter-object-cookie-form-allowReserved.yaml": [["openapi-schema", "#/components/parameters/style_cookie/style"]],
  "parameter-object-header-allowReserved.yaml": [["field-without-effect", "#/components/parameters/header/allowReserved"]],
  "parameter-object-header-name.yaml": [["left-out", "#/components/parameters/BadHeader/name"]],
  "parameter-object-path-allowReserved.yaml": [["field-without-effect", "#/components/parameters/path/allowReserved"]],
  "parameter-object-path-name.yaml": [["openapi-schema", "#/components/parameters/BadPath/name"]],
  "parameter-object-querystring-not-with-schema.yaml": [["querystring-without-content", "#/components/parameters/querystring-not-with-schema"]],
  "path-item-object-conflicting-additional-operation.yaml": [["left-out", "#/paths/~1pets~1{id}/additionalOperations/POST"]],
  "path-item-object-query-with-querystring.yaml": [["beside-querystring", "#/components/pathItems/my-path-item/parameters/1"]],
  "path-item-object-two-querystrings.yaml": [["beside-querystring", "#/components/pathItems/my-path-item/parameters/1"]],
  "server_enum_empty.yaml": [["server-variable-enum", "#/servers/0/variables/var/enum"]],
  "servers.yaml": [["wrong-kind", "#/servers"]],
  "unknown_container.yaml": [["openapi-schema", "#/overlays"]],
  "xml-attr-exclusion.yaml": [["xml-contradiction", "#/components/schemas/Attr/xml/attribute"]],
  "xml-wrapped-exclusion.yaml": [["xml-contradiction", "#/components/schemas/List/xml/wrapped"]],
};

function at(requestBody: string, field: string): string {
  return `#/components/requestBodies/${requestBody}/content/multipart~1mixed/${field}`;
}

const all = missingOai ? [] : readdirSync(oaiFolder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
const documents = all.filter((name) => /^(?:v3\.\d|examples)\/.*\.(?:ya?ml|json)$/.test(name)).toSorted();
const failing = documents.filter((name) => name.includes("/fail/"));
// In the example of several files, the others are parts of swagger.yaml.
const passing = documents.filter((name) => !name.includes("/fail/") && (!name.includes("petstore-separate") || /\/swagger\.\w+$/.test(name)));

/** Whether the document has an operation or a component schema, told from its text alone. */
function describesAnything({ document }: OpenedModel): boolean {
  const root = document?.root.value;
  if (!isJsonObject(root)) return false;
  const items = [root["paths"], root["webhooks"]].flatMap((each) => (isJsonObject(each) ? Object.values(each) : []));
  const schemas = isJsonObject(root["components"]) ? root["components"]["schemas"] : root["definitions"];
  const hasOperation = items.some((item) => isJsonObject(item) && Object.keys(item).some((key) => key === "$ref" || /^[a-z]{3,7}$/.test(key)));
  return hasOperation || (isJsonObject(schemas) && Object.keys(schemas).length > 0);
}

describe("documents of the OpenAPI Initiative", () => {
  test.skipIf(missingOai)(`has documents of each version${oaiNote}`, () => {
    expect(passing.length).toBeGreaterThan(80);
    expect(failing.length).toBeGreaterThan(35);
  });

  test.skipIf(missingOai)(`reports nothing false about documents that pass${oaiNote}`, async () => {
    const reported: string[] = [];
    for (const name of passing) {
      const opened = await openModel(join(oaiFolder, name));
      const expected = new Set<Code>([...(known[basename(name)] ?? []), ...(describesAnything(opened) ? [] : (["nothing-described"] as const))]);
      for (const { code, severity, message, place } of opened.diagnostics)
        if (severity !== "note" && !expected.has(code)) reported.push(`${name}${place?.pointer ?? ""} ${code}: ${message}`);
    }
    expect(reported).toEqual([]);
  });

  test.skipIf(missingOai)(`names the fault of each document that fails, and its location${oaiNote}`, async () => {
    const unnamed: string[] = [];
    for (const name of failing) {
      const expected = faults[basename(name)];
      const { diagnostics } = await openModel(join(oaiFolder, name));
      const found = new Set(diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`));
      if (expected === undefined) unnamed.push(`${name} is not in the table`);
      for (const [code, pointer] of expected ?? []) if (!found.has(`${code} ${pointer}`)) unnamed.push(`${name}: no ${code} at ${pointer}`);
    }
    expect(unnamed).toEqual([]);
  });
});
