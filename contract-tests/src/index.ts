export { contract, ContractFailure, type TestContext, type TestRunner } from "./contract.js";
export { verify } from "./verify/verify.js";
export { UsageError, type VerifyOptions } from "./verify/options.js";
export type { Params, OperationParams, ParamValue } from "./verify/params.js";
export type { Report, OperationReport, StatusReport, Summary, Target, Verdict, Provenance, BaselineReport } from "./report/report.js";
export { findingClasses, gates, type Finding, type FindingClass, type Severity, type Suggestion, type OverlayAction } from "./findings/finding.js";
export * from "./traffic/index.js";
export { runVerify } from "./cli/verify.js";
export { runReport } from "./cli/report.js";
