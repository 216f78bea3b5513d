// What `tallystick completion` reads of this package. Not for other packages: it may change in any release.
import "./record.js";
import "./report.js";
import "./verify.js";

export { describedCommands } from "./help.js";
