import type { ValueFormat } from "../../model/http/value-formats.js";
import type { ImportedSymbol } from "../print/code.js";
import { runtimeSymbol, runtimeTypeSymbol } from "../print/runtime.js";

/** The exports of a module of `runtime/client`. */
export function runtime(module: string, name: string): ImportedSymbol {
  return runtimeSymbol(`client/${module}`, name);
}

/** The codec of a format of bytes. */
export function formatSymbol({ name }: ValueFormat): ImportedSymbol {
  return runtimeSymbol(`codecs/${name}`, name);
}

/** A type that a module of `runtime/client` exports. */
export function runtimeType(module: string, name: string): ImportedSymbol {
  return runtimeTypeSymbol(`client/${module}`, name);
}
