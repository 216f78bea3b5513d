import type { Rule } from "./rule.js";
import { operationRemoved } from "./operations/operation-removed.js";
import { operationAdded } from "./operations/operation-added.js";
import { webhookRemoved } from "./operations/webhook-removed.js";
import { webhookAdded } from "./operations/webhook-added.js";
import { callbackRemoved } from "./operations/callback-removed.js";
import { callbackAdded } from "./operations/callback-added.js";
import { operationIdChanged } from "./operations/operation-id-changed.js";
import { operationDeprecated } from "./operations/operation-deprecated.js";
import { operationUndeprecated } from "./operations/operation-undeprecated.js";
import { sunsetChanged } from "./operations/sunset-changed.js";
import { operationWordsChanged } from "./operations/operation-words-changed.js";
import { onlyServerChanged } from "./servers/only-server-changed.js";
import { serverRemoved } from "./servers/server-removed.js";
import { serverAdded } from "./servers/server-added.js";
import { serverVariableDefaultChanged } from "./servers/server-variable-default-changed.js";
import { serverVariableValueRemoved } from "./servers/server-variable-value-removed.js";
import { requiredParameterAdded } from "./parameters/required-parameter-added.js";
import { optionalParameterAdded } from "./parameters/optional-parameter-added.js";
import { parameterBecameRequired } from "./parameters/parameter-became-required.js";
import { parameterBecameOptional } from "./parameters/parameter-became-optional.js";
import { parameterRemoved } from "./parameters/parameter-removed.js";
import { parameterMoved } from "./parameters/parameter-moved.js";
import { pathParameterRenamed } from "./parameters/path-parameter-renamed.js";
import { spreadParameterRenamed } from "./parameters/spread-parameter-renamed.js";
import { parameterSerialisationChanged } from "./parameters/parameter-serialisation-changed.js";
import { parameterBecameList } from "./parameters/parameter-became-list.js";
import { emptyValueAllowed } from "./parameters/empty-value-allowed.js";
import { emptyValueRefused } from "./parameters/empty-value-refused.js";
import { severalSegmentsAllowed } from "./parameters/several-segments-allowed.js";
import { severalSegmentsRefused } from "./parameters/several-segments-refused.js";
import { parameterDefaultChanged } from "./parameters/parameter-default-changed.js";
import { parameterDeprecated } from "./parameters/parameter-deprecated.js";
import { parameterWordsChanged } from "./parameters/parameter-words-changed.js";
import { securityAdded } from "./security/security-added.js";
import { securityRemoved } from "./security/security-removed.js";
import { securityAlternativeRemoved } from "./security/security-alternative-removed.js";
import { securityAlternativeAdded } from "./security/security-alternative-added.js";
import { securitySchemeDropped } from "./security/security-scheme-dropped.js";
import { scopeAdded } from "./security/scope-added.js";
import { scopeRemoved } from "./security/scope-removed.js";
import { oauthUrlChanged } from "./security/oauth-url-changed.js";
import { oauthFlowRemoved } from "./security/oauth-flow-removed.js";
import { securitySchemeDeprecationChanged } from "./security/security-scheme-deprecation-changed.js";
import { serverNameAdded } from "./servers/server-name-added.js";
import { serverNameMoved } from "./servers/server-name-moved.js";
import { serverNameRemoved } from "./servers/server-name-removed.js";
import { securityWordsChanged } from "./security/security-words-changed.js";
import { requiredRequestBodyAdded } from "./bodies/required-request-body-added.js";
import { optionalRequestBodyAdded } from "./bodies/optional-request-body-added.js";
import { requestBodyRemoved } from "./bodies/request-body-removed.js";
import { requestBodyBecameRequired } from "./bodies/request-body-became-required.js";
import { requestBodyBecameOptional } from "./bodies/request-body-became-optional.js";
import { responseBodyAdded } from "./bodies/response-body-added.js";
import { responseBodyRemoved } from "./bodies/response-body-removed.js";
import { linkRemoved } from "./bodies/link-removed.js";
import { linkAdded } from "./bodies/link-added.js";
import { linkChanged } from "./bodies/link-changed.js";
import { mediaTypeAdded } from "./bodies/media-type-added.js";
import { mediaTypeRemoved } from "./bodies/media-type-removed.js";
import { mediaTypeWidened } from "./bodies/media-type-widened.js";
import { mediaTypeNarrowed } from "./bodies/media-type-narrowed.js";
import { mediaTypeParametersChanged } from "./bodies/media-type-parameters-changed.js";
import { encodingChanged } from "./bodies/encoding-changed.js";
import { bodySchemaAdded } from "./bodies/body-schema-added.js";
import { bodySchemaRemoved } from "./bodies/body-schema-removed.js";
import { successStatusAdded } from "./bodies/success-status-added.js";
import { successStatusRemoved } from "./bodies/success-status-removed.js";
import { errorStatusAdded } from "./bodies/error-status-added.js";
import { errorStatusRemoved } from "./bodies/error-status-removed.js";
import { statusBecameRange } from "./bodies/status-became-range.js";
import { statusNarrowed } from "./bodies/status-narrowed.js";
import { headerAdded } from "./bodies/header-added.js";
import { requiredHeaderRemoved } from "./bodies/required-header-removed.js";
import { optionalHeaderRemoved } from "./bodies/optional-header-removed.js";
import { headerBecameOptional } from "./bodies/header-became-optional.js";
import { headerBecameRequired } from "./bodies/header-became-required.js";
import { headerSerialisationChanged } from "./bodies/header-serialisation-changed.js";
import { responseWordsChanged } from "./bodies/response-words-changed.js";
import { typeChanged } from "./schemas/type-changed.js";
import { typeNarrowed } from "./schemas/type-narrowed.js";
import { typeWidened } from "./schemas/type-widened.js";
import { nullAdded } from "./schemas/null-added.js";
import { nullRemoved } from "./schemas/null-removed.js";
import { enumValueRemoved } from "./schemas/enum-value-removed.js";
import { enumValueAdded } from "./schemas/enum-value-added.js";
import { enumAdded } from "./schemas/enum-added.js";
import { enumRemoved } from "./schemas/enum-removed.js";
import { extensibleValueAdded } from "./schemas/extensible-value-added.js";
import { extensibleValueRemoved } from "./schemas/extensible-value-removed.js";
import { boundTightened } from "./schemas/bound-tightened.js";
import { boundLoosened } from "./schemas/bound-loosened.js";
import { boundAdded } from "./schemas/bound-added.js";
import { boundRemoved } from "./schemas/bound-removed.js";
import { multipleOfNarrowed } from "./schemas/multiple-of-narrowed.js";
import { multipleOfWidened } from "./schemas/multiple-of-widened.js";
import { multipleOfChanged } from "./schemas/multiple-of-changed.js";
import { uniqueItemsAdded } from "./schemas/unique-items-added.js";
import { uniqueItemsRemoved } from "./schemas/unique-items-removed.js";
import { patternAdded } from "./schemas/pattern-added.js";
import { patternRemoved } from "./schemas/pattern-removed.js";
import { patternChanged } from "./schemas/pattern-changed.js";
import { formatAdded } from "./schemas/format-added.js";
import { formatRemoved } from "./schemas/format-removed.js";
import { formatChanged } from "./schemas/format-changed.js";
import { formatWidened } from "./schemas/format-widened.js";
import { formatNarrowed } from "./schemas/format-narrowed.js";
import { contentAdded } from "./schemas/content-added.js";
import { contentRemoved } from "./schemas/content-removed.js";
import { contentChanged } from "./schemas/content-changed.js";
import { constraintAdded } from "./schemas/constraint-added.js";
import { constraintRemoved } from "./schemas/constraint-removed.js";
import { valuesChanged } from "./schemas/values-changed.js";
import { constraintChanged } from "./schemas/constraint-changed.js";
import { requiredPropertyAdded } from "./schemas/required-property-added.js";
import { optionalPropertyAdded } from "./schemas/optional-property-added.js";
import { requiredPropertyRemoved } from "./schemas/required-property-removed.js";
import { optionalPropertyRemoved } from "./schemas/optional-property-removed.js";
import { propertyBecameRequired } from "./schemas/property-became-required.js";
import { propertyBecameOptional } from "./schemas/property-became-optional.js";
import { readOnlySet } from "./schemas/read-only-set.js";
import { readOnlyUnset } from "./schemas/read-only-unset.js";
import { writeOnlySet } from "./schemas/write-only-set.js";
import { writeOnlyUnset } from "./schemas/write-only-unset.js";
import { additionalPropertiesClosed } from "./schemas/additional-properties-closed.js";
import { additionalPropertiesOpened } from "./schemas/additional-properties-opened.js";
import { patternPropertiesAdded } from "./schemas/pattern-properties-added.js";
import { patternPropertiesRemoved } from "./schemas/pattern-properties-removed.js";
import { patternPropertiesOpened } from "./schemas/pattern-properties-opened.js";
import { patternPropertiesClosed } from "./schemas/pattern-properties-closed.js";
import { unionBranchAdded } from "./schemas/union-branch-added.js";
import { unionBranchRemoved } from "./schemas/union-branch-removed.js";
import { discriminatorPropertyChanged } from "./schemas/discriminator-property-changed.js";
import { discriminatorValueAdded } from "./schemas/discriminator-value-added.js";
import { discriminatorValueRemoved } from "./schemas/discriminator-value-removed.js";
import { discriminatorValueMoved } from "./schemas/discriminator-value-moved.js";
import { discriminatorAdded } from "./schemas/discriminator-added.js";
import { discriminatorRemoved } from "./schemas/discriminator-removed.js";
import { defaultChanged } from "./schemas/default-changed.js";
import { xmlChanged } from "./schemas/xml-changed.js";
import { wordsChanged } from "./schemas/words-changed.js";
import { schemaDeprecationChanged } from "./schemas/schema-deprecation-changed.js";
import { componentRenamed } from "./components/component-renamed.js";
import { componentRemoved } from "./components/component-removed.js";
import { exportRenamed } from "./components/export-renamed.js";
import { exportRemoved } from "./components/export-removed.js";
import { credentialRenamed } from "./security/credential-renamed.js";
import { credentialRemoved } from "./security/credential-removed.js";
import { componentAdded } from "./components/component-added.js";
import { tagChanged } from "./components/tag-changed.js";
import { infoChanged } from "./components/info-changed.js";

/** Every kind of change there is, in the order of the documentation. A test asks for a pair of documents per rule. */
export const rules: readonly Rule[] = [
  operationRemoved,
  operationAdded,
  webhookRemoved,
  webhookAdded,
  callbackRemoved,
  callbackAdded,
  operationIdChanged,
  operationDeprecated,
  operationUndeprecated,
  sunsetChanged,
  operationWordsChanged,
  onlyServerChanged,
  serverRemoved,
  serverAdded,
  serverVariableDefaultChanged,
  serverVariableValueRemoved,
  serverNameRemoved,
  serverNameAdded,
  serverNameMoved,
  requiredParameterAdded,
  optionalParameterAdded,
  parameterBecameRequired,
  parameterBecameOptional,
  parameterRemoved,
  parameterMoved,
  pathParameterRenamed,
  spreadParameterRenamed,
  parameterSerialisationChanged,
  parameterBecameList,
  emptyValueRefused,
  emptyValueAllowed,
  severalSegmentsRefused,
  severalSegmentsAllowed,
  parameterDefaultChanged,
  parameterDeprecated,
  parameterWordsChanged,
  securityAdded,
  securityRemoved,
  securityAlternativeRemoved,
  securityAlternativeAdded,
  securitySchemeDropped,
  scopeAdded,
  scopeRemoved,
  oauthUrlChanged,
  oauthFlowRemoved,
  credentialRenamed,
  credentialRemoved,
  securityWordsChanged,
  securitySchemeDeprecationChanged,
  requiredRequestBodyAdded,
  optionalRequestBodyAdded,
  requestBodyRemoved,
  requestBodyBecameRequired,
  requestBodyBecameOptional,
  responseBodyAdded,
  responseBodyRemoved,
  mediaTypeAdded,
  mediaTypeRemoved,
  mediaTypeWidened,
  mediaTypeNarrowed,
  mediaTypeParametersChanged,
  encodingChanged,
  bodySchemaAdded,
  bodySchemaRemoved,
  successStatusAdded,
  successStatusRemoved,
  errorStatusAdded,
  errorStatusRemoved,
  statusBecameRange,
  statusNarrowed,
  headerAdded,
  linkRemoved,
  linkAdded,
  linkChanged,
  requiredHeaderRemoved,
  optionalHeaderRemoved,
  headerBecameOptional,
  headerBecameRequired,
  headerSerialisationChanged,
  responseWordsChanged,
  typeChanged,
  typeNarrowed,
  typeWidened,
  nullAdded,
  nullRemoved,
  enumValueRemoved,
  enumValueAdded,
  enumAdded,
  enumRemoved,
  extensibleValueAdded,
  extensibleValueRemoved,
  boundTightened,
  boundLoosened,
  boundAdded,
  boundRemoved,
  multipleOfNarrowed,
  multipleOfWidened,
  multipleOfChanged,
  uniqueItemsAdded,
  uniqueItemsRemoved,
  patternAdded,
  patternRemoved,
  patternChanged,
  formatAdded,
  formatRemoved,
  formatChanged,
  formatWidened,
  formatNarrowed,
  contentAdded,
  contentRemoved,
  contentChanged,
  constraintAdded,
  constraintRemoved,
  constraintChanged,
  valuesChanged,
  requiredPropertyAdded,
  optionalPropertyAdded,
  requiredPropertyRemoved,
  optionalPropertyRemoved,
  propertyBecameRequired,
  propertyBecameOptional,
  readOnlySet,
  readOnlyUnset,
  writeOnlySet,
  writeOnlyUnset,
  additionalPropertiesClosed,
  additionalPropertiesOpened,
  patternPropertiesAdded,
  patternPropertiesRemoved,
  patternPropertiesOpened,
  patternPropertiesClosed,
  unionBranchAdded,
  unionBranchRemoved,
  discriminatorPropertyChanged,
  discriminatorValueAdded,
  discriminatorValueRemoved,
  discriminatorValueMoved,
  discriminatorAdded,
  discriminatorRemoved,
  defaultChanged,
  xmlChanged,
  wordsChanged,
  schemaDeprecationChanged,
  componentRenamed,
  componentRemoved,
  componentAdded,
  exportRenamed,
  exportRemoved,
  infoChanged,
  tagChanged,
];

export const ruleByCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));
