import { type Rule, always, show } from "./rule.js";

export const componentRules: readonly Rule[] = [
  {
    code: "component-renamed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The schema ${show(p["old"])} is now called ${show(p["new"])}.`,
    reason: "Requests and responses are the same. The exported type and validator have another name.",
  },
  {
    code: "component-removed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The schema ${show(p["name"])} was removed.`,
    reason: "The exported type and validator were removed.",
  },
  {
    code: "component-added",
    surface: "types",
    level: always("safe"),
    message: (p) => `The schema ${show(p["name"])} was added.`,
    reason: "The new export has no users yet.",
  },
  {
    code: "export-renamed",
    surface: "types",
    level: always("breaking"),
    message: (p) => {
      const names = p["names"] as readonly (readonly [old: string, next: string])[];
      const shown = names.slice(0, most).map(([old, next]) => `${show(old)} is now exported as ${show(next)}`);
      return `${shown.join(", ")}${names.length > most ? `, and ${names.length - most} more have other names` : ""}.`;
    },
    reason: "Requests and responses are the same. Imports of the old name no longer compile.",
  },
  {
    code: "export-removed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `${show(p["name"])} is no longer exported.`,
    reason: "Requests no longer have a type and a validator of their own for this schema.",
  },
  {
    code: "info-changed",
    surface: "documentation",
    level: always("documentation"),
    message: (p) => (p["subject"] === undefined ? `info.${String(p["keyword"])} changed.` : `The ${String(p["subject"])} changed.`),
    reason: "Text only.",
  },
  {
    code: "tag-changed",
    surface: "documentation",
    level: always("documentation"),
    message: ({ name, keyword, old, new: next }) => {
      if (keyword === "name") return `The tag ${show(name)} is ${old === null ? "now" : "no longer"} declared.`;
      if (keyword === "parent" || keyword === "kind")
        return `The ${keyword} of the tag ${show(name)} changed from ${show(old ?? undefined)} to ${show(next ?? undefined)}.`;
      return `The ${String(keyword)} of the tag ${show(name)} changed.`;
    },
    reason: "Tags group the documentation. `--tags` may select other operations.",
  },
];

/** Names that are shown of one operation or schema. */
const most = 3;
