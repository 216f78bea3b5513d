import { child, type Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";
import { written } from "../written.js";

const top: Place = { file: "", pointer: "#" };

/** A requirement can only be met by a scheme that the document describes (OpenAPI 3.1 §4.8.30). Each name is reported once. */
export const unknownSecurityScheme: ApiRule = (model, report, document) => {
  const reported = new Set<string>();
  for (const operation of [...model.operations, ...model.webhooks]) {
    operation.security.forEach((requirement, index) => {
      for (const scheme of requirement.keys()) {
        if (model.components.securitySchemes.has(scheme) || reported.has(scheme)) continue;
        reported.add(scheme);
        // A name that is read as a requirement has no member of its own.
        const own = [[index, scheme], [index], []].map((steps) => child(operation.place, "security", ...steps));
        report(
          "unknown-security-scheme",
          { scheme },
          own.find((place) => written(document, place) !== undefined) ?? child(top, "security", index, scheme),
        );
      }
    });
  }
};
