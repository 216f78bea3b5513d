import { stringify } from "yaml";
import type { Report } from "../report/report.js";

/** All suggestions of a report as one OpenAPI Overlay 1.0 document. */
export function overlayOf(report: Report): string {
  const actions = new Map<string, unknown>();
  for (const finding of report.findings) {
    for (const action of finding.suggestion?.actions ?? []) {
      const { description, target, ...rest } = action;
      const key = JSON.stringify({ target, ...rest });
      if (!actions.has(key)) actions.set(key, { target, description: description ?? finding.suggestion?.summary, ...rest });
    }
  }
  return stringify(
    {
      overlay: "1.0.0",
      info: { title: `Corrections of ${report.spec.title} from ${report.summary.interactions} interactions`, version: report.spec.version },
      actions: [...actions.values()],
    },
    { lineWidth: 0 },
  );
}
