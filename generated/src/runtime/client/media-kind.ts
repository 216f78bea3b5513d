// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

export type MediaKind = "events" | "lines" | "json" | "cbor" | "form" | "multipart" | "xml" | "text" | "file";

/** The kind of a body by its media type, for client, mocks, mock server, generator and contract kit. The first match counts. */
const kinds: readonly (readonly [MediaKind, RegExp])[] = [
  ["events", /^text\/event-stream$/],
  // NDJSON, JSON Lines, JSON text sequences, and what Spring and Micronaut call streams of JSON.
  ["lines", /^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq|json-stream|stream\+json)$|\+json-seq$/],
  ["json", /[/+]json$|\/x-json$/],
  ["cbor", /[/+]cbor$/],
  ["form", /\/x-www-form-urlencoded$/],
  ["multipart", /^multipart\//],
  ["xml", /[/+]xml$/],
  ["text", /^text\/|[/+](yaml|toml|javascript|ecmascript|graphql|sql)$|^application\/x-(yaml|sh)$|^message\/http$/],
  // A schema cannot describe their content.
  [
    "file",
    /^(image|audio|video|font|model)\/|^application\/(octet-stream|pdf|zip|gzip|x-gzip|x-tar|x-7z-compressed|x-bzip2?|vnd\.(openxmlformats|ms-).*|protobuf|x-protobuf|wasm|msgpack)$/,
  ],
];

/** `json` of `Application/Problem+JSON; charset=utf-8`; `undefined` for an unknown type and for a range. */
export function mediaKind(mediaType: string): MediaKind | undefined {
  const type = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
  return kinds.find(([, names]) => names.test(type))?.[0];
}

/** The kind of a stream of items: server-sent events, or JSON values. */
export function streamKind(mediaType: string): "events" | "lines" | undefined {
  const kind = mediaKind(mediaType);
  return kind === "events" || kind === "lines" ? kind : undefined;
}
