import fc from "fast-check";

/** A document and its parts, for one version of OpenAPI. */
export type Version = "3.0.3" | "3.1.1" | "3.2.0";
type Value = Record<string, unknown>;

const word = fc.constantFrom("zone", "record", "user", "plan", "key", "tag", "line", "file");
const text = fc.constantFrom("One.", "Two words.", "A longer text: with a colon.", "");

/** Adds some of these fields. */
function some(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Value> {
  return fc.record(fields, { requiredKeys: [] });
}

function schema(version: Version, depth = 2): fc.Arbitrary<Value> {
  const leaves: fc.Arbitrary<Value>[] = [
    fc.record({ type: fc.constant("string") }),
    fc.record({ type: fc.constant("string"), minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 9 }), description: text }),
    fc.record({ type: fc.constant("integer"), minimum: fc.nat(5), maximum: fc.integer({ min: 5, max: 99 }) }),
    fc.constant({ type: "boolean" }),
    fc.constant({ type: "string", enum: ["a", "b"] }),
    fc.constant(version === "3.0.3" ? { type: "string", nullable: true } : { type: ["string", "null"] }),
    fc.constant(version === "3.0.3" ? { type: "number", minimum: 0, exclusiveMinimum: true } : { type: "number", exclusiveMinimum: 0 }),
    fc.constant({ $ref: "#/components/schemas/Base" }),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = schema(version, depth - 1);
  return fc.oneof(
    ...leaves,
    fc.record({ type: fc.constant("array"), items: inner, minItems: fc.nat(2) }),
    fc.dictionary(word, inner, { maxKeys: 3 }).map((properties) => ({
      type: "object",
      properties,
      ...(Object.keys(properties).length > 0 && { required: Object.keys(properties).slice(0, 1) }),
    })),
    inner.map((additionalProperties) => ({ type: "object", additionalProperties })),
  );
}

function mediaTypes(version: Version): fc.Arbitrary<Value> {
  return fc.record({ "application/json": fc.record({ schema: schema(version) }) });
}

function parameter(version: Version, name: string, location: "path" | "query" | "header" | "cookie"): fc.Arbitrary<Value> {
  const style = { path: ["simple", "label", "matrix"], query: ["form"], header: ["simple"], cookie: ["form"] }[location];
  return fc
    .record({ schema: schema(version, 0), more: some({ description: text, style: fc.constantFrom(...style), explode: fc.boolean() }) })
    .map(({ schema: own, more }) => ({ name, in: location, ...(location === "path" && { required: true }), schema: own, ...more }));
}

function responses(version: Version): fc.Arbitrary<Value> {
  const response = fc
    .record({
      description: text.map((each) => each || "Done."),
      more: some({
        content: mediaTypes(version),
        headers: fc.record({ "X-Count": fc.record({ schema: schema(version, 0) }) }),
      }),
    })
    .map(({ description, more }) => ({ description, ...more }));
  return fc
    .record({
      ok: response,
      more: fc.dictionary(fc.constantFrom("404", "4XX", "500", "default"), response, { maxKeys: 2 }),
      status: fc.constantFrom("200", "201"),
    })
    .map(({ ok, more, status }) => ({ [status]: ok, ...more }));
}

function operation(version: Version, method: string, id: string): fc.Arbitrary<Value> {
  return fc
    .record({
      responses: responses(version),
      parameters: fc
        .subarray(["query", "header", "cookie"] as const)
        .chain((kinds) => fc.tuple(...kinds.map((kind) => parameter(version, `${kind}-one`, kind)))),
      more: some({
        summary: text,
        description: text,
        tags: fc.constant(["zones"]),
        deprecated: fc.boolean(),
        security: fc.constantFrom([], [{ token: [] }], [{ login: ["read"] }]),
        servers: fc.constant([{ url: "https://{region}.example.com", variables: { region: { default: "eu", enum: ["eu", "us"] } } }]),
        ...(method !== "get" && { requestBody: fc.record({ required: fc.boolean(), content: mediaTypes(version) }) }),
      }),
    })
    .map(({ more, ...own }) => ({ operationId: id, ...own, ...more }));
}

function pathItem(version: Version, path: string, index: number): fc.Arbitrary<Value> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return fc
    .record({
      parameters: fc.tuple(...names.map((name) => parameter(version, name, "path"))),
      operations: fc
        .subarray(["get", "put", "post", "delete", "patch"], { minLength: 1 })
        .chain((methods) =>
          fc.tuple(...methods.map((method) => operation(version, method, `${method}${index}`).map((each) => [method, each] as const))),
        ),
    })
    .map(({ parameters, operations }) => ({ ...(parameters.length > 0 && { parameters }), ...Object.fromEntries(operations) }));
}

const paths = ["/zones", "/zones/{zone}", "/zones/{zone}/records", "/zones/{zone}/records/{record}", "/users", "/users/{user}"];

/** A valid document: it uses each part that it describes, so that no rule has anything to report. */
export function validDocument(version: Version): fc.Arbitrary<Value> {
  return fc
    .record({
      info: fc.record({
        title: fc.constant("Zones"),
        version: fc.constant("1.0.0"),
        more: some({ description: text, license: fc.constant({ name: "MIT" }) }),
      }),
      items: fc
        .subarray(paths, { minLength: 1 })
        .chain((used) => fc.tuple(...used.map((path, index) => pathItem(version, path, index).map((item) => [path, item] as const)))),
      base: schema(version, 0).filter((each) => !("$ref" in each)),
      more: some({ tags: fc.constant([{ name: "zones", description: "DNS zones" }]), servers: fc.constant([{ url: "https://api.example.com/v1" }]) }),
    })
    .map(({ info: { more: about, ...info }, items, base, more }) => ({
      openapi: version,
      info: { ...info, ...about },
      ...more,
      security: [{ token: [] }, { login: ["read"] }],
      paths: { ...Object.fromEntries(items), "/status": { get: { operationId: "status", responses: { "204": { description: "Up." } } } } },
      components: {
        schemas: { Base: base },
        securitySchemes: {
          token: { type: "http", scheme: "bearer" },
          login: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://example.com/token", scopes: { read: "Reads" } } } },
        },
      },
    }));
}
