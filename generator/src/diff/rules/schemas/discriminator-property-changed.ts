import { always, rule, show } from "../rule.js";

export const discriminatorPropertyChanged = rule({
  code: "discriminator-property-changed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The discriminator is read from ${show(p["new"])} now, no longer from ${show(p["old"])}.`,
  reason: "The value that tells the forms apart stands elsewhere.",
});
