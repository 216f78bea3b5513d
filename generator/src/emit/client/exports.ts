import { runtimeExports } from "../runtime-files.js";

/**
 * Exports of `client` besides those of the document. A schema of the same name is still available from `models`. The types of streams are among them
 * in each document: the first stream must not rename a schema.
 */
export function clientExports(): { readonly values: readonly string[]; readonly types: readonly string[] } {
  const { values, types } = runtimeExports("client/index");
  return {
    values: [...values, "connect", "createClient"].toSorted(),
    types: [
      ...types,
      ...runtimeExports("client/streams/index").types,
      "CallOptions",
      "Client",
      "ClientOptions",
      "Connection",
      "Credentials",
    ].toSorted(),
  };
}
