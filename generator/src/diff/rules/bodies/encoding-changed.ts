import { rule, show } from "../rule.js";

export const encodingChanged = rule({
  code: "encoding-changed",
  surface: "wire",
  // Of several media types that a part may have, any will do.
  level: ({ moved }) => ({ request: moved === "wider" ? "safe" : "breaking", response: moved === "narrower" ? "safe" : "breaking" }),
  message: (p) =>
    `The part ${p["at"] === undefined ? show(p["property"]) : String(p["at"])} is written differently: ${show(p["old"])} before, ${show(p["new"])} now.`,
  reason: "The same value is sent as different bytes.",
});
