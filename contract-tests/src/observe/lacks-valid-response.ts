import { exampleOf } from "tallystick";
import type { ApiModel, Operation } from "tallystick/model";
import { isDocumented } from "../match/match-response.js";
import { headerValue } from "../traffic/headers.js";
import type { ResponseRecord } from "../traffic/interaction.js";

/**
 * Whether `tallystick mock` has no response, because no value satisfies the schema of any success that the document has. The schemas are read here as
 * well: the header alone excuses no server.
 */
export function lacksValidResponse(model: ApiModel, operation: Operation, response: Pick<ResponseRecord, "status" | "headers">): boolean {
  if (response.status !== 500 || headerValue(response.headers, "mock-problem") === undefined) return false;
  if (isDocumented(operation, response as ResponseRecord)) return false;
  const schemas = operation.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ content }) => content.map(({ schema }) => schema));
  const hasValue = schemas.some((schema) => schema === undefined || exampleOf(schema, model, { direction: "response" }).found);
  return schemas.length > 0 && !hasValue;
}
