import type { Header, MediaType, Operation, Parameter, RequestBody, Response } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";

/** Every schema written directly in an operation and its callbacks. */
export function operationSchemas(operation: Operation): Schema[] {
  return [...inRequest(operation), ...inResponses(operation), ...operation.callbacks.flatMap(operationSchemas)];
}

/** The schemas of parameters and request body. */
export function inRequest({ parameters, requestBody }: Pick<Operation, "parameters" | "requestBody">): Schema[] {
  return [...parameters.flatMap(inField), ...(requestBody === undefined ? [] : inBody(requestBody))];
}

/** The schemas of the bodies and headers of all responses. */
export function inResponses({ responses }: Pick<Operation, "responses">): Schema[] {
  return responses.flatMap(({ content, headers }: Response) => [...content.flatMap(inMedia), ...headers.flatMap(inField)]);
}

/** The schemas of a request body, whatever media type it has. */
export function inBody({ content }: RequestBody): Schema[] {
  return content.flatMap(inMedia);
}

/** The schemas of a parameter or header. */
export function inField({ schema, content }: Parameter | Header): Schema[] {
  return present(schema, content?.schema);
}

function inMedia({ schema, itemSchema, encoding }: MediaType): Schema[] {
  const headers = encoding.size === 0 ? [] : [...encoding.values()].flatMap((each) => each.headers);
  return [...present(schema, itemSchema), ...headers.flatMap(inField)];
}

function present(...schemas: readonly (Schema | undefined)[]): Schema[] {
  return schemas.filter((schema) => schema !== undefined);
}
