import { assertedFormat } from "../../../model/schemas/formats.js";
import { code, type ImportedSymbol } from "../../print/code.js";
import { call } from "../code/expression.js";
import { numberFormats, stringFormats } from "../formats.js";
import { assertion, type Group, type Keyword } from "../keyword.js";
import { runtime } from "../code/symbols.js";

export const stringFormat = format("string", stringFormats);
export const numberFormat = format("number", numberFormats);

function format(group: Group, known: ReadonlyMap<string, ImportedSymbol>): Keyword {
  return assertion({
    keyword: "format",
    group,
    has: (schema) => known.has(assertedFormat(schema) ?? ""),
    holds: (schema, value) => {
      const isFormat = known.get(assertedFormat(schema) ?? "");
      return isFormat === undefined ? { kind: "constant", value: true } : call(code`${isFormat}(${value})`);
    },
    issue: (schema, value, spot, scope) =>
      code`${runtime.wrongFormat}(issues, ${spot.path}, ${scope.module.at(schema, "format")}, ${schema.format ?? ""}, ${value})`,
  });
}
