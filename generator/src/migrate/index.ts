export { uncommitted, writeAll } from "./changed-files.js";
export { openConsumer } from "./consumer.js";
export { migrate } from "./migrate.js";
export { diffOf, summaryOf } from "./report.js";
export { openTarget } from "./target.js";
