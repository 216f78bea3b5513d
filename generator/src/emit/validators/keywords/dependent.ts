import { code } from "../../print/code.js";
import { all, not, some, withoutProof } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { line, when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
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
  report: (schema, value, spot, scope) =>
    [...(schema.object?.dependentRequired ?? [])].flatMap(([name, others]) =>
      others.flatMap((other) => {
        const at = scope.module.at(schema, "dependentRequired");
        const issue = code`${runtime.missingBeside}(issues, ${spot.path}, ${at}, ${name}, ${other})`;
        return when(all([isPresent(value, name), not(isPresent(value, other))]), [line(issue)]);
      }),
    ),
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
        // What else is asked of the object reads its properties.
        some([not(isPresent(value, name)), withoutProof(scope.test(dependent, value, `with ${name}`))]),
      ),
    ),
  report: (schema, value, spot, scope) =>
    [...(schema.object?.dependentSchemas ?? [])].flatMap(([name, dependent]) =>
      when(isPresent(value, name), scope.report(dependent, value, spot, `with ${name}`)),
    ),
};
