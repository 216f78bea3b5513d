/** What can stand after `tallystick`. */
export const commands = ["generate", "init", "diff", "record", "verify", "report", "mock"] as const;
