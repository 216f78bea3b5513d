import { ts } from "ts-morph";
import type { Api, ApiOperation } from "./api.js";
import { changeArguments, type CallShape } from "./arguments.js";
import type { ParameterLocation } from "../model/api.js";
import { edit } from "./edits.js";
import type { ChangedCall, Migration, Setting } from "./migration.js";
import { bare, leftmost, nameText, propertiesOf, symbolOf, valueOf, walk } from "./nodes.js";
import type { Output } from "./output.js";
import { changeResult, FreeNames } from "./results.js";
import { ClientNames, isSelfContained, sdkMigration, type SdkCall, type SdkSettings } from "./sdk.js";

/** Turns calls of hey-api's SDK functions, such as `listPets({ query, client, throwOnError })`, into calls of the generated client. */
export function fromHeyApi(setting: Setting, api: Api, output: Output, validate: boolean | undefined): Migration {
  const names = new FreeNames();
  const calls = findCalls(setting, api);
  const settings = findSettings(setting);
  return sdkMigration(setting, output, calls, settings, validate, (call) => changeCall(call, names, setting.checker));
}

const sdkModule = /\/sdk\.gen\.[cm]?[jt]s$/;

/** A function of `sdk.gen`: its body sends `url` with the method of a client. */
function findCalls({ program, checker, sources }: Setting, api: Api): readonly SdkCall[] {
  const operations = new Map<ts.Symbol, ApiOperation | undefined>();
  const operationOf = (symbol: ts.Symbol): ApiOperation | undefined => {
    if (!operations.has(symbol)) operations.set(symbol, requestIn(symbol, api));
    return operations.get(symbol);
  };
  const calls: SdkCall[] = [];
  const names = new ClientNames();
  const functions = declaredNames(program.getSourceFiles().filter(({ fileName }) => sdkModule.test(fileName)));
  for (const { file, source } of sources) {
    if (sdkModule.test(file.path)) continue;
    walk(source, (node) => {
      if (!ts.isCallExpression(node)) return;
      const { expression } = node;
      // The symbol of a method takes the type of its object: in a large project, that of each call is too much.
      if (ts.isPropertyAccessExpression(expression) && !functions.has(expression.name.text)) return;
      const symbol = symbolOf(ts.isPropertyAccessExpression(expression) ? expression.name : expression, checker);
      if (symbol === undefined || !isGenerated(symbol, sdkModule)) return;
      const operation = operationOf(symbol);
      if (operation !== undefined) calls.push({ file, source, call: node, operation, client: names.nameFor(source) });
    });
  }
  return calls;
}

/** Names of functions, methods and properties. */
function declaredNames(files: readonly ts.SourceFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files)
    walk(file, (node) => {
      if (ts.isFunctionLike(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) names.add(node.name?.getText(file) ?? "");
    });
  return names;
}

function isGenerated({ declarations = [] }: ts.Symbol, path: RegExp): boolean {
  return declarations.some((declaration) => path.test(declaration.getSourceFile().fileName));
}

function requestIn({ valueDeclaration }: ts.Symbol, api: Api): ApiOperation | undefined {
  let found: ApiOperation | undefined;
  if (valueDeclaration !== undefined)
    walk(valueDeclaration, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
      const [options] = node.arguments;
      if (options === undefined || !ts.isObjectLiteralExpression(options)) return;
      const url = options.properties.find((property) => ts.isPropertyAssignment(property) && nameText(property.name) === "url");
      if (url === undefined || !ts.isPropertyAssignment(url) || !ts.isStringLiteralLike(url.initializer)) return;
      found ??= api.operations.get(`${node.expression.name.text.toUpperCase()} ${url.initializer.text}`);
    });
  return found;
}

/** The base URL of `client.gen`, and what `client.setConfig({ … })` sets. */
function findSettings({ checker, sources }: Setting): SdkSettings {
  const isClient = (node: ts.Node): boolean => {
    const symbol = symbolOf(node, checker);
    return symbol?.name === "client" && isGenerated(symbol, /\/client\.gen\.[cm]?[jt]s$/);
  };
  const options = new Map<string, string>();
  let obstacle: string | undefined;
  const read = (literal: ts.Expression | undefined): void => {
    const properties =
      literal !== undefined && ts.isObjectLiteralExpression(literal) ? propertiesOf(literal.properties) : "it is not an object literal";
    if (typeof properties === "string") return void (obstacle = `the configuration of hey-api cannot be read: ${properties}`);
    for (const [name, property] of properties) {
      const value = valueOf(property);
      if (!["baseUrl", "headers", "fetch"].includes(name)) obstacle = `the client of hey-api is configured with ${name}`;
      else if (!isSelfContained(value)) obstacle = `${name} of the configuration of hey-api uses names of its file`;
      else options.set(name, value.getText());
    }
  };
  for (const { file, source } of sources) {
    walk(source, (node) => {
      if (!ts.isCallExpression(node)) return;
      const { expression } = node;
      if (/\/client\.gen\.[cm]?[jt]s$/.test(file.path) && ts.isIdentifier(expression) && expression.text === "createConfig") {
        if (node.arguments.length > 0) read(node.arguments[0]);
      } else if (ts.isPropertyAccessExpression(expression) && expression.name.text === "setConfig" && isClient(expression.expression))
        read(node.arguments[0]);
      else if (expression.getText(source).includes(".interceptors.") && isClient(leftmost(expression)))
        obstacle = "the client of hey-api has interceptors";
    });
  }
  return { options, obstacle };
}

/** Options that hey-api gives no equivalent in the generated client. */
const unsafe = [
  "client",
  "parseAs",
  "responseStyle",
  "bodySerializer",
  "querySerializer",
  "responseTransformer",
  "responseValidator",
  "security",
  "meta",
  "auth",
  "url",
];

function changeCall({ call, operation, client }: SdkCall, names: FreeNames, checker: ts.TypeChecker): ChangedCall | string {
  const [argument] = call.arguments;
  const found = argument === undefined ? undefined : shapeOf(argument, operation);
  if (typeof found === "string") return found;
  const isThrowing = found?.isThrowing === true;
  const given =
    found === undefined
      ? []
      : changeArguments(found.shape, operation, checker, { position: call.getStart(), around: `${client}.${operation.call}().safe();`.length });
  if ("reason" in given) return given.reason;
  const result = changeResult(call, { checker, isThrowing, hasErrors: operation.hasErrors, statuses: operation.statuses, names });
  if (typeof result === "string") return result.replace("a middleware throws errors", "throwOnError is set");
  const end = result.form === "safe" ? ").safe()" : ")";
  return {
    edits: [edit(call.getStart(), call.end, `${client}.${operation.call}(`, ...given, end), ...result.edits],
    nodes: result.nodes,
    notes: isThrowing ? ["an error is thrown as an ApiError with the body, no longer as the body"] : [],
  };
}

function shapeOf(argument: ts.Expression, operation: ApiOperation): { readonly shape: CallShape; readonly isThrowing: boolean } | string {
  const literal = bare(argument);
  if (!ts.isObjectLiteralExpression(literal)) return "its argument is not an object literal";
  const properties = propertiesOf(literal.properties);
  if (typeof properties === "string") return `its options cannot be read: ${properties}`;
  const parameters = new Map<ParameterLocation, ts.Expression>();
  const options = new Map(properties);
  for (const name of unsafe) if (options.has(name)) return `the call has ${name}`;
  for (const location of ["path", "query"] as const) {
    const property = properties.get(location);
    options.delete(location);
    if (property === undefined) continue;
    if (!ts.isObjectLiteralExpression(bare(valueOf(property)))) return `${location} is in a variable`;
    parameters.set(location, valueOf(property));
  }
  const headers = properties.get("headers");
  if (headers !== undefined) {
    const value = bare(valueOf(headers));
    if (!ts.isObjectLiteralExpression(value)) return "headers is in a variable";
    const known = operation.parameters.get("header") ?? new Map<string, string>();
    const areParameters = value.properties.map((property) => known.has(nameText(property.name) ?? ""));
    if (areParameters.includes(true) && areParameters.includes(false)) return "headers has parameters of the operation and others";
    if (areParameters.includes(true)) {
      options.delete("headers");
      parameters.set("header", valueOf(headers));
    }
  }
  const throwing = properties.get("throwOnError");
  options.delete("throwOnError");
  const isThrowing = throwing !== undefined && valueOf(throwing).kind === ts.SyntaxKind.TrueKeyword;
  if (throwing !== undefined && !isThrowing && valueOf(throwing).kind !== ts.SyntaxKind.FalseKeyword) return "throwOnError is in a variable";
  const body = properties.get("body");
  options.delete("body");
  return { shape: { parameters, ...(body !== undefined && { body }), options, literal }, isThrowing };
}
