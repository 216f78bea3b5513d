export type { EventStream, ServerSentEvent } from "./events.js";
export type { LineStream } from "./lines.js";
export type { StreamCall } from "./stream-call.js";
