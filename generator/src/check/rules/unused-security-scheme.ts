import type { ApiRule } from "../rule.js";

/** A scheme that is described and that nothing requires: no credential is ever sent for it, though the client may be told one. */
export const unusedSecurityScheme: ApiRule = (model, report) => {
  // Schemes by themselves are for others to refer to.
  if (model.operations.length === 0) return;
  const used = new Set(model.operations.flatMap(({ security }) => security.flatMap((requirement) => [...requirement.keys()])));
  for (const [name, { place }] of model.components.securitySchemes) if (!used.has(name)) report("unused-security-scheme", { scheme: name }, place);
};
