import type { ApiRule, SchemaRule } from "./rule.js";
import { ambiguousPaths } from "./rules/ambiguous-paths.js";
import { blankInEnum } from "./rules/blank-in-enum.js";
import { bodyOfEmptyStatus } from "./rules/body-of-empty-status.js";
import { bodyWithoutUse } from "./rules/body-without-use.js";
import { caseOnlyNames } from "./rules/case-only-names.js";
import { discriminatorProperty } from "./rules/discriminator-property.js";
import { duplicateOperationId } from "./rules/duplicate-operation-id.js";
import { emptyInSeveralBranches } from "./rules/empty-in-several-branches.js";
import { defaultBreaksSchema, exampleBreaksSchema } from "./rules/example-breaks-schema.js";
import { exclusiveFields } from "./rules/exclusive-fields.js";
import { fieldWithoutEffect } from "./rules/field-without-effect.js";
import { ignoredHeader } from "./rules/ignored-header.js";
import { impossibleBounds } from "./rules/impossible-bounds.js";
import { includedBranch } from "./rules/included-branch.js";
import { keywordOfAnotherType } from "./rules/keyword-of-another-type.js";
import { methodWithoutUse } from "./rules/method-without-use.js";
import { moreThanAPath } from "./rules/more-than-a-path.js";
import { noFiniteValue } from "./rules/no-finite-value.js";
import { noValue } from "./rules/no-value.js";
import { nullRefused } from "./rules/null-refused.js";
import { ownExtensions, ownExtensionsOfSchema } from "./rules/own-extensions.js";
import { pathWithoutSlash } from "./rules/path-without-slash.js";
import { pattern } from "./rules/pattern.js";
import { propertyWithoutValue } from "./rules/property-without-value.js";
import { referenceLoop } from "./rules/reference-loop.js";
import { requiredNotDescribed } from "./rules/required-not-described.js";
import { runtimeExpression } from "./rules/runtime-expression.js";
import { sameUrl } from "./rules/same-url.js";
import { serializedExamples } from "./rules/serialized-examples.js";
import { querystring } from "./rules/querystring.js";
import { querystringOfComponents } from "./rules/querystring-of-components.js";
import { serverNames } from "./rules/server-names.js";
import { tags } from "./rules/tags.js";
import { serverUrl } from "./rules/server-url.js";
import { unknownScope } from "./rules/unknown-scope.js";
import { unknownSecurityScheme } from "./rules/unknown-security-scheme.js";
import { unsafeInteger } from "./rules/unsafe-integer.js";
import { unusedSecurityScheme } from "./rules/unused-security-scheme.js";
import { xmlContradiction } from "./rules/xml-contradiction.js";
import { writtenVersion } from "./rules/written-version.js";

/** Every finding about operations and components, in the order in which they are checked. */
export const apiRules: readonly ApiRule[] = [
  writtenVersion,
  serverUrl,
  duplicateOperationId,
  pathWithoutSlash,
  sameUrl,
  ambiguousPaths,
  moreThanAPath,
  unknownSecurityScheme,
  unusedSecurityScheme,
  unknownScope,
  exclusiveFields,
  fieldWithoutEffect,
  ignoredHeader,
  bodyOfEmptyStatus,
  runtimeExpression,
  bodyWithoutUse,
  methodWithoutUse,
  tags,
  serverNames,
  querystring,
  querystringOfComponents,
  ownExtensions,
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
  xmlContradiction,
  discriminatorProperty,
  ownExtensionsOfSchema,
  defaultBreaksSchema,
];

/** Rules with errors, which block all later stages. All others only warn. */
export const erringRules: ReadonlySet<ApiRule | SchemaRule> = new Set<ApiRule | SchemaRule>([referenceLoop]);
