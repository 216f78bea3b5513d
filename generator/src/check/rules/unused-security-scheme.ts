import type { ApiRule } from "../rule.js";

/** A described scheme that no operation requires: clients accept the credential and never send it. */
export const unusedSecurityScheme: ApiRule = (model, report) => {
  // Schemes by themselves are for others to refer to.
  if (model.operations.length === 0) return;
  const used = new Set(model.operations.flatMap(({ security }) => security.flatMap((requirement) => [...requirement.keys()])));
  for (const [name, { place }] of model.components.securitySchemes) if (!used.has(name)) report("unused-security-scheme", { scheme: name }, place);
};
