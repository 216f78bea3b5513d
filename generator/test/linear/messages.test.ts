import { describe, expect, it } from "vitest";
import { readResponse } from "#runtime/client/typed-response.js";
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
    [Object.assign(new Error("Response does not match"), { name: "HTTPParserError", code: undefined }), "The response is not valid HTTP."],
    [coded("EWHATEVER", "internals"), "The connection failed (EWHATEVER)."],
    [new Error("internals"), "The connection failed."],
  ])("%s", (error, sentence) => {
    expect(networkError(error).sentence).toBe(sentence);
  });
});

describe("a call reports the reason of a failed connection", () => {
  it.each([
    [coded("UND_ERR_SOCKET", "other side closed"), "the server closed the connection (UND_ERR_SOCKET)"],
    [coded("ECONNRESET", "read ECONNRESET"), "the server closed the connection (ECONNRESET)"],
    [coded("UND_ERR_HEADERS_OVERFLOW", "Headers Overflow Error"), "the headers are too large (UND_ERR_HEADERS_OVERFLOW)"],
    [coded("UND_ERR_BODY_TIMEOUT", "Body Timeout Error"), "the server takes too long (UND_ERR_BODY_TIMEOUT)"],
    [coded("ETIMEDOUT", "connect ETIMEDOUT"), "the server takes too long (ETIMEDOUT)"],
    [coded("ENOTFOUND", "getaddrinfo ENOTFOUND a"), "getaddrinfo ENOTFOUND a"],
    [coded("HPE_INVALID_CONSTANT", "Response does not match"), "the response is not valid HTTP (HPE_INVALID_CONSTANT)"],
    [coded("ERR_ASSERTION", "false == true"), "the response is not valid HTTP (ERR_ASSERTION)"],
    [coded("Z_DATA_ERROR", "incorrect header check"), "the body cannot be decompressed (Z_DATA_ERROR)"],
    [coded("ERR__ERROR_FORMAT_PADDING_2", "Decompression failed"), "the body cannot be decompressed (ERR__ERROR_FORMAT_PADDING_2)"],
    [coded("ERR_SSL_WRONG_VERSION_NUMBER", "40520D12CC7F0000:error:0A00010B:SSL routines\n"), "no TLS connection (ERR_SSL_WRONG_VERSION_NUMBER)"],
    // Of several addresses: without a message.
    [coded("ECONNREFUSED", ""), "ECONNREFUSED"],
    [coded("CERT_HAS_EXPIRED", "certificate has expired"), "certificate has expired"],
    [coded("EWHATEVER", ""), "EWHATEVER"],
    [undefined, "fetch failed"],
  ])("%s", (cause, why) => {
    const error = begin("a", 1, 0).error(new TypeError("fetch failed", { cause }));
    expect(error).toMatchObject({ name: "ConnectionError", message: `a: no complete response: ${why}` });
  });
});

it.each([
  ["99999999999999.02", "; wait 100000000000000 s"],
  ["0.2", "; wait 1 s"],
  ["30", "; wait 30 s"],
])("rounds a Retry-After of %s to seconds", async (wait, expected) => {
  const response = new Response("", { status: 429, statusText: "Too Many Requests", headers: { "retry-after": wait } });
  const operation = { responses: {}, errors: {} } as unknown as Parameters<typeof readResponse>[0];
  const thrown = await readResponse(operation, response, "", begin("a", 1, 0), false).catch((error: unknown) => error as Error);
  expect((thrown as Error).message).toBe(`a: 429 Too Many Requests${expected}`);
});
