/** Why a request has no response, or not all of it. */
export interface NetworkError {
  /** The code of the most specific error in the chain of causes: `ECONNREFUSED`. Empty without one. */
  readonly code: string;
  readonly name: string;
  /** What the server sent is no response, or one that no request asked for. */
  readonly isInvalidHttp: boolean;
  /** In a sentence, with the code in brackets. */
  readonly sentence: string;
}

/** Errors of `fetch`, undici and Node in our words: the originals mention sockets, parsers and internal arguments. */
export function networkError(error: unknown): NetworkError {
  const { code, name, message } = innermostCode(error);
  // The parser's errors have no code in some versions of undici. It calls a closed connection what it closed because of a status 100 or 101.
  const isInvalidHttp = name === "HTTPParserError" || /^HPE_|^ERR_ASSERTION$/.test(code) || /^bad (?:response|upgrade)$/.test(message);
  const key = isInvalidHttp && code !== "HPE_HEADER_OVERFLOW" ? "HPE_" : code;
  const sentence = sentences.find(([codes]) => codes.test(key))?.[1] ?? "The connection failed";
  return { code, name, isInvalidHttp, sentence: code === "" ? `${sentence}.` : `${sentence} (${code}).` };
}

const sentences: readonly (readonly [codes: RegExp, sentence: string])[] = [
  [/^ECONNREFUSED$/, "The server refuses connections"],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED)$/, "The server closed the connection"],
  [/^ENOTFOUND$/, "The host is unknown"],
  [/^EAI_/, "The host cannot be looked up"],
  [/^E(?:HOST|NET)(?:UNREACH|DOWN)$|^EADDRNOTAVAIL$/, "No network route to the server"],
  [/^ETIMEDOUT$|_TIMEOUT$/, "The server takes too long"],
  [/^(?:HPE_HEADER|UND_ERR_HEADERS)_OVERFLOW$/, "The headers of the response are too large"],
  [/^UND_ERR_RES_(?:CONTENT_LENGTH_MISMATCH|EXCEEDED_MAX_SIZE)$/, "The body of the response is not as long as its Content-Length"],
  [/^UND_ERR_REQ_CONTENT_LENGTH_MISMATCH$/, "The body of the request is not as long as its Content-Length"],
  [/^HPE_/, "The response is not valid HTTP"],
  [/^UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED)$|^ERR_INVALID_/, "The request cannot be sent: its URL or a header is not valid"],
  [/^CERT_HAS_EXPIRED$/, "The certificate of the server has expired"],
  [/^CERT_NOT_YET_VALID$/, "The certificate of the server is not valid yet"],
  [/SELF_SIGNED/, "The server has a self-signed certificate"],
  [/^UNABLE_TO_|^CERT_/, "The certificate of the server cannot be verified"],
  [/ALTNAME_INVALID$|HOSTNAME_MISMATCH/, "The certificate of the server is for another host"],
  [/_SSL_|^ERR_TLS|^EPROTO$/, "The server and the client have no TLS version or cipher in common"],
  [/^Z_|^ZSTD_|^ERR_(?:BROTLI|_)/, "The body of the response cannot be decompressed"],
];

/** The innermost cause that has a code, of several attempts the first one. */
function innermostCode(error: unknown): { readonly code: string; readonly name: string; readonly message: string } {
  let found = { code: "", name: error instanceof Error ? error.name : "", message: "" };
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code: unknown = Reflect.get(current, "code");
    if (typeof code === "string") found = { code, name: current.name, message: current.message };
    current = current.cause ?? (current instanceof AggregateError ? (current.errors[0] as unknown) : undefined);
  }
  return found;
}
