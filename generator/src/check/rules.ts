import type { Rule } from "./rule.js";
import { duplicateOperationId } from "./rules/duplicate-operation-id.js";

/** Every finding about a model, in the order they are looked for. */
export const rules: readonly Rule[] = [duplicateOperationId];
