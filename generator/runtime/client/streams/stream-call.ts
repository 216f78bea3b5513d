import type { TypedResponse } from "../typed-response.js";
import { call, type Call } from "../call.js";
import type { BaseConnection } from "../connection.js";
import { UnreadableBodyError, type ApiError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { BaseCallOptions } from "../options.js";
import { endedBy, type LineStream } from "./lines.js";

/**
 * A call with a stream as response. Iterate over it with `for await`, or `await` it for the stream.
 *
 * It is one request, sent at once, so its items can be read once. Leaving the loop ends the request.
 */
export interface StreamCall<A extends TypedResponse<unknown>, E extends ApiError = ApiError>
  extends Call<A, E>, AsyncIterable<StreamItem<A["data"]>> {}

/** The item type of a stream. Other results of the operation have no items. */
export type StreamItem<T> = T extends AsyncIterable<infer I> ? I : never;

/** Calls an operation whose response may be a stream. */
export function streamCall<A extends TypedResponse<unknown>, E extends ApiError>(
  connection: BaseConnection,
  operation: Operation,
  parameters?: object,
  options?: BaseCallOptions,
): StreamCall<A, E> {
  const called = call<A, E>(connection, operation, parameters, options);
  // The loop may begin after the call has failed, and it is the loop that throws.
  called.catch((): void => undefined);
  async function* items(): AsyncGenerator<StreamItem<A["data"]>, void, undefined> {
    const { data, response, status, requestId, attempt } = await called.withResponse();
    if (isStream<StreamItem<A["data"]>>(data)) yield* data;
    // 204 is a stream without items.
    else if (data !== undefined) {
      const body = typeof data === "string" ? data : JSON.stringify(data);
      const type = response.headers.get("content-type") ?? "no media type";
      throw new UnreadableBodyError(`the response is not a stream: ${type}`, { operation: operation.id, status, requestId, attempt }, {}, { body });
    }
  }
  const cancel = (): void => void called.then((data) => isStream(data) && data.cancel()).catch((): void => undefined);
  return Object.assign(called, { [Symbol.asyncIterator]: () => endedBy(items(), cancel) });
}

function isStream<T>(data: unknown): data is LineStream<T> {
  return Symbol.asyncIterator in Object(data);
}
