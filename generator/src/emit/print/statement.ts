import { invariant } from "../../invariant.js";
import { propertyKey, type Code } from "./code.js";
import type { Docs, Statement } from "./file.js";
import { harmless } from "./jsdoc.js";

/** TypeScript; or its two halves, JavaScript and the declarations that go with it. */
export type Language = "ts" | "js" | "dts";

/**
 * A statement with its symbols marked; `undefined` if the language has no text for it.
 * @param resolve Returns the specifier of a module.
 */
export function printStatement(statement: Statement, language: Language, resolve: (from: string) => string): string | undefined {
  if (statement.kind === "reexport") return reexport(statement, language, resolve);
  switch (language) {
    case "ts":
      return typeScript(statement);
    case "js":
      return javaScript(statement);
    case "dts":
      return declaration(statement);
  }
}

type ExportStatement = Extract<Statement, { readonly kind: "reexport" }>;
type OwnStatement = Exclude<Statement, ExportStatement>;
type FunctionStatement = Extract<Statement, { readonly kind: "function" }>;
type ConstStatement = Extract<Statement, { readonly kind: "const" }>;
type TypeStatement = Extract<Statement, { readonly kind: "interface" | "type" }>;

function typeScript(statement: OwnStatement): string {
  switch (statement.kind) {
    case "function":
      return `${comment(statement.docs)}${functionHead(statement)}(${parameters(statement, "ts")}): ${marked(statement.returnType)} ${block(statement)}`;
    case "const": {
      const type = statement.type === undefined ? "" : `: ${marked(statement.type)}`;
      return `${comment(statement.docs)}${exported(statement)}const ${statement.name}${type} = ${marked(statement.value)};`;
    }
    case "interface":
    case "type":
      return typeText(statement);
    case "code":
      return marked(statement.code);
  }
}

/** Comments are in the declarations, where editors look for them. The first paragraph is repeated here for readers who step into the code. */
function javaScript(statement: OwnStatement): string | undefined {
  switch (statement.kind) {
    case "function":
      return `${comment(firstParagraph(statement.docs))}${functionHead(statement, false)}(${parameters(statement, "js")}) ${block(statement)}`;
    case "const":
      return `${comment(firstParagraph(statement.docs))}${exported(statement)}const ${statement.name} = ${marked(statement.value)};`;
    case "interface":
    case "type":
      return undefined;
    case "code":
      return marked(statement.code);
  }
}

/** Only exports and types are declared. */
function declaration(statement: OwnStatement): string | undefined {
  switch (statement.kind) {
    case "function": {
      if (statement.exported !== true) return undefined;
      const head = `export declare function ${statement.name}${generics(statement.typeParameters)}`;
      return `${comment(statement.docs)}${head}(${parameters(statement, "dts")}): ${marked(statement.returnType)};`;
    }
    case "const": {
      if (statement.exported !== true) return undefined;
      const type = statement.type ?? statement.declared;
      invariant(type !== undefined, `the type of ${statement.name} is not written`);
      return `${comment(statement.docs)}export declare const ${statement.name}: ${marked(type)};`;
    }
    case "interface":
    case "type":
      return typeText(statement);
    case "code":
      return undefined;
  }
}

function typeText(statement: TypeStatement): string {
  const head = `${comment(statement.docs)}${exported(statement)}${statement.kind} ${statement.name}`;
  if (statement.kind === "type") {
    const type = marked(statement.type);
    return `${head}${generics(statement.typeParameters)} =${type.startsWith("\n") ? "" : " "}${type};`;
  }
  const parents = statement.extends === undefined || statement.extends.length === 0 ? "" : ` extends ${statement.extends.map(marked).join(", ")}`;
  const members = statement.properties.map((property) => {
    const words = `${property.readonly === true ? "readonly " : ""}${propertyKey(property.name)}${property.optional === true ? "?" : ""}`;
    return `${comment(property.docs)}${words}: ${marked(property.type)};`;
  });
  return `${head}${parents} {${members.length === 0 ? "" : `\n${indented(members.join("\n"))}`}}`;
}

/** JavaScript exports values only. */
function reexport(statement: ExportStatement, language: Language, resolve: (from: string) => string): string | undefined {
  const { namespace, typeOnly = false } = statement;
  const names = exportedNames(statement, language);
  if (names === undefined) return undefined;
  const listed = names.map((name) => `${name.typeOnly === true ? "type " : ""}${name.name}${name.as === undefined ? "" : ` as ${name.as}`}`);
  const what = namespace !== undefined ? `* as ${namespace}` : statement.names === undefined ? "*" : `{ ${listed.join(", ")} }`;
  return `export ${typeOnly ? "type " : ""}${what} from "${resolve(statement.from)}";`;
}

/** The names of an export, none if it exports everything; `undefined` if the language has nothing to export. */
export function exportedNames(
  { names, typeOnly = false }: ExportStatement,
  language: Language,
): readonly { readonly name: string; readonly as?: string; readonly typeOnly?: boolean }[] | undefined {
  if (language !== "js") return (names ?? []).map((name) => (typeOnly ? { ...name, typeOnly: false } : name));
  const values = names?.filter((name) => name.typeOnly !== true);
  return typeOnly || values?.length === 0 ? undefined : (values ?? []);
}

function functionHead(statement: FunctionStatement, typed: boolean = true): string {
  const words = `${exported(statement)}${statement.async === true ? "async " : ""}function${statement.generator === true ? "*" : ""}`;
  return `${words} ${statement.name}${typed ? generics(statement.typeParameters) : ""}`;
}

function parameters({ parameters: all }: FunctionStatement, language: Language): string {
  const texts = all.map(({ name, type, optional, initializer }) => {
    const value = initializer === undefined || language === "dts" ? "" : ` = ${marked(initializer)}`;
    if (language === "js") return `${name}${value}`;
    const isOptional = optional === true || (language === "dts" && initializer !== undefined);
    return `${name}${isOptional ? "?" : ""}: ${marked(type)}${value}`;
  });
  return texts.join(", ");
}

function block({ body }: FunctionStatement): string {
  return `{\n${indented(marked(body))}}`;
}

function exported(statement: FunctionStatement | ConstStatement | TypeStatement): string {
  return statement.exported === true ? "export " : "";
}

function marked(piece: Code): string {
  return piece.marked;
}

function generics(names: readonly string[] | undefined): string {
  return names === undefined ? "" : `<${names.join(", ")}>`;
}

function indented(body: string): string {
  if (body === "") return "";
  // A blank line stays one.
  const lines = body.includes("\n\n") ? body.replace(/\n(?=.)/g, "\n  ") : body.replaceAll("\n", "\n  ");
  return `  ${lines}\n`;
}

function firstParagraph(text: Docs | undefined): Docs | undefined {
  return text?.split(/\n\s*\n/, 1)[0];
}

function comment(text: Docs | undefined): string {
  const safe = text === undefined ? "" : harmless(text);
  if (safe === "") return "";
  return safe.includes("\n")
    ? `/**\n${safe
        .split("\n")
        .map((line) => (line === "" ? " *\n" : ` * ${line}\n`))
        .join("")} */\n`
    : `/** ${safe} */\n`;
}
