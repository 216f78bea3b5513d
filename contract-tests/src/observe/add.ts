import type { Occurrence } from "../findings/collect.js";

/** Reports occurrences of one interaction and adds their common fields. */
export type Add = (occurrence: Omit<Occurrence, "operation" | "operationId" | "interaction">) => void;
