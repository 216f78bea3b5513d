// What the hand-written validators share. The uri is a plain regular expression, with escapes looked at as RFC 3986 asks.

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uriText =
  /^[a-z][a-z0-9+.-]*:(?:\/\/[\w.~!$&'()*+,;=:@%[\]-]*)?[\w.~!$&'()*+,;=:@%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/i;
const brokenEscape = /%(?![0-9a-f]{2})/i;
export const uri = { test: (text) => uriText.test(text) && !(text.includes("%") && brokenEscape.test(text)) };
export const dateTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

export const issue = (keyword, instancePath, schemaPath, params, message) => ({ keyword, instancePath, schemaPath, params, message });
export const type = (path, at, name) => issue("type", path, `${at}/type`, { type: name }, `must be ${name}`);
