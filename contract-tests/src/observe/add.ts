import type { Occurrence } from "../findings/collect.js";

/** Where occurrences of one interaction are reported: what they have in common is filled in. */
export type Add = (occurrence: Omit<Occurrence, "operation" | "operationId" | "interaction">) => void;
