import { type Rule, always, show } from "./rule.js";

export const operationRules: readonly Rule[] = [
  {
    code: "operation-removed",
    surface: "wire",
    level: (p) => (p["retired"] === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
    message: () => "The operation was removed.",
    reason: "Calls get 404 or 405.",
  },
  {
    code: "operation-added",
    surface: "wire",
    level: always("safe"),
    message: () => "The operation was added.",
    reason: "No existing code calls the operation.",
  },
  {
    code: "webhook-removed",
    surface: "wire",
    level: always("breaking"),
    message: () => "The webhook was removed.",
    reason: "Consumers that wait for the webhook never get it.",
  },
  {
    code: "webhook-added",
    surface: "wire",
    level: always("safe"),
    message: () => "The webhook was added.",
    reason: "No consumer is subscribed yet.",
  },
  {
    code: "callback-removed",
    surface: "wire",
    level: always("breaking"),
    message: () => "The callback was removed.",
    reason: "Consumers that wait for the call never get it.",
  },
  {
    code: "callback-added",
    surface: "wire",
    level: always("warning"),
    message: () => "The callback was added.",
    reason: "The server may call an address that the consumer does not serve yet.",
  },
  {
    code: "operation-id-changed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The operationId changed from ${show(p["old"] ?? undefined)} to ${show(p["new"] ?? undefined)}.`,
    reason: "Requests are the same. The generated function has another name, so existing calls do not compile.",
  },
  {
    code: "operation-deprecated",
    surface: "documentation",
    level: always("safe"),
    message: () => "The operation is now deprecated.",
    reason: "The operation still works. Plan to replace it.",
  },
  {
    code: "operation-undeprecated",
    surface: "documentation",
    level: always("documentation"),
    message: () => "The operation is no longer deprecated.",
    reason: "Announcement only.",
  },
  {
    code: "sunset-changed",
    surface: "wire",
    level: (p) => (p["later"] === true ? { request: "safe", response: "safe" } : { request: "warning", response: "warning" }),
    message: ({ in: where, name, old, new: next, isInvalid }) => {
      const date = where === undefined ? "sunset date" : `sunset date of the ${String(where)} parameter ${show(name)}`;
      if (next === null) return `The ${date} ${show(old)} was removed.`;
      if (isInvalid === true) return `The ${date} is now ${show(next)}, which is not a date.`;
      return old === null ? `The ${date} ${show(next)} was set.` : `The ${date} moved from ${show(old)} to ${show(next)}.`;
    },
    reason: "Consumers may have planned for the old date.",
    policy: true,
  },
  {
    code: "stability-changed",
    surface: "wire",
    level: (p) => (p["higher"] === true ? { request: "safe", response: "safe" } : { request: "warning", response: "warning" }),
    message: (p) => `The stability level changed from ${show(p["old"])} to ${show(p["new"])} (x-stability-level).`,
    reason: "A less stable operation may change without notice.",
    reasonFor: (_, p) => (p["higher"] === true ? "The document promises more than before." : undefined),
    policy: true,
  },
  {
    code: "operation-words-changed",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => `The ${String(p["keyword"])} changed.`,
    reason: "Text only.",
  },
];
