import { always, rule, show } from "../rule.js";

export const mediaTypeParametersChanged = rule({
  code: "media-type-parameters-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The media type ${show(p["old"])} is written ${show(p["new"])} now.`,
  reason: "A charset or another parameter may change how the body is read.",
});
