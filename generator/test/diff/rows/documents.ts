export type Schema = Readonly<Record<string, unknown>> | boolean;

/** A document whose one operation sends and returns the schema, so that both sides are reported; or only one of the two. */
export function withSchema(
  schema: Schema,
  components: Readonly<Record<string, unknown>> = {},
  openapi = "3.1.0",
  side: "both" | "request" | "response" = "both",
): object {
  const content = { "application/json": { schema } };
  return {
    openapi,
    info: { title: "Things", version: "1.0.0" },
    paths: {
      "/things": {
        post: {
          operationId: "makeThing",
          ...(side !== "response" && { requestBody: { required: true, content } }),
          responses: { "200": { description: "Made.", ...(side !== "request" && { content }) } },
        },
      },
    },
    components: { schemas: components },
  };
}

/** A document with one operation, changed where the test wants it changed. */
export function withOperation(operation: object, rest: object = {}, path = "/things/{id}"): object {
  const template = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => ({ name: match[1], in: "path", required: true, schema: { type: "string" } }));
  const { parameters = [], ...others } = operation as { parameters?: object[] };
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: {
      [path]: { get: { operationId: "getThing", responses: { "200": { description: "It." } }, ...others, parameters: [...template, ...parameters] } },
    },
    ...rest,
  };
}
