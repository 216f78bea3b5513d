import { always, rule, show } from "../rule.js";

export const mediaTypeParametersChanged = rule({
  code: "media-type-parameters-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The media type ${show(p["old"])} is now written ${show(p["new"])}.`,
  reason: "A parameter such as charset may change how the body is read.",
});
