import { always, rule, show } from "../rule.js";

/** Names that are shown of one operation or schema. */
const most = 3;

export const exportRenamed = rule({
  code: "export-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => {
    const names = p["names"] as readonly (readonly [old: string, next: string])[];
    const shown = names.slice(0, most).map(([old, next]) => `${show(old)} is now exported as ${show(next)}`);
    return `${shown.join(", ")}${names.length > most ? `, and ${names.length - most} more have other names` : ""}.`;
  },
  reason: "Requests and responses are the same. Imports of the old name no longer compile.",
});
