// What benches and tests of this repository take from the built files. The package does not export it.
export { schemaModules } from "./compile/compile.js";
export { ModuleGroup } from "./compile/load-modules.js";
export { ruleByCode } from "./diff/rules/rules.js";
export { runDiff } from "./diff/run-diff.js";
export { printJavaScript } from "./emit/print/module.js";
export { readyMadeFile } from "./load/validation/ready-made.js";
export { compileSchema, schemaVersions } from "./load/validation/openapi-schemas.js";
export { schemaErrors } from "./load/validation/schema-errors.js";
export { openProject, readFiles, readUsage } from "./usage/read-usage.js";
export { openModel } from "./open-model.js";
export { plan } from "./plan/make-plan.js";
