import type { SourceModule, Statement } from "./file.js";
import { importText, Imports } from "./imports.js";
import type { Code } from "./code.js";

/** A module as JavaScript, without a compiler: the statements say themselves what of them is only types. @param resolve The specifier for a module of the output. */
export function printJavaScript(module: SourceModule, resolve?: (from: string) => string): string {
  const imports = new Imports(module, "js", resolve);
  const statements = module.statements.map((statement) => print(statement, imports)).filter((text) => text !== "");
  const lines = imports.lines().map(importText);
  return `${[...lines, ...statements].join("\n")}\n`;
}

function print(statement: Statement, imports: Imports): string {
  const text = (code: Code): string => imports.text(code.marked);
  switch (statement.kind) {
    case "function": {
      const prefix = `${statement.exported === true ? "export " : ""}${statement.async === true ? "async " : ""}`;
      const parameters = statement.parameters.map(({ name, initializer }) => (initializer === undefined ? name : `${name} = ${text(initializer)}`));
      return `${prefix}function${statement.generator === true ? "*" : ""} ${statement.name}(${parameters.join(", ")}) {\n${text(statement.body)}\n}`;
    }
    case "const":
      return `${statement.exported === true ? "export " : ""}const ${statement.name} = ${text(statement.value)};`;
    case "reexport": {
      if (statement.typeOnly === true) return "";
      const from = JSON.stringify(imports.resolve(statement.from));
      if (statement.namespace !== undefined) return `export * as ${statement.namespace} from ${from};`;
      if (statement.names === undefined) return `export * from ${from};`;
      const names = statement.names.filter((name) => name.typeOnly !== true).map(({ name, as }) => (as === undefined ? name : `${name} as ${as}`));
      return `export { ${names.join(", ")} } from ${from};`;
    }
    case "code":
      return text(statement.code);
    case "interface":
    case "type":
      return "";
  }
}
