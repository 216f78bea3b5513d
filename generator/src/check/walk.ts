import type { ApiModel, Header, MediaType, Operation, Parameter, Response } from "../model/api.js";
import type { Schema } from "../model/schemas/schema.js";
import { subschemas } from "../plan/schemas/subschemas.js";

/** Calls `visit` for every schema of a model, at every depth. Visits shared components once. */
export function walkSchemas(model: ApiModel, visit: (schema: Schema) => void): void {
  const walk = new Walk(visit);
  for (const schema of model.schemas.values()) walk.schema(schema);
  for (const operation of [...model.operations, ...model.webhooks]) walk.operation(operation);
  const { parameters, requestBodies, responses, headers } = model.components;
  for (const parameter of parameters.values()) walk.carrier(parameter);
  for (const body of requestBodies.values()) walk.content(body.content);
  for (const response of responses.values()) walk.response(response);
  for (const header of headers.values()) walk.carrier(header);
}

class Walk {
  readonly #visit: (schema: Schema) => void;
  readonly #visited = new Set<object>();

  constructor(visit: (schema: Schema) => void) {
    this.#visit = visit;
  }

  operation(operation: Operation): void {
    for (const parameter of operation.parameters) this.carrier(parameter);
    if (operation.requestBody) this.content(operation.requestBody.content);
    for (const response of operation.responses) this.response(response);
    for (const callback of operation.callbacks) this.operation(callback);
  }

  carrier(carrier: Parameter | Header): void {
    if (carrier.schema) this.#once(carrier.schema);
    if (carrier.content) this.content([carrier.content]);
  }

  response(response: Response): void {
    for (const header of response.headers) this.carrier(header);
    this.content(response.content);
  }

  content(content: readonly MediaType[]): void {
    for (const { schema, itemSchema, encoding } of content) {
      if (schema) this.#once(schema);
      if (itemSchema) this.#once(itemSchema);
      for (const { headers } of encoding.values()) for (const header of headers) this.carrier(header);
    }
  }

  #once(schema: Schema): void {
    if (this.#visited.has(schema)) return;
    this.#visited.add(schema);
    this.schema(schema);
  }

  schema(schema: Schema): void {
    this.#visit(schema);
    for (const part of subschemas(schema)) this.schema(part);
  }
}
