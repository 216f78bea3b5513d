import { ts } from "ts-morph";
import { propertyName } from "./api-types.js";
import { withItems } from "./flow/known-functions.js";

/** A function of the project, with its code. */
export type Code =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration;

/** How far a function value is followed back to where it is written. */
const deepest = 6;

export function isCode(node: ts.Node): node is Code {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/** `(x)`, `x as T`, `x!`, `await x` → `x`. */
export function bare(node: ts.Expression): ts.Expression {
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node)
  )
    node = node.expression;
  return node;
}

/** The identifiers of a project by their text, and what they refer to. */
export class Names {
  readonly #byText = new Map<string, ts.Node[]>();
  readonly #references = new Map<ts.Node, readonly ts.Node[]>();
  readonly #byDeclaration = new Map<string, Map<ts.Node, ts.Node[]>>();
  readonly #symbols = new Map<ts.Node, ts.Symbol | undefined>();
  /** Expressions between the tags of an element. */
  readonly #children: ts.JsxExpression[] = [];

  constructor(
    readonly files: ReadonlySet<ts.SourceFile>,
    readonly checker: ts.TypeChecker,
    /** Called for every other node of the files. */
    visit: (node: ts.Node) => void,
    /** Declarations that other packages can import. */
    readonly publicDeclarations: ReadonlySet<ts.Node> = new Set(),
  ) {
    const walk = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) this.#add(node.text, node);
      else {
        if (ts.isStringLiteralLike(node) && isKey(node)) this.#add(node.text, node);
        if (ts.isJsxExpression(node) && ts.isJsxElement(node.parent)) this.#children.push(node);
        visit(node);
        ts.forEachChild(node, walk);
      }
    };
    for (const file of files) ts.forEachChild(file, walk);
  }

  #add(text: string, node: ts.Node): void {
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, [node]);
    else known.push(node);
  }

  withText(text: string): readonly ts.Node[] {
    return this.#byText.get(text) ?? [];
  }

  /** @param node A declaration, or the code of a function. */
  isPublic(node: ts.Node): boolean {
    return this.publicDeclarations.has(node) || (isCode(node) && this.publicDeclarations.has(declarationOf(node)));
  }

  isOurs(node: ts.Node | undefined): boolean {
    return node !== undefined && this.files.has(node.getSourceFile());
  }

  /** What a name refers to, through imports. */
  symbolOf(name: ts.Node): ts.Symbol | undefined {
    if (this.#symbols.has(name)) return this.#symbols.get(name);
    const symbol = this.#resolve(name);
    this.#symbols.set(name, symbol);
    return symbol;
  }

  #resolve(name: ts.Node): ts.Symbol | undefined {
    const { parent } = name;
    let symbol: ts.Symbol | undefined;
    if (
      ts.isBindingElement(parent) &&
      (parent.propertyName === name || (parent.name === name && parent.propertyName === undefined)) &&
      ts.isObjectBindingPattern(parent.parent)
    )
      symbol = this.checker.getTypeAtLocation(parent.parent).getProperty((name as ts.Identifier).text);
    else if (ts.isShorthandPropertyAssignment(parent) && parent.name === name) symbol = this.checker.getShorthandAssignmentValueSymbol(parent);
    else if (ts.isStringLiteralLike(name) && ts.isElementAccessExpression(parent))
      symbol = this.checker.getTypeAtLocation(parent.expression).getProperty(name.text);
    else symbol = this.checker.getSymbolAtLocation(name);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    return this.symbolOf(name)?.declarations ?? [];
  }

  /** Where a declaration is named elsewhere: identifiers, not yet the expressions around them. */
  references(declaration: ts.Node): readonly ts.Node[] {
    let found = this.#references.get(declaration);
    if (found === undefined) {
      found = this.#search(declaration);
      this.#references.set(declaration, found);
    }
    return found;
  }

  #search(declaration: ts.Node): readonly ts.Node[] {
    const name = ts.getNameOfDeclaration(declaration as ts.Declaration);
    const own = name === undefined ? undefined : propertyName(name);
    const texts = new Set<string>(own === undefined ? [] : [own]);
    if (isExported(declaration)) for (const text of this.#importedAs().get(declaration) ?? []) texts.add(text);
    const found = new Set<ts.Node>();
    for (const text of texts)
      for (const node of this.#named(text).get(declaration) ?? []) {
        if (node === name) continue;
        const { parent } = node;
        // `import { a as b }`: what follows is called `b`.
        if ((ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) && parent.propertyName === node) texts.add(parent.name.text);
        if (!ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent) && !ts.isImportClause(parent)) found.add(node);
      }
    return [...found];
  }

  /** The names with a text, by what they refer to: each is resolved once. */
  #named(text: string): ReadonlyMap<ts.Node, readonly ts.Node[]> {
    let grouped = this.#byDeclaration.get(text);
    if (grouped === undefined) {
      grouped = new Map();
      for (const node of this.withText(text)) {
        // The name of another declaration, such as that of a property with the same name.
        if (isDeclaredName(node)) continue;
        for (const declaration of this.declarationsOf(node)) {
          const known = grouped.get(declaration);
          if (known === undefined) grouped.set(declaration, [node]);
          else known.push(node);
        }
      }
      this.#byDeclaration.set(text, grouped);
    }
    return grouped;
  }

  #defaults: Map<ts.Node, Set<string>> | undefined;
  /** The names that imports and exports of `default` give to a declaration. */
  #importedAs(): ReadonlyMap<ts.Node, ReadonlySet<string>> {
    if (this.#defaults !== undefined) return this.#defaults;
    this.#defaults = new Map();
    for (const file of this.files)
      for (const name of file.statements.flatMap(namesOfDefault))
        for (const declaration of this.declarationsOf(name)) {
          const known = this.#defaults.get(declaration) ?? new Set();
          this.#defaults.set(declaration, known.add(name.text));
        }
    return this.#defaults;
  }

  /** The functions of the project that an expression may be. Empty: code from elsewhere. */
  functionsOf(expression: ts.Node, depth = 0): readonly Code[] {
    if (depth > deepest) return [];
    const node = ts.isExpression(expression) ? bare(expression) : expression;
    if (isCode(node)) return "body" in node && node.body !== undefined ? [node] : [];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((each) => this.functionsOf(each, depth + 1));
    if (ts.isBinaryExpression(node)) return [node.left, node.right].flatMap((each) => this.functionsOf(each, depth + 1));
    // `memo(function Row() {})`, `useCallback(() => {}, [])`, `f.bind(this)`
    if (ts.isCallExpression(node)) {
      if (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "bind")
        return this.functionsOf(node.expression.expression, depth + 1);
      // `get("id")(session)`: what the function returns.
      const made = this.functionsOf(node.expression, depth + 1).flatMap((code) =>
        resultsOf(code).flatMap((each) => this.functionsOf(each, depth + 1)),
      );
      return [...made, ...node.arguments.slice(0, 1).flatMap((argument) => this.functionsOf(argument, depth + 1))];
    }
    // `handlers[session.state]`: one of the functions in it.
    if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression))
      return this.#functionsInList(node.expression, depth + 1);
    const name = ts.isPropertyAccessExpression(node)
      ? node.name
      : ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
        ? node.argumentExpression
        : node;
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name) && !ts.isStringLiteralLike(name)) return [];
    return this.declarationsOf(name).flatMap((declaration) => this.#functionsOfDeclaration(declaration, depth + 1));
  }

  /** The functions in an object literal or a list, or in one that a variable holds. */
  #functionsInList(expression: ts.Expression, depth: number): readonly Code[] {
    const held = bare(expression);
    if (ts.isIdentifier(held) && depth <= deepest)
      return this.declarationsOf(held).flatMap((each) =>
        this.isOurs(each) && ts.isVariableDeclaration(each) && each.initializer !== undefined
          ? this.#functionsInList(each.initializer, depth + 1)
          : [],
      );
    if (ts.isArrayLiteralExpression(held)) return held.elements.flatMap((each) => this.functionsOf(each, depth));
    if (!ts.isObjectLiteralExpression(held)) return [];
    return held.properties.flatMap((each) => (ts.isSpreadAssignment(each) ? [] : this.#functionsOfDeclaration(each, depth)));
  }

  readonly #heirs = new Map<ts.Node, readonly ts.ClassElement[]>();
  /** The members of the same name in classes that extend or implement the type of a member. */
  heirsOf(member: ts.Declaration): readonly ts.ClassElement[] {
    let heirs = this.#heirs.get(member);
    if (heirs === undefined) this.#heirs.set(member, (heirs = this.#membersLike(member).filter((each) => this.basesOf(each).includes(member))));
    return heirs;
  }

  #membersLike(member: ts.Declaration): readonly ts.ClassElement[] {
    const name = ts.getNameOfDeclaration(member);
    const text = name === undefined ? undefined : propertyName(name);
    if (text === undefined || !isMemberOfType(member)) return [];
    return this.withText(text).flatMap(({ parent }) =>
      ts.isClassElement(parent) && ts.isClassLike(parent.parent) && parent !== member ? [parent] : [],
    );
  }

  readonly #bases = new Map<ts.Node, readonly ts.Declaration[]>();
  /** What a member of a class overrides or implements, in classes and interfaces of the project. */
  basesOf(member: ts.Node): readonly ts.Declaration[] {
    if (!ts.isClassElement(member) || !ts.isClassLike(member.parent) || member.parent.heritageClauses === undefined) return [];
    let bases = this.#bases.get(member);
    if (bases === undefined) {
      const text = member.name === undefined ? undefined : propertyName(member.name);
      const types = member.parent.heritageClauses.flatMap(({ types: written }) => written.map((each) => this.checker.getTypeAtLocation(each)));
      bases = text === undefined ? [] : types.flatMap((type) => type.getProperty(text)?.declarations ?? []).filter((each) => this.isOurs(each));
      this.#bases.set(member, bases);
    }
    return bases;
  }

  #functionsOfDeclaration(declaration: ts.Declaration, depth: number): readonly Code[] {
    if (!this.isOurs(declaration) || depth > deepest) return [];
    if (ts.isAccessor(declaration)) return [];
    const heirs = this.heirsOf(declaration).flatMap((each) => this.#functionsOfDeclaration(each, depth + 1));
    if (isCode(declaration)) {
      if (declaration.body !== undefined) return [declaration, ...heirs];
      // The implementation of overloads and of abstract methods.
      const implemented = (this.symbolOf(declaration.name ?? declaration)?.declarations ?? []).flatMap((each) =>
        isCode(each) && each.body !== undefined ? [each] : [],
      );
      return [...implemented, ...heirs];
    }
    const reduced = this.#reducedWith(declaration);
    if (reduced.length > 0) return reduced.flatMap((each) => this.functionsOf(each, depth + 1));
    if (ts.isClassDeclaration(declaration)) {
      const own = declaration.members.filter(ts.isConstructorDeclaration).filter(({ body }) => body !== undefined);
      // The constructor that a class inherits.
      const base = own.length > 0 ? undefined : declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
      return base === undefined ? own : this.functionsOf(base.expression, depth + 1);
    }
    if (ts.isVariableDeclaration(declaration) && ts.isForOfStatement(declaration.parent.parent))
      return this.#functionsInList(declaration.parent.parent.expression, depth);
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration))
      return declaration.initializer === undefined ? [] : this.functionsOf(declaration.initializer, depth);
    if (ts.isShorthandPropertyAssignment(declaration)) return this.functionsOf(declaration.name, depth);
    if (ts.isParameter(declaration) && isCode(declaration.parent)) {
      const place = declaration.parent.parameters.indexOf(declaration);
      const list = listOfItem(declaration.parent, place);
      const items = list === undefined ? [] : this.#functionsInList(list, depth);
      const calls = this.callsOf(declaration.parent).flatMap((call) => {
        const given = call.arguments?.[place];
        return given === undefined ? [] : this.functionsOf(given, depth);
      });
      return [...items, ...calls];
    }
    if (ts.isBindingElement(declaration)) {
      const key = declaration.propertyName ?? declaration.name;
      const properties = ts.isIdentifier(key) ? (this.symbolOf(key)?.declarations ?? []) : [];
      return properties.filter((each) => each !== declaration).flatMap((each) => this.#functionsOfDeclaration(each, depth));
    }
    // A function that is a property of what the project passes: `onSelect` of a component.
    if (ts.isPropertySignature(declaration) || ts.isMethodSignature(declaration))
      return [...this.givenTo(declaration).flatMap((each) => this.functionsOf(each, depth)), ...heirs];
    return [];
  }

  /** The compiler keeps one type for similar objects of a list: the properties of that name in all of them, if it has dropped one. */
  #reducedWith(declaration: ts.Declaration): readonly ts.Expression[] {
    const list = declaration.parent.parent as ts.Node | undefined;
    if (!ts.isPropertyAssignment(declaration) || list === undefined || !ts.isArrayLiteralExpression(list)) return [];
    const name = propertyName(declaration.name);
    const item = this.checker.getIndexTypeOfType(this.checker.getTypeAtLocation(list), ts.IndexKind.Number);
    if (name === undefined || item === undefined) return [];
    const known = item.getProperty(name)?.declarations ?? [];
    const all = list.elements.flatMap((element) =>
      ts.isObjectLiteralExpression(element)
        ? element.properties.filter(ts.isPropertyAssignment).filter((each) => propertyName(each.name) === name)
        : [],
    );
    return all.every((each) => known.includes(each)) ? [] : all.map(({ initializer }) => initializer);
  }

  readonly #given = new Map<ts.Node, readonly ts.Expression[]>();
  /** The expressions that are given to a declared property: in object literals and in JSX. */
  givenTo(property: ts.Declaration): readonly ts.Expression[] {
    let given = this.#given.get(property);
    if (given === undefined) this.#given.set(property, (given = this.#searchGiven(property)));
    return given;
  }

  #searchGiven(property: ts.Declaration): readonly ts.Expression[] {
    const name = ts.getNameOfDeclaration(property);
    const text = name === undefined ? undefined : propertyName(name);
    if (text === undefined) return [];
    const children = text === "children" ? this.#childrenGivenTo(property) : [];
    const named = this.withText(text).flatMap((node) => {
      const { parent } = node;
      const owner = parent.parent as ts.Node | undefined;
      const isGiven =
        ((ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node) ||
        ts.isJsxAttribute(parent);
      if (!isGiven || owner === undefined || !(ts.isObjectLiteralExpression(owner) || ts.isJsxAttributes(owner))) return [];
      const wanted = this.checker.getContextualType(owner)?.getProperty(text);
      if (wanted?.declarations?.includes(property) !== true) return [];
      if (ts.isPropertyAssignment(parent)) return [parent.initializer];
      if (ts.isMethodDeclaration(parent)) return [parent as unknown as ts.Expression];
      if (ts.isShorthandPropertyAssignment(parent)) return [parent.name];
      const given = ts.isJsxAttribute(parent) ? parent.initializer : undefined;
      if (given !== undefined && ts.isStringLiteral(given)) return [given];
      return given !== undefined && ts.isJsxExpression(given) && given.expression !== undefined ? [given.expression] : [];
    });
    return [...named, ...children];
  }

  /** Functions between the tags of an element: the component calls its `children`. */
  #childrenGivenTo(property: ts.Declaration): readonly ts.Expression[] {
    return this.#children.flatMap(({ parent, expression }) => {
      if (expression === undefined || !ts.isJsxElement(parent)) return [];
      const wanted = this.checker.getContextualType(parent.openingElement.attributes)?.getProperty("children");
      return wanted?.declarations?.includes(property) === true ? [expression] : [];
    });
  }

  /** The calls of a function by its name. */
  callsOf(code: Code, depth = 0): readonly Call[] {
    const holder = declarationOf(code);
    const named = this.references(holder).flatMap((name) => calleeAround(name) ?? []);
    if (depth > deepest) return named;
    const around = mutationAround(holder);
    if (around !== undefined) return this.#callsOfResult(around, sending, depth);
    const outer = returnedBy(code);
    return outer === undefined ? named : [...named, ...this.callsOf(outer, depth + 1).flatMap((call) => this.#callsOfResult(call, undefined, depth))];
  }

  /** The calls of what a call returns, or of members of it, as far as it is named. None if it goes elsewhere as well. */
  #callsOfResult(call: Call, members: ReadonlySet<string> | undefined, depth: number): readonly Call[] {
    let node: ts.Node = call;
    while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
    const { parent } = node;
    const outer = returnedBy(node);
    if (outer !== undefined)
      return depth > deepest ? [] : this.callsOf(outer, depth + 1).flatMap((each) => this.#callsOfResult(each, members, depth + 1));
    if (members === undefined && ts.isCallExpression(parent) && parent.expression === node) return [parent];
    if (!ts.isVariableDeclaration(parent)) return [];
    const { name } = parent;
    const names =
      members === undefined || ts.isArrayBindingPattern(name)
        ? this.references(parent)
        : ts.isIdentifier(name)
          ? this.references(parent).flatMap(({ parent: access }) =>
              ts.isPropertyAccessExpression(access) && members.has(access.name.text) ? [access.name] : [],
            )
          : name.elements
              .filter((element) => members.has((element.propertyName ?? element.name).getText()))
              .flatMap((element) => this.references(element));
    const calls = names.map(calleeAround);
    return calls.every((each) => each !== undefined) ? calls : [];
  }
}

/** A call, or the construction of an object. */
export type Call = ts.CallExpression | ts.NewExpression;

/** Members of the result of a mutation hook that pass their argument to its function. */
const sending: ReadonlySet<string> = new Set(["mutate", "mutateAsync"]);

/** `a` in `import a from`, `import { default as a } from` and `export { default as a } from`. */
function namesOfDefault(statement: ts.Statement): readonly ts.Identifier[] {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  const named = clause?.namedBindings ?? (ts.isExportDeclaration(statement) ? statement.exportClause : undefined);
  const specifiers = named !== undefined && (ts.isNamedImports(named) || ts.isNamedExports(named)) ? [...named.elements] : [];
  const renamed = specifiers.flatMap(({ propertyName: original, name }) => (original?.text === "default" && ts.isIdentifier(name) ? [name] : []));
  return clause?.name === undefined ? renamed : [clause.name, ...renamed];
}

/** The call of a mutation hook whose options have this property as `mutationFn`. */
function mutationAround(property: ts.Node): ts.CallExpression | undefined {
  if (!ts.isPropertyAssignment(property) || propertyName(property.name) !== "mutationFn") return undefined;
  const call = property.parent.parent;
  return ts.isCallExpression(call) && /^(?:use|create)Mutation$/.test(call.expression.getText()) ? call : undefined;
}

/** The expressions that a function returns. */
function resultsOf({ body }: Code): readonly ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) results.push(node.expression);
    if (!isCode(node)) ts.forEachChild(node, walk);
  };
  ts.forEachChild(body, walk);
  return results;
}

/** The list whose items a callback gets as its parameter: `steps` in `steps.forEach((step) => …)`. */
export function listOfItem(callback: Code, place: number): ts.Expression | undefined {
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const method = call.expression.name.text;
  return place === (/^reduce(?:Right)?$/.test(method) ? 1 : 0) && (withItems.has(method) || method.startsWith("reduce"))
    ? call.expression.expression
    : undefined;
}

/** The function that returns an expression. */
function returnedBy(node: ts.Node): Code | undefined {
  const { parent } = node;
  if (ts.isArrowFunction(parent) && parent.body === node) return parent;
  if (!ts.isReturnStatement(parent)) return undefined;
  let code: ts.Node = parent;
  while (!isCode(code)) {
    if (ts.isSourceFile(code)) return undefined;
    code = code.parent;
  }
  return code;
}

function isMemberOfType(member: ts.Node): boolean {
  return ts.isClassElement(member) || ts.isTypeElement(member);
}

/** The declaration by which a function is referred to: itself, or the variable or property that holds it. */
export function declarationOf(code: Code): ts.Node {
  if (ts.isConstructorDeclaration(code)) return code.parent;
  let node: ts.Node = code;
  while (ts.isParenthesizedExpression(node.parent) || ts.isSatisfiesExpression(node.parent) || ts.isAsExpression(node.parent)) node = node.parent;
  // `const Row = memo(function Row() {})`
  const { parent } = node;
  const holder = ts.isCallExpression(parent) && parent.arguments[0] === node ? parent.parent : parent;
  return (ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder)) &&
    !ts.isFunctionDeclaration(code) &&
    !ts.isMethodDeclaration(code)
    ? holder
    : code;
}

/** The call whose callee ends with this name. */
export function calleeAround(name: ts.Node): Call | undefined {
  let node: ts.Node = name;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) node = node.parent;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  const { parent } = node;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node ? parent : undefined;
}

export function isExported(declaration: ts.Node): boolean {
  let node = declaration;
  while (
    ts.isVariableDeclaration(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isBindingElement(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isArrayBindingPattern(node)
  )
    node = node.parent;
  if (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return true;
  // Named by `export { a }` or `export default a` elsewhere in its file.
  return (
    ts.isExportAssignment(node) ||
    (ts.isSourceFile(node.parent) &&
      (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isVariableStatement(node)) &&
      isListed(declaration))
  );
}

const listed = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Whether `export { a }` or `export default a` names a declaration. */
function isListed(declaration: ts.Node): boolean {
  const file = declaration.getSourceFile();
  let names = listed.get(file);
  if (names === undefined) {
    names = new Set(
      file.statements.flatMap((statement) => {
        if (ts.isExportAssignment(statement)) return ts.isIdentifier(statement.expression) ? [statement.expression.text] : [];
        const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
        return clause !== undefined && ts.isNamedExports(clause)
          ? clause.elements.map(({ propertyName: original, name }) => (original ?? name).text)
          : [];
      }),
    );
    listed.set(file, names);
  }
  const name = ts.getNameOfDeclaration(declaration as ts.Declaration);
  return name !== undefined && ts.isIdentifier(name) && names.has(name.text);
}

/** The text names a property: an argument of an element access, or a quoted name. */
function isKey(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  return (
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

function isDeclaredName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent))
    return (
      parent.name === node && (parent.propertyName !== undefined || parent.dotDotDotToken !== undefined || ts.isArrayBindingPattern(parent.parent))
    );
  if (ts.isShorthandPropertyAssignment(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  return (
    "name" in parent && parent.name === node && !ts.isPropertyAccessExpression(parent) && !ts.isJsxAttribute(parent) && !ts.isImportClause(parent)
  );
}
