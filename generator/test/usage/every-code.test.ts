import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { ruleByCode, rules } from "../../src/diff/rules/rules.js";
import type { ApiModel, Operation, RequestBody, Response } from "../../src/model/api.js";
import type { Json } from "../../src/model/json.js";
import type { Schema } from "../../src/model/schemas/schema.js";
import { consumersOf, UsageJoin } from "../../src/usage/join.js";
import type { UsageManifest, UsedField, UsedParameter } from "../../src/usage/manifest.js";
import { modelOf, withOperation, withSchema } from "../diff/documents.js";
import { furtherRows } from "../diff/rows/further.js";
import { operationRows } from "../diff/rows/operations.js";
import { schemaRows } from "../diff/rows/schemas.js";
import { writingRows } from "../diff/rows/writing.js";
import { manifest, parameter, response } from "./manifests.js";

const part = (schema: unknown): object => withSchema({ type: "object", properties: { part: schema, other: { type: "string" } } });
const animal = (property: string): object => ({
  type: "object",
  required: ["kind"],
  properties: { kind: { type: "string" }, [property]: { type: "string" } },
});
const animals = (mapping: Readonly<Record<string, string>>): object =>
  withSchema(
    { oneOf: ["Cat", "Dog"].map((name) => ({ $ref: `#/components/schemas/${name}` })), discriminator: { propertyName: "kind", mapping } },
    { Cat: animal("lives"), Dog: animal("trick") },
  );
const named = (operationId: string): object => withOperation({ operationId });
const user = (...branches: object[]): object => part({ anyOf: branches });
const free = { type: "object", properties: { id: { type: "string" } } };
const paid = { type: "object", required: ["plan"], properties: { plan: { type: "string" } } };

const documents: readonly (readonly [code: string, old: object, next: object])[] = [
  ["discriminator-value-moved", animals({ c: "Cat", d: "Dog" }), animals({ c: "Dog", d: "Cat" })],
  ["operation-id-changed", named("getThing"), named("readThing")],
  ["generated-property-removed", user(free, paid), user(free)],
  ["generated-property-added", user(free), user(free, paid)],
  ...schemaRows.map(([code, old, next]) => [code, part(old), part(next)] as const),
  ...[...operationRows, ...furtherRows, ...writingRows].map(([code, , old, next]) => [code, old, next] as const),
];

/** Sends and reads everything that the old document names, and compares each listed value. */
function usesAll(model: ApiModel): UsageManifest {
  return ofOperations("user", model, (operation) => ({
    parameters: operation.parameters.flatMap(({ in: where, name, schema }): UsedParameter[] =>
      where === "querystring" ? [] : [parameter(where, name, { places: ["src/used.ts:1"], ...valuesOf(schema) })],
    ),
    request: fieldsOf(operation.requestBody, model),
    responses: operation.responses.map((each) =>
      response(each.status, fieldsOf(each, model), { places: ["src/used.ts:2"], headers: each.headers.map(({ name }) => parameter("header", name)) }),
    ),
  }));
}

/** Calls the same operations, and neither sends nor reads a part of them that it has a choice about. */
function usesNone(model: ApiModel): UsageManifest {
  return ofOperations("bystander", model, () => ({ request: [], responses: [] }));
}

function ofOperations(name: string, model: ApiModel, use: (operation: Operation) => Partial<UsageManifest["operations"][number]>): UsageManifest {
  return manifest(
    name,
    model.operations.map((operation) => ({ method: operation.method, path: operation.path, ...use(operation) })),
  );
}

function fieldsOf(body: RequestBody | Response | undefined, model: ApiModel): UsedField[] {
  const found: UsedField[] = [];
  const walk = (schema: Schema | undefined, path: string, depth: number): void => {
    if (schema === undefined || depth > 4) return;
    const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
    if (!found.some((each) => each.path === path)) found.push({ path, places: [`src/used.ts:3`], ...valuesOf(schema), ...valuesOf(target) });
    for (const each of [schema, target, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
      if (each === undefined) continue;
      if (each !== schema) walk(each, path, depth + 1);
      for (const [name, property] of each.object?.properties ?? []) walk(property, `${path}/${name}`, depth + 1);
      if (each.array?.items !== undefined) walk(each.array.items, `${path}/*`, depth + 1);
      if (each.object?.additionalProperties !== undefined) walk(each.object.additionalProperties, `${path}/extra`, depth + 1);
    }
  };
  for (const { schema, itemSchema } of body?.content ?? []) {
    if (!found.some(({ path }) => path === "")) found.push({ path: "", places: ["src/used.ts:3"] });
    walk(schema ?? itemSchema, "", 0);
  }
  return found;
}

function valuesOf(schema: Schema | undefined): Pick<UsedField, "values"> {
  const extensible = schema?.annotations?.extensions?.["x-extensible-enum"];
  const listed = schema?.enum ?? (Array.isArray(extensible) ? (extensible as readonly Json[]) : schema?.const === undefined ? [] : [schema.const]);
  const values = listed.filter((value) => typeof value !== "object");
  return values.length === 0 ? {} : { values: values as readonly (string | number | boolean)[] };
}

type Verdict = "affected" | "unknown" | "unaffected";

/** What is known of one that uses all, of one that uses nothing of it, and of one that calls another operation: all verdicts of the rows, worst first. */
type Verdicts = readonly [user: string, bystander: string, stranger: string];

async function verdicts(): Promise<{ table: Readonly<Record<string, Verdicts>>; validating: ReadonlyMap<string, ReadonlySet<Verdict>> }> {
  const found = new Map<string, readonly [Set<Verdict>, Set<Verdict>, Set<Verdict>]>();
  const validating = new Map<string, Set<Verdict>>();
  for (const [, old, next] of documents) {
    const [was, is] = [await modelOf(old), await modelOf(next)];
    const { changes, origins, context } = diff(was, is);
    const rejecting = { ...usesNone(was), consumer: "validating", validatesResponses: true } as const;
    const join = new UsageJoin(context);
    const consumers = consumersOf([usesAll(was), usesNone(was), manifest("stranger", [{ method: "get", path: "/another" }]), rejecting]);
    for (const change of changes) {
      const origin = origins.get(change);
      if (
        origin === undefined ||
        (change.level !== "breaking" && change.level !== "warning") ||
        (change.surface === "types") !== isOfTypes(change.code)
      )
        continue;
      const affects = join.affects(change, origin, consumers);
      const verdict = (name: string): Verdict => {
        if (affects?.consumers.some(({ consumer }) => consumer === name)) return "affected";
        return affects?.unknown.some(({ consumer }) => consumer === name) ? "unknown" : "unaffected";
      };
      const key = `${change.code} ${change.side}`;
      const sets = found.get(key) ?? [new Set(), new Set(), new Set()];
      found.set(key, sets);
      for (const [index, name] of ["user", "bystander", "stranger"].entries()) sets[index]?.add(verdict(name));
      validating.set(key, (validating.get(key) ?? new Set()).add(verdict("validating")));
    }
  }
  const worst = (set: ReadonlySet<Verdict>): string => (["affected", "unknown", "unaffected"] as const).filter((each) => set.has(each)).join(", ");
  return { table: Object.fromEntries([...found].map(([key, [a, b, c]]) => [key, [worst(a), worst(b), worst(c)]])), validating };
}

function isOfTypes(code: string): boolean {
  return ruleByCode.get(code)?.surface === "types";
}

const rows: Readonly<Record<string, Verdicts>> = {
  "operation-id-changed both": ["affected", "affected", "unaffected"],
  "generated-property-removed response": ["affected", "unaffected", "unaffected"],
  "extensible-value-removed request": ["affected", "unknown", "unaffected"],
  "extensible-value-added response": ["affected", "unaffected", "unaffected"],
  "discriminator-value-moved response": ["affected", "unaffected", "unaffected"],
  "discriminator-value-moved request": ["affected", "unknown", "unaffected"],
  "type-changed request": ["affected, unaffected", "unknown, unaffected", "unaffected"],
  "type-changed response": ["affected, unaffected", "unaffected", "unaffected"],
  "type-narrowed request": ["affected", "unknown", "unaffected"],
  "type-widened response": ["affected", "unaffected", "unaffected"],
  "null-added response": ["affected", "unaffected", "unaffected"],
  "null-removed request": ["affected", "unknown", "unaffected"],
  "enum-value-removed request": ["affected", "unknown", "unaffected"],
  "enum-value-added response": ["affected", "unaffected", "unaffected"],
  "enum-added request": ["affected", "unknown", "unaffected"],
  "enum-removed response": ["affected", "unaffected", "unaffected"],
  "bound-tightened request": ["affected", "unknown, unaffected", "unaffected"],
  "bound-loosened response": ["affected", "unaffected", "unaffected"],
  "bound-added request": ["affected", "unknown", "unaffected"],
  "bound-removed response": ["affected", "unaffected", "unaffected"],
  "multiple-of-narrowed request": ["affected", "unknown", "unaffected"],
  "multiple-of-widened response": ["affected", "unaffected", "unaffected"],
  "multiple-of-changed request": ["affected", "unknown", "unaffected"],
  "multiple-of-changed response": ["affected", "unaffected", "unaffected"],
  "unique-items-added request": ["affected", "unknown", "unaffected"],
  "unique-items-removed response": ["affected", "unaffected", "unaffected"],
  "pattern-added request": ["affected", "unknown", "unaffected"],
  "pattern-removed response": ["affected", "unaffected", "unaffected"],
  "pattern-changed response": ["affected", "unaffected", "unaffected"],
  "pattern-changed request": ["affected", "unknown", "unaffected"],
  "format-added request": ["affected", "unknown", "unaffected"],
  "format-removed response": ["affected", "unaffected", "unaffected"],
  "format-changed request": ["affected", "unknown", "unaffected"],
  "format-changed response": ["affected", "unaffected", "unaffected"],
  "format-widened response": ["affected", "unaffected", "unaffected"],
  "format-narrowed request": ["affected", "unknown", "unaffected"],
  "content-added request": ["affected", "unknown", "unaffected"],
  "content-added response": ["affected", "unaffected", "unaffected"],
  "constraint-added request": ["affected", "unknown", "unaffected"],
  "constraint-removed response": ["affected", "unaffected", "unaffected"],
  "constraint-changed request": ["affected", "unknown", "unaffected"],
  "constraint-changed response": ["affected", "unaffected", "unaffected"],
  "required-property-added request": ["affected", "unknown", "unaffected"],
  "optional-property-added response": ["unknown", "unaffected", "unaffected"],
  "required-property-removed response": ["affected, unaffected", "unaffected", "unaffected"],
  "required-property-removed request": ["affected, unaffected", "unknown", "unaffected"],
  "optional-property-removed request": ["affected", "unknown", "unaffected"],
  "optional-property-removed response": ["affected", "unaffected", "unaffected"],
  "property-became-required request": ["affected, unknown", "unknown", "unaffected"],
  "property-became-optional response": ["affected", "unaffected", "unaffected"],
  "read-only-set request": ["affected", "unknown", "unaffected"],
  "write-only-set response": ["affected", "unaffected", "unaffected"],
  "additional-properties-closed request": ["unknown", "unknown", "unaffected"],
  "additional-properties-opened response": ["affected", "unaffected", "unaffected"],
  "union-branch-added response": ["affected", "unaffected", "unaffected"],
  "union-branch-removed request": ["affected", "unknown", "unaffected"],
  "default-changed request": ["unknown", "unknown", "unaffected"],
  "operation-removed both": ["affected", "affected", "unaffected"],
  "sunset-changed both": ["affected", "affected", "unaffected"],
  "sunset-changed request": ["affected", "affected", "unaffected"],
  "stability-changed both": ["affected", "affected", "unaffected"],
  "only-server-changed both": ["unknown", "unknown", "unknown"],
  "server-removed both": ["unknown", "unknown", "unknown"],
  "required-parameter-added request": ["affected", "affected", "unaffected"],
  "parameter-became-required request": ["unknown", "affected", "unaffected"],
  "parameter-removed request": ["affected", "unaffected", "unaffected"],
  "parameter-moved request": ["affected", "unaffected", "unaffected"],
  "parameter-serialisation-changed request": ["affected", "unaffected", "unaffected"],
  "parameter-default-changed request": ["unknown", "affected", "unaffected"],
  "security-added request": ["affected", "affected", "unaffected"],
  "security-alternative-removed request": ["affected", "affected", "unaffected"],
  "scope-added request": ["affected", "affected", "unaffected"],
  "oauth-flow-removed request": ["unknown", "unknown", "unknown"],
  "required-request-body-added request": ["affected", "affected", "unaffected"],
  "request-body-removed request": ["affected", "unaffected", "unaffected"],
  "request-body-became-required request": ["unknown", "affected", "unaffected"],
  "response-body-added response": ["affected", "unaffected", "unaffected"],
  "response-body-removed response": ["affected", "unaffected", "unaffected"],
  "media-type-removed response": ["affected", "unknown", "unaffected"],
  "media-type-widened response": ["affected", "unaffected", "unaffected"],
  "media-type-narrowed request": ["affected", "unaffected", "unaffected"],
  "encoding-changed request": ["affected", "unaffected", "unaffected"],
  "xml-changed response": ["affected", "unaffected", "unaffected"],
  "body-schema-removed response": ["affected", "unaffected", "unaffected"],
  "success-status-removed response": ["affected", "unknown", "unaffected"],
  "success-status-added response": ["affected", "affected", "unaffected"],
  "error-status-removed response": ["affected", "unaffected", "unaffected"],
  "status-became-range response": ["affected", "unaffected", "unaffected"],
  "required-header-removed response": ["affected", "unaffected", "unaffected"],
  "optional-header-removed response": ["affected", "unaffected", "unaffected"],
  "header-became-optional response": ["affected", "unaffected", "unaffected"],
  "export-renamed both": ["unknown", "unknown", "unaffected"],
  "export-removed both": ["unknown", "unknown", "unknown"],
  "credential-renamed both": ["unknown", "unknown", "unknown"],
  "credential-removed both": ["unknown", "unknown", "unknown"],
  "webhook-removed both": ["unknown", "unknown", "unknown"],
  "callback-added both": ["unknown", "unknown", "unaffected"],
  "callback-removed both": ["unknown", "unknown", "unaffected"],
  "link-removed response": ["unknown", "unknown", "unaffected"],
  "link-changed response": ["unknown", "unknown", "unaffected"],
  "spread-parameter-renamed both": ["affected", "unaffected", "unaffected"],
  "path-parameter-renamed both": ["affected", "affected", "unaffected"],
  "server-variable-default-changed both": ["unknown", "unknown", "unknown"],
  "server-variable-value-removed both": ["unknown", "unknown", "unknown"],
  "oauth-scope-removed request": ["unknown", "unknown", "unknown"],
  "oauth-url-changed request": ["unknown", "unknown", "unknown"],
  "server-name-removed both": ["unknown", "unknown", "unknown"],
  "server-name-moved both": ["unknown", "unknown", "unknown"],
  "media-type-parameters-changed response": ["affected", "unaffected", "unaffected"],
  "component-removed both": ["unknown", "unknown", "unknown"],
  "content-changed request": ["affected", "unknown", "unaffected"],
  "content-changed response": ["affected", "unaffected", "unaffected"],
  "content-removed request": ["affected", "unknown", "unaffected"],
  "content-removed response": ["affected", "unaffected", "unaffected"],
  "pattern-properties-added request": ["affected", "unknown", "unaffected"],
  "pattern-properties-removed response": ["affected", "unaffected", "unaffected"],
  "pattern-properties-opened response": ["affected", "unaffected", "unaffected"],
  "pattern-properties-closed request": ["affected", "unknown", "unaffected"],
  "generated-type-changed request": ["affected", "unknown", "unaffected"],
  "discriminator-added request": ["affected", "unknown", "unaffected"],
  "discriminator-added response": ["affected", "unaffected", "unaffected"],
  "generated-type-changed response": ["affected", "unaffected", "unaffected"],
  "discriminator-removed request": ["affected", "unknown", "unaffected"],
  "discriminator-removed response": ["affected", "unaffected", "unaffected"],
  "discriminator-property-changed request": ["affected", "unknown", "unaffected"],
  "discriminator-property-changed response": ["affected", "unaffected", "unaffected"],
  "discriminator-value-added response": ["affected", "unaffected", "unaffected"],
  "discriminator-value-removed request": ["unknown", "unknown", "unaffected"],
  "header-serialisation-changed response": ["affected", "unaffected", "unaffected"],
  "header-added request": ["affected", "unaffected", "unaffected"],
  "component-renamed both": ["unknown", "unknown", "unknown"],
  "empty-value-refused request": ["affected", "unaffected", "unaffected"],
  "several-segments-refused request": ["affected", "affected", "unaffected"],
};

/** Changes of responses that a validating client accepts: what it checks of a body is the same, or it checks no such part. */
const stillValid = new Set(
  `content-added content-changed content-removed discriminator-added discriminator-removed error-status-removed extensible-value-added
  generated-property-removed generated-type-changed header-became-optional header-serialisation-changed media-type-parameters-changed
  optional-header-removed optional-property-removed required-header-removed response-body-added status-became-range`.split(/\s+/),
);

/** These break only in webhooks and callbacks, of which a manifest knows nothing. */
const ofReceivers = [
  "parameter-became-optional",
  "empty-value-allowed",
  "security-removed",
  "security-alternative-added",
  "security-scheme-dropped",
  "scope-removed",
  "optional-request-body-added",
  "request-body-became-optional",
  "body-schema-added",
  "status-narrowed",
  "header-became-required",
];
/** Their rows break the generated types alone. */
const ofTypesAlone = ["media-type-added", "parameter-became-list", "read-only-unset"];
/** The rows break nobody. */
const harmless = [
  "operation-added",
  "webhook-added",
  "operation-deprecated",
  "operation-undeprecated",
  "operation-words-changed",
  "server-added",
  "server-name-added",
  "optional-parameter-added",
  "several-segments-allowed",
  "parameter-deprecated",
  "parameter-undeprecated",
  "oauth-flow-added",
  "oauth-scope-added",
  "parameter-words-changed",
  "security-words-changed",
  "security-scheme-deprecation-changed",
  "error-status-added",
  "link-added",
  "response-words-changed",
  "write-only-unset",
  "words-changed",
  "schema-deprecation-changed",
  "component-added",
  "info-changed",
  "tag-changed",
  // Tests of their own: the first needs validators, and no pair of documents has been found that adds a required property to a type alone.
  "values-changed",
  "generated-property-added",
];

test("finds who uses what changed for each change rule", async () => {
  const { table, validating } = await verdicts();
  expect(table).toEqual(rows);
  const codes = new Set(Object.keys(table).map((key) => key.split(" ")[0]));
  expect(
    rules
      .map(({ code }) => code)
      .filter((code) => !codes.has(code))
      .toSorted(),
  ).toEqual([...ofReceivers, ...ofTypesAlone, ...harmless].toSorted());
  const ignored = [...validating].filter(([key, set]) => key.endsWith(" response") && set.has("unaffected")).map(([key]) => key.split(" ")[0] ?? "");
  expect(ignored.filter((code) => !stillValid.has(code))).toEqual([]);
});
