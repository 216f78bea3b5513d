export * from "./traffic/index.js";
