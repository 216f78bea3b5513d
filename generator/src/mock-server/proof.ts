import { createHash } from "node:crypto";

/** The response of the mock server to a `Mock-Challenge` header. Any server can send the other headers of the mock without meaning it. */
export function mockProof(challenge: string): string {
  return createHash("sha256").update(`tallystick mock ${challenge}`).digest("hex");
}
