import { always, rule, show } from "../rule.js";

export const tagChanged = rule({
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
});
