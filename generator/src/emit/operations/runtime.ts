import type { ValueFormat } from "../../model/http/value-formats.js";
import { symbol, typeSymbol, type ImportedSymbol } from "../print/code.js";

/** The exports of a module of `runtime/client`. */
export function runtime(module: string, name: string): ImportedSymbol {
  return symbol(`runtime/client/${module}`, name);
}

/** The codec of a format of bytes. */
export function formatSymbol({ name }: ValueFormat): ImportedSymbol {
  return symbol(`runtime/codecs/${name}`, name);
}

/** A type that a module of `runtime/client` exports. */
export function runtimeType(module: string, name: string): ImportedSymbol {
  return typeSymbol(`runtime/client/${module}`, name);
}
