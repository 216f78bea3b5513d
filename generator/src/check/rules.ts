import type { ApiRule, SchemaRule } from "./rule.js";
import { bodyWithoutUse } from "./rules/body-without-use.js";
import { caseOnlyNames } from "./rules/case-only-names.js";
import { discriminatorProperty } from "./rules/discriminator-property.js";
import { duplicateOperationId } from "./rules/duplicate-operation-id.js";
import { defaultBreaksSchema, exampleBreaksSchema } from "./rules/example-breaks-schema.js";
import { impossibleBounds } from "./rules/impossible-bounds.js";
import { includedBranch } from "./rules/included-branch.js";
import { methodWithoutUse } from "./rules/method-without-use.js";
import { noFiniteValue } from "./rules/no-finite-value.js";
import { nothingDescribed } from "./rules/nothing-described.js";
import { nullRefused } from "./rules/null-refused.js";
import { pathWithoutSlash } from "./rules/path-without-slash.js";
import { pattern } from "./rules/pattern.js";
import { referenceLoop } from "./rules/reference-loop.js";
import { sameUrl } from "./rules/same-url.js";
import { unknownSecurityScheme } from "./rules/unknown-security-scheme.js";
import { unsafeInteger } from "./rules/unsafe-integer.js";

/** Every finding about operations and components, in the order they are looked for. */
export const apiRules: readonly ApiRule[] = [
  duplicateOperationId,
  pathWithoutSlash,
  sameUrl,
  unknownSecurityScheme,
  bodyWithoutUse,
  methodWithoutUse,
  nothingDescribed,
  caseOnlyNames,
  referenceLoop,
  noFiniteValue,
  exampleBreaksSchema,
];

/** Every finding about a single schema. */
export const schemaRules: readonly SchemaRule[] = [
  pattern,
  impossibleBounds,
  nullRefused,
  includedBranch,
  unsafeInteger,
  discriminatorProperty,
  defaultBreaksSchema,
];

/** Those that only examples and defaults can break: all of them warn. */
export const exampleRules: ReadonlySet<ApiRule | SchemaRule> = new Set<ApiRule | SchemaRule>([exampleBreaksSchema, defaultBreaksSchema]);
