import { ts } from "ts-morph";
import type { Api } from "./api.js";
import { callShape, changeArguments, type CallShape } from "./arguments.js";
import { ClientTypes, findClients, type ClientCall, type Clients } from "./clients.js";
import type { ConsumerFile } from "./consumer.js";
import { edit, type Edit } from "./edits.js";
import { importStatement, unusedNames, withoutNames, type ImportedName } from "./imports.js";
import { callUnit, unchecked, type ChangedCall, type Migration, type Remark, type Setting, type Unit } from "./migration.js";
import { clientMocks, noMocks } from "./mocks.js";
import { bare, nameText, statementOf } from "./nodes.js";
import { specifierOf, type KnownImport, type Output } from "./output.js";
import { changeResult, FreeNames } from "./results.js";
import { moduleOf } from "./types.js";

/**
 * Turns openapi-fetch's clients into the generated one, and their calls into calls of operations. Calls that cannot be changed go to `client.raw`.
 * @param options `keepsCalls`: all calls go to `client.raw`, which never checks bodies.
 */
export function fromOpenapiFetch(
  setting: Setting,
  api: Api,
  output: Output,
  { keepsCalls, validate, ignoresMocks }: { readonly keepsCalls: boolean; readonly validate: boolean | undefined; readonly ignoresMocks: boolean },
): Migration {
  const { checker } = setting;
  // The code around the client adds the credentials.
  const settings = (calls: readonly ClientCall[]): readonly string[] => [
    ...new Set(calls.flatMap((call) => operationOf(call, api)?.credentials ?? []).map((name) => `${name}: false`)),
    ...(keepsCalls || validate === true ? [] : [unchecked.option]),
  ];
  const types = new ClientTypes(checker, api.paths, setting.program);
  const clients = findClients(setting, types, settings);
  const mocks = ignoresMocks || clients.calls.length === 0 ? noMocks : clientMocks(setting, types);
  const names = new FreeNames();
  const obstacle = clients.obstacles[0];
  // Raw calls are made with a generated client that is there already.
  const cannot =
    obstacle?.reason ??
    (clients.roots.length === 0 && clients.calls.some(({ isRaw }) => !isRaw) ? "the client is not created in this project" : undefined);
  const units = keepsCalls
    ? rawUnits(clients, cannot, api)
    : clients.calls.map((call) => {
        const stays = !call.isRaw && cannot !== undefined ? `its client stays with openapi-fetch: ${cannot}` : undefined;
        return unitOf(call, stays ?? mocks.reasonIn(call.source) ?? changeCall(call, api, clients, names, checker), api);
      });
  return {
    units,
    left: keepsCalls ? clients.obstacles : [...clients.obstacles, ...clients.left],
    remarks: keepsCalls ? [] : [...clients.remarks, ...(validate === true ? [] : clients.roots.slice(0, 1).map(uncheckedRemark))],
    obstacle: undocumented(clients.calls, api, checker),
    shared: (changed) => {
      if (cannot !== undefined || ![...changed].some((unit) => unit.kind === "call")) return new Map();
      const edits = new Map(clients.edits);
      for (const [file, more] of mocks.edits) edits.set(file, [...(edits.get(file) ?? []), ...more]);
      return withImports(edits, setting, output);
    },
  };
}

function uncheckedRemark({ file, source, call }: Clients["roots"][number]): Remark {
  return { file, position: call.getStart(source), text: unchecked.sentence };
}

/** The calls of operations that only the old types have. With the types of the document they compile in no form, so that no other place can change. */
function undocumented(calls: readonly ClientCall[], api: Api, checker: ts.TypeChecker): string | undefined {
  const names = calls.flatMap(({ call, access, receiver, isRaw }) => {
    const [path] = call.arguments;
    if (isRaw || path === undefined || !ts.isStringLiteralLike(path)) return [];
    const [paths] = checker.getTypeArguments(checker.getNonNullableType(checker.getTypeAtLocation(receiver)) as ts.TypeReference);
    const name = `${access.name.text} ${path.text}`;
    return paths?.getProperty(path.text) === undefined || api.operations.has(name) ? [] : [name];
  });
  const [first, ...others] = new Set(names);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : ` and ${others.length} more ${others.length === 1 ? "operation" : "operations"}`;
  return `the document has no ${first}${more}, which the code calls. Name the document of the old types with --spec`;
}

/** Each client that becomes the generated one, and each call that goes to its `raw`. */
function rawUnits({ roots, calls }: Clients, cannot: string | undefined, api: Api): readonly Unit[] {
  if (cannot !== undefined) return [];
  const created = roots.map(({ file, source, call }): Unit => {
    const position = call.getStart(source);
    const statement = statementOf(call);
    return {
      kind: "call",
      file,
      start: statement.getStart(source),
      end: statement.end,
      position,
      subject: "createClient",
      changed: [],
      kept: [],
      notes: [],
    };
  });
  const moved = calls
    .filter((call) => !call.isRaw)
    .map((call): Unit => {
      const unit = unitOf(call, { edits: [], nodes: [], notes: [] }, api);
      return { ...unit, changed: unit.kept };
    });
  return [...created, ...moved];
}

function unitOf(found: ClientCall, changed: ChangedCall | string, api: Api): Unit {
  const { call, access, receiver, isRaw } = found;
  const [path] = call.arguments;
  const subject = `${access.name.text} ${path !== undefined && ts.isStringLiteralLike(path) ? path.text : "…"}`;
  return callUnit(found, changed, api.operations.get(subject)?.key ?? subject, isRaw ? [] : [edit(receiver.end, receiver.end, ".raw")]);
}

function operationOf({ call, access }: ClientCall, api: Api) {
  const [path] = call.arguments;
  return path !== undefined && ts.isStringLiteralLike(path) ? api.operations.get(`${access.name.text} ${path.text}`) : undefined;
}

function changeCall(found: ClientCall, api: Api, { middleware, rawOnly }: Clients, names: FreeNames, checker: ts.TypeChecker): ChangedCall | string {
  const { call, access, receiver } = found;
  const [path, init, ...more] = call.arguments;
  if (path === undefined || !ts.isStringLiteralLike(bare(path))) return "the path is computed";
  if (access.questionDotToken !== undefined || call.questionDotToken !== undefined) return "the client may be missing (?.)";
  const operation = operationOf(found, api);
  if (operation === undefined) return "the document has no such operation";
  if (operation.obstacle !== undefined) return operation.obstacle;
  if (more.length > 0) return "it has more than two arguments";
  if (typeof middleware === "object") return middleware.reason;
  const shape = callShape(init);
  if (shape !== undefined && "reason" in shape) return shape.reason;
  const concerned = [...rawOnly].find((name) => concerns(name, shape));
  if (concerned !== undefined) return `the client has ${concerned}, which only calls of raw use`;
  const given =
    shape === undefined
      ? []
      : changeArguments(shape, operation, checker, { position: call.getStart(), around: `${receiver.getText()}.${operation.call}().safe();`.length });
  if ("reason" in given) return given.reason;
  const result = changeResult(call, {
    checker,
    isThrowing: middleware === "throws",
    hasErrors: operation.hasErrors,
    statuses: operation.statuses,
    names,
  });
  if (typeof result === "string") return result;
  const end = result.form === "safe" ? ").safe()" : ")";
  const notes: string[] = [];
  const sent = operation.styled.filter((name) => shape !== undefined && mayHave(shape, name));
  if (sent.length > 0) notes.push(`${sent.join(", ")} is sent in the style of the document`);
  if (result.form === "safe" && !result.readsError) notes.push("no response, and a response unlike the document, no longer throw");
  else if (result.form === "safe" && shape?.options.has("signal") === true) notes.push("an aborted call no longer throws: error is a UserAbortError");
  if (result.readsErrorBody === true && !coversAllErrors(operation.statuses)) notes.push("the body of an error with another status is in error.body");
  return {
    edits: [edit(receiver.end, call.end, `.${operation.call}(`, ...given, end), ...result.edits],
    nodes: result.nodes,
    notes,
  };
}

/** Whether the document describes each status of an error. The result of another one is the error itself, and not its body. */
function coversAllErrors(statuses: readonly string[]): boolean {
  return statuses.includes("default") || ["4XX", "5XX"].every((range) => statuses.includes(range));
}

/** Whether an option of openapi-fetch's client changes what a call sends. */
function concerns(option: string, shape: CallShape | undefined): boolean {
  if (option === "querySerializer") return shape?.parameters.has("query") === true;
  if (option === "pathSerializer") return shape?.parameters.has("path") === true;
  if (option === "bodySerializer") return shape?.body !== undefined;
  return true;
}

/** Whether a call gives a parameter of that name, or has a spread that may. */
function mayHave({ parameters }: CallShape, name: string): boolean {
  return [...parameters.values()].some((value) => {
    const literal = bare(value);
    if (!ts.isObjectLiteralExpression(literal)) return true;
    return literal.properties.some((each) => ts.isSpreadAssignment(each) || nameText(each.name) === name);
  });
}

/** The names of openapi-fetch that the generated client has, too. */
const ours: ReadonlyMap<string, boolean> = new Map([
  ["createClient", false],
  ["Client", true],
  ["Middleware", true],
]);

/** Imports the clients from the generated modules, and drops what is not used any more. */
function withImports(
  edits: ReadonlyMap<ConsumerFile, readonly Edit[]>,
  { checker, sources }: Setting,
  output: Output,
): ReadonlyMap<ConsumerFile, readonly Edit[]> {
  const all = new Map(edits);
  for (const { file, source } of sources) {
    const own = edits.get(file) ?? [];
    const more: Edit[] = [];
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const removed = new Set(unusedNames(statement, own, checker));
      const moved: ImportedName[] = [];
      if (statement.moduleSpecifier.text === "openapi-fetch") {
        const clause = statement.importClause;
        const isType = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
        const move = (node: ts.Node, name: string, local: string, type: boolean): void => {
          // A file that creates no client of this document keeps its own import.
          if (!ours.has(name) || removed.has(node) || (name !== "Middleware" && own.length === 0)) return;
          removed.add(node);
          moved.push({ name, local, isType: type });
        };
        if (clause?.name !== undefined) move(clause.name, "createClient", clause.name.text, isType);
        const bindings = clause?.namedBindings;
        for (const element of bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : []) {
          const { text: name } = element.propertyName ?? element.name;
          const exported = name === "default" ? "createClient" : name;
          move(element, exported, element.name.text, isType || element.isTypeOnly || ours.get(exported) === true);
        }
      }
      if (removed.size === 0) continue;
      const specifier = specifierOf(output, "client", file.path, aliasIn(source, checker));
      const after = moved.length === 0 ? undefined : importStatement(moved, specifier, statement, source);
      more.push(...withoutNames(statement, removed, after));
    }
    if (more.length > 0) all.set(file, [...own, ...more]);
  }
  return all;
}

/** An import of a file that imports the project's own modules by an alias. */
function aliasIn(source: ts.SourceFile, checker: ts.TypeChecker): KnownImport | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text } = statement.moduleSpecifier;
    const file = text.startsWith(".") ? undefined : moduleOf(statement.moduleSpecifier, checker);
    if (file !== undefined && !file.fileName.includes("/node_modules/")) return { specifier: text, file: file.fileName };
  }
  return undefined;
}
