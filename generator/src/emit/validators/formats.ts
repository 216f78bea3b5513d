import { camel } from "../../plan/names/names.js";
import { symbol, type ImportedSymbol } from "../print/code.js";
import { runtimeSymbol } from "../print/runtime.js";

/**
 * The asserted formats with their functions. Other names are annotations (JSON Schema Validation 2020-12 §7.2.3).
 * So is `url`, which is no standard format. ajv-formats asserts it with a pattern that rejects `http://localhost:3000`, private addresses and `wss:`;
 * documents use it for webhooks and logos, where servers accept all of these. Values are generated as for `uri`; an example of
 * the document is kept.
 */
export const stringFormats: ReadonlyMap<string, ImportedSymbol> = new Map(
  Object.entries({
    date: ["date", "isDate"],
    time: ["date", "isTime"],
    "date-time": ["date", "isDateTime"],
    duration: ["duration", "isDuration"],
    email: ["email", "isEmail"],
    "idn-email": ["email", "isIdnEmail"],
    hostname: ["hostname", "isHostname"],
    "idn-hostname": ["idn-hostname", "isIdnHostname"],
    ipv4: ["ip", "isIpv4"],
    ipv6: ["ip", "isIpv6"],
    uri: ["uri", "isUri"],
    "uri-reference": ["uri", "isUriReference"],
    iri: ["iri", "isIri"],
    "iri-reference": ["iri", "isIriReference"],
    "uri-template": ["uri-template", "isUriTemplate"],
    uuid: ["uuid", "isUuid"],
    "json-pointer": ["json-pointer", "isJsonPointer"],
    "relative-json-pointer": ["json-pointer", "isRelativeJsonPointer"],
    regex: ["regex", "isRegex"],
    byte: ["base64", "isBase64"],
  }).map(([format, [file = "", name = ""]]) => [format, runtimeSymbol(`validators/formats/${file}`, name)]),
);

/** Formats of OpenAPI that bound a number (OpenAPI 3.1 §4.4). `float` and `double` describe the storage, which accepts every JSON number. */
export const numberFormats: ReadonlyMap<string, ImportedSymbol> = new Map([
  ["int32", runtimeSymbol("validators/formats/integers", "isInt32")],
  ["int64", runtimeSymbol("validators/formats/integers", "isInt64")],
]);

/** By type and format: the rule of a schema without other keywords. */
export const formatRules: ReadonlyMap<string, ImportedSymbol> = new Map([
  ...[...stringFormats].map(([format, { from }]) => [`string ${format}`, symbol(from, camel(format))] as const),
  ...[...numberFormats].map(([format, { from }]) => [`integer ${format}`, symbol(from, format)] as const),
]);
