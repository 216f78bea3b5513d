// A document of OpenAPI 3.1 said in 3.0, for a tool that reads nothing newer; undefined where 3.0 has no words for it.

/** @param {object} document @returns {object | undefined} */
export function asVersion30(document) {
  if (document.openapi.startsWith("3.0")) return document;
  if (document.webhooks !== undefined) return undefined;
  const problems = [];
  const said = rewritten(document, problems);
  return problems.length > 0 ? undefined : { ...said, openapi: "3.0.3" };
}

const unknown = new Set([
  "contains",
  "contentEncoding",
  "contentMediaType",
  "propertyNames",
  "patternProperties",
  "prefixItems",
  "if",
  "then",
  "else",
]);

function rewritten(value, problems) {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, problems));
  if (typeof value !== "object" || value === null) return value;
  const result = {};
  for (const [key, part] of Object.entries(value)) {
    if (unknown.has(key)) problems.push(key);
    if (key === "const") result.enum = [part];
    else if (key === "type" && Array.isArray(part)) {
      const types = part.filter((type) => type !== "null");
      if (types.length !== 1) problems.push("a list of types");
      result.type = types[0];
      if (types.length < part.length) result.nullable = true;
    } else if ((key === "exclusiveMinimum" || key === "exclusiveMaximum") && typeof part === "number") {
      result[key === "exclusiveMinimum" ? "minimum" : "maximum"] = part;
      result[key] = true;
    } else if (key === "anyOf" && part.some(isNull)) {
      const others = part.filter((branch) => !isNull(branch));
      if (others.length !== 1) problems.push("null among branches");
      Object.assign(result, rewritten(others[0], problems), { nullable: true });
    } else result[key] = rewritten(part, problems);
  }
  if (result.type === "null") problems.push("the type null");
  return result;
}

function isNull(branch) {
  return branch.type === "null";
}
