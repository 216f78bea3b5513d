import type { Target } from "./target.js";

/** The doors, by name: one file each in `targets/`. */
export const targets: Readonly<Record<string, () => Promise<{ readonly target: Target }>>> = {
  document: () => import("./targets/document.js"),
  pattern: () => import("./targets/pattern.js"),
  redactor: () => import("./targets/redactor.js"),
  har: () => import("./targets/har.js"),
  multipart: () => import("./targets/multipart.js"),
  xml: () => import("./targets/xml.js"),
  events: () => import("./targets/events.js"),
  lines: () => import("./targets/lines.js"),
  csv: () => import("./targets/csv.js"),
  report: () => import("./targets/report.js"),
  arazzo: () => import("./targets/arazzo.js"),
  mock: () => import("./targets/mock.js"),
  client: () => import("./targets/client.js"),
};
