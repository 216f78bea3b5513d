import type ts from "typescript";
import type { Decoded } from "../../plan/decoding.js";
import { compiler } from "./transforms.js";

const { factory, SyntaxKind } = compiler;

/** The type of a scalar that code holds in another form. */
export function writeDecoded(decoded: Decoded): ts.TypeNode {
  const text = factory.createKeywordTypeNode(SyntaxKind.StringKeyword);
  const temporal = (name: string): ts.TypeNode =>
    factory.createTypeReferenceNode(factory.createQualifiedName(factory.createIdentifier("Temporal"), name));
  switch (decoded.kind) {
    case "date":
      return factory.createTypeReferenceNode("Date");
    case "instant":
      return temporal("Instant");
    case "plainDate":
      return temporal("PlainDate");
    case "bigint":
      return factory.createKeywordTypeNode(SyntaxKind.BigIntKeyword);
    case "digits":
      return text;
    case "brand": {
      const name = factory.createLiteralTypeNode(factory.createStringLiteral(decoded.name));
      const brand = factory.createPropertySignature([factory.createModifier(SyntaxKind.ReadonlyKeyword)], "__brand", undefined, name);
      return factory.createIntersectionTypeNode([text, factory.createTypeLiteralNode([brand])]);
    }
  }
}
