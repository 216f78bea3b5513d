import { always, rule, show } from "../rule.js";

/** Names that are shown of one operation or schema. */
const most = 3;

export const exportRenamed = rule({
  code: "export-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => {
    const names = p["names"] as readonly (readonly [old: string, next: string])[];
    const shown = names.slice(0, most).map(([old, next]) => `${show(old)} is exported as ${show(next)} now`);
    return `${shown.join(", ")}${names.length > most ? `, and ${names.length - most} more have other names` : ""}.`;
  },
  reason: "The wire is the same; whatever else came or went, what is imported under the old name is not there.",
});
