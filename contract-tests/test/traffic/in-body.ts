import type { Interaction } from "../../src/traffic/index.js";

/** A value that reads as a secret, and has no form that would give it away. */
export const secret = "Zq8Zk3Lw9Xv2Tn5Rb7mP4cD6";

/** A response with this body. */
export function inBody(text: string, contentType: string): Interaction {
  return {
    origin: "live#1",
    request: { method: "GET", url: "https://api.example.com/", headers: [] },
    response: { status: 200, headers: [["content-type", contentType]], body: { kind: "text", text } },
  };
}

export function inJson(value: unknown): Interaction {
  return inBody(typeof value === "string" ? value : JSON.stringify(value), "application/json");
}

/** The body of the first response. */
export function textOf([interaction]: readonly Interaction[]): string {
  const body = interaction?.response?.body;
  return body?.kind === "text" ? body.text : "";
}
