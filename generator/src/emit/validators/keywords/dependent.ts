import { escapeToken } from "../../../model/place.js";
import { code, propertyKey, raw } from "../../print/code.js";
import { all, not, some, withoutProof } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { calling, labelled, literalOf } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";
import { isPresent } from "./required.js";

/** Where one property is present, others must be. */
export const dependentRequired: Keyword = {
  keyword: "dependentRequired",
  group: "object",
  has: (schema) => [...(schema.object?.dependentRequired?.values() ?? [])].some((names) => names.length > 0),
  isInline: () => false,
  test: (schema, value) =>
    all(
      [...(schema.object?.dependentRequired ?? [])].map(([name, others]) =>
        some([not(isPresent(value, name)), all(others.map((other) => isPresent(value, other)))]),
      ),
    ),
  rule: (schema) => calling(code`${keywordRule("dependentRequired")}`, code`${Object.fromEntries(schema.object?.dependentRequired ?? [])}`),
};

/** Where a property is present, the whole object must match a further schema. */
export const dependentSchemas: Keyword = {
  keyword: "dependentSchemas",
  group: "object",
  has: (schema) => (schema.object?.dependentSchemas?.size ?? 0) > 0,
  isInline: () => false,
  test: (schema, value, scope) =>
    all(
      [...(schema.object?.dependentSchemas ?? [])].map(([name, dependent]) =>
        // Other tests of the object read its properties.
        some([not(isPresent(value, name)), withoutProof(scope.test(dependent, value, `with ${name}`))]),
      ),
    ),
  rule: (schema, scope) => {
    const members = [...(schema.object?.dependentSchemas ?? [])].map(([name, dependent]) =>
      labelled(code`${raw(propertyKey(name))}: `, scope.part(schema, "dependentSchemas", `/${escapeToken(name)}`, dependent, `with ${name}`)),
    );
    return calling(code`${keywordRule("dependentSchemas")}`, literalOf(members));
  },
};
