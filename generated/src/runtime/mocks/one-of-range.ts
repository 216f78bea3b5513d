// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A usual media type for each kind of file; bytes for others. */
const usual: Readonly<Record<string, string>> = { text: "text/plain", image: "image/png", audio: "audio/mpeg", video: "video/mp4" };

/** A media type of a range such as `image/*`, which is no value of Content-Type (RFC 9110 §8.3.1). Other media types are returned unchanged. */
export function oneOfRange(mediaType: string, value: unknown): string {
  if (!mediaType.includes("*")) return mediaType;
  const isText = typeof value === "string" || value === undefined;
  const [top = "", sub = ""] = mediaType.toLowerCase().split(/[/;]/, 2);
  if (top.includes("*")) return isText ? "text/plain" : "application/json";
  // `application/*+json`
  if (sub !== "*") return `${top}/${sub.replace("*", "x")}`;
  return top === "application" && !isText ? "application/json" : (usual[top] ?? `${top}/octet-stream`);
}
