import { type Rule, always, show, sides } from "./rule.js";

/** Rules about branches and their discriminator. */
export const unionRules: readonly Rule[] = [
  {
    code: "union-branch-added",
    surface: "wire",
    about: "values",
    level: sides("safe", "breaking"),
    types: { request: "safe", response: "breaking" },
    message: (p) => `Another variant is allowed: ${String(p["branch"])}.`,
    reason: "Readers may get an unknown variant.",
  },
  {
    code: "union-branch-removed",
    surface: "wire",
    about: "values",
    level: sides("breaking", "safe"),
    types: { request: "breaking", response: "safe" },
    message: (p) => `A variant is no longer allowed: ${String(p["branch"])}.`,
    reason: "Requests with it are rejected.",
  },
  {
    code: "discriminator-property-changed",
    surface: "wire",
    level: always("breaking"),
    types: { request: "breaking", response: "breaking" },
    message: (p) => `The discriminator is now the property ${show(p["new"])}, not ${show(p["old"])}.`,
    reason: "Another property selects the branch of a value.",
  },
  {
    code: "discriminator-value-added",
    surface: "wire",
    level: sides("safe", "breaking"),
    message: (p) =>
      p["others"] === true
        ? `Any other discriminator value now selects ${String(p["target"])}.`
        : `The discriminator value ${show(p["value"])} is new.`,
    reason: "Readers may get an unknown value.",
  },
  {
    code: "discriminator-value-removed",
    surface: "wire",
    level: sides("breaking", "safe"),
    message: (p) =>
      p["others"] === true
        ? `Other discriminator values no longer select ${String(p["target"])}.`
        : `The discriminator value ${show(p["value"])} was removed.`,
    reason: "Values with it are rejected.",
  },
  {
    code: "discriminator-value-moved",
    surface: "wire",
    level: always("breaking"),
    message: (p) =>
      p["others"] === true
        ? `Any other discriminator value now selects ${String(p["target"])}, another branch than before.`
        : `The discriminator value ${show(p["values"])} now selects another branch.`,
    reason: "The same value now selects another schema.",
  },
  {
    code: "discriminator-added",
    surface: "wire",
    level: always("warning"),
    message: () => "A discriminator was added.",
    reason: "The branch of a value is selected differently.",
  },
  {
    code: "discriminator-removed",
    surface: "wire",
    level: always("warning"),
    message: () => "The discriminator was removed.",
    reason: "The branch of a value is selected differently.",
  },
];
