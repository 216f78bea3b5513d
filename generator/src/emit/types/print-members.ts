import type ts from "typescript";
import { escapeUnseen } from "../print/code.js";
import { printNode } from "./print-node.js";
import { compiler } from "./transforms.js";

/**
 * The text of an interface's members as TypeScript's own printer writes them, or `undefined` where they hold anything beyond what openapi-typescript
 * and we make of documents: then that printer is to be asked.
 *
 * It looks for comments, source maps and emit flags at each node, which took a third of the time of all types.
 *
 * @param indent Of each member's first line.
 */
export function printMembers(members: readonly ts.TypeElement[], indent: string): string | undefined {
  // Joined, not added up: that would keep all parts of a text alive until somebody reads it.
  return asFarAsKnown(() => members.map((member) => lineText(member, indent)).join(""));
}

/** The same of a type that stands on a line with that margin. */
export function printType(type: ts.TypeNode | undefined, indent: string): string | undefined {
  return asFarAsKnown(() => typeText(type, indent));
}

function asFarAsKnown(print: () => string): string | undefined {
  try {
    return print();
  } catch (error) {
    if (error === unknown) return undefined;
    throw error;
  }
}

/** Thrown where something is not known: what is printed so far is of no use. */
const unknown = new Error("Only TypeScript's printer knows how this is written.");

const { SyntaxKind } = compiler;
const step = "    ";

function membersText(members: readonly ts.TypeElement[], indent: string): string {
  let text = "";
  for (const member of members) text += lineText(member, indent);
  return text;
}

function lineText(member: ts.TypeElement, indent: string): string {
  return `${commentText(member, indent)}${indent}${memberText(member, indent)};\n`;
}

function memberText(member: ts.TypeElement, indent: string): string {
  if (compiler.isPropertySignature(member)) {
    const { modifiers, name, questionToken, type } = member;
    return `${modifiersText(modifiers)}${nameText(name)}${questionToken === undefined ? "" : "?"}: ${typeText(type, indent)}`;
  }
  if (compiler.isIndexSignatureDeclaration(member)) {
    const { modifiers, parameters, type } = member;
    const keys = parameters.map((parameter) => `${nameText(parameter.name)}: ${typeText(parameter.type, indent)}`);
    return `${modifiersText(modifiers)}[${keys.join(", ")}]: ${typeText(type, indent)}`;
  }
  throw unknown;
}

function modifiersText(modifiers: readonly ts.ModifierLike[] = []): string {
  if (!modifiers.every(({ kind }) => kind === SyntaxKind.ReadonlyKeyword)) throw unknown;
  return "readonly ".repeat(modifiers.length);
}

function nameText(name: ts.Node): string {
  if (compiler.isIdentifier(name)) {
    // openapi-typescript makes its literals so.
    const text = compiler.idText(name);
    return text.startsWith('"') ? escapeUnseen(text) : text;
  }
  if (compiler.isQualifiedName(name)) return `${nameText(name.left)}.${nameText(name.right)}`;
  return literalText(name);
}

function typeText(type: ts.Node | undefined, indent: string): string {
  if (type === undefined || hasComment(type)) throw unknown;
  return keywords.get(type.kind) ?? texts.get(type.kind)?.(type as never, indent) ?? nameText(type);
}

function joined(types: readonly ts.TypeNode[], between: string, indent: string): string {
  let text = "";
  for (const type of types) text += text === "" ? typeText(type, indent) : between + typeText(type, indent);
  return text;
}

const texts = new Map<ts.SyntaxKind, (type: never, indent: string) => string>([
  [SyntaxKind.LiteralType, ({ literal }: ts.LiteralTypeNode) => literalText(literal)],
  [SyntaxKind.UnionType, ({ types }: ts.UnionTypeNode, indent) => joined(types, " | ", indent)],
  [SyntaxKind.IntersectionType, ({ types }: ts.IntersectionTypeNode, indent) => joined(types, " & ", indent)],
  [SyntaxKind.ArrayType, ({ elementType }: ts.ArrayTypeNode, indent) => `${typeText(elementType, indent)}[]`],
  [SyntaxKind.ParenthesizedType, ({ type }: ts.ParenthesizedTypeNode, indent) => `(${typeText(type, indent)})`],
  [SyntaxKind.OptionalType, ({ type }: ts.OptionalTypeNode, indent) => `${typeText(type, indent)}?`],
  [SyntaxKind.RestType, ({ type }: ts.RestTypeNode, indent) => `...${typeText(type, indent)}`],
  [
    SyntaxKind.IndexedAccessType,
    ({ objectType, indexType }: ts.IndexedAccessTypeNode, indent) => `${typeText(objectType, indent)}[${typeText(indexType, indent)}]`,
  ],
  [
    SyntaxKind.TypeReference,
    ({ typeName, typeArguments }: ts.TypeReferenceNode, indent) =>
      typeArguments === undefined ? nameText(typeName) : `${nameText(typeName)}<${joined(typeArguments, ", ", indent)}>`,
  ],
  [
    SyntaxKind.TypeLiteral,
    ({ members }: ts.TypeLiteralNode, indent) => (members.length === 0 ? "{}" : `{\n${membersText(members, indent + step)}${indent}}`),
  ],
  [
    SyntaxKind.TupleType,
    ({ elements }: ts.TupleTypeNode, indent) => {
      if (elements.length === 0) throw unknown;
      const inner = indent + step;
      return `[\n${inner}${joined(elements, `,\n${inner}`, inner)}\n${indent}]`;
    },
  ],
]);

const keywords = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.UnknownKeyword, "unknown"],
  [SyntaxKind.NeverKeyword, "never"],
  [SyntaxKind.StringKeyword, "string"],
  [SyntaxKind.NumberKeyword, "number"],
  [SyntaxKind.BigIntKeyword, "bigint"],
  [SyntaxKind.BooleanKeyword, "boolean"],
  [SyntaxKind.UndefinedKeyword, "undefined"],
  [SyntaxKind.NullKeyword, "null"],
  [SyntaxKind.TrueKeyword, "true"],
  [SyntaxKind.FalseKeyword, "false"],
]);

/** Characters that stand in double quotes as they are. */
const plain = /^[ !#-[\]-~]*$/;

function literalText(literal: ts.Node): string {
  if (compiler.isStringLiteral(literal)) {
    const { text } = literal;
    return plain.test(text) ? `"${text}"` : printNode(literal);
  }
  if (compiler.isNumericLiteral(literal)) return literal.text;
  if (compiler.isPrefixUnaryExpression(literal) && literal.operator === SyntaxKind.MinusToken) return `-${literalText(literal.operand)}`;
  const keyword = keywords.get(literal.kind);
  if (keyword === undefined) throw unknown;
  return keyword;
}

/** Where TypeScript sees the end of a line, or measures an indentation, that is not made of `\n` and spaces. */
const odd = /[\r\u0085\u200b\u2028\u2029]|^ *[^\S\n ]/m;

function commentText(node: ts.Node, indent: string): string {
  if (!hasComment(node)) return "";
  const [comment, further] = compiler.getSyntheticLeadingComments(node) ?? [];
  if (comment?.kind !== SyntaxKind.MultiLineCommentTrivia || comment.hasTrailingNewLine !== true || further !== undefined || odd.test(comment.text))
    throw unknown;
  let text = "";
  for (const line of `/*${comment.text}*/`.split("\n")) text += `${indent}${line.trimEnd()}\n`;
  return text;
}

function hasComment(node: ts.Node): boolean {
  return (node as { readonly emitNode?: unknown }).emitNode !== undefined;
}
