export type { GeneratedFile, Generation } from "./generate.js";
