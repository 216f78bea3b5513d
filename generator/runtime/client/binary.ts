import type { ResponseReader } from "./operation.js";

/** Bytes as a `Blob`. For a download that should not be held in memory, `asResponse()` has the stream. */
export const binary: ResponseReader = (response, { fail }) => response.blob().catch(fail);
