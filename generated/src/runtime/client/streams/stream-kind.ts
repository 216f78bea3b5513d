// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** What comes item by item under a media type: events of `text/event-stream`, or JSON values (NDJSON, JSON Lines, JSON text sequences, what Spring and Micronaut call streams of JSON). */
export function streamKind(mediaType: string): "events" | "lines" | undefined {
  const type = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
  if (type === "text/event-stream") return "events";
  return /^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq|json-stream|stream\+json)$|\+json-seq$/.test(type) ? "lines" : undefined;
}
