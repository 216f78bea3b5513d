export type { GeneratedFile, Generation } from "./generate.js";
export { openModel, type OpenedModel } from "./open-model.js";
export type { LoadOptions } from "./load/load.js";
