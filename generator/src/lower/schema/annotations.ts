import type { Json } from "../../model/json.js";
import { isJsonObject } from "../../model/json.js";
import type { Vocabulary } from "./draft.js";

const ignore = (): void => undefined;

/** JSON Schema Validation 2020-12 §9, OpenAPI's additions, and keywords that assert nothing about an instance. */
export const annotations: Vocabulary = {
  title: (draft, value) => {
    if (typeof value === "string") draft.annotations.title = value;
  },
  description: (draft, value) => {
    if (typeof value === "string") draft.annotations.description = value;
  },
  default: (draft, value) => void (draft.annotations.default = value),
  example: (draft, value) => void (draft.annotations.examples = [value, ...(draft.annotations.examples ?? [])]),
  examples: (draft, value) => {
    // OpenAPI's examples of parameters and media types are objects; schemas are often given the same by mistake.
    const values = Array.isArray(value) ? (value as readonly Json[]) : namedExamples(value);
    if (!values) return draft.wrong("examples", "an array", value);
    if (!Array.isArray(value) && !draft.lowering.isBefore31)
      draft.wrongPart(["examples"], "a list of values, [a, b]", value, "a list with this value");
    draft.annotations.examples = [...(draft.annotations.examples ?? []), ...values];
  },
  deprecated: (draft) => {
    if (draft.flag("deprecated")) draft.annotations.deprecated = true;
  },
  readOnly: (draft) => {
    if (draft.flag("readOnly")) draft.annotations.readOnly = true;
  },
  writeOnly: (draft) => {
    if (draft.flag("writeOnly")) draft.annotations.writeOnly = true;
  },
  xml: (draft, value) => {
    if (!isJsonObject(value)) return;
    const { name, namespace, attribute, wrapped, nodeType } = value;
    const isList = [draft.source["type"]].flat().includes("array");
    const isText = nodeType === "text" || nodeType === "cdata";
    // Lists and references have no node of their own unless they specify one.
    const isNone = nodeType === "none" && !isList && !Object.hasOwn(draft.source, "$ref");
    if (isText && /\/(?:items|prefixItems\/\d+)\/xml$/.test(draft.at("xml").pointer)) {
      const why = "the items of a list are read and written as elements";
      draft.lowering.report("left-out", { what: `nodeType: ${String(nodeType)}`, why }, draft.at("xml"));
    }
    draft.annotations.xml = {
      ...(typeof name === "string" && !isText && nodeType !== "none" && { name }),
      ...(typeof namespace === "string" && { namespace }),
      // Since OpenAPI 3.2 (§4.26) `nodeType` replaces both; a list with nodeType element is wrapped.
      ...((attribute === true || nodeType === "attribute") && { attribute: true }),
      ...((isText || isNone) && { node: isText ? "text" : "none" }),
      ...((wrapped === true || (nodeType === "element" && isList)) && { wrapped: true }),
    };
  },
  externalDocs: (draft, value) => {
    if (isJsonObject(value) && typeof value["url"] === "string") draft.annotations.documentation = value["url"];
  },
  $comment: ignore,
  $schema: ignore,
  $id: ignore,
  $anchor: ignore,
  $defs: ignore,
  $vocabulary: ignore,
  definitions: ignore,
  additionalItems: ignore,
};

function namedExamples(value: Json): readonly Json[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const members = Object.values(value);
  return members.every((member) => isJsonObject(member) && Object.hasOwn(member, "value"))
    ? members.map((member) => (member as { readonly value: Json }).value)
    : undefined;
}
