/** Whether a text is the name of a media type or of a range of them, with parameters or without (RFC 9110 §8.3.1). */
export function isMediaType(text: string): boolean {
  return /^[\w.+*-]+\/[\w.+*-]+(?:;.*)?$/.test(text);
}
