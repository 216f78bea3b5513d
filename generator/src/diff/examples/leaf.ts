import type { Json } from "../../model/json.js";

/** The body as it is may be witness enough: what was removed or never came before. */
export const unchanged: unique symbol = Symbol("unchanged");
/** The property left out. */
export const absent: unique symbol = Symbol("absent");
export type Leaf = Json | typeof unchanged | typeof absent;
