import type { ApiModel, Schema } from "tallystick/model";

/** The secrets of one API, in addition to general ones. Names of headers are lower case. */
export interface RedactionRules {
  readonly headers: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string>;
  /** Cookies that only ever hold one of a few listed values. */
  readonly openCookies: ReadonlySet<string>;
  /** Properties and form fields that the document calls passwords. */
  readonly fields: ReadonlySet<string>;
  /** Properties that only ever hold one of a few listed values: nothing that a person would have to hide. */
  readonly open: ReadonlySet<string>;
  /** Names of parameters and properties in the document: no secrets, although a generated value may equal one. */
  readonly names: ReadonlySet<string>;
  /** Values that the document lists for properties of a name, by enum or const: they are public. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values that are always secret. */
  readonly secrets: readonly string[];
}

/** The rules that follow from the document: its security schemes, `format: password`, enumerations. `secrets` are values known to be secret. */
export function redactionRules(model: ApiModel | undefined, secrets: readonly string[] = []): RedactionRules {
  const headers = new Set<string>();
  const query = new Set<string>();
  const cookies = new Set<string>();
  for (const scheme of model?.components.securitySchemes.values() ?? []) {
    if (scheme.type !== "apiKey") continue;
    if (scheme.in === "header") headers.add(scheme.parameter.toLowerCase());
    else if (scheme.in === "query") query.add(scheme.parameter);
    else cookies.add(scheme.parameter);
  }
  const fields = new Set<string>();
  for (const parameter of model?.operations.flatMap(({ parameters }) => parameters) ?? []) {
    if (parameter.schema?.format !== "password") continue;
    if (parameter.in === "header") headers.add(parameter.name.toLowerCase());
    if (parameter.in === "query") query.add(parameter.name);
  }
  const listedCookies = new Set<string>();
  const unlisted = new Set(cookies);
  for (const { in: place, name, schema } of model?.operations.flatMap(({ parameters }) => parameters) ?? []) {
    if (place !== "cookie") continue;
    const target = schema?.ref === undefined ? schema : model?.schemas.get(schema.ref);
    (target?.enum !== undefined || target?.const !== undefined ? listedCookies : unlisted).add(name);
  }
  const openCookies = new Set([...listedCookies].filter((name) => !unlisted.has(name)));
  const enumerated = new Set<string>();
  const free = new Set<string>();
  const listed = new Map<string, Set<string>>();
  const names = new Set(model?.operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  for (const schema of model === undefined ? [] : everySchema(model)) {
    for (const [name, property] of schema.object?.properties ?? []) {
      names.add(name);
      if (property.format === "password") fields.add(name);
      const target = property.ref === undefined ? property : (model?.schemas.get(property.ref) ?? property);
      const values = listed.get(name) ?? new Set();
      listed.set(name, values);
      for (const value of [...(target.enum ?? []), target.const]) if (typeof value === "string") values.add(value);
      (target.enum !== undefined || target.const !== undefined ? enumerated : free).add(name);
    }
  }
  const open = new Set([...enumerated].filter((name) => !free.has(name)));
  return { headers, query, cookies, openCookies, fields, open, names, listed, secrets };
}

function* everySchema(model: ApiModel): Generator<Schema> {
  for (const schema of model.schemas.values()) yield* withChildren(schema);
  for (const operation of model.operations) {
    for (const content of operation.requestBody?.content ?? []) if (content.schema !== undefined) yield* withChildren(content.schema);
    for (const response of operation.responses) {
      for (const content of response.content) if (content.schema !== undefined) yield* withChildren(content.schema);
    }
  }
}

function* withChildren(schema: Schema): Generator<Schema> {
  yield schema;
  const { object, array } = schema;
  for (const list of [schema.allOf, schema.anyOf, schema.oneOf, array?.prefixItems]) for (const child of list ?? []) yield* withChildren(child);
  for (const map of [object?.properties, object?.patternProperties, object?.dependentSchemas])
    for (const child of map?.values() ?? []) yield* withChildren(child);
  for (const child of [schema.not, schema.if, schema.then, schema.else, array?.items, array?.contains, object?.additionalProperties]) {
    if (child !== undefined) yield* withChildren(child);
  }
}
