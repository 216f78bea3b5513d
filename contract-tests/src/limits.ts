import { contentLimit } from "tallystick";

// How many bytes are read of what comes from outside. Files have the limits of tallystick.

/** A body that is verified or replayed, or an entry of a HAR file: 256 MiB after decompression. */
export const bodyLimit: number = contentLimit;

/** A body that is recorded: 10 MiB after decompression. Recordings are kept in version control. */
export const recordedLimit: number = 10 * 1024 * 1024;

/** Content codings of one body. `fetch` of Node stops at the same number. */
export const codingsLimit = 5;
