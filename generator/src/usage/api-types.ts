import { ts } from "ts-morph";
import { olderMethods } from "../model/http/methods.js";

/** A type of the API as its declaration file writes it. */
export type TypeSource = ts.TypeNode | ts.InterfaceDeclaration | ts.EnumDeclaration | ts.EnumMember;

/** What a declared type is, after references, unions and intersections: each of its parts. */
export type Shape =
  | { readonly kind: "object"; readonly node: ObjectSource; readonly without?: ReadonlySet<string> }
  | { readonly kind: "array"; readonly items: readonly TypeSource[] }
  | { readonly kind: "map"; readonly values: TypeSource }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "scalar" }
  /** `unknown`: anything may be in it. */
  | { readonly kind: "open" };

export type ObjectSource = ts.TypeLiteralNode | ts.InterfaceDeclaration;

export interface ApiResponse {
  /** As the document names it: `200`, `4XX`, `default`. */
  readonly status: string;
  readonly headers: ReadonlyMap<string, TypeSource>;
  /** One for each media type. */
  readonly bodies: readonly TypeSource[];
}

interface ApiParameter {
  readonly in: "path" | "query" | "header" | "cookie";
  readonly name: string;
  readonly type: TypeSource;
}

/** An operation as the types of the API declare it. */
export interface ApiOperation {
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  readonly parameters: readonly ApiParameter[];
  readonly request: readonly TypeSource[];
  readonly responses: readonly ApiResponse[];
}

/** A place in a message at which an object type occurs. */
export interface Position {
  readonly operation: ApiOperation;
  /** Absent: the request. */
  readonly response?: ApiResponse;
  readonly path: string;
}

/** What contains an object type: another one, or a message; and by which path. */
type Parents = Map<ObjectSource, { readonly from: ObjectSource | Position; readonly suffix: string }[]>;

/** A component that more places have than this is listed as used anywhere. */
const mostPositions = 400;
const mostSteps = 20_000;

/** A name as a token of a JSON pointer (RFC 6901 §3). */
export function token(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Every `paths` of a program: those that openapi-typescript or Tallystick generated. */
export class ApiTypes {
  readonly operations: readonly ApiOperation[];
  readonly files: ReadonlySet<ts.SourceFile>;
  readonly #byPath = new Map<string, Map<string, ApiOperation>>();
  /** Operations that an earlier file has as well. */
  readonly #twins: ApiOperation[] = [];
  readonly #shapes = new Map<TypeSource, readonly Shape[]>();
  readonly #members = new Map<ObjectSource, ReadonlyMap<string, TypeSource>>();
  #parents: Parents | undefined;

  constructor(
    readonly program: ts.Program,
    readonly checker: ts.TypeChecker,
  ) {
    const operations: ApiOperation[] = [];
    const files = new Set<ts.SourceFile>();
    for (const file of program.getSourceFiles()) {
      const paths = pathsOf(file);
      if (paths === undefined) continue;
      files.add(file);
      for (const [path, item] of this.#all(this.shapes(paths))) {
        if (!path.startsWith("/")) continue;
        const members = this.#all(this.shapes(item));
        const shared = members.get("parameters");
        for (const method of olderMethods) {
          const type = members.get(method);
          if (type === undefined || this.shapes(type).length === 0) continue;
          // Two files may have the types of one document, and two documents may share a path.
          const known = this.#byPath.get(path)?.get(method);
          if (known !== undefined) {
            this.#twins.push(this.#operation(known.index, method, path, type, shared));
            continue;
          }
          const operation = this.#operation(operations.length, method, path, type, shared);
          operations.push(operation);
          const byMethod = this.#byPath.get(path) ?? new Map<string, ApiOperation>();
          this.#byPath.set(path, byMethod.set(method, operation));
        }
      }
    }
    this.operations = operations;
    this.files = files;
  }

  hasPath(path: string): boolean {
    return this.#byPath.has(path);
  }

  find(method: string, path: string): ApiOperation | undefined {
    return this.#byPath.get(path)?.get(method.toLowerCase());
  }

  /** Whether a declaration is part of the types of an API. */
  has(node: ts.Node | undefined): boolean {
    return node !== undefined && this.files.has(node.getSourceFile());
  }

  members(node: ObjectSource): ReadonlyMap<string, TypeSource> {
    let members = this.#members.get(node);
    if (members === undefined) {
      const found = new Map<string, TypeSource>();
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || member.type === undefined) continue;
        const name = propertyName(member.name);
        if (name !== undefined) found.set(name, member.type);
      }
      members = found;
      this.#members.set(node, members);
    }
    return members;
  }

  shapes(node: TypeSource): readonly Shape[] {
    let shapes = this.#shapes.get(node);
    if (shapes === undefined) {
      // An alias that contains itself adds nothing to itself.
      this.#shapes.set(node, []);
      shapes = this.#shapesOf(node);
      this.#shapes.set(node, shapes);
    }
    return shapes;
  }

  /** Where an object type occurs in requests and responses; `undefined` if in too many places to name them. */
  positions(node: ObjectSource): readonly Position[] | undefined {
    const parents = (this.#parents ??= this.#index());
    const found: Position[] = [];
    let steps = 0;
    const climb = (from: ObjectSource, suffix: string, below: ReadonlySet<ObjectSource>): void => {
      for (const parent of parents.get(from) ?? []) {
        if (++steps > mostSteps || found.length > mostPositions) return;
        if ("operation" in parent.from) found.push({ ...parent.from, path: parent.suffix + suffix });
        else if (!below.has(parent.from)) climb(parent.from, parent.suffix + suffix, new Set([...below, parent.from]));
      }
    };
    climb(node, "", new Set([node]));
    return steps > mostSteps || found.length > mostPositions ? undefined : found;
  }

  #operation(index: number, method: string, path: string, type: TypeSource, shared: TypeSource | undefined): ApiOperation {
    const all = (node: TypeSource | undefined) => (node === undefined ? new Map<string, TypeSource>() : this.#all(this.shapes(node)));
    const id = ts.isTypeNode(type) && ts.isIndexedAccessTypeNode(type) ? literalOf(type.indexType) : undefined;
    const read = (): Pick<ApiOperation, "parameters" | "request" | "responses"> => {
      const members = all(type);
      const parameters = new Map<string, ApiParameter>();
      for (const source of [shared, members.get("parameters")])
        for (const [place, group] of all(source))
          for (const [name, each] of all(group)) parameters.set(`${place} ${name}`, { in: place as ApiParameter["in"], name, type: each });
      return {
        parameters: [...parameters.values()],
        request: [...all(all(members.get("requestBody")).get("content")).values()],
        responses: [...all(members.get("responses"))].map(([status, response]) => {
          const parts = all(response);
          return { status, headers: all(parts.get("headers")), bodies: [...all(parts.get("content")).values()] };
        }),
      };
    };
    // Most operations of a large API are never called.
    let known: ReturnType<typeof read> | undefined;
    const once = () => (known ??= read());
    return {
      index,
      method,
      path,
      ...(typeof id === "string" && { operationId: id }),
      get parameters() {
        return once().parameters;
      },
      get request() {
        return once().request;
      },
      get responses() {
        return once().responses;
      },
    };
  }

  /** The members of all object types among these. */
  #all(shapes: readonly Shape[]): ReadonlyMap<string, TypeSource> {
    const all = new Map<string, TypeSource>();
    for (const shape of shapes)
      if (shape.kind === "object") for (const [name, type] of this.members(shape.node)) if (shape.without?.has(name) !== true) all.set(name, type);
    return all;
  }

  #shapesOf(node: TypeSource): readonly Shape[] {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      const values = node.members.find(ts.isIndexSignatureDeclaration)?.type;
      const isObject = values === undefined || this.members(node).size > 0;
      const inherited = ts.isInterfaceDeclaration(node)
        ? (node.heritageClauses ?? []).flatMap(({ types }) => types.flatMap((type) => this.#named(type.expression, type.typeArguments ?? [])))
        : [];
      return [
        ...(isObject ? [{ kind: "object", node } as const] : []),
        ...(values === undefined ? [] : [{ kind: "map", values } as const]),
        ...inherited,
      ];
    }
    if (ts.isEnumDeclaration(node)) return node.members.flatMap((member) => this.shapes(member));
    if (ts.isEnumMember(node)) {
      const value = this.checker.getConstantValue(node);
      return value === undefined ? [{ kind: "scalar" }] : [{ kind: "literal", value }];
    }
    if (ts.isParenthesizedTypeNode(node) || ts.isRestTypeNode(node) || ts.isOptionalTypeNode(node)) return this.shapes(node.type);
    if (ts.isNamedTupleMember(node)) return this.shapes(node.type);
    if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.ReadonlyKeyword ? this.shapes(node.type) : [{ kind: "scalar" }];
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.flatMap((type) => this.shapes(type));
    if (ts.isArrayTypeNode(node)) return [{ kind: "array", items: [node.elementType] }];
    if (ts.isTupleTypeNode(node)) return [{ kind: "array", items: node.elements }];
    if (ts.isLiteralTypeNode(node)) {
      const value = literalOf(node);
      return value === undefined ? [] : [{ kind: "literal", value }];
    }
    if (ts.isIndexedAccessTypeNode(node)) return this.#indexed(node);
    if (ts.isTypeReferenceNode(node)) return this.#named(node.typeName, node.typeArguments ?? []);
    switch (node.kind) {
      case ts.SyntaxKind.NeverKeyword:
      case ts.SyntaxKind.NullKeyword:
      case ts.SyntaxKind.UndefinedKeyword:
        return [];
      case ts.SyntaxKind.StringKeyword:
      case ts.SyntaxKind.NumberKeyword:
      case ts.SyntaxKind.BooleanKeyword:
      case ts.SyntaxKind.BigIntKeyword:
        return [{ kind: "scalar" }];
      default:
        return [{ kind: "open" }];
    }
  }

  /** The type of a property of a type: `components["schemas"]["Session"]`. */
  #indexed({ objectType, indexType }: ts.IndexedAccessTypeNode): readonly Shape[] {
    const shapes = this.shapes(objectType);
    const keys = ts.isUnionTypeNode(indexType) ? indexType.types.map(literalOf) : [literalOf(indexType)];
    return shapes.flatMap((shape) => {
      if (shape.kind === "array") return shape.items.flatMap((item) => this.shapes(item));
      if (shape.kind === "map") return this.shapes(shape.values);
      if (shape.kind !== "object") return [];
      const members = this.members(shape.node);
      const named = keys.flatMap((key) => (key === undefined ? [] : (members.get(String(key)) ?? [])));
      // `T[keyof T]`
      const all = keys.every((key) => key === undefined) ? [...members.values()] : named;
      return all.flatMap((type) => this.shapes(type));
    });
  }

  #named(name: ts.Node, args: readonly ts.TypeNode[]): readonly Shape[] {
    const text = name.getText();
    const [first, second] = args;
    if (first !== undefined) {
      if (/^(?:Array|ReadonlyArray|Set|ReadonlySet)$/.test(text)) return [{ kind: "array", items: [first] }];
      if ((text === "Record" || text === "Map") && second !== undefined)
        return this.shapes(second).length === 0 ? [] : [{ kind: "map", values: second }];
    }
    const symbol = this.checker.getSymbolAtLocation(name);
    const target = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
    const declared = (target?.declarations ?? []).flatMap((each) => {
      if (ts.isInterfaceDeclaration(each) || ts.isEnumDeclaration(each) || ts.isEnumMember(each)) return this.shapes(each);
      return ts.isTypeAliasDeclaration(each) && each.typeParameters === undefined ? this.shapes(each.type) : [];
    });
    if (first !== undefined) {
      const shapes = this.shapes(first);
      if (text !== "Omit" || second === undefined) return shapes;
      const without = new Set(this.shapes(second).flatMap((shape) => (shape.kind === "literal" ? String(shape.value) : [])));
      return shapes.map((shape) => (shape.kind === "object" ? { ...shape, without } : shape));
    }
    if (/^(?:Date|Blob|File|URL|Uint8Array)$/.test(text)) return [{ kind: "scalar" }];
    return declared.length > 0 ? declared : [{ kind: "open" }];
  }

  #index(): Parents {
    const parents: Parents = new Map();
    const visit = (node: TypeSource, from: ObjectSource | Position, suffix: string): void => {
      for (const shape of this.shapes(node)) {
        if (shape.kind === "array") for (const item of shape.items) visit(item, from, `${suffix}/*`);
        else if (shape.kind === "map") visit(shape.values, from, `${suffix}/*`);
        else if (shape.kind === "object") {
          const known = parents.get(shape.node);
          if (known !== undefined) {
            known.push({ from, suffix });
            continue;
          }
          parents.set(shape.node, [{ from, suffix }]);
          for (const [name, type] of this.members(shape.node)) visit(type, shape.node, token(name));
        }
      }
    };
    for (const operation of [...this.operations, ...this.#twins]) {
      for (const body of operation.request) visit(body, { operation, path: "" }, "");
      for (const response of operation.responses) for (const body of response.bodies) visit(body, { operation, response, path: "" }, "");
    }
    return parents;
  }
}

function pathsOf(file: ts.SourceFile): TypeSource | undefined {
  let paths: TypeSource | undefined;
  let hasOthers = false;
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    if (name === "paths") paths = ts.isInterfaceDeclaration(statement) ? statement : statement.type;
    else if (name === "components" || name === "operations") hasOthers = true;
  }
  return hasOthers ? paths : undefined;
}

export function literalOf(node: ts.Node): string | number | boolean | undefined {
  const literal = ts.isLiteralTypeNode(node) ? node.literal : node;
  if (ts.isStringLiteralLike(literal)) return literal.text;
  if (ts.isNumericLiteral(literal)) return Number(literal.text);
  if (ts.isPrefixUnaryExpression(literal) && ts.isNumericLiteral(literal.operand)) return -Number(literal.operand.text);
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  return literal.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}

/** The name of a property where it can be read off. */
export function propertyName(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name))
    return propertyName(name.expression as ts.Node) === undefined || ts.isIdentifier(name.expression) ? undefined : propertyName(name.expression);
  return undefined;
}

/** The literals that an expression may be by its type. A text in an attribute of JSX has no type of its own. */
export function literalsOf(expression: ts.Expression, checker: ts.TypeChecker): readonly (string | number | boolean)[] | undefined {
  return ts.isStringLiteralLike(expression) ? [expression.text] : literalsOfType(checker.getTypeAtLocation(expression), checker);
}

/** The literals that a type consists of; `undefined` if any other value fits as well. */
export function literalsOfType(type: ts.Type, checker: ts.TypeChecker): readonly (string | number | boolean)[] | undefined {
  const found: (string | number | boolean)[] = [];
  for (const each of type.isUnion() ? type.types : [type]) {
    if (each.isStringLiteral() || each.isNumberLiteral()) found.push(each.value);
    else if ((each.flags & ts.TypeFlags.BooleanLiteral) !== 0) found.push(checker.typeToString(each) === "true");
    else if ((each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0) return undefined;
  }
  return found;
}
