import type { Json } from "../../model/json.js";

/** The unchanged body may be an example: for removed or newly possible values. */
export const unchanged: unique symbol = Symbol("unchanged");
/** The property omitted. */
export const absent: unique symbol = Symbol("absent");
export type Leaf = Json | typeof unchanged | typeof absent;
