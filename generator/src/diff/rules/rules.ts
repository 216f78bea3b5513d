import type { Rule } from "./rule.js";
import { bodyRules } from "./bodies.js";
import { componentRules } from "./components.js";
import { operationRules } from "./operations.js";
import { parameterRules } from "./parameters.js";
import { propertyRules } from "./properties.js";
import { schemaRules } from "./schemas.js";
import { securityRules } from "./security.js";
import { serverRules } from "./servers.js";
import { unionRules } from "./unions.js";
import { valueRules } from "./values.js";

/** Every change rule, in the order of the documentation. A test requires a pair of documents per rule. */
export const rules: readonly Rule[] = [
  ...operationRules,
  ...serverRules,
  ...parameterRules,
  ...securityRules,
  ...bodyRules,
  ...valueRules,
  ...propertyRules,
  ...unionRules,
  ...schemaRules,
  ...componentRules,
];

export const ruleByCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));
