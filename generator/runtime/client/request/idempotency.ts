/** By which a server knows that a request is a repetition. */
export function newKey(): string {
  return crypto.randomUUID();
}
