import { runtimeModule } from "../../files/runtime-folder.js";
import { symbol, symbolsOf, typeSymbol, type ImportedSymbol } from "./code.js";

/** An export of a runtime module. */
export function runtimeSymbol(module: string, name: string): ImportedSymbol {
  return symbol(runtimeModule(module), name);
}

/** A type that a runtime module exports. */
export function runtimeTypeSymbol(module: string, name: string): ImportedSymbol {
  return typeSymbol(runtimeModule(module), name);
}

/** Exports of a runtime module, by name. */
export function runtimeSymbolsOf(module: string): (name: string) => ImportedSymbol {
  return symbolsOf(runtimeModule(module));
}
