import type { ApiRule, SchemaRule } from "./rule.js";
import { blankInEnum } from "./rules/blank-in-enum.js";
import { bodyWithoutUse } from "./rules/body-without-use.js";
import { caseOnlyNames } from "./rules/case-only-names.js";
import { discriminatorProperty } from "./rules/discriminator-property.js";
import { duplicateOperationId } from "./rules/duplicate-operation-id.js";
import { emptyInSeveralBranches } from "./rules/empty-in-several-branches.js";
import { defaultBreaksSchema, exampleBreaksSchema } from "./rules/example-breaks-schema.js";
import { impossibleBounds } from "./rules/impossible-bounds.js";
import { includedBranch } from "./rules/included-branch.js";
import { keywordOfAnotherType } from "./rules/keyword-of-another-type.js";
import { methodWithoutUse } from "./rules/method-without-use.js";
import { noFiniteValue } from "./rules/no-finite-value.js";
import { noValue } from "./rules/no-value.js";
import { nothingDescribed } from "./rules/nothing-described.js";
import { nullRefused } from "./rules/null-refused.js";
import { ownExtensions, ownExtensionsOfSchema } from "./rules/own-extensions.js";
import { pathWithoutSlash } from "./rules/path-without-slash.js";
import { pattern } from "./rules/pattern.js";
import { propertyWithoutValue } from "./rules/property-without-value.js";
import { referenceLoop } from "./rules/reference-loop.js";
import { requiredNotDescribed } from "./rules/required-not-described.js";
import { sameUrl } from "./rules/same-url.js";
import { serializedExamples } from "./rules/serialized-examples.js";
import { querystring } from "./rules/querystring.js";
import { serverNames } from "./rules/server-names.js";
import { tags } from "./rules/tags.js";
import { unknownSecurityScheme } from "./rules/unknown-security-scheme.js";
import { unsafeInteger } from "./rules/unsafe-integer.js";
import { unusedSecurityScheme } from "./rules/unused-security-scheme.js";

/** Every finding about operations and components, in the order they are looked for. */
export const apiRules: readonly ApiRule[] = [
  duplicateOperationId,
  pathWithoutSlash,
  sameUrl,
  unknownSecurityScheme,
  unusedSecurityScheme,
  bodyWithoutUse,
  methodWithoutUse,
  tags,
  serverNames,
  querystring,
  ownExtensions,
  nothingDescribed,
  caseOnlyNames,
  referenceLoop,
  noFiniteValue,
  exampleBreaksSchema,
  serializedExamples,
];

/** Every finding about a single schema. */
export const schemaRules: readonly SchemaRule[] = [
  pattern,
  keywordOfAnotherType,
  blankInEnum,
  impossibleBounds,
  requiredNotDescribed,
  noValue,
  propertyWithoutValue,
  nullRefused,
  includedBranch,
  emptyInSeveralBranches,
  unsafeInteger,
  discriminatorProperty,
  ownExtensionsOfSchema,
  defaultBreaksSchema,
];

/** Those whose findings are errors, which all stages wait for. All others only warn. */
export const erringRules: ReadonlySet<ApiRule | SchemaRule> = new Set<ApiRule | SchemaRule>([referenceLoop]);
