export { generate, type GenerateOptions, type Generation } from "./generate.js";
export { plan } from "./plan/make-plan.js";
export { omitted } from "./plan/schemas/directions.js";
export { matching } from "./plan/schemas/matching.js";
export type { PlanOptions } from "./plan/plan-options.js";
export { openModel, type OpenedModel } from "./open-model.js";
export { locate } from "./load/locate.js";
export { render } from "./diagnostics/render.js";
export { canRaise, readSeverities, type SeverityLevel, type SeverityOptions } from "./diagnostics/severity.js";
export { addressRefused } from "./cli/terminal/address-refused.js";
export { isInShard, parseShard, type Shard } from "./cli/options/shard.js";
export { UsageError, type Refusal } from "./cli/options/usage-error.js";
export { isAddress, publicAddress } from "./load/files/address.js";
export { isAllowedHost } from "./mock-server/access.js";
export { lockName, type LockOptions } from "./load/files/lock.js";
export type { LoadOptions } from "./load/load.js";
export { JsonPath, PathError } from "./load/overlay/json-path.js";
export { releaseMemory as letGo } from "./garbage.js";
export { formatBytes as bytesInWords, contentLimit, stringLimit } from "./limits.js";
export { isFolder, isThere } from "./files/look.js";
export { projectFolder } from "./files/project-folder.js";
export { readNamed, streamNamed, unreadable, unreadSentence, type Bytes, type Unread } from "./files/read.js";
export { OutsideError, Root, type Read } from "./files/root.js";
export { jsonFault } from "./load/parse/json-fault.js";
export { jsonPlace } from "./load/parse/json-place.js";
export {
  accepts,
  exampleOf,
  failures,
  full,
  heightsOf,
  invalidVariants,
  minimal,
  seeded,
  type Schemas,
  type Synthesis,
  type SynthesisOptions,
} from "./values/index.js";
export { matches as matchesPattern } from "./values/strings/regex.js";
export { defineConfig, type Config, type DocumentConfig, type DocumentEntry, type DocumentsConfig } from "./config/config.js";
export { UsedParts, type PartUse } from "./usage/used-by.js";
export { readUsageManifests } from "./usage/read-manifests.js";
export { compileModel, type CompiledModel, type CompiledSchema } from "./compile/compile-model.js";
export { compileValidators } from "./compile/compile-validators.js";
export { compile, type CompiledValidator } from "./compile/compile.js";
export { SchemaError, type CompileDialect, type CompileOptions } from "./compile/lower-schema.js";
export { formFields, parseForm, parseMultipart, type Fields } from "./http/fields.js";
export { formValue, type FormReading } from "./http/form-value.js";
export { exampleValues, parameterExamples } from "./http/examples.js";
export { partsValue, type PartsValue } from "./http/parts-value.js";
export { mockProof } from "./mock-server/proof.js";
export { headerReadings, parameterReadings, readingsOf } from "./http/readings.js";
export { sentWith, type Sent } from "./http/sent.js";
export type { Shape } from "./http/shapes.js";
export type { UsageManifest } from "./usage/manifest.js";
export type { GeneratedFile } from "./write/generated-file.js";
export { makeFolder } from "./files/make-folder.js";
export { mayWrite, mayWriteInto } from "./files/may-write.js";
export { appendNamed, writeWhole, type Content } from "./files/write-whole.js";
export { parseXml } from "./http/xml/parse.js";
export { wrongRoot, xmlValue, type XmlReading } from "./http/xml/read.js";
export { describesXml as saysXml, xmlSchema } from "./http/xml/schema.js";
export { xmlText } from "./http/xml/write.js";
export type { XmlAttribute, XmlElement, XmlFault, XmlName } from "./http/xml/element.js";
export { writeBody, writeParameter, type WireParts, type WrittenBytes } from "./http/write.js";
