// What `tallystick completion` reads of this package. Not for other packages: it may change in any release.
import { recordCommand } from "./record-flags.js";
import { reportCommand } from "./report.js";
import { verifyCommand } from "./verify.js";

/** The commands of this package: shells complete their options. */
export const commands = [recordCommand, reportCommand, verifyCommand];
