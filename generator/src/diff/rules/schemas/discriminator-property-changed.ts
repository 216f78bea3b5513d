import { always, rule, show } from "../rule.js";

export const discriminatorPropertyChanged = rule({
  code: "discriminator-property-changed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The discriminator is now the property ${show(p["new"])}, not ${show(p["old"])}.`,
  reason: "Another property selects the branch of a value.",
});
