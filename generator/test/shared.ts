import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the official suite and the corpus live: `TALLYSTICK_SHARED`, or `shared` beside the checkout. */
export const sharedFolder: string = process.env["TALLYSTICK_SHARED"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/**
 * What a test that reads `../shared` is skipped for, or `undefined` when the folder is there.
 * Use as `test.skipIf(missingShared)("…")` and put `sharedNote` into the name.
 */
export const missingShared: boolean = !existsSync(sharedFolder);
export const sharedNote: string = missingShared ? ` (skipped: no shared folder at TALLYSTICK_SHARED or ../shared)` : "";
