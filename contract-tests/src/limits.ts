import { contentLimit } from "tallystick";

// How many bytes are read of what comes from outside. Files have the limits of tallystick.

/** A body that is verified or replayed, or an entry of a HAR file: 256 MiB after decompression. */
export const bodyLimit: number = contentLimit;

/** A body that is recorded: 10 MiB after decompression. Recordings are kept in version control. */
export const recordedLimit: number = 10 * 1024 * 1024;

/** Content codings of one body. `fetch` of Node stops at the same number. */
export const codingsLimit = 5;

/** Milliseconds. A timer that is longer than Node can count ends at once: three weeks are as good as for ever. */
export const longestTimer = 2e9;
