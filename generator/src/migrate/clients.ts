import { ts } from "ts-morph";
import { changeOptions, rawOnlyIn, type ChangedOptions } from "./client-options.js";
import { edit, type Edit } from "./edits.js";
import type { ConsumerFile } from "./consumer.js";
import type { Left, Remark, Setting } from "./migration.js";
import { bare, leftmost, nameText, symbolOf, valueOf, walk, whole } from "./nodes.js";
import { describes } from "./types.js";

/** Whether a type is a client of openapi-fetch for the document. */
export class ClientTypes {
  readonly #known = new Map<ts.Type, boolean>();
  /** Folders of packages that have types of openapi-fetch in theirs, such as openapi-react-query. */
  readonly #wrappers: ReadonlySet<string>;

  constructor(
    readonly checker: ts.TypeChecker,
    readonly paths: ReadonlySet<string>,
    program: ts.Program,
  ) {
    const wrappers = program.getSourceFiles().filter(({ fileName, text }) => packageOf(fileName) !== undefined && text.includes("openapi-fetch"));
    this.#wrappers = new Set(wrappers.flatMap(({ fileName }) => packageOf(fileName) ?? []));
  }

  /** An argument of a function of a package that wraps clients: it takes a client of openapi-fetch. */
  isArgumentOfWrapper(node: ts.Expression): boolean {
    const { parent } = node;
    if (!(ts.isCallExpression(parent) || ts.isNewExpression(parent)) || parent.arguments?.includes(node) !== true) return false;
    const symbol = this.#wrappers.size === 0 ? undefined : symbolOf(leftmost(parent.expression), this.checker);
    return symbol?.declarations?.some((declaration) => this.#wrappers.has(packageOf(declaration.getSourceFile().fileName) ?? "")) === true;
  }

  /** @param node An expression. */
  isClient(node: ts.Node): boolean {
    return this.#isClientType(this.checker.getTypeAtLocation(node));
  }

  /** Whether a module exports a client, or a function that returns one. */
  isExportedBy(file: ts.SourceFile): boolean {
    const module = this.checker.getSymbolAtLocation(file);
    const exported = module === undefined ? [] : this.checker.getExportsOfModule(module);
    return exported.some((symbol) => {
      const type = this.checker.getTypeOfSymbolAtLocation(symbol, file);
      return this.#isClientType(type) || type.getCallSignatures().some((signature) => this.#isClientType(signature.getReturnType()));
    });
  }

  /** Whether a name is that of a type of openapi-fetch. */
  isOfOpenapiFetch(node: ts.Node, name: string): boolean {
    const symbol = this.checker.getSymbolAtLocation(node);
    const target = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
    return target?.name === name && isDeclaredInOpenapiFetch(target);
  }

  #isClientType(type: ts.Type): boolean {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const found = type.isUnion()
      ? type.types.some((each) => this.#isClientType(each)) &&
        type.types.every((each) => (each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0 || this.#isClientType(each))
      : this.#isSingleClient(type);
    this.#known.set(type, found);
    return found;
  }

  #isSingleClient(type: ts.Type): boolean {
    const symbol = type.getSymbol();
    if (symbol?.name !== "Client" || !isDeclaredInOpenapiFetch(symbol)) return false;
    const [paths] = this.checker.getTypeArguments(type as ts.TypeReference);
    return paths !== undefined && describes(paths, this.paths);
  }
}

/** The folder of the installed package that a file belongs to. */
function packageOf(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function isDeclaredInOpenapiFetch({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => /\/openapi-fetch\//.test(declaration.getSourceFile().fileName));
}

/** What a middleware does that matters to calls. */
type MiddlewareEffect = "none" | "throws" | { readonly reason: string };

/** The clients of a project: where they are created, and where they go. */
export interface Clients {
  /** Edits that turn each client into the generated one. */
  readonly edits: ReadonlyMap<ConsumerFile, readonly Edit[]>;
  /** Calls `client.GET(…)`. */
  readonly calls: readonly ClientCall[];
  /** Calls of `createClient`. */
  readonly roots: readonly ClientRoot[];
  /** Why no client can be changed. */
  readonly obstacles: readonly Left[];
  /** Uses of clients whose calls cannot be found. */
  readonly left: readonly Left[];
  readonly middleware: MiddlewareEffect;
  /** Options of clients that only calls of `raw` use, such as serializers. */
  readonly rawOnly: ReadonlySet<string>;
  /** What changed calls of a client do not use. */
  readonly remarks: readonly Remark[];
}

interface ClientRoot {
  readonly file: ConsumerFile;
  readonly source: ts.SourceFile;
  readonly call: ts.CallExpression;
}

export interface ClientCall {
  readonly file: ConsumerFile;
  readonly source: ts.SourceFile;
  readonly call: ts.CallExpression;
  readonly access: ts.PropertyAccessExpression;
  /** The client: `api` in `api.GET(…)`, also in `api.raw.GET(…)`. */
  readonly receiver: ts.Expression;
  /** Whether the call is made with the client under the generated one already. */
  readonly isRaw: boolean;
}

const methods: ReadonlySet<string> = new Set("GET PUT POST DELETE OPTIONS HEAD PATCH TRACE".split(" "));
/** What a client of openapi-fetch has. The type of another access is not requested: in a large project, that takes as long as checking it. */
const members: ReadonlySet<string> = new Set([...methods, "request", "use", "eject"]);
/** @param settings Further options of each created client, as code. */
export function findClients(
  { checker, sources }: Setting,
  types: ClientTypes,
  settings: (calls: readonly ClientCall[]) => readonly string[],
): Clients {
  const { paths } = types;
  const edits = new Map<ConsumerFile, Edit[]>();
  const calls: ClientCall[] = [];
  const obstacles: Left[] = [];
  const effects: MiddlewareEffect[] = [];
  const roots: ClientRoot[] = [];
  const left: Left[] = [];
  const own: (Pick<ChangedOptions, "rawOnly" | "possible"> & { readonly file: ConsumerFile; readonly position: number })[] = [];
  const uses: { readonly file: ConsumerFile; readonly call: ts.CallExpression; readonly receiver: ts.Expression }[] = [];
  const add = (file: ConsumerFile, ...more: readonly Edit[]): void => void edits.set(file, [...(edits.get(file) ?? []), ...more]);
  for (const { file, source } of sources) {
    walk(source, (node) => {
      if (ts.isPropertyAccessExpression(node) && members.has(node.name.text) && types.isClient(node.expression)) {
        const { parent } = node;
        const isCalled = ts.isCallExpression(parent) && parent.expression === node;
        if (isCalled && methods.has(node.name.text)) {
          const inner = bare(node.expression);
          const isRaw = ts.isPropertyAccessExpression(inner) && inner.name.text === "raw";
          calls.push({ file, source, call: parent, access: node, receiver: isRaw ? inner.expression : node.expression, isRaw });
          return;
        }
        const isUse = isCalled && node.name.text === "use";
        if (isUse) effects.push(...parent.arguments.map((argument) => effectOf(argument, checker)));
        if (isRawAccess(node.expression)) return;
        if (isUse) {
          uses.push({ file, call: parent, receiver: node.expression });
        } else add(file, edit(node.expression.end, node.expression.end, ".raw"));
      } else if (ts.isPropertyAssignment(node) && nameText(node.name) === "middleware" && isOptionOfGenerated(node, checker)) {
        const list = bare(node.initializer);
        if (ts.isArrayLiteralExpression(list)) effects.push(...list.elements.map((element) => effectOf(element, checker)));
        else effects.push({ reason: "the middleware of the generated client is in a variable" });
      } else if (ts.isPropertyAssignment(node) && nameText(node.name) === "init" && isOptionOfGenerated(node, checker)) {
        own.push({ file, position: node.getStart(source), ...rawOnlyIn(node.initializer, checker) });
      } else if (
        ts.isSpreadAssignment(node) &&
        source.text.includes("openapi-fetch") &&
        types.isClient(node.expression) &&
        !isRawAccess(node.expression)
      ) {
        const { expression } = node;
        add(file, edit(expression.end, expression.end, ...(ts.isLeftHandSideExpression(expression) ? [".raw"] : [])));
        left.push({ file, position: node.getStart(source), subject: "client", reason: "it is spread into another object, whose calls stay" });
      } else if (ts.isCallExpression(node) && isCreateClient(node, types)) roots.push({ file, source, call: node });
      else if (ts.isTypeReferenceNode(node) && types.isOfOpenapiFetch(node.typeName, "Client")) {
        const [argument] = node.typeArguments ?? [];
        if (argument !== undefined && describes(checker.getTypeFromTypeNode(argument), paths)) add(file, edit(node.typeName.end, node.end));
      } else if (ts.isTypeQueryNode(node) && node.typeArguments !== undefined && types.isOfOpenapiFetch(node.exprName, "createClient"))
        add(file, edit(node.exprName.end, node.end));
      else if (ts.isExpression(node) && types.isArgumentOfWrapper(node) && types.isClient(node) && !isRawAccess(node))
        add(
          file,
          edit(node.end, node.end, ...(ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) ? [".raw"] : [])),
        );
    });
  }
  const moved = new Set<ts.CallExpression>();
  const more = settings(calls);
  for (const root of roots) {
    const { file, source, call } = root;
    const position = call.getStart(source);
    const adopted = adoptable(
      call,
      uses.filter((use) => use.file === file).map((use) => use.call),
    );
    const changed = changeRoot(root, checker, more, adopted);
    if (typeof changed === "string") {
      obstacles.push({ file, position, subject: "createClient", reason: changed });
      continue;
    }
    add(file, ...changed.edits);
    for (const use of adopted) moved.add(use);
    own.push({ file, position, ...changed });
  }
  for (const { file, call, receiver } of uses) if (!moved.has(call)) add(file, edit(receiver.end, receiver.end, ".raw"));
  const reason = effects.find((effect) => typeof effect === "object");
  const middleware = reason ?? (effects.includes("throws") ? "throws" : "none");
  const rawOnly = new Set(own.flatMap((each) => each.rawOnly));
  const remarks = own
    .filter(({ possible }) => possible.length > 0)
    .map(({ file, position, possible }): Remark => {
      const text = `The client's options may have ${possible.join(", ")}. Only calls of raw use them.`;
      return { file, position, text };
    });
  return { edits, calls, roots, obstacles, left, middleware, rawOnly, remarks };
}

/** `api.raw` of a generated client. */
function isRawAccess(node: ts.Expression): boolean {
  const inner = bare(node);
  return ts.isPropertyAccessExpression(inner) && inner.name.text === "raw";
}

function isCreateClient(node: ts.CallExpression, types: ClientTypes): boolean {
  return ts.isIdentifier(node.expression) && types.isOfOpenapiFetch(node.expression, "createClient") && types.isClient(node);
}

/** An option of a generated client, whose `raw` sends its requests through the same middleware. */
function isOptionOfGenerated({ parent }: ts.PropertyAssignment, checker: ts.TypeChecker): boolean {
  const call = parent.parent;
  const declaration = ts.isCallExpression(call) ? checker.getResolvedSignature(call)?.declaration : undefined;
  return declaration !== undefined && ts.isFunctionLike(declaration) && /^(?:createClient|connect)$/.test(declaration.name?.getText() ?? "");
}

/** `client.use(…)` right after the client was created: its middleware can be given to `createClient`. */
function adoptable(root: ts.CallExpression, uses: readonly ts.CallExpression[]): readonly ts.CallExpression[] {
  const value = whole(root);
  const name = ts.isVariableDeclaration(value.parent)
    ? value.parent.name
    : ts.isBinaryExpression(value.parent) && value.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
      ? value.parent.left
      : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return [];
  let statement: ts.Node = name;
  while (!ts.isStatement(statement)) statement = statement.parent;
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return [];
  const found: ts.CallExpression[] = [];
  for (const next of parent.statements.slice(parent.statements.indexOf(statement) + 1)) {
    const call = uses.find((use) => ts.isExpressionStatement(next) && next.expression === use);
    if (call === undefined || !ts.isPropertyAccessExpression(call.expression)) break;
    const { expression: receiver } = call.expression;
    if (!ts.isIdentifier(receiver) || receiver.text !== name.text || call.arguments.some((each) => !ts.isIdentifier(each))) break;
    found.push(call);
  }
  return found;
}

/** `createClient<paths>({ … })` → `createClient({ … })` of the generated client. */
function changeRoot(
  { call, source }: ClientRoot,
  checker: ts.TypeChecker,
  settings: readonly string[],
  uses: readonly ts.CallExpression[],
): ChangedOptions | string {
  const middleware = uses.flatMap((use) => use.arguments.map((each) => each.getText(source)));
  const more = middleware.length > 0 ? [...settings, `middleware: [${middleware.join(", ")}]`] : settings;
  const options = changeOptions(call, checker, more);
  if (typeof options === "string") return options;
  const edits = uses.map((use) => withoutStatement(use.parent, source));
  if (call.typeArguments !== undefined) {
    const open = source.text.lastIndexOf("<", call.typeArguments.pos);
    edits.push(edit(open, source.text.indexOf(">", call.typeArguments.end) + 1));
  }
  return { ...options, edits: [...edits, ...options.edits] };
}

/** Removes a statement with its line. */
export function withoutStatement(statement: ts.Node, source: ts.SourceFile): Edit {
  const start = source.text.lastIndexOf("\n", statement.getStart(source)) + 1;
  const isAlone = source.text.slice(start, statement.getStart(source)).trim() === "";
  const end = /^[ \t]*\n/.exec(source.text.slice(statement.end));
  return isAlone && end !== null ? edit(start, statement.end + end[0].length) : edit(statement.getStart(source), statement.end);
}

/** Whether a middleware throws, and whether the generated client throws the same then. */
function effectOf(argument: ts.Expression, checker: ts.TypeChecker, depth = 0): MiddlewareEffect {
  const node = bare(argument);
  if (ts.isObjectLiteralExpression(node)) return effectOfLiteral(node);
  const unknown = { reason: `the middleware ${node.getText().slice(0, 40)} cannot be read` };
  if (depth > 4) return unknown;
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    const target = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = target?.valueDeclaration;
    if (declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined)
      return effectOf(declaration.initializer, checker, depth + 1);
  }
  if (ts.isCallExpression(node)) {
    const declaration = functionIn(node, checker) ?? checker.getResolvedSignature(node)?.declaration;
    const body = declaration !== undefined && "body" in declaration ? declaration.body : undefined;
    if (body !== undefined && !ts.isBlock(body)) return effectOf(body as ts.Expression, checker, depth + 1);
    const last = body?.statements.at(-1);
    if (last !== undefined && ts.isReturnStatement(last) && last.expression !== undefined) return effectOf(last.expression, checker, depth + 1);
  }
  return unknown;
}

/** The function that a constant or a property of a class holds: its type can be written without a body, as in `log: () => Middleware = () => …`. */
function functionIn({ expression }: ts.CallExpression, checker: ts.TypeChecker): ts.SignatureDeclaration | undefined {
  const declaration = symbolOf(expression, checker)?.valueDeclaration;
  if (declaration === undefined || !(ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))) return undefined;
  const value = declaration.initializer === undefined || isReassigned(declaration, checker) ? undefined : bare(declaration.initializer);
  return value !== undefined && ts.isFunctionLike(value) ? value : undefined;
}

/** Whether a variable or a property can get another value. One that other files can assign to counts as reassigned. */
function isReassigned(declaration: ts.VariableDeclaration | ts.PropertyDeclaration, checker: ts.TypeChecker): boolean {
  const flags = ts.getCombinedModifierFlags(declaration);
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 || (flags & ts.ModifierFlags.Readonly) !== 0) return false;
  if (ts.isPropertyDeclaration(declaration) && (flags & ts.ModifierFlags.Private) === 0 && !ts.isPrivateIdentifier(declaration.name)) return true;
  const symbol = checker.getSymbolAtLocation(declaration.name);
  let found = false;
  walk(declaration.getSourceFile(), (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    if (symbolOf(node.left, checker) === symbol) found = true;
  });
  return found;
}

function effectOfLiteral(literal: ts.ObjectLiteralExpression): MiddlewareEffect {
  let effect: MiddlewareEffect = "none";
  for (const property of literal.properties) {
    const name = nameText(property.name);
    const handler = ts.isMethodDeclaration(property)
      ? property
      : ts.isPropertyAssignment(property)
        ? bare(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? valueOf(property)
          : undefined;
    if (handler === undefined || !ts.isFunctionLike(handler)) return { reason: `the middleware's ${name ?? "handler"} cannot be read` };
    const found = effectOfHandler(handler, name ?? "");
    if (typeof found === "object") return found;
    if (found === "throws") effect = found;
  }
  return effect;
}

function effectOfHandler(handler: ts.SignatureDeclaration, name: string): MiddlewareEffect {
  let throws = false;
  let readsBody = false;
  let readsParameters = false;
  walk(handler, (node) => {
    if (ts.isThrowStatement(node)) throws = true;
    if (ts.isPropertyAccessExpression(node) && /^(?:json|text|blob|arrayBuffer|formData|bytes|body)$/.test(node.name.text)) {
      const { expression } = node;
      const isClone =
        ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression) && expression.expression.name.text === "clone";
      if (!isClone) readsBody = true;
    }
    if (ts.isBindingElement(node) || ts.isPropertyAccessExpression(node)) {
      const member = ts.isBindingElement(node) ? nameText(node.propertyName ?? node.name) : node.name.text;
      const isOwn = ts.isBindingElement(node) ? ts.isParameter(node.parent.parent) && node.parent.parent.parent === handler : false;
      if (isOwn && (member === "params" || member === "options")) readsParameters = true;
    }
  });
  if (readsParameters) return { reason: "a middleware reads the params or options of openapi-fetch, which the generated client does not give it" };
  if (!throws)
    return name === "onError" ? { reason: "a middleware changes the errors of fetch, which have another class in the generated client" } : "none";
  if (name !== "onResponse") return { reason: `a middleware throws in ${name}` };
  if (readsBody)
    return { reason: "a middleware throws after it read the body of the response: the generated client would retry and throw another class" };
  return "throws";
}
