export type * from "./api.js";
export type * from "./schema.js";
export { keywordPointer } from "./schema.js";
export { child, escapeToken, placeKey, tokens, type JsonPointer, type Place } from "./place.js";
export { isJsonObject, type Json } from "./json.js";
export { isBodiless } from "#runtime/client/statuses.js";
export { isBodyAllowed } from "./body-allowed.js";
export { templateOf, type PathTemplate } from "./template.js";
