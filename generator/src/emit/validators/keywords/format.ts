import { assertedFormat } from "../../../model/schemas/formats.js";
import { code, type ImportedSymbol } from "../../print/code.js";
import { call } from "../code/expression.js";
import { calling } from "../code/piece.js";
import { numberFormats, stringFormats } from "../formats.js";
import type { Group, Keyword } from "../keyword.js";
import { rules } from "../code/symbols.js";

export const stringFormat = format("string", stringFormats, rules.format);
export const numberFormat = format("number", numberFormats, rules.numberFormat);

function format(group: Group, known: ReadonlyMap<string, ImportedSymbol>, rule: ImportedSymbol): Keyword {
  return {
    keyword: "format",
    group,
    has: (schema) => known.has(assertedFormat(schema) ?? ""),
    test: (schema, value) => {
      const isFormat = known.get(assertedFormat(schema) ?? "");
      return isFormat === undefined ? { kind: "constant", value: true } : call(code`${isFormat}(${value})`);
    },
    rule: (schema) => {
      const isFormat = known.get(assertedFormat(schema) ?? "");
      return isFormat && calling(code`${rule}`, code`${schema.format ?? ""}`, code`${isFormat}`);
    },
  };
}
