import { describe, expect, it } from "vitest";
import { answerOf } from "#runtime/client/answer.js";
import { begin } from "#runtime/client/sending/attempt.js";
import { networkError } from "../../src/model/http/network-error.js";

const coded = (code: string, message: string, name = "Error"): Error => Object.assign(new Error(message), { code, name });

describe("describes errors of the network", () => {
  it.each([
    [coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"), "The server refuses connections (ECONNREFUSED)."],
    [new AggregateError([coded("ECONNREFUSED", "connect ECONNREFUSED ::1:1")]), "The server refuses connections (ECONNREFUSED)."],
    [new TypeError("terminated", { cause: coded("UND_ERR_SOCKET", "other side closed") }), "The server closed the connection (UND_ERR_SOCKET)."],
    [new TypeError("fetch failed", { cause: coded("ENOTFOUND", "getaddrinfo ENOTFOUND a") }), "The host is unknown (ENOTFOUND)."],
    [coded("HPE_INVALID_CONSTANT", "Response does not match the HTTP/1.1 protocol"), "The response is not valid HTTP (HPE_INVALID_CONSTANT)."],
    [
      coded("UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "Response body length does not match content-length header"),
      "The body of the response is not as long as its Content-Length (UND_ERR_RES_CONTENT_LENGTH_MISMATCH).",
    ],
    [
      coded("UND_ERR_INVALID_ARG", "invalid connection header"),
      "The request cannot be sent: its URL or a header is not valid (UND_ERR_INVALID_ARG).",
    ],
    [coded("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"), "The server has a self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)."],
    [coded("EWHATEVER", "internals"), "The connection failed (EWHATEVER)."],
    [new Error("internals"), "The connection failed."],
  ])("%s", (error, sentence) => {
    expect(networkError(error).sentence).toBe(sentence);
  });
});

it("reports the reason of a failed connection in words, or its code", () => {
  const { error } = begin("a", 1, 0);
  const messageOf = (cause: unknown): string => error(new TypeError("fetch failed", { cause })).message;
  expect(messageOf(coded("UND_ERR_SOCKET", "other side closed"))).toBe("a: no complete response: other side closed");
  expect(messageOf(coded("UND_ERR_HEADERS_OVERFLOW", "Headers Overflow Error"))).toBe("a: no complete response: Headers Overflow Error");
  // Of several addresses: without a message.
  expect(messageOf(coded("ECONNREFUSED", ""))).toBe("a: no complete response: ECONNREFUSED");
});

it.each([
  ["99999999999999.02", "; wait 100000000000000 s"],
  ["0.2", "; wait 1 s"],
  ["30", "; wait 30 s"],
])("rounds a Retry-After of %s to seconds", async (wait, told) => {
  const response = new Response("", { status: 429, statusText: "Too Many Requests", headers: { "retry-after": wait } });
  const operation = { responses: {}, errors: {} } as unknown as Parameters<typeof answerOf>[0];
  const thrown = await answerOf(operation, response, "", begin("a", 1, 0), false).catch((error: unknown) => error as Error);
  expect((thrown as Error).message).toBe(`a: 429 Too Many Requests${told}`);
});
